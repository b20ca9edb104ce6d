// Imports: a file of notes is read, compared with a guild's notes, and applied as a whole or not at all.

import { setImmediate } from 'node:timers/promises';
import type { App } from '../app.js';
import { type Difference, differencesOf } from '../notes/differences.js';
import { effectiveNotes } from '../notes/effective.js';
import type { ParsedNotes } from '../notes/note-file.js';
import type { Change, ImportedChange, ImportProposal, NoteContent } from '../notes/revision.js';
import type { Store } from '../store/store.js';
import type { ArticleView } from '../views/article-view.js';
import type { GuildViews, OnProgress } from '../views/guild-views.js';
import type { Decided, Decisions } from './decisions.js';
import type { GuildNotes } from './guild-notes.js';
import type { Propose } from './proposer.js';
import { readNoteFile } from './read-note-file.js';

/** One note of an import. */
export interface ImportedNote extends Pick<ImportedChange, 'noteId' | 'action'> {
  /** Undefined for a new note. */
  readonly before: NoteContent | undefined;
  readonly after: NoteContent;
  /** Empty for a new note. */
  readonly differences: readonly Difference[];
}

/** The changes of a file to import. */
export interface NoteImport extends Pick<Change, 'guildId' | 'reason'> {
  readonly authorId: string;
  readonly changes: readonly ImportedChange[];
}

export interface ImportsOptions {
  readonly store: Store;
  readonly views: GuildViews;
  readonly base: Pick<ArticleView, 'article'> & Pick<App, 'shipped'>;
  readonly notes: GuildNotes;
  readonly decisions: Decisions;
  readonly propose: Propose;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class Imports {
  constructor(private readonly options: ImportsOptions) {}

  /** Reads a file of notes alongside the notes that a guild's readers see; see parseNoteFile. */
  async readFile(guildId: string, bytes: Uint8Array, name: string): Promise<ParsedNotes> {
    const { base, now, views } = this.options;
    const others = effectiveNotes(base.shipped, [...(await views.kept(guildId)).values()]);
    return readNoteFile(bytes, { name, now: now() }, { article: base.article, others });
  }

  /** Applies all changes of a file or none, or submits them to another moderator; resolves when readers see them. */
  async apply({ guildId, authorId, reason, changes }: NoteImport, onProgress: OnProgress): Promise<Decided> {
    const { decisions, propose } = this.options;
    const { id } = await propose(authorId, 'moderator', { kind: 'import', guildId, reason, changes });
    const decided = await decisions.save(id, authorId, undefined, onProgress);
    // After a conflict nobody returns to this proposal: the file is sent again.
    if (decided.kind === 'conflict') await decisions.discard(id, authorId);
    return decided;
  }

  /** The notes of an import, each before and after the change, whether or not the import is accepted. */
  async notesOf({ guildId, changes }: ImportProposal): Promise<ImportedNote[]> {
    const { store, notes } = this.options;
    const imported: ImportedNote[] = [];
    for (const { noteId, action, content, baseVersion } of changes) {
      const revisions = baseVersion === 0 ? [] : await store.revisions(guildId, noteId);
      const shipped = notes.shipped(noteId);
      const [before, after] = [revisions[baseVersion - 1]?.content ?? shipped, content ?? shipped];
      if (after === undefined) continue;
      imported.push({ noteId, action, before, after, differences: before === undefined ? [] : differencesOf(before, after) });
      // There may be thousands, and others should not wait for all of them.
      await setImmediate();
    }
    return imported;
  }
}
