// Tells what has been handled before and what comes too late: Discord may send an event twice, or late after a resume.

import { SnowflakeUtil } from 'discord.js';
import { LRUCache } from 'lru-cache';

/** Ids remembered; a resume replays far fewer. */
const MOST_REMEMBERED = 10_000;
/** After 3 s an interaction can no longer be acknowledged; the way there takes some of that. */
export const INTERACTION_AGE_MS = 2_500;
/** A question in a channel that old has been given up. */
const MESSAGE_AGE_MS = 10 * 60_000;
/** How long the difference between the clocks is trusted. */
const STRETCH_MS = 5 * 60_000;

/** Keeps what is known of one process's events. */
export class Freshness {
  readonly #seen = new LRUCache<string, true>({ max: MOST_REMEMBERED });
  /** Least difference between our clock and an event's time in this stretch of time and in the one before: what our clock is ahead by, at most. */
  #ahead = { since: 0, now: Number.POSITIVE_INFINITY, before: Number.POSITIVE_INFINITY };

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number) {}

  /**
   * Whether an event should be handled: the first time it is seen, and in time. Counts it as seen.
   * Its age is measured against the quickest event so far, so a wrong clock does no harm.
   * @param id snowflake of the interaction or the message
   */
  admit(id: string, kind: 'interaction' | 'message'): boolean {
    if (this.#seen.has(id)) return false;
    this.#seen.set(id, true);
    return this.isInTime(id, kind);
  }

  /** Whether it is not too late for an event, however often it was seen. */
  isInTime(id: string, kind: 'interaction' | 'message'): boolean {
    return this.ageOf(id) <= (kind === 'interaction' ? INTERACTION_AGE_MS : MESSAGE_AGE_MS);
  }

  /** Milliseconds since an event happened, as far as the two clocks tell. */
  ageOf(id: string): number {
    const now = this.now();
    const difference = now - SnowflakeUtil.timestampFrom(id);
    // A clock that is set right must not make everything look late for ever.
    if (Math.abs(now - this.#ahead.since) > STRETCH_MS) this.#ahead = { since: now, now: difference, before: this.#ahead.now };
    this.#ahead.now = Math.min(this.#ahead.now, difference);
    return difference - Math.min(this.#ahead.now, this.#ahead.before);
  }
}
