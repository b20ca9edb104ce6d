// The differences between two versions of a note: words of its texts, and whole items of its lists.

import { diffArrays } from 'diff';
import { writeQuotes } from './notation.js';
import type { NoteStatus, Source } from './note.js';
import type { NoteContent } from './revision.js';

/** A piece that both versions have, or only the one before, or only the one after. */
export interface Piece<Value> {
  readonly kind: 'kept' | 'removed' | 'added';
  readonly value: Value;
}

/** Pieces are in order: those kept or removed make up the version before, those kept or added the one after. */
export type Difference =
  | { readonly field: 'status'; readonly before: NoteStatus | undefined; readonly after: NoteStatus | undefined }
  | { readonly field: 'confidence'; readonly before: NoteContent['confidence']; readonly after: NoteContent['confidence'] }
  | { readonly field: 'checked'; readonly before: string | undefined; readonly after: string | undefined }
  /** Runs of words; quotes stand on a line each. Those that are translated are in Spanish. */
  | { readonly field: 'quotes' | 'headline' | 'note' | 'translatedHeadline' | 'translatedNote'; readonly pieces: readonly Piece<string>[] }
  | { readonly field: 'keywords'; readonly pieces: readonly Piece<string>[] }
  | { readonly field: 'sources'; readonly pieces: readonly Piece<Source>[] };

/** Past so many changes nothing is in common that somebody could see. */
const MOST_EDITS = 500;
/** Characters of both texts; finding the words takes time, and nobody would read through so many. */
const LONGEST_COMPARED = 10_000;

/**
 * The fields that differ, in the order in which a note is read.
 * @param before undefined for a new note
 * @param after undefined for a note that is no more
 */
export function differencesOf(before: NoteContent | undefined, after: NoteContent | undefined): Difference[] {
  const texts = (
    field: Extract<Difference, { readonly pieces: readonly Piece<string>[] }>['field'],
    textOf: (content: NoteContent) => string | undefined,
  ): Difference[] => {
    const [old, fresh] = [before, after].map((content) => (content === undefined ? '' : (textOf(content) ?? '')));
    return old === fresh ? [] : [{ field, pieces: differenceOfTexts(old ?? '', fresh ?? '') }];
  };
  // What stands around a quote is told where nothing else tells two places apart.
  const isSameWords = before !== undefined && after !== undefined && exactWords(before) === exactWords(after);
  const keywords = differenceOfLists(before?.keywords ?? [], after?.keywords ?? [], (a, b) => a === b);
  const sources = differenceOfLists(before?.sources ?? [], after?.sources ?? [], isSameSource);
  const hasChanged = (pieces: readonly Piece<unknown>[]) => pieces.some(({ kind }) => kind !== 'kept');
  return [
    ...(before?.status === after?.status ? [] : [{ field: 'status', before: before?.status, after: after?.status } as const]),
    ...texts('quotes', isSameWords ? ({ quotes }) => writeQuotes(quotes) : exactWords),
    ...texts('headline', ({ headline }) => headline),
    ...texts('note', ({ note }) => note),
    ...texts('translatedHeadline', ({ translations }) => translations?.es.headline),
    ...texts('translatedNote', ({ translations }) => translations?.es.note),
    ...(hasChanged(sources) ? [{ field: 'sources', pieces: sources } as const] : []),
    ...(before?.checked === after?.checked ? [] : [{ field: 'checked', before: before?.checked, after: after?.checked } as const]),
    ...(hasChanged(keywords) ? [{ field: 'keywords', pieces: keywords } as const] : []),
    ...(before?.confidence === after?.confidence
      ? []
      : [{ field: 'confidence', before: before?.confidence, after: after?.confidence } as const]),
  ];
}

function exactWords({ quotes }: NoteContent): string {
  return quotes.map(({ exact }) => exact).join('\n');
}

// Words of any script, with their marks and emoji whole.
const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

function differenceOfTexts(before: string, after: string): Piece<string>[] {
  if (before.length + after.length > LONGEST_COMPARED) {
    return [{ kind: 'removed', value: before } as const, { kind: 'added', value: after } as const].filter(({ value }) => value !== '');
  }
  const [old, fresh] = [before, after].map((text) => [...segmenter.segment(text)].map(({ segment }) => segment));
  const pieces = differenceOfLists(old ?? [], fresh ?? [], (a, b) => a === b);
  return joined(withoutLoneGaps(joined(pieces)));
}

function differenceOfLists<Item>(
  before: readonly Item[],
  after: readonly Item[],
  comparator: (a: Item, b: Item) => boolean,
): Piece<Item>[] {
  const changes = diffArrays([...before], [...after], { comparator, maxEditLength: MOST_EDITS }) ?? [
    { value: [...before], removed: true, added: false },
    { value: [...after], removed: false, added: true },
  ];
  return changes.flatMap(({ value, removed, added }) => {
    const kind = removed ? 'removed' : added ? 'added' : 'kept';
    return value.map((item): Piece<Item> => ({ kind, value: item }));
  });
}

/** What is kept between two changes, but is no word, counts as changed: a run of new words then reads as one. */
function withoutLoneGaps(pieces: readonly Piece<string>[]): Piece<string>[] {
  return pieces.flatMap((piece, i): Piece<string>[] => {
    const isLone = piece.kind === 'kept' && i > 0 && i < pieces.length - 1 && !/[\p{L}\p{N}]/u.test(piece.value);
    return isLone
      ? [
          { ...piece, kind: 'removed' },
          { ...piece, kind: 'added' },
        ]
      : [piece];
  });
}

/** Neighbours of one kind made one, with what was removed before what was added between two that were kept. */
function joined(pieces: readonly Piece<string>[]): Piece<string>[] {
  const first = { kept: '', removed: '', added: '' };
  const runs = [first];
  for (const { kind, value } of pieces) {
    const last = runs.at(-1) ?? first;
    if (kind === 'kept' && last.removed + last.added !== '') runs.push({ kept: value, removed: '', added: '' });
    else last[kind] += value;
  }
  return runs.flatMap((run) =>
    (['kept', 'removed', 'added'] as const).flatMap((kind) => (run[kind] === '' ? [] : [{ kind, value: run[kind] }])),
  );
}

function isSameSource(a: Source, b: Source): boolean {
  return a.publisher === b.publisher && a.title === b.title && a.date === b.date && a.url === b.url && a.via === b.via;
}
