// Tests of the word signal: which sentences share words with a question, despite accents, inflections and typos.

import { describe, expect, it } from 'vitest';
import { toTerm, WordIndex } from '../../index/word-index.js';

const TEXTS = [
  'Edmundo González was the candidate of the opposition.',
  'María Páez Victor wrote the essay in Toronto.',
  'The electoral council counted the votes twice.',
  'Sanctions on oil imports hurt the poorest families.',
  'The elections were watched by 910 observers from 95 countries.',
  '',
];

const index = WordIndex.create(TEXTS);

const found = (question: string, words = index) => [...words.scores(question).keys()];

describe('a question', () => {
  it.each([
    ['gonzalez', 0],
    ['González', 0],
    ['GONZALEZ', 0],
    ['Gonza\u0301lez', 0],
    ['Paez', 1],
    ['maria victor', 1],
  ])('finds accented names when it asks for "%s"', (question, text) => {
    expect(found(question)).toEqual([text]);
  });

  it.each([
    ['vote', 2],
    ['counting', 2],
    ['sanctioned', 3],
    ['importing', 3],
    ['family', 3],
    ['observer', 4],
  ])('finds other forms of its words: "%s"', (question, text) => {
    expect(found(question)[0]).toBe(text);
  });

  it.each([
    ['oposition', 0],
    ['edmundos', 0],
    ['torontto', 1],
    ['santions', 3],
    ['countreis', 4],
    ['obseervers', 4],
  ])('finds long words in spite of a slip: "%s"', (question, text) => {
    expect(found(question)).toContain(text);
  });

  it.each(['vite', 'oik', 'paex'])('does not find short words in spite of a slip: "%s"', (question) => {
    expect(found(question)).toEqual([]);
  });

  it.each(['the', 'who was the', 'what were they', 'quién es el', 'by from in on'])('finds nothing by function words: "%s"', (question) => {
    expect(found(question)).toEqual([]);
  });

  it.each(['photosynthesis', 'xqzv', 'zzzzzzzzzz 12345', '', '   ', '?!…', '😀', '\ud800'])(
    'finds nothing by words that no text uses: "%s"',
    (question) => {
      expect(found(question)).toEqual([]);
    },
  );

  it('finds numbers', () => {
    expect(found('910')).toEqual([4]);
    expect(found('were there 95 or 96?')).toEqual([4]);
  });

  it('is matched by any of its words, best text first', () => {
    const scores = [...index.scores('electoral council votes and sanctions')];
    expect(scores.map(([text]) => text).slice(0, 2)).toEqual([2, 3]);
    const values = scores.map(([, score]) => score);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(values.every((score) => score > 0)).toBe(true);
  });

  it('may hold what searches elsewhere take for syntax', () => {
    expect(found('"votes" AND (NOT council*) text:votes ~2 __proto__ constructor')[0]).toBe(2);
  });
});

describe('a word that is rarer', () => {
  it('counts for more', () => {
    const words = WordIndex.create(['apple stone', 'apple river', 'apple cloud', 'apple meadow']);
    const scores = words.scores('apple river');
    expect(found('apple river', words)[0]).toBe(1);
    expect(scores.get(1)).toBeGreaterThan(2 * (scores.get(0) ?? 0));
  });
});

describe('the index of no texts', () => {
  it('finds nothing', () => {
    expect(found('votes', WordIndex.create([]))).toEqual([]);
  });
});

describe('the indexed form', () => {
  it('is folded and stemmed', () => {
    expect(toTerm('Elecciónes')).toBe(toTerm('elecciones'));
    expect(toTerm('Voting')).toBe(toTerm('votes'));
  });

  it('does not exist for function words', () => {
    for (const word of ['The', 'QUÉ', 'dónde', 'were']) expect(toTerm(word), word).toBeNull();
  });
});

describe('the words that a text shares with a question', () => {
  it.each([
    ['Who was González of the opposition?', 0, ['González', 'opposition']],
    ['oposition, GONZALEZ or gonzalez?', 0, ['oposition', 'GONZALEZ', 'gonzalez']],
    ['candidates candidates', 0, ['candidates']],
    ['the was of', 0, []],
    ['the herring', 0, []],
    ['910 observers', 4, ['910', 'observers']],
    ['observers', 0, []],
    ['', 0, []],
    ['vote', 99, []],
  ])('stand as in the question, in its order, each once: %s', (question, text, expected) => {
    expect(index.shared(question, text)).toEqual(expected);
  });
});
