// NoteCatalog: all notes of a guild: shipped, changed by its moderators, and its own.

import type { AnchorFinder } from '../article/anchor.js';
import type { Span } from '../article/article.js';
import { anchored } from '../notes/anchored-note.js';
import { type NoteOrigin, noteWith } from '../notes/effective.js';
import type { Note } from '../notes/note.js';
import type { ImportedChange, KeptNote, NoteAction, NoteContent } from '../notes/revision.js';
import { TimeSlices } from '../work/time-slices.js';

/** A note of a guild, visible to its readers or not. */
export interface NoteState {
  readonly note: Note;
  /** Number of its last revision; 0 if the guild never touched it. */
  readonly version: number;
  readonly origin: NoteOrigin;
  readonly isRetracted: boolean;
  readonly spans: readonly Span[];
}

/** A note's id, and an object that is another object once the note has changed. */
export type CatalogItem = readonly [string, object];

export class NoteCatalog {
  readonly #shipped: ReadonlyMap<string, Note>;

  constructor(
    shipped: readonly Note[],
    private readonly kept: ReadonlyMap<string, KeptNote>,
    private readonly finder: AnchorFinder,
  ) {
    this.#shipped = new Map(shipped.map((note) => [note.id, note]));
  }

  /** A note as it would be with some content; without content, as shipped. */
  noteWith(noteId: string, content: NoteContent | undefined): Note | undefined {
    return noteWith(noteId, content, this.#shipped.get(noteId));
  }

  /** A note as the guild has it; undefined for an unknown note. */
  state(noteId: string, kept = this.kept.get(noteId)): NoteState | undefined {
    const note = this.noteWith(noteId, kept?.content);
    if (note === undefined) return undefined;
    const origin = this.#shipped.has(noteId) ? (kept?.content === undefined ? 'shipped' : 'overridden') : 'own';
    return { version: kept?.version ?? 0, origin, isRetracted: kept?.isRetracted ?? false, ...anchored(note, this.finder) };
  }

  /** Every note in the order of `items`. Works in time slices: finding thousands of anchors for the first time takes long. */
  async states(): Promise<readonly NoteState[]> {
    const slices = new TimeSlices();
    const states: NoteState[] = [];
    for (const [id] of this.items()) {
      const state = this.state(id);
      if (state !== undefined) states.push(state);
      await slices.next();
    }
    return states;
  }

  /** Every note, retracted or not, with the object it is made from: shipped notes in their order, then the guild's own by id. */
  items(): readonly CatalogItem[] {
    const own = [...this.kept.keys()].filter((id) => !this.#shipped.has(id)).sort();
    return [...this.#shipped.keys(), ...own].flatMap((id) => {
      const source = this.kept.get(id) ?? this.#shipped.get(id);
      return source === undefined ? [] : [[id, source] as const];
    });
  }

  /** Changes that give the guild these notes; a note that the guild has word for word needs none. */
  async changesTo(notes: readonly Note[]): Promise<readonly ImportedChange[]> {
    const slices = new TimeSlices();
    const changes: ImportedChange[] = [];
    for (const note of notes) {
      const state = this.state(note.id);
      const action: NoteAction = state === undefined ? 'add' : state.isRetracted ? 'restore' : 'edit';
      const content = contentOf(note);
      const isSame = action === 'edit' && JSON.stringify(contentOf(state?.note ?? note)) === JSON.stringify(content);
      if (!isSame) changes.push({ noteId: note.id, action, content, baseVersion: state?.version ?? 0 });
      await slices.next();
    }
    return changes;
  }
}

/** A note without its id. */
export function contentOf({ id: _, ...content }: Note): NoteContent {
  return content;
}
