// Connections to a PostgreSQL server that are lent for one piece of work, and given up where the server does not answer in time.

import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { StoreError } from './store-error.js';

export interface LeaseLimits {
  /** Milliseconds for the answer to one statement. */
  readonly answerMs: number;
  /** Milliseconds for all statements of one piece of work together; undefined: as long as each is answered. */
  readonly workMs: number | undefined;
}

/**
 * A pool as Kysely wants it, over one that it does not end. Work beyond its limits fails as StoreError, and so does the rest of it at
 * once: waiting for the same silent server once more, to roll back, would help nobody. The connection is then closed.
 */
export function leasesOf(pool: pg.Pool, limits: LeaseLimits): PostgresPool {
  return {
    connect: async () => new Lease(await pool.connect(), limits),
    end: async () => undefined,
  };
}

class Lease implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #answerMs: number;
  readonly #until: number;
  /** Why nothing more can be asked. */
  #end: Error | undefined;

  constructor(client: pg.PoolClient, { answerMs, workMs }: LeaseLimits) {
    this.#client = client;
    this.#answerMs = answerMs;
    this.#until = workMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + workMs;
  }

  query<R>(statement: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): never;
  async query(statement: unknown, parameters: readonly unknown[] = []): Promise<unknown> {
    if (this.#end !== undefined) throw this.#end;
    const ms = Math.min(this.#answerMs, this.#until - performance.now());
    try {
      return await inTime(ms, this.#client.query(String(statement), [...parameters]));
    } catch (error) {
      if (isConnectionOver(error)) this.#end = error;
      throw error;
    }
  }

  release(): void {
    this.#client.release(this.#end);
  }
}

/** A server that refuses a statement goes on to listen, unless it says that it ends; anything else is the end of a connection. */
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
