// Tests of note differences: nothing is lost, nothing is made up, and words stay whole.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Difference, differencesOf, type Piece } from '../../src/notes/differences.js';
import type { NoteContent } from '../../src/notes/revision.js';
import { expectNoMoreThanLinear } from '../growth.js';
import { runs } from '../tier.js';
import { notes } from './arbitraries.js';

const before: NoteContent = {
  status: 'disputed',
  quotes: [{ exact: 'The vote was held.' }],
  headline: 'Its panel saw no count',
  note: 'The panel said that the count was not shown.',
  keywords: ['vote', 'count'],
  sources: [
    { publisher: 'The Herald', title: 'A', url: 'https://example.org/a' },
    { publisher: 'The Times', title: 'B' },
  ],
};

/** Pieces as text: [-removed-], {+added+}. */
function shown(pieces: readonly Piece<unknown>[]): string {
  const marks = { kept: ['', ''], removed: ['[-', '-]'], added: ['{+', '+}'] } as const;
  return pieces.map(({ kind, value }) => marks[kind].join(typeof value === 'string' ? value : JSON.stringify(value))).join('');
}

function noteDifference(from: string, to: string): string {
  const [difference] = differencesOf({ ...before, note: from }, { ...before, note: to });
  return difference?.field === 'note' ? shown(difference.pieces) : '';
}

/** The text of one side of a difference. */
function side<Value>(pieces: readonly Piece<Value>[], gone: Piece<Value>['kind']): Value[] {
  return pieces.filter(({ kind }) => kind !== gone).map(({ value }) => value);
}

describe('differencesOf', () => {
  it('finds none in a note that is the same', () => {
    expect(differencesOf(before, structuredClone(before))).toEqual([]);
    expect(differencesOf(undefined, undefined)).toEqual([]);
  });

  it('names only the fields that differ, in the order in which a note is read', () => {
    const after: NoteContent = {
      status: 'context',
      quotes: [],
      headline: 'Else',
      note: 'Else.',
      translations: { es: { headline: 'Otra cosa', note: 'Otra cosa.' } },
      checked: '2026-03',
      keywords: [],
      sources: [{ publisher: 'New', title: 'New' }],
      confidence: 'low',
    };
    const fields = (differences: readonly Difference[]) => differences.map(({ field }) => field);
    expect(fields(differencesOf(before, after))).toEqual([
      'status',
      'quotes',
      'headline',
      'note',
      'translatedHeadline',
      'translatedNote',
      'sources',
      'checked',
      'keywords',
      'confidence',
    ]);
    expect(fields(differencesOf(before, { ...before, note: 'Else.' }))).toEqual(['note']);
  });

  it('gives a status whole', () => {
    expect(differencesOf(before, { ...before, status: 'supported' })).toEqual([
      { field: 'status', before: 'disputed', after: 'supported' },
    ]);
  });

  it.each([
    ['a word changed', 'The panel said so.', 'The court said so.', 'The [-panel-]{+court+} said so.'],
    ['words added at the end', 'It was said.', 'It was said. Nobody knew.', 'It was said.{+ Nobody knew.+}'],
    ['words removed at the start', 'It was said. Nobody knew.', 'Nobody knew.', '[-It was said. -]Nobody knew.'],
    ['neighbouring words changed', 'the big old house', 'the new small house', 'the [-big old-]{+new small+} house'],
    ['a mark changed', 'So it is', 'So it is!', 'So it is{+!+}'],
    ['case changed', 'the UN said', 'the un said', 'the [-UN-]{+un+} said'],
    ['a joined emoji changed', 'by 👩\u200D🔬 now', 'by 👩\u200D🚀 now', 'by [-👩\u200D🔬-]{+👩\u200D🚀+} now'],
    ['an accent changed', 'Perú e Peru\u0301', 'Peru e Peru\u0301', '[-Perú-]{+Peru+} e Peru\u0301'],
    ['everything changed', 'one', 'dos', '[-one-]{+dos+}'],
  ])('shows %s', (_name, from, to, expected) => {
    expect(noteDifference(from, to)).toBe(expected);
  });

  it('shows a new note as added and one that is no more as removed', () => {
    const kinds = (differences: readonly Difference[]) =>
      new Set(differences.flatMap((one) => ('pieces' in one ? one.pieces.map(({ kind }) => kind) : [])));
    expect([...kinds(differencesOf(undefined, before))]).toEqual(['added']);
    expect([...kinds(differencesOf(before, undefined))]).toEqual(['removed']);
    expect(differencesOf(undefined, before)[0]).toEqual({ field: 'status', before: undefined, after: 'disputed' });
  });

  it('gives sources and keywords as whole items', () => {
    const [herald, times] = before.sources;
    const changed = { publisher: 'The Times', title: 'B', date: '2024' };
    const differences = differencesOf(before, {
      ...before,
      keywords: ['count', 'vote'],
      sources: [herald, changed].flatMap((one) => one ?? []),
    });
    expect(differences).toEqual([
      {
        field: 'sources',
        pieces: [
          { kind: 'kept', value: herald },
          { kind: 'removed', value: times },
          { kind: 'added', value: changed },
        ],
      },
      { field: 'keywords', pieces: expect.arrayContaining([{ kind: 'kept', value: expect.any(String) }]) },
    ]);
  });

  it('sees that what stands around a quote has changed', () => {
    const [difference] = differencesOf(before, { ...before, quotes: [{ exact: 'The vote was held.', prefix: 'again' }] });
    expect(difference?.field).toBe('quotes');
  });

  it('loses nothing and makes nothing up, whatever two notes say', () => {
    fc.assert(
      fc.property(notes, notes, ([from], [to]) => {
        for (const difference of differencesOf(from, to)) {
          if (difference.field === 'note') {
            expect(side(difference.pieces, 'added').join('')).toBe(from?.note ?? '');
            expect(side(difference.pieces, 'removed').join('')).toBe(to?.note ?? '');
          } else if (difference.field === 'sources') {
            expect(side(difference.pieces, 'added')).toEqual(from?.sources ?? []);
            expect(side(difference.pieces, 'removed')).toEqual(to?.sources ?? []);
          } else if (difference.field === 'keywords') {
            expect(side(difference.pieces, 'added')).toEqual(from?.keywords ?? []);
            expect(side(difference.pieces, 'removed')).toEqual(to?.keywords ?? []);
          }
        }
      }),
      runs(300),
    );
  });

  it('takes no longer than they are longer where two long texts have nothing in common', async () => {
    const quotes = (word: string, count: number) => Array.from({ length: count }, (_, i) => ({ exact: `${word}${i} `.repeat(200).trim() }));
    const between = (count: number) => differencesOf({ ...before, quotes: quotes('a', count) }, { ...before, quotes: quotes('b', count) });
    await expectNoMoreThanLinear(5, (count) => () => between(count));
    const [difference] = between(20);
    expect(difference?.field === 'quotes' && difference.pieces.map(({ kind }) => kind)).toEqual(['removed', 'added']);
  });
});
