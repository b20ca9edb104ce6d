// Events of the store that could not be applied yet: each is retried until it can be, or until the store is no longer followed.

import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreEvent } from '../store/store.js';

const PAUSE_MS = { least: 250, most: 10_000 };

export interface UnreadOptions {
  /** Takes a change over; rejects where that cannot be done now. Of several of one kind of one guild, one stands for all. */
  readonly take: (event: StoreEvent) => Promise<unknown>;
  readonly log: { warn(details: object, message: string): void };
}

/** What is known of one kind of changes of one guild. */
interface Following {
  /** The newest event that was not taken over; undefined while it is being tried. */
  event: StoreEvent | undefined;
  /** Ends a pause: who hears of something new can read again. */
  wake: AbortController;
}

export class Unread {
  readonly #following = new Map<string, Following>();
  readonly #closing = new AbortController();

  constructor(private readonly options: UnreadOptions) {}

  /** Takes a change over, now or as soon as that can be done. */
  apply(event: StoreEvent): void {
    const key = `${event.guildId} ${event.what}`;
    const known = this.#following.get(key);
    if (known !== undefined) {
      known.event = joined(known.event, event);
      known.wake.abort();
      return;
    }
    const following: Following = { event, wake: new AbortController() };
    this.#following.set(key, following);
    void this.#follow(following).finally(() => this.#following.delete(key));
  }

  /** Tries nothing any more. */
  close(): void {
    this.#closing.abort();
  }

  async #follow(following: Following): Promise<void> {
    let pauseMs = PAUSE_MS.least;
    for (let { event } = following; event !== undefined && !this.#closing.signal.aborted; { event } = following) {
      following.event = undefined;
      try {
        await this.options.take(event);
        pauseMs = PAUSE_MS.least;
      } catch (error) {
        following.event = joined(event, following.event);
        if (this.#closing.signal.aborted) return;
        this.options.log.warn({ error: String(error), ...event }, 'A change of the store could not be taken over; it is tried again.');
        following.wake = new AbortController();
        const signal = AbortSignal.any([this.#closing.signal, following.wake.signal]);
        await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
        pauseMs = Math.min(2 * pauseMs, PAUSE_MS.most);
      }
    }
  }
}

/** One event that stands for two of a kind: the newer one, about anything where they are not about the same. */
function joined(older: StoreEvent | undefined, newer: StoreEvent | undefined): StoreEvent | undefined {
  if (older === undefined || newer === undefined) return newer ?? older;
  return older.subject === newer.subject ? newer : { ...newer, subject: undefined };
}
