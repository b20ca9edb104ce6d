// Curation: everything that moderators do, by subject, over one store. Independent of Discord.

import type { App } from '../app.js';
import type { AnchorFinder } from '../article/anchor.js';
import type { Store } from '../store/store.js';
import type { ArticleView, NotesSeen } from '../views/article-view.js';
import type { GuildViews } from '../views/guild-views.js';
import { Decisions } from './decisions.js';
import { Drafts } from './drafts.js';
import type { Effects } from './effect.js';
import { GuildNotes } from './guild-notes.js';
import { Imports } from './imports.js';
import { createMeasure, Measuring } from './measuring.js';
import { createProposer } from './proposer.js';
import type { SettingsCache } from './settings-cache.js';
import { Teaching } from './teaching.js';

export interface CurationOptions {
  readonly store: Store;
  readonly views: GuildViews;
  readonly settings: SettingsCache;
  readonly effects: Effects;
  /** The article and shipped notes, to which each guild's own changes apply. */
  readonly base: ArticleView & Pick<App, 'shipped'>;
  readonly finder: AnchorFinder;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Letters and digits that nobody can guess. */
  readonly randomId: () => string;
  /** Resolves when readers' questions have been answered; long work with the model waits for it. */
  readonly giveWay: () => Promise<void>;
}

export interface Curation {
  readonly store: Store;
  readonly notes: GuildNotes;
  readonly drafts: Drafts;
  readonly decisions: Decisions;
  readonly imports: Imports;
  readonly teaching: Teaching;
  readonly measuring: Measuring;
  /** Whether there are evaluation questions to measure effects with. */
  readonly measuresEffects: boolean;
  /** An id for something new. */
  newId(): string;
  /** The view of a guild's readers; the shipped view without a guild. Loads the guild's notes if needed; rejects when that fails. */
  view(guildId: string | undefined): Promise<ArticleView>;
  /** The notes that the readers of a guild see, without loading embeddings. */
  notesOf(guildId: string): Promise<NotesSeen>;
}

/** Assembles the subjects. */
export function createCuration(options: CurationOptions): Curation {
  const { store, views, effects, base, randomId } = options;
  const { article, shipped } = base;
  const notes = new GuildNotes(options);
  const measuring = new Measuring(createMeasure({ ...options, notes }));
  const decisions = new Decisions({ ...options, shipped, onDecided: (id) => measuring.forget(id) });
  const common = { ...options, article, notes, decisions, propose: createProposer(options) };
  return {
    store,
    notes,
    drafts: new Drafts(common),
    decisions,
    imports: new Imports(common),
    teaching: new Teaching(common),
    measuring,
    measuresEffects: effects.size > 0,
    newId: randomId,
    view: (guildId) => views.of(guildId),
    notesOf: (guildId) => views.notesOf(guildId),
  };
}
