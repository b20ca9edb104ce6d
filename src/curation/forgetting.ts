// Forgets people who ask for it and servers that removed the bot, after some days of grace; and what may be kept no longer.

import type { Store } from '../store/store.js';

const DAY_MS = 24 * 60 * 60_000;
/** In which somebody may change their mind; /forget-me says so. */
export const USER_GRACE_MS = 7 * DAY_MS;
/** In which a server may take the bot back, with all its notes. */
export const GUILD_GRACE_MS = 30 * DAY_MS;
const DRAFTS_KEPT_MS = 7 * DAY_MS;

export interface ForgettingOptions {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds for which answers are kept, and for which feedback is. */
  readonly answersKeptMs: number;
  readonly feedbackKeptMs: number;
}

export class Forgetting {
  constructor(private readonly options: ForgettingOptions) {}

  /** Schedules that a person be forgotten, and gives the time; asked again, takes that back, and gives nothing. */
  async askedBy(userId: string): Promise<number | undefined> {
    const { store, now } = this.options;
    if (await store.cancelDeletion('user', userId)) return undefined;
    const dueAt = now() + USER_GRACE_MS;
    await store.scheduleDeletion({ kind: 'user', id: userId, dueAt });
    return dueAt;
  }

  /** A server removed the bot. */
  async left(guildId: string): Promise<void> {
    const { store, now } = this.options;
    if ((await store.deletion('guild', guildId)) === undefined) {
      await store.scheduleDeletion({ kind: 'guild', id: guildId, dueAt: now() + GUILD_GRACE_MS });
    }
  }

  /** A server has the bot, perhaps again. */
  async joined(guildId: string): Promise<void> {
    await this.options.store.cancelDeletion('guild', guildId);
  }

  /**
   * Holds what is kept against the servers that the bot is in: it may have been removed while it was not running.
   * @param present snowflakes of these servers
   */
  async reconcile(present: readonly string[]): Promise<void> {
    const { store } = this.options;
    for (const guildId of await store.guildsKept()) {
      await (present.includes(guildId) ? this.joined(guildId) : this.left(guildId));
    }
  }

  /** Does what is due. */
  async work(): Promise<void> {
    const { store, now, answersKeptMs, feedbackKeptMs } = this.options;
    for (const { kind, id } of await store.dueDeletions(now())) {
      await (kind === 'user' ? store.forgetUser(id) : store.forgetGuild(id));
      await store.cancelDeletion(kind, id);
    }
    await store.purge({
      answersBefore: now() - answersKeptMs,
      feedbackBefore: now() - feedbackKeptMs,
      draftsBefore: now() - DRAFTS_KEPT_MS,
      now: now(),
    });
  }
}
