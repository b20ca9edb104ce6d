// Detects events that were handled before or come too late: Discord may send an event twice, or late after a resume. Handles clock steps.

import { SnowflakeUtil } from 'discord.js';
import { LRUCache } from 'lru-cache';

/** Ids remembered; a resume replays far fewer. */
const MOST_REMEMBERED = 10_000;
/** An interaction must be acknowledged within 3 s, and the network takes some of that. */
export const INTERACTION_AGE_MS = 2_500;
/** Older questions in a channel are ignored: the asker has given up. */
const MESSAGE_AGE_MS = 10 * 60_000;
/** Time for which the difference between the clocks is trusted. */
const STRETCH_MS = 5 * 60_000;
/** The clock may drift this much between two events; more is a step, as when the clock was set or the machine slept. */
const STEP_MS = 1_000;
/** When every event has seemed late for this long, our clock is wrong. A resumed connection replays its events in less. */
const ALL_LATE_MS = 10_000;

/** The clocks that it reads. */
export interface Clocks {
  /** Milliseconds since 1970, by a clock that may be set. */
  readonly now: () => number;
  /** Milliseconds from any fixed moment, by a clock that is never set. */
  readonly monotonic: () => number;
}

/** Keeps the ids and the timing of one process's events. */
export class Freshness {
  readonly #seen = new LRUCache<string, true>({ max: MOST_REMEMBERED });
  /** Least difference between our clock and an event's time, in this period and the one before: our clock is at most that far ahead. */
  #ahead = { since: 0, now: Number.POSITIVE_INFINITY, before: Number.POSITIVE_INFINITY };
  /** Wall clock minus monotonic clock; a jump means that the wall clock was set. */
  #offset: number;
  /** Start of the present run of interactions that all seemed late. */
  #lateSince: number | undefined;

  constructor(private readonly clocks: Clocks) {
    this.#offset = clocks.now() - clocks.monotonic();
  }

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

  /** Whether an event is still in time, seen before or not. */
  isInTime(id: string, kind: 'interaction' | 'message'): boolean {
    return kind === 'interaction' ? this.#canBeAcknowledged(id) : this.ageOf(id) <= MESSAGE_AGE_MS;
  }

  /** Milliseconds since an event, according to the two clocks. */
  ageOf(id: string): number {
    const [now, monotonic] = [this.clocks.now(), this.clocks.monotonic()];
    const offset = now - monotonic;
    if (Math.abs(offset - this.#offset) > STEP_MS) this.#beginAnew();
    this.#offset = offset;
    const difference = now - SnowflakeUtil.timestampFrom(id);
    // After the clock was corrected, events must not look late for ever.
    if (monotonic - this.#ahead.since > STRETCH_MS) this.#ahead = { since: monotonic, now: difference, before: this.#ahead.now };
    this.#ahead.now = Math.min(this.#ahead.now, difference);
    return difference - Math.min(this.#ahead.now, this.#ahead.before);
  }

  /** Whether an interaction can still be acknowledged; when all have seemed late for some time, it is tried anyway. */
  #canBeAcknowledged(id: string): boolean {
    if (this.ageOf(id) <= INTERACTION_AGE_MS) {
      this.#lateSince = undefined;
      return true;
    }
    const now = this.clocks.monotonic();
    this.#lateSince ??= now;
    if (now - this.#lateSince < ALL_LATE_MS) return false;
    this.#lateSince = undefined;
    this.#beginAnew();
    // After the restart, this event is the quickest so far.
    return this.ageOf(id) === 0;
  }

  #beginAnew(): void {
    this.#ahead = { since: this.clocks.monotonic(), now: Number.POSITIVE_INFINITY, before: Number.POSITIVE_INFINITY };
  }
}
