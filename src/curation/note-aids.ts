// Aids for writing notes in one guild: a search for notes by their words, and a memory of notes that say the same. Both are kept
// in sync with the notes: only changed notes are read again.

import { createFinder } from '../answer/lookup.js';
import type { AnchorFinder } from '../article/anchor.js';
import type { Article, Span } from '../article/article.js';
import type { AnchoredNote } from '../notes/anchored-note.js';
import { allTextsOf } from '../notes/headline.js';
import type { Note } from '../notes/note.js';
import { rememberSaid, type SaidBefore } from '../notes/said-before.js';
import type { CatalogItem, NoteState } from '../views/note-catalog.js';
import { SyncedItems } from '../work/synced-items.js';

export class NoteAids {
  readonly #said: SaidBefore;
  readonly #saidKept: SyncedItems<Note>;
  readonly #finder = createFinder<string>([]);
  readonly #found: SyncedItems<object>;
  #stateOf: (id: string) => NoteState | undefined = () => undefined;

  constructor(article: Article, finder: Pick<AnchorFinder, 'find'>) {
    this.#said = rememberSaid(finder);
    this.#saidKept = new SyncedItems<Note>({ add: (_, note) => this.#said.add(note), remove: (_, note) => this.#said.remove(note) });
    const textAt = ({ start, end }: Span) => article.body.slice(start, end);
    this.#found = new SyncedItems<object>({
      add: (id) => {
        const state = this.#stateOf(id);
        if (state === undefined) return;
        const { note, spans } = state;
        this.#finder.add({ value: id, texts: [id, spans.map(textAt).join(' '), allTextsOf(note), note.keywords.join(', ')] });
      },
      remove: (id) => this.#finder.remove(id),
    });
  }

  /** Runs `read` against a guild's current notes, except the older version of the note that is read. */
  amongNotes<Result>(
    notes: readonly AnchoredNote[],
    noteId: string | undefined,
    read: (said: Pick<SaidBefore, 'find'>) => Result,
  ): Promise<Result> {
    return this.#saidKept.use(
      notes.map(({ note }) => [note.id, note] as const),
      () => read({ find: (content) => this.#said.find(content, noteId) }),
    );
  }

  /**
   * Notes that match the typed text, best first.
   * @param items every note, each with an object that is replaced when the note changes
   */
  findNotes(
    items: Iterable<CatalogItem>,
    typed: string,
    limit: number,
    stateOf: (id: string) => NoteState | undefined,
  ): Promise<readonly NoteState[]> {
    this.#stateOf = stateOf;
    return this.#found.use(items, () => this.#finder(typed, limit).flatMap(({ value }) => stateOf(value) ?? []));
  }
}
