// Write transactions on PostgreSQL, and the outcome of a COMMIT after a lost connection, asked of the server.

import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from './schema.js';
import { StoreError } from './store-error.js';

/** Time limit for asking the server, which may be unreachable too. */
const LONGEST_MS = 5_000;
const PAUSE_MS = 200;

/** Identifies a transaction after its connection is gone. */
export interface CommitTicket {
  readonly transaction: string;
  readonly process: number;
}

/** Waits for the write lock of a schema, and holds it until the transaction ends. */
export async function runTransaction(transaction: Transaction<Tables>, schema: string): Promise<CommitTicket> {
  const { rows } = await sql<CommitTicket>`
    select pg_advisory_xact_lock(hashtextextended(${`marginalia ${schema}`}, 0)),
      pg_current_xact_id()::text as "transaction", pg_backend_pid() as "process"`.execute(transaction);
  const [ticket] = rows;
  if (ticket === undefined) throw new Error('A transaction has no number.');
  return ticket;
}

/**
 * Whether a transaction was committed. An open transaction is ended, so that it neither holds the lock nor is committed
 * later. Throws StoreError if the server cannot say so in time.
 */
export async function hasCommitted({ transaction, process }: CommitTicket, tables: Kysely<Tables>): Promise<boolean> {
  const until = performance.now() + LONGEST_MS;
  let last: unknown;
  while (performance.now() < until) {
    try {
      const { rows } = await sql<{ status: string | null }>`select pg_xact_status(${transaction}::xid8) as status`.execute(tables);
      const status = rows[0]?.status;
      if (status === 'committed') return true;
      if (status === 'aborted') return false;
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where pid = ${process} and backend_xid = (${transaction}::xid8)::xid`.execute(tables);
    } catch (error) {
      last = error;
    }
    await sleep(PAUSE_MS);
  }
  throw new StoreError('unsettled', { cause: last });
}
