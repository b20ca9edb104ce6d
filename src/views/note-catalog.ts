// A server's notes side by side: the shipped ones, what its moderators made of them, and its own.

import type { AnchorFinder } from '../article/anchor.js';
import type { Span } from '../article/article.js';
import { anchored } from '../notes/anchored-note.js';
import { type NoteOrigin, noteWith } from '../notes/effective.js';
import type { Note } from '../notes/note.js';
import type { ImportedChange, KeptNote, NoteAction, NoteContent } from '../notes/revision.js';

/** A note as a server has it, also when its readers do not see it. */
export interface NoteState {
  readonly note: Note;
  /** Number of its last revision; 0 where the server never touched it. */
  readonly version: number;
  readonly origin: NoteOrigin;
  readonly isRetracted: boolean;
  readonly spans: readonly Span[];
}

/** A note's id, and an object that is another one when the note has changed. */
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

  /** A note as it would be with some content: as it was shipped without any. */
  noteWith(noteId: string, content: NoteContent | undefined): Note | undefined {
    return noteWith(noteId, content, this.#shipped.get(noteId));
  }

  /** A note as the server has it; undefined for one that never was. */
  state(noteId: string, kept = this.kept.get(noteId)): NoteState | undefined {
    const note = this.noteWith(noteId, kept?.content);
    if (note === undefined) return undefined;
    const origin = this.#shipped.has(noteId) ? (kept?.content === undefined ? 'shipped' : 'overridden') : 'own';
    return { version: kept?.version ?? 0, origin, isRetracted: kept?.isRetracted ?? false, ...anchored(note, this.finder) };
  }

  /** Every note, the retracted ones too: the shipped ones in their order, then the server's own by id. */
  states(): readonly NoteState[] {
    return this.#ids().flatMap((id) => this.state(id) ?? []);
  }

  /** The same, each as what it was made of. */
  items(): readonly CatalogItem[] {
    return this.#ids().flatMap((id) => {
      const source = this.kept.get(id) ?? this.#shipped.get(id);
      return source === undefined ? [] : [[id, source] as const];
    });
  }

  #ids(): readonly string[] {
    const own = [...this.kept.keys()].filter((id) => !this.#shipped.has(id)).sort();
    return [...this.#shipped.keys(), ...own];
  }

  /** Notes that the server lacks, or has otherwise, as changes; those that are the same are left out. */
  changesTo(notes: readonly Note[]): ImportedChange[] {
    return notes.flatMap((note): ImportedChange[] => {
      const state = this.state(note.id);
      const action: NoteAction = state === undefined ? 'add' : state.isRetracted ? 'restore' : 'edit';
      const content = contentOf(note);
      if (action === 'edit' && JSON.stringify(contentOf(state?.note ?? note)) === JSON.stringify(content)) return [];
      return [{ noteId: note.id, action, content, baseVersion: state?.version ?? 0 }];
    });
  }
}

/** All of a note but its id. */
export function contentOf({ id: _, ...content }: Note): NoteContent {
  return content;
}
