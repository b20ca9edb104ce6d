// Tests that the word signal of notes scores as MiniSearch does (see word-index.ts), over any set of visible notes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Vocabulary, wordScores } from '../../index/note-words.js';
import { WordIndex } from '../../index/word-index.js';
import { runs } from '../tier.js';

const WORDS = [
  'González',
  'gonzalez',
  'votes',
  'voting',
  'council',
  'councils',
  'elections',
  'elecciones',
  'the',
  'qué',
  'sanctions',
  'santions',
];
const MORE = [
  'observers',
  'observer',
  'counted',
  'oil',
  'a',
  '910',
  'families',
  'family',
  'famlies',
  'transportation',
  'transpotration',
  'É',
];
const text = fc.array(fc.constantFrom(...WORDS, ...MORE, '–', ',', ' '), { maxLength: 14 }).map((words) => words.join(' '));

/** Scores by the position of each text. */
function scoresOf(question: string, texts: readonly string[], vocabulary: Vocabulary): Map<number, number> {
  const read = texts.map((one, place) => ({ place, terms: vocabulary.read(one) }));
  return new Map(wordScores(question, vocabulary, read).map(([{ place }, score]) => [place, score]));
}

function expectSame(actual: ReadonlyMap<number, number>, expected: ReadonlyMap<number, number>): void {
  expect([...actual.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
  for (const [place, score] of actual) expect(score).toBeCloseTo(expected.get(place) ?? Number.NaN, 9);
}

describe('the words of notes', () => {
  it('score as those of an index made of the same texts, whatever else the vocabulary knows', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), fc.array(text, { maxLength: 4 }), text, (texts, others, question) => {
        const base = new Vocabulary();
        for (const other of others) base.read(other);
        expectSame(scoresOf(question, texts, new Vocabulary(base)), WordIndex.create(texts).scores(question));
      }),
      runs(2_000, 300),
    );
  });

  it('score so too where there are thousands of different words', () => {
    const texts = Array.from({ length: 300 }, (_, i) => `harbour${i} beach${i % 7} lighthouse${i * 31} dredged to metres${i % 11}`);
    const vocabulary = new Vocabulary();
    const index = WordIndex.create(texts);
    for (const question of ['lighthouse310 harbour10', 'beach3 metres4', 'harbur77', 'nothing of the kind']) {
      expectSame(scoresOf(question, texts, vocabulary), index.scores(question));
    }
  });

  it('are found in spite of slips, as far from them as the index goes', () => {
    const vocabulary = new Vocabulary();
    expect([...scoresOf('santcions', ['sanctions', 'oil'], vocabulary).keys()]).toEqual([0]);
    expect([...scoresOf('oli', ['sanctions', 'oil'], vocabulary).keys()]).toEqual([]);
    expect([...scoresOf('', ['sanctions', 'oil'], vocabulary).keys()]).toEqual([]);
    expect([...scoresOf('oil', [], vocabulary).keys()]).toEqual([]);
  });
});
