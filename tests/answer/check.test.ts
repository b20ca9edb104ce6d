// Tests of checking a message against an article: claims and relations made from retrieval results. Without a model.

import { describe, expect, it } from 'vitest';
import { check, type ExaminedSentence, examine, judge } from '../../src/answer/check.js';
import type { NoteMatch, Resemblance, Retriever } from '../../src/answer/ports.js';
import { type Message, normaliseMessage } from '../../src/answer/statements.js';
import { parseArticle } from '../../src/article/parse.js';
import type { AnchoredNote } from '../../src/notes/anchored-note.js';
import { noteSchema } from '../../src/notes/note.js';
import { covering, likeFrom } from './relation-model.js';

const article = parseArticle(
  Array.from({ length: 6 }, (_, i) => `Sentence number ${i + 1} stands here. Another one stands beside it.`).join('\n\n'),
  { title: 'A Test', language: 'en' },
);

function noteAt(id: string, text: string): AnchoredNote {
  const note = noteSchema.parse({ id, status: 'disputed', quotes: [], note: 'Told.', sources: [{ publisher: 'Paper', title: 'Report' }] });
  const start = article.body.indexOf(text);
  return { note, spans: [{ start, end: start + text.length }] };
}

const notes = [
  noteAt('beside-first', 'Another one'),
  noteAt('at-first', 'number 1 stands'),
  noteAt('at-first-too', 'number 1'),
  noteAt('at-third', 'number 3'),
];

/** A context in which each sentence of a message resembles the sentences in a table. */
function contextOf(table: Readonly<Record<string, readonly (readonly [sentence: number, score: number])[]>>, matches: NoteMatch[] = []) {
  const embedded: string[] = [];
  const nothing = { coverage: 0, coverageGap: 0, margin: 0, ownMargin: 0, neighbourhood: 0 };
  const features = { bySentences: nothing, byQuestions: undefined, isWellKnown: false };
  const retriever: Retriever = {
    // A text that begins with "rare" shares more words with the article than the others.
    matchWords: (text) => ({ sentences: new Map(text.startsWith('rare') ? [[0, 9]] : []), notes: new Map() }),
    retrieve: () => ({ candidates: [], features, notes: matches }),
    rateNotes: () => new Map(matches.map(({ id, score }) => [id, score])),
    resemble: ({ text }): Resemblance[] => (table[text] ?? []).map(([sentence, score]) => ({ sentence, score, signals: covering(score) })),
    explain: () => ({ sentences: new Map(), decoys: [] }),
  };
  const embedder = {
    embedQuestion: async (text: string) => {
      embedded.push(text);
      const none = new Float32Array();
      return { text, vector: none, tokens: new Int16Array(), tokenIds: new Uint32Array(), topical: new Uint8Array() };
    },
  };
  return { embedded, context: { article, notes, retriever, embedder, relatedNotesThreshold: 0.7, isWhole: () => true } };
}

function messageOf(raw: string): Message {
  const message = normaliseMessage(raw);
  if (message.kind !== 'message') throw new Error(`No message: ${message.kind}`);
  return message;
}

const model = likeFrom(0.8);
const textOf = ({ start, end }: { start: number; end: number }) => article.body.slice(start, end);

describe('examine', () => {
  it('looks for each sentence without links and without the words that deny', async () => {
    const { context, embedded } = contextOf({});
    await examine(messageOf('one is never like https://example.org this\nnobody said that two is not like that'), context);
    expect(embedded).toEqual(['one is like this', 'said that two is like that']);
  });

  it('looks for the clauses of a sentence, and for the sentence', async () => {
    const { context, embedded } = contextOf({});
    await examine(messageOf('Machado was paying criminals to riot, but Musk hacked the vote count.'), context);
    expect(embedded).toEqual([
      'Machado was paying criminals to riot',
      'Musk hacked the vote count.',
      'Machado was paying criminals to riot, but Musk hacked the vote count.',
    ]);
  });

  it('looks for twelve sentences at most, those that share most with the article, in order of the message', async () => {
    const { context, embedded } = contextOf({});
    const lines = Array.from({ length: 30 }, (_, i) => `${i === 25 ? 'rare' : 'common'} words number ${i}`);
    await examine(messageOf(lines.join('\n')), context);
    expect(embedded).toEqual([...lines.slice(0, 11), 'rare words number 25']);
  });
});

describe('judge', () => {
  const span = (start: number) => ({ start, end: start + 10 });
  const flat = { flip: 0, negation: 0, denial: 0, opposites: 0, otherNumber: 0, sameNumber: 0, swapped: 0, corrected: 0 };
  const one = (start: number, sentence: number, coverage: number, flip = 0): ExaminedSentence['whole'] => ({
    about: span(start),
    searched: { embedded: undefined as never, words: undefined as never },
    compared: [{ sentence, score: coverage, features: { ...covering(coverage), ...flat, flip } }],
  });
  const told = (...sentences: ExaminedSentence[]) =>
    judge(sentences, model).map(({ about: { start, end }, relation, compared: [first] }) => [start, end, relation, first?.sentence]);

  it('takes a sentence as one claim where its clauses are about the same passage', () => {
    expect(told({ whole: one(0, 3, 0.9), clauses: [one(0, 3, 0.85), one(11, 3, 0.95)] })).toEqual([[0, 10, 'repeats', 3]]);
  });

  it('takes the clauses where they are about different passages, stand differently to one, or say something of their own', () => {
    expect(told({ whole: one(0, 3, 0.9), clauses: [one(0, 3, 0.9), one(11, 5, 0.9)] })).toHaveLength(2);
    expect(told({ whole: one(0, 3, 0.9), clauses: [one(0, 3, 0.9), one(11, 3, 0.9, 1)] })).toEqual([
      [0, 10, 'repeats', 3],
      [11, 21, 'contradicts', 3],
    ]);
    expect(told({ whole: one(0, 3, 0.9), clauses: [one(0, 3, 0.9), one(11, 5, 0.1)] })).toEqual([
      [0, 10, 'repeats', 3],
      [11, 21, 'not_in_article', 5],
    ]);
  });

  it('joins neighbours that say the same of the same passage', () => {
    const sentences = [one(0, 3, 0.85), one(20, 3, 0.95), one(40, 4, 0.9), one(60, 3, 0.9)].map((whole) => ({ whole, clauses: [] }));
    expect(told(...sentences)).toEqual([
      [0, 30, 'repeats', 3],
      [40, 50, 'repeats', 4],
      [60, 70, 'repeats', 3],
    ]);
  });

  it('keeps apart what is not in the article', () => {
    expect(told(...[one(0, 3, 0.1), one(20, 3, 0.1)].map((whole) => ({ whole, clauses: [] })))).toHaveLength(2);
  });

  it('says of what is like no sentence that it is not in the article', () => {
    expect(told({ whole: { ...one(0, 0, 0), compared: [] }, clauses: [] })).toEqual([[0, 10, 'not_in_article', undefined]]);
  });
});

describe('check', () => {
  const said = 'one is like this';

  it('gives each claim in order of the message, with its passages, best first, and where it stands', async () => {
    const { context } = contextOf({
      [said]: [
        [4, 0.9],
        [0, 0.85],
        [2, 0.79],
      ],
      'two is like that': [[8, 0.95]],
    });
    const result = await check(messageOf(`${said}\ntwo is like that\nthree is like nothing`), context, model);
    expect(
      result.claims.map(({ about, relation, passages }) => [
        result.message.slice(about.start, about.end),
        relation,
        passages.map(({ focus }) => textOf(focus)),
      ]),
    ).toEqual([
      [said, 'repeats', ['Sentence number 3 stands here.', 'Sentence number 1 stands here.']],
      ['two is like that', 'repeats', ['Sentence number 5 stands here.']],
      ['three is like nothing', 'not_in_article', []],
    ]);
  });

  it('tells a claim that denies what a sentence says', async () => {
    const table: Parameters<typeof contextOf>[0] = { 'sentence number 1 stands here': [[0, 0.95]], 'number 1 stands here': [[0, 0.95]] };
    const relations = async (raw: string) =>
      (await check(messageOf(raw), contextOf(table).context, model)).claims.map(({ relation }) => relation);
    expect(await relations('sentence number 1 stands here')).toEqual(['repeats']);
    expect(await relations('never number 1 stands here')).toEqual(['contradicts']);
  });

  it('quotes the article word for word, with all the notes that stand there, those at the sentence first', async () => {
    const { context } = contextOf({ [said]: [[0, 0.9]] }, [
      { id: 'beside-first', score: 0.99 },
      { id: 'at-first-too', score: 0.5 },
    ]);
    const [claim] = (await check(messageOf(said), context, model)).claims;
    const [passage] = claim?.passages ?? [];
    expect(passage?.quote.text).toBe(article.body.slice(passage?.quote.start, passage?.quote.end));
    expect(passage?.quote.text).toBe('Sentence number 1 stands here. Another one stands beside it.');
    expect(passage?.flags.map(({ note }) => note.id)).toEqual(['at-first-too', 'at-first', 'beside-first']);
    expect(claim?.relatedNotes).toEqual([]);
  });

  it('gives notes near to a claim, over their own threshold, also where the article does not say it', async () => {
    const { context } = contextOf({}, [
      { id: 'at-third', score: 0.75 },
      { id: 'at-first', score: 0.7 },
      { id: 'beside-first', score: 0.69 },
    ]);
    const [claim] = (await check(messageOf(said), context, model)).claims;
    expect(claim?.relatedNotes.map(({ note }) => note.id)).toEqual(['at-third', 'at-first']);
    expect(claim?.passages).toEqual([]);
  });
});
