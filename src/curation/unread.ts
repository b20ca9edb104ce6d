// Events of the store that could not be applied yet: each is retried until it succeeds, or until the store is no longer followed.

import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreEvent } from '../store/store.js';

const PAUSE_MS = { least: 250, most: 10_000 };

export interface UnreadOptions {
  /** Applies an event; rejects if that is impossible now. One event may represent several of the same kind and guild. */
  readonly take: (event: StoreEvent) => Promise<unknown>;
  readonly log: { warn(details: object, message: string): void };
}

/** The state of one kind of event of one guild. */
interface Following {
  /** The newest event that is not applied yet; undefined while it is being tried. */
  event: StoreEvent | undefined;
  /** Ends a pause: a new event shows that the store can be read again. */
  wake: AbortController;
}

export class Unread {
  readonly #following = new Map<string, Following>();
  readonly #closing = new AbortController();

  constructor(private readonly options: UnreadOptions) {}

  /** Applies an event, now or as soon as possible. */
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

  /** Stops all retries. */
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
        this.options.log.warn({ error: String(error), ...event }, 'A change of the store could not be applied; it is retried.');
        following.wake = new AbortController();
        const signal = AbortSignal.any([this.#closing.signal, following.wake.signal]);
        await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
        pauseMs = Math.min(2 * pauseMs, PAUSE_MS.most);
      }
    }
  }
}

/** Merges two events of one kind: the newer one, without a subject if their subjects differ. */
function joined(older: StoreEvent | undefined, newer: StoreEvent | undefined): StoreEvent | undefined {
  if (older === undefined || newer === undefined) return newer ?? older;
  return older.subject === newer.subject ? newer : { ...newer, subject: undefined };
}
