// The notes that a guild's readers see: the shipped ones as its moderators left them, and the guild's own.

import type { Note } from './note.js';
import type { KeptNote, NoteContent } from './revision.js';

/**
 * The origin of what readers see of a note.
 * - shipped: as it came with the program, even if the guild retracted it
 * - overridden: a shipped note with the guild's own content
 * - own: the guild's alone
 */
export type NoteOrigin = 'shipped' | 'overridden' | 'own';

/** What a guild stores of one note. */
type Kept = Pick<KeptNote, 'noteId' | 'isRetracted' | 'content'>;

/**
 * Shipped notes in their order, then the guild's own by id; without those that were retracted.
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

/** A note with some content; as it was shipped, if it was, without any. */
export function noteWith(id: string, content: NoteContent | undefined, shipped: Note | undefined): Note | undefined {
  return content === undefined ? shipped : { id, ...content };
}
