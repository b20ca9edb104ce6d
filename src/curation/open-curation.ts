// Opens curation over an open application: settings, the views of guilds, and the handling of the store's events.

import { randomInt } from 'node:crypto';
import type { App } from '../app.js';
import { createAnchorFinder } from '../article/anchor.js';
import type { Store, StoreEvent } from '../store/store.js';
import { GuildViews } from '../views/guild-views.js';
import { type Curation, createCuration } from './curation.js';
import { Effects } from './effect.js';
import { SettingsCache } from './settings-cache.js';
import { Unread } from './unread.js';

export interface OpenCurationOptions {
  readonly app: App;
  readonly store: Store;
  /** The questions with which effects are measured. */
  readonly evaluationQuestions: readonly string[];
  /** Resolves when readers' questions have been answered; by default at once. */
  readonly giveWay?: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: { warn(details: object, message: string): void };
}

export interface OpenCuration {
  readonly curation: Curation;
  readonly settings: SettingsCache;
  /** Sets the one listener, which is called when readers see a change to a guild's notes, whoever made it. */
  onNotes(listener: (guildId: string) => void): void;
  /** Stops following the store; resolves when nothing is being read any more. The store stays open; close it afterwards. */
  close(): Promise<void>;
}

/** Loads no guild's notes: each guild is loaded at its first question. Rejects when the store fails. */
export async function openCuration({
  app,
  store,
  evaluationQuestions,
  giveWay = async () => undefined,
  now,
  log,
}: OpenCurationOptions): Promise<OpenCuration> {
  const { article, context, index } = app;
  const finder = createAnchorFinder(article.body);
  // Events that arrive while the settings are read are applied afterwards.
  const early: StoreEvent[] = [];
  let apply = (event: StoreEvent): void => {
    early.push(event);
  };
  const stop = store.listen((event) => apply(event));
  try {
    const settings = await SettingsCache.open(store);
    const views = new GuildViews({ store, base: app, index, finder, log });
    const effects = new Effects(evaluationQuestions, context.embedder);
    let tell = (_: string): void => undefined;
    const take = async (event: StoreEvent) => {
      await Promise.all([settings.apply(event), views.apply(event)]);
      if (event.what === 'notes') tell(event.guildId);
    };
    const unread = new Unread({ take, log });
    apply = (event) => unread.apply(event);
    early.forEach(apply);
    const close = () => {
      stop();
      unread.close();
      return views.close();
    };
    const curation = createCuration({ store, views, settings, effects, base: app, finder, now, randomId, giveWay });
    const onNotes = (listener: (guildId: string) => void) => {
      tell = listener;
    };
    return { curation, settings, onNotes, close };
  } catch (error) {
    stop();
    throw error;
  }
}

const ID_ALPHABET = '23456789abcdefghjkmnpqrstvwxyz';
const ID_LENGTH = 14;

/** Letters and digits that nobody can guess. */
function randomId(): string {
  return Array.from({ length: ID_LENGTH }, () => ID_ALPHABET.charAt(randomInt(ID_ALPHABET.length))).join('');
}
