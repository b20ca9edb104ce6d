// Measures the effect of changes in the background: one at a time, and only while somebody waits.

import PQueue from 'p-queue';
import { noteWith } from '../notes/effective.js';
import type { NoteProposal } from '../notes/revision.js';
import type { GuildViews } from '../views/guild-views.js';
import type { Effect, Effects } from './effect.js';
import type { GuildNotes } from './guild-notes.js';

/** A change to try, with the id of its proposal if it has one. */
export type Trial = Pick<NoteProposal, 'guildId' | 'noteId' | 'action' | 'content'> & { readonly id?: string | undefined };

/** The change was decided before its effect was known. */
export class DecidedMeanwhile extends Error {}

interface UnderWay {
  readonly effect: Promise<Effect>;
  readonly controller: AbortController;
  readonly id: string | undefined;
  waiting: number;
}

/** Measures the effect of a change; rejects with the signal's reason when that is aborted. */
export type Measure = (trial: Trial, signal: AbortSignal) => Promise<Effect>;

export interface MeasureOptions {
  readonly views: GuildViews;
  readonly effects: Effects;
  readonly notes: GuildNotes;
  /** Resolves when readers' questions have been answered. */
  readonly giveWay: () => Promise<void>;
}

/** Asks all evaluation questions in the readers' view, without and with the change. */
export function createMeasure({ views, effects, notes, giveWay }: MeasureOptions): Measure {
  return async ({ guildId, noteId, action, content }, signal) => {
    // An edit of a retracted note does not show it again.
    const isShown = action !== 'withdraw' && !(action === 'edit' && (await notes.state(guildId, noteId))?.isRetracted === true);
    const note = isShown ? noteWith(noteId, content, notes.shipped(noteId)) : undefined;
    await giveWay();
    const [before, after] = [await views.of(guildId), await views.trial(guildId, noteId, note)];
    return effects.between(before, after, { giveWay, signal });
  };
}

export class Measuring {
  readonly #queue = new PQueue({ concurrency: 1 });
  /** By trial: people who ask for the same effect share one measurement. */
  readonly #underWay = new Map<string, UnderWay>();

  constructor(private readonly measure: Measure) {}

  /**
   * The effect of a change. Rejects with the reason of `waiting` as soon as that is aborted, with DecidedMeanwhile when the
   * change was decided, and with the embedder's errors.
   * @param waiting aborted when the caller no longer waits; a measurement ends when nobody waits for it
   */
  async effectOf(trial: Trial, waiting: AbortSignal): Promise<Effect> {
    waiting.throwIfAborted();
    const key = JSON.stringify([trial.id, trial.guildId, trial.noteId, trial.action, trial.content]);
    const asked = this.#underWay.get(key) ?? this.#begin(key, trial);
    asked.waiting += 1;
    let leave: () => void = () => undefined;
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(waiting.reason);
      waiting.addEventListener('abort', leave, { once: true });
    });
    try {
      return await Promise.race([asked.effect, left]);
    } finally {
      waiting.removeEventListener('abort', leave);
      asked.waiting -= 1;
      if (asked.waiting === 0) this.#end(key, asked, new Error('Nobody waits for this effect any more.'));
    }
  }

  /** Ends the measurement for a proposal that was decided. */
  forget(proposalId: string): void {
    for (const [key, one] of this.#underWay) if (one.id === proposalId) this.#end(key, one, new DecidedMeanwhile());
  }

  #begin(key: string, trial: Trial): UnderWay {
    const controller = new AbortController();
    const { signal } = controller;
    const effect = this.#queue.add(() => {
      signal.throwIfAborted();
      return this.measure(trial, signal);
    });
    const asked = { effect, controller, id: trial.id, waiting: 0 };
    this.#underWay.set(key, asked);
    const over = () => {
      if (this.#underWay.get(key) === asked) this.#underWay.delete(key);
    };
    // Callers who left must not see this rejection.
    effect.then(over, over);
    return asked;
  }

  #end(key: string, asked: UnderWay, why: Error): void {
    if (this.#underWay.get(key) !== asked) return;
    this.#underWay.delete(key);
    asked.controller.abort(why);
  }
}
