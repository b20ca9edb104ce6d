// Chooses which notes at a quotation get a line of their own, and which are only counted.

import { overlaps, type Span } from '../article/article.js';
import { isContested, NOTE_STATUSES, type NoteStatus } from './note.js';

/** Most notes that have a line at one quotation. */
export const MOST_LINES = 5;

interface Placed {
  readonly note: { readonly id: string; readonly status: NoteStatus };
  /** A note whose places are not known stands everywhere. */
  readonly spans: readonly Span[];
}

export interface NotesAt<One> {
  /** Those with a line: the contested ones at the focus, or, where there are none, perhaps the first other one. */
  readonly lines: readonly One[];
  /** Contested ones at the focus that there was no line for. */
  readonly more: readonly One[];
  /** Contested ones beside the focus. */
  readonly around: readonly One[];
  /** All others. */
  readonly others: readonly One[];
}

/**
 * Sorts the notes at a quotation.
 * @param flags those at the quotation, in the order to tell of them
 * @param focus what it is quoted for
 * @param options.most so many have a line
 * @param options.withOther whether a note that contests nothing has a line where none is contested at the focus
 */
export function notesAtFocus<One extends Placed>(
  flags: readonly One[],
  focus: Span,
  { most, withOther }: { readonly most: number; readonly withOther: boolean },
): NotesAt<One> {
  const isAtFocus = ({ spans }: Placed) => spans.length === 0 || spans.some((span) => overlaps(span, focus));
  const contested = flags.filter(({ note }) => isContested(note.status));
  const atFocus = contested.filter(isAtFocus);
  const instead =
    withOther && atFocus.length === 0 && most > 0 ? flags.filter((one) => isAtFocus(one) && !contested.includes(one)).slice(0, 1) : [];
  return {
    lines: atFocus.length === 0 ? instead : atFocus.slice(0, most),
    more: atFocus.slice(most),
    around: contested.filter((one) => !isAtFocus(one)),
    others: flags.filter((one) => !contested.includes(one) && !instead.includes(one)),
  };
}

/** How many of some notes have each status, in the statuses' order; without those that none has. */
export function countedByStatus(flags: readonly Placed[]): { readonly status: NoteStatus; readonly count: number }[] {
  return NOTE_STATUSES.map((status) => ({ status, count: flags.filter(({ note }) => note.status === status).length })).filter(
    ({ count }) => count > 0,
  );
}
