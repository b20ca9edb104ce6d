// Chooses the notes at a quotation with their own line; the others are only counted.

import { overlaps, type Span } from '../article/article.js';
import { isContested, NOTE_STATUSES, type NoteStatus } from './note.js';

/** Most notes with a line at one quotation. */
export const MOST_LINES = 5;

interface Placed {
  readonly note: { readonly id: string; readonly status: NoteStatus };
  /** A note without known places counts as being everywhere. */
  readonly spans: readonly Span[];
}

export interface NotesAt<One> {
  /** Notes with a line: the contested ones at the focus; if there are none, optionally the first other note. */
  readonly lines: readonly One[];
  /** Contested notes at the focus, without a line. */
  readonly more: readonly One[];
  /** Contested notes outside the focus. */
  readonly around: readonly One[];
  /** All other notes. */
  readonly others: readonly One[];
}

/**
 * Sorts the notes at a quotation.
 * @param flags the notes at the quotation, in display order
 * @param focus the sentence that the quotation is for
 * @param options.most number of notes with a line
 * @param options.withOther whether an uncontested note has a line if none is contested at the focus
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

/** The number of notes with each status, in the statuses' order, without zeros. */
export function countedByStatus(flags: readonly Placed[]): { readonly status: NoteStatus; readonly count: number }[] {
  return NOTE_STATUSES.map((status) => ({ status, count: flags.filter(({ note }) => note.status === status).length })).filter(
    ({ count }) => count > 0,
  );
}
