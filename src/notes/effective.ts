// The notes that a guild's readers see: shipped notes with its moderators' changes, and the guild's own.

import type { Note } from './note.js';
import type { KeptNote, NoteContent } from './revision.js';

/**
 * The origin of a note's content.
 * - shipped: comes with the program, even if the guild retracted it
 * - overridden: a shipped note with the guild's own content
 * - own: the guild's alone
 */
export type NoteOrigin = 'shipped' | 'overridden' | 'own';

/** A guild's stored state of one note. */
type Kept = Pick<KeptNote, 'noteId' | 'isRetracted' | 'content'>;

/**
 * Shipped notes in their order, then the guild's own by id; retracted notes are left out.
 * @param kept of one guild, each note once
 */
export function effectiveNotes(base: readonly Note[], kept: readonly Kept[]): Note[] {
  const byId = new Map(kept.map((one) => [one.noteId, one]));
  const shipped = new Set(base.map(({ id }) => id));
  const seen = base.flatMap((note) => {
    const { isRetracted = false, content } = byId.get(note.id) ?? {};
    return isRetracted ? [] : (noteWith(note.id, content, note) ?? []);
  });
  const own = [...byId.values()]
    .filter(({ noteId, isRetracted }) => !shipped.has(noteId) && !isRetracted)
    .sort((a, b) => (a.noteId < b.noteId ? -1 : 1))
    .flatMap(({ noteId, content }) => noteWith(noteId, content, undefined) ?? []);
  return [...seen, ...own];
}

/** A note with the given content; without any, the shipped note, if there is one. */
export function noteWith(id: string, content: NoteContent | undefined, shipped: Note | undefined): Note | undefined {
  return content === undefined ? shipped : { id, ...content };
}
