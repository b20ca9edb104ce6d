// Opens all that moderators keep over an open application: settings, readings, and what follows each change of the store.

import { randomInt } from 'node:crypto';
import type { App } from '../app.js';
import { createAnchorFinder } from '../article/anchor.js';
import type { Progress } from '../ops/progress.js';
import type { Store, StoreEvent } from '../store/store.js';
import { Curation } from './curation.js';
import { Effects } from './effect.js';
import { type OnProgress, Readings } from './readings.js';
import { SettingsCache } from './settings-cache.js';
import { Unread } from './unread.js';

export interface OpenCurationOptions {
  readonly app: App;
  readonly store: Store;
  /** What the effect of a change is measured by. */
  readonly evaluationQuestions: readonly string[];
  /** Resolves when readers' questions have been answered; at once unless told. */
  readonly giveWay?: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: { warn(details: object, message: string): void };
  /** Shows how far the notes of each server are read in. */
  readonly progress: Progress;
}

export interface OpenCuration {
  readonly curation: Curation;
  readonly settings: SettingsCache;
  /** Calls the listener when readers see what has changed of a server's notes, whoever changed it; one listener. */
  onNotes(listener: (guildId: string) => void): void;
  /** Ends following the store; resolves when nothing of it is being read any more. The store stays open, and is to be closed after this. */
  close(): Promise<void>;
}

/** Rejects when the embedder or the store fails. */
export async function openCuration({
  app,
  store,
  evaluationQuestions,
  giveWay = async () => undefined,
  now,
  log,
  progress,
}: OpenCurationOptions): Promise<OpenCuration> {
  const { article, context, index } = app;
  const finder = createAnchorFinder(article.body);
  // What changes while thousands of notes are read in is taken over after that.
  const early: StoreEvent[] = [];
  let heed = (event: StoreEvent): void => {
    early.push(event);
  };
  const stop = store.listen((event) => heed(event));
  try {
    const settings = await SettingsCache.open(store);
    const readings = await Readings.open({ store, base: app, index, finder, log }, inProgress(progress));
    const effects = new Effects(evaluationQuestions, context.embedder);
    let tell = (_: string): void => undefined;
    const take = async (event: StoreEvent) => {
      await Promise.all([settings.heed(event), readings.heed(event)]);
      if (event.what === 'notes') tell(event.guildId);
    };
    const unread = new Unread({ take, log });
    heed = (event) => unread.heed(event);
    early.forEach(heed);
    const close = () => {
      stop();
      unread.close();
      return readings.close();
    };
    const curation = new Curation({ store, readings, settings, effects, base: app, finder, now, randomId, giveWay });
    const onNotes = (listener: (guildId: string) => void) => {
      tell = listener;
    };
    return { curation, settings, onNotes, close };
  } catch (error) {
    stop();
    throw error;
  }
}

/** A few notes are read in before a bar could be seen. */
const SHOWN_FROM = 100;

function inProgress(progress: Progress): OnProgress {
  return (done, total) => {
    if (total < SHOWN_FROM) return;
    if (done === 1) progress.start(total);
    progress.step();
    if (done === total) progress.stop();
  };
}

const ID_ALPHABET = '23456789abcdefghjkmnpqrstvwxyz';
const ID_LENGTH = 14;

/** Letters and digits that nobody can guess. */
function randomId(): string {
  return Array.from({ length: ID_LENGTH }, () => ID_ALPHABET.charAt(randomInt(ID_ALPHABET.length))).join('');
}
