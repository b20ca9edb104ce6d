// Tests of the notes at a quote and their order.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChosenQuote } from '../../src/answer/choose-quotes.js';
import { flagQuotes, flagsOf } from '../../src/answer/flag.js';
import { overlaps, type Span } from '../../src/article/article.js';
import { parseArticle } from '../../src/article/parse.js';
import { makeQuote } from '../../src/article/quote.js';
import type { AnchoredNote } from '../../src/notes/anchored-note.js';
import { noteSchema } from '../../src/notes/note.js';

const BODY = `${'x'.repeat(10)} ${'y'.repeat(9)} ${'z'.repeat(9)} ${'w'.repeat(20)}`;
const article = parseArticle(BODY, { title: 'Letters', language: 'en' });

/** The quote from 11 to 30 with its focus in the middle. */
const chosen: ChosenQuote = { quote: makeQuote(article, 11, 30), focus: { start: 15, end: 20 }, score: 1, part: 0, isBest: true };

function note(id: string, ...spans: (readonly [number, number])[]): AnchoredNote {
  const sources = [{ publisher: 'The Herald', title: 'On letters' }];
  return {
    note: noteSchema.parse({ id, status: 'disputed', quotes: ['x'], note: `Of ${id}.`, sources }),
    spans: spans.map(([start, end]): Span => ({ start, end })),
  };
}

const flags = (notes: readonly AnchoredNote[], scores: Readonly<Record<string, number>> = {}) =>
  flagsOf(chosen, notes, new Map(Object.entries(scores))).map((flagged) => flagged.note.id);

describe('flagsOf', () => {
  it.each([
    ['inside the quote', [12, 14]],
    ['around the quote', [0, 50]],
    ['over its first character', [0, 12]],
    ['over its last character', [29, 40]],
    ['exactly at the quote', [11, 30]],
  ] as const)('flags a note %s', (_name, span) => {
    expect(flags([note('here', span)])).toEqual(['here']);
  });

  it.each([
    ['ends where the quote begins', [0, 11]],
    ['begins where the quote ends', [30, 40]],
    ['stands elsewhere', [40, 50]],
    ['is empty and inside the quote', [30, 30]],
  ] as const)('does not flag a note whose anchor %s', (_name, span) => {
    expect(flags([note('elsewhere', span)])).toEqual([]);
  });

  it('flags a note of which one anchor of several stands here, and once', () => {
    expect(flags([note('several', [40, 50], [12, 13], [14, 16])])).toEqual(['several']);
  });

  it('never flags a note without a place, however well it matches the question', () => {
    expect(flags([note('orphan')], { orphan: 1 })).toEqual([]);
  });

  it('puts notes at the focus before all others, whatever the others score', () => {
    expect(flags([note('beside', [11, 15]), note('at-focus', [19, 21])], { beside: 0.9, 'at-focus': 0.1 })).toEqual(['at-focus', 'beside']);
  });

  it('takes a note that touches the focus for one beside it', () => {
    expect(flags([note('a-touching', [11, 15]), note('b-inside', [15, 16])])).toEqual(['b-inside', 'a-touching']);
  });

  it('orders notes of a group by how well they match the question, unknown ones last', () => {
    const notes = [
      note('none', [15, 16]),
      note('low', [15, 16]),
      note('high', [15, 16]),
      note('far-high', [25, 26]),
      note('far-low', [25, 26]),
    ];
    const scores = { low: 0.2, high: 0.8, 'far-high': 0.99, 'far-low': 0.5 };
    expect(flags(notes, scores)).toEqual(['high', 'low', 'none', 'far-high', 'far-low']);
  });

  it('orders equals by their ids, contested ones first, whatever order they come in', () => {
    const context = note('a-context', [15, 16]);
    const notes = [
      { ...context, note: { ...context.note, status: 'context' as const } },
      ...['d', 'b', 'c'].map((id) => note(id, [15, 16])),
    ];
    expect(flags(notes)).toEqual(['b', 'c', 'd', 'a-context']);
    expect(flags(notes.toReversed())).toEqual(['b', 'c', 'd', 'a-context']);
  });

  it('flags exactly the notes that overlap, in whatever order they are given', () => {
    const span = fc.tuple(fc.nat(60), fc.nat(20)).map(([start, length]): [number, number] => [start, start + length]);
    fc.assert(
      fc.property(fc.array(fc.array(span, { maxLength: 3 }), { maxLength: 8 }), (places) => {
        const notes = places.map((spans, i) => note(`n${i}`, ...spans));
        const expected = notes.filter(({ spans }) => spans.some((one) => overlaps(one, chosen.quote)));
        expect(flags(notes).toSorted()).toEqual(expected.map((one) => one.note.id).toSorted());
        expect(flags(notes.toReversed())).toEqual(flags(notes));
      }),
    );
  });
});

describe('flagQuotes', () => {
  it('rates a note by what it suits best of all that was asked, and only those that stand at a quote', () => {
    const none = new Float32Array();
    const asked = ['first', 'second'].map((text) => ({
      embedded: { text, vector: none, tokens: new Int16Array(), tokenIds: new Uint32Array(), topical: new Uint8Array() },
      words: { sentences: new Map<number, number>(), notes: new Map<string, number>() },
    }));
    const scores: Record<string, Record<string, number>> = { first: { a: 0.1, b: 0.5 }, second: { a: 0.9, b: 0.2 } };
    const rated: string[][] = [];
    const retriever = {
      rateNotes: ({ text }: { readonly text: string }, _: unknown, ids: Iterable<string>) => {
        rated.push([...ids]);
        return new Map(Object.entries(scores[text] ?? {}));
      },
    };
    const notes = [note('b', [15, 16]), note('a', [16, 17]), note('elsewhere', [40, 50])];
    const [flagged] = flagQuotes([chosen], notes, asked, retriever);
    expect(flagged?.map((one) => one.note.id)).toEqual(['a', 'b']);
    expect(rated).toEqual([
      ['b', 'a'],
      ['b', 'a'],
    ]);
  });
});
