// The filter of a list of notes: by status and by origin.

import { isOrphan } from '../../notes/anchored-note.js';
import type { NoteOrigin } from '../../notes/effective.js';
import type { NoteStatus } from '../../notes/note.js';
import type { NoteState } from '../../views/note-catalog.js';

/** Origin of a listed note, or the reason that readers do not see it. */
export const LIST_STATES = ['shipped', 'overridden', 'own', 'withdrawn', 'orphan'] as const satisfies readonly (
  | NoteOrigin
  | 'withdrawn'
  | 'orphan'
)[];

/** The status and the state of the listed notes. */
export interface ListFilter {
  readonly status?: NoteStatus | undefined;
  readonly state?: (typeof LIST_STATES)[number] | undefined;
}

/** The notes that pass a filter. */
export function filterNotes(notes: readonly NoteState[], { status, state }: ListFilter): NoteState[] {
  const isIn = (one: NoteState): boolean => {
    if (state === undefined) return true;
    if (state === 'withdrawn' || one.isRetracted) return state === 'withdrawn' && one.isRetracted;
    return state === 'orphan' ? isOrphan(one) : one.origin === state;
  };
  return notes.filter((one) => (status === undefined || one.note.status === status) && isIn(one));
}
