// Forgets people who ask for it and guilds that removed the bot, after a grace period, and deletes data whose time is up.

import type { QueueMessage, Store } from '../store/store.js';

const DAY_MS = 24 * 60 * 60_000;
/** Grace period in which a person may change their mind; /forget-me names it. */
export const USER_GRACE_MS = 7 * DAY_MS;
/** Grace period in which a guild may reinstall the bot and find all its notes. */
export const GUILD_GRACE_MS = 30 * DAY_MS;
/** Pause between two scrubs of the files from data that was deleted by age. */
const SCRUB_EVERY_MS = DAY_MS;
const DRAFTS_KEPT_MS = 7 * DAY_MS;

export interface ForgettingOptions {
  readonly store: Store;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds for which answers and feedback are stored. */
  readonly answersKeptMs: number;
  readonly feedbackKeptMs: number;
  /** Removes a person's name from the bot's messages in a queue; false if that may work later. */
  readonly takeNameOut: (message: QueueMessage, userId: string) => Promise<boolean>;
}

export class Forgetting {
  /** Whether deleted personal data may remain in the database's files. */
  #isScrubDue = false;
  /** Never at a start: the last run may have ended between deleting and scrubbing. */
  #scrubbedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: ForgettingOptions) {}

  /** Schedules the deletion of a person and returns its time; a second request cancels it and returns nothing. */
  async askedBy(userId: string): Promise<number | undefined> {
    const { store, now } = this.options;
    if (await store.cancelDeletion('user', userId)) return undefined;
    const dueAt = now() + USER_GRACE_MS;
    await store.scheduleDeletion({ kind: 'user', id: userId, dueAt });
    return dueAt;
  }

  /** Schedules the deletion of a guild that removed the bot. */
  async left(guildId: string): Promise<void> {
    const { store, now } = this.options;
    if ((await store.deletion('guild', guildId)) === undefined) {
      await store.scheduleDeletion({ kind: 'guild', id: guildId, dueAt: now() + GUILD_GRACE_MS });
    }
  }

  /** Cancels the deletion of a guild that has the bot, perhaps again. */
  async joined(guildId: string): Promise<void> {
    await this.options.store.cancelDeletion('guild', guildId);
  }

  /**
   * Compares the stored guilds with the guilds that the bot is in: it may have been removed while it was not running.
   * @param present snowflakes of the guilds that the bot is in
   */
  async reconcile(present: readonly string[]): Promise<void> {
    const { store } = this.options;
    for (const guildId of await store.guildsKept()) {
      await (present.includes(guildId) ? this.joined(guildId) : this.left(guildId));
    }
  }

  /** Carries out due deletions, and scrubs the database's files. */
  async work(): Promise<void> {
    const { store, now, answersKeptMs, feedbackKeptMs } = this.options;
    for (const { kind, id } of await store.dueDeletions(now())) {
      // After the deletion, nothing records which messages name the person.
      if (kind === 'user' && !(await this.#isOutOfQueues(id))) continue;
      this.#isScrubDue = true;
      await (kind === 'user' ? store.forgetUser(id) : store.forgetGuild(id));
      await store.cancelDeletion(kind, id);
    }
    await store.purge({
      answersBefore: now() - answersKeptMs,
      feedbackBefore: now() - feedbackKeptMs,
      draftsBefore: now() - DRAFTS_KEPT_MS,
      now: now(),
    });
    if (!this.#isScrubDue && now() - this.#scrubbedAt < SCRUB_EVERY_MS) return;
    await store.scrub();
    this.#isScrubDue = false;
    this.#scrubbedAt = now();
  }

  async #isOutOfQueues(userId: string): Promise<boolean> {
    const { store, takeNameOut } = this.options;
    let isOut = true;
    for (const message of await store.queueMessagesNaming(userId)) isOut = (await takeNameOut(message, userId)) && isOut;
    return isOut;
  }
}
