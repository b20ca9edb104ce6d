// The differences between two versions of a note: by word in its texts, by item in its lists.

import { diffArrays } from 'diff';
import { writeQuotes } from './notation.js';
import type { NoteStatus, Source } from './note.js';
import type { NoteContent } from './revision.js';

/** A piece of both versions, or only of the one before or the one after. */
export interface Piece<Value> {
  readonly kind: 'kept' | 'removed' | 'added';
  readonly value: Value;
}

/** Pieces are in order: kept and removed pieces make up the version before, kept and added pieces the version after. */
export type Difference =
  | { readonly field: 'status'; readonly before: NoteStatus | undefined; readonly after: NoteStatus | undefined }
  | { readonly field: 'confidence'; readonly before: NoteContent['confidence']; readonly after: NoteContent['confidence'] }
  | { readonly field: 'checked'; readonly before: string | undefined; readonly after: string | undefined }
  /** Runs of words; each quote has its own line. The translated texts are in Spanish. */
  | { readonly field: 'quotes' | 'headline' | 'note' | 'translatedHeadline' | 'translatedNote'; readonly pieces: readonly Piece<string>[] }
  | { readonly field: 'keywords'; readonly pieces: readonly Piece<string>[] }
  | { readonly field: 'sources'; readonly pieces: readonly Piece<Source>[] };

/** After this many changes the versions have nothing visible in common. */
const MOST_EDITS = 500;
/** Limit for both texts in characters: comparing words takes time, and nobody would read so many. */
const LONGEST_COMPARED = 10_000;

/**
 * The changed fields, in the reading order of a note.
 * @param before undefined for a new note
 * @param after undefined for a removed note
 */
export function differencesOf(before: NoteContent | undefined, after: NoteContent | undefined): Difference[] {
  const texts = (
    field: Extract<Difference, { readonly pieces: readonly Piece<string>[] }>['field'],
    textOf: (content: NoteContent) => string | undefined,
  ): Difference[] => {
    const [old, fresh] = [before, after].map((content) => (content === undefined ? '' : (textOf(content) ?? '')));
    return old === fresh ? [] : [{ field, pieces: differenceOfTexts(old ?? '', fresh ?? '') }];
  };
  // The context of a quote is shown only if nothing else distinguishes two places.
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

// Handles words of any script, and keeps combining marks and emoji whole.
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

/** Marks a kept piece without a word between two changes as changed, so that a run of new words reads as one. */
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

/** Joins neighbours of one kind; between two kept pieces, the removed text precedes the added text. */
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
