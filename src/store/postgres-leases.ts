// Connections to PostgreSQL, leased for one piece of work and closed if the server does not answer in time.

import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { StoreError } from './store-error.js';

export interface LeaseLimits {
  /** Milliseconds for the answer to one statement. */
  readonly answerMs: number;
  /** Milliseconds for all statements of one piece of work together; undefined: no limit while each is answered. */
  readonly workMs: number | undefined;
}

/** Shorter limit while the server is silent, so that only the first caller waits long. */
const SILENT_MS = 2_000;

export class Leases {
  readonly #pool: pg.Pool;
  /** Whether the server last failed to answer in time. */
  #isSilent = false;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /**
   * A pool in Kysely's form. Work beyond its limits fails with StoreError, and so does the rest of it at once: waiting for the same silent
   * server again, to roll back, would be useless. The connection is then closed.
   */
  within(limits: LeaseLimits): PostgresPool {
    return {
      connect: async () => new Lease(await this.#connect(), limits, this),
      // Others have leases of the same pool.
      end: async () => undefined,
    };
  }

  /** Waits for an answer of the server; throws StoreError if it does not come in time. */
  async answerWithin<T>(ms: number, answer: Promise<T>): Promise<T> {
    const isShorter = this.#isSilent && SILENT_MS < ms;
    try {
      const result = await inTime(isShorter ? SILENT_MS : ms, answer);
      this.#isSilent = false;
      return result;
    } catch (error) {
      this.#isSilent = error instanceof StoreError;
      throw error;
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    const connecting = this.#pool.connect();
    try {
      // The pool has its own limit. A server that accepts connections may still not answer.
      return await (this.#isSilent ? inTime(SILENT_MS, connecting) : connecting);
    } catch (error) {
      connecting.then(
        (client) => client.release(),
        () => undefined,
      );
      throw error;
    }
  }
}

class Lease implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #leases: Leases;
  readonly #answerMs: number;
  readonly #until: number;
  /** The reason why no more statements are possible. */
  #end: Error | undefined;

  constructor(client: pg.PoolClient, { answerMs, workMs }: LeaseLimits, leases: Leases) {
    this.#client = client;
    this.#leases = leases;
    this.#answerMs = answerMs;
    this.#until = workMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + workMs;
  }

  query<R>(statement: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): never;
  async query(statement: unknown, parameters: readonly unknown[] = []): Promise<unknown> {
    if (this.#end !== undefined) throw this.#end;
    const ms = Math.min(this.#answerMs, this.#until - performance.now());
    try {
      return await this.#leases.answerWithin(ms, this.#client.query(String(statement), [...parameters]));
    } catch (error) {
      if (isConnectionOver(error)) this.#end = error;
      throw error;
    }
  }

  release(): void {
    this.#client.release(this.#end);
  }
}

/** Whether an error ends the connection: all do, except a server's refusal of a statement that does not announce its end. */
function isConnectionOver(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return !(error instanceof pg.DatabaseError) || /^(?:08|57P0|25P03)/u.test(error.code ?? '');
}

async function inTime<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreError('away', { code: 'no answer' })), Math.max(ms, 0));
  });
  try {
    return await Promise.race([answer, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
