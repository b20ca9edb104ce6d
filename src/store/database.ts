// The interface between a store and its database, with the differences between SQLite and PostgreSQL behind it.

import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './schema.js';
import type { StoreError } from './store-error.js';

/** The log of a store: details first, then one sentence. */
export interface StoreLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface TransactionOptions {
  /** For work of any length, such as an import; other work is cancelled before a moderator waits too long. */
  readonly isLong?: boolean;
  /** Disables cascading deletes that would run in one go: the caller deletes dependent rows itself, piece by piece. */
  readonly isPiecemeal?: boolean;
}

export interface Database {
  /** For reading committed rows, even while others write or wait to write. */
  readonly tables: Kysely<Tables>;
  /**
   * Runs a transaction while nobody else writes, in this process or another; it is on disk when the promise resolves.
   * Since writers take turns, what a transaction reads still holds when it writes.
   */
  inTransaction<T>(work: (tables: Transaction<Tables>) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Wakes the watchers of all processes, once the transaction is committed. */
  announce(transaction: Transaction<Tables>): Promise<void>;
  /** Calls back whenever another process may have written; the returned function stops this. */
  watch(onChange: () => void): Promise<() => Promise<void>>;
  /** Writes a snapshot of everything into a new SQLite file. */
  copyTo(file: string): Promise<void>;
  /** Removes deleted data from the database's files, unless that is up to the server. */
  scrub(): Promise<void>;
  /** Translates an error of this database for the store; undefined for a bug of the program. */
  faultOf(error: unknown): StoreError | undefined;
  close(): Promise<void>;
}

/** Describes a failure for the log, without people's texts and without the server's address. */
export function describeFailure(error: unknown): object {
  if (!(error instanceof Error)) return { error: String(error) };
  // Messages of the operating system contain the address.
  if ('syscall' in error && 'code' in error) return { error: `${error.syscall} ${error.code}` };
  return { error: error.message, ...('code' in error ? { code: error.code } : {}) };
}
