// GuildNotes: the notes of every guild as its moderators see them, with aids to find and write them.

import { LRUCache } from 'lru-cache';
import { isNothingYet } from '../answer/lookup.js';
import type { App } from '../app.js';
import type { AnchorFinder } from '../article/anchor.js';
import type { Span } from '../article/article.js';
import { anchored } from '../notes/anchored-note.js';
import type { Note } from '../notes/note.js';
import { createNoteId } from '../notes/note-id.js';
import type { KeptNote, NoteContent } from '../notes/revision.js';
import type { SaidBefore } from '../notes/said-before.js';
import type { ArticleView } from '../views/article-view.js';
import type { GuildViews } from '../views/guild-views.js';
import { NoteCatalog, type NoteState } from '../views/note-catalog.js';
import { NoteAids } from './note-aids.js';

/** Number of guilds whose notes are kept ready for searches and comparisons. */
const MOST_AIDED = 100;
/** Number of random characters at the end of a new note's id. */
const SUFFIX_LENGTH = 4;

export interface GuildNotesOptions {
  readonly views: GuildViews;
  /** The article and shipped notes, to which each guild's own changes apply. */
  readonly base: Pick<ArticleView, 'article'> & Pick<App, 'shipped'>;
  readonly finder: AnchorFinder;
  /** Letters and digits that nobody can guess. */
  readonly randomId: () => string;
}

export class GuildNotes {
  /** By guild; rebuilt for a guild that nobody moderated for a long time. */
  readonly #aids = new LRUCache<string, NoteAids>({ max: MOST_AIDED });

  constructor(private readonly options: GuildNotesOptions) {}

  /** A guild's notes at this moment. */
  async catalog(guildId: string): Promise<NoteCatalog> {
    const { base, views, finder } = this.options;
    return new NoteCatalog(base.shipped, await views.kept(guildId), finder);
  }

  /** The state of a note in a guild; undefined for an unknown note. */
  async state(guildId: string, noteId: string): Promise<NoteState | undefined> {
    return (await this.catalog(guildId)).state(noteId);
  }

  /** Every note of a guild, including retracted ones: shipped notes in their order, then own notes by id. */
  async states(guildId: string): Promise<readonly NoteState[]> {
    return (await this.catalog(guildId)).states();
  }

  /** The kept note; undefined if no moderator of the guild touched the note. */
  async kept(guildId: string, noteId: string): Promise<KeptNote | undefined> {
    return (await this.options.views.kept(guildId)).get(noteId);
  }

  /** The shipped note; undefined for an own note. */
  shipped(noteId: string): Note | undefined {
    return this.options.base.shipped.find(({ id }) => id === noteId);
  }

  /** Places of a note's anchors in the body. */
  spansOf(note: Note): readonly Span[] {
    return anchored(note, this.options.finder).spans;
  }

  /** Notes that match a partly typed id, or words of the note or its anchors; best first. */
  async find(guildId: string, typed: string, limit: number): Promise<readonly NoteState[]> {
    const catalog = await this.catalog(guildId);
    const stateOf = (id: string) => catalog.state(id);
    const items = catalog.items();
    if (isNothingYet(typed)) return items.slice(0, limit).flatMap(([id]) => stateOf(id) ?? []);
    return this.#aidsOf(guildId).findNotes(items, typed, limit, stateOf);
  }

  /** Runs `read` against the notes that a guild's readers see now, except the older version of the note that is read. */
  async amongShown<Result>(guildId: string, noteId: string | undefined, read: (said: Pick<SaidBefore, 'find'>) => Result): Promise<Result> {
    const { notes } = await this.options.views.of(guildId);
    return this.#aidsOf(guildId).amongNotes(notes, noteId, read);
  }

  /** An id for a new note, made from its words. */
  async newId(guildId: string, content: NoteContent): Promise<string> {
    const { base, views, randomId } = this.options;
    const taken = new Set([...base.shipped.map(({ id }) => id), ...(await views.kept(guildId)).keys()]);
    return createNoteId(content, randomId().slice(0, SUFFIX_LENGTH), taken);
  }

  #aidsOf(guildId: string): NoteAids {
    const { base, finder } = this.options;
    const aids = this.#aids.get(guildId) ?? new NoteAids(base.article, finder);
    this.#aids.set(guildId, aids);
    return aids;
  }
}
