// The change feed: reads new events from the database and calls the listeners, each once for each event and in order.

import type { Kysely } from 'kysely';
import { Coalesced } from '../work/coalesced.js';
import { describeFailure, type StoreLog } from './database.js';
import { toEvent } from './rows.js';
import type { Tables } from './schema.js';
import type { StoreEvent } from './store.js';

type Listener = (event: StoreEvent) => void;

const AT_ONCE = 500;
/** A failed read is retried: the next announcement may be far off. */
const AGAIN_MS = { least: 250, most: 10_000 };

export class EventFeed {
  readonly #tables: Kysely<Tables>;
  readonly #log: StoreLog;
  /** One object for each call of `listen`: the same function may listen twice. */
  readonly #listeners = new Set<{ readonly call: Listener }>();
  #lastSeq: number;
  readonly #reading = new Coalesced(() => this.#read());
  #isStopped = false;
  #again: NodeJS.Timeout | undefined;
  #pauseMs = AGAIN_MS.least;

  /** Reports events after `lastSeq`. */
  constructor(tables: Kysely<Tables>, lastSeq: number, log: StoreLog) {
    this.#tables = tables;
    this.#lastSeq = lastSeq;
    this.#log = log;
  }

  listen(call: Listener): () => void {
    const listener = { call };
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Resolves when the listeners were called for all events committed before. Never rejects: failed reads are retried. */
  catchUp(): Promise<void> {
    return this.#reading.run();
  }

  /** Stops calling listeners; resolves when nothing is being read. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#again);
    await this.#reading.idle();
  }

  async #read(): Promise<void> {
    try {
      while (!this.#isStopped) {
        const rows = await this.#tables
          .selectFrom('events')
          .selectAll()
          .where('seq', '>', this.#lastSeq)
          .orderBy('seq')
          .limit(AT_ONCE)
          .execute();
        for (const row of rows) this.#tell(toEvent(row));
        if (rows.length < AT_ONCE) break;
      }
      this.#pauseMs = AGAIN_MS.least;
    } catch (error) {
      if (this.#isStopped) return;
      this.#log.warn(describeFailure(error), 'The events of the database cannot be read now; retrying.');
      clearTimeout(this.#again);
      this.#again = setTimeout(() => void this.catchUp(), this.#pauseMs).unref();
      this.#pauseMs = Math.min(2 * this.#pauseMs, AGAIN_MS.most);
    }
  }

  #tell(event: StoreEvent): void {
    this.#lastSeq = event.seq;
    for (const listener of [...this.#listeners]) {
      if (this.#isStopped || !this.#listeners.has(listener)) continue;
      // An async function catches errors of synchronous and asynchronous listeners alike.
      const told = (async () => listener.call(event))();
      told.catch((error: unknown) => this.#log.error({ ...describeFailure(error), seq: event.seq }, 'A listener failed at an event.'));
    }
  }
}
