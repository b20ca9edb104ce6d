// The interface between a store and its database, with the differences between SQLite and PostgreSQL behind it.

import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './schema.js';
import type { StoreError } from './store-error.js';

/** What a store writes to its log: details first, then one sentence. */
export interface StoreLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface TransactionOptions {
  /** For what takes as long as there is something to do, as an import does; other work is given up when a moderator would wait too long. */
  readonly isLong?: boolean;
  /** Where the database would do it in one go, nothing goes by itself with the row that it hangs on: what deletes that row deletes the rest. */
  readonly isPiecemeal?: boolean;
}

export interface Database {
  /** For reading: what was committed, also while somebody writes or waits for a turn. */
  readonly tables: Kysely<Tables>;
  /**
   * Runs a transaction while no other process and nobody else in this one writes; it is on disk when the promise resolves.
   * Writers that take turns need not fear that what they read has changed when they write.
   */
  inTransaction<T>(work: (tables: Transaction<Tables>) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Wakes the watchers of all processes, once the transaction is committed. */
  announce(transaction: Transaction<Tables>): Promise<void>;
  /** Calls back whenever another process may have written; the returned function ends that. */
  watch(onChange: () => void): Promise<() => Promise<void>>;
  /** Writes everything, as it stands at one moment, into a new SQLite file. */
  copyTo(file: string): Promise<void>;
  /** Brings it about that what was deleted is no longer in the database's files, as far as that is ours to do. */
  scrub(): Promise<void>;
  /** What an error of this database means for the store; undefined where it is a fault of the program. */
  faultOf(error: unknown): StoreError | undefined;
  close(): Promise<void>;
}

/** A failure as the log may hold it: without people's texts, which stand in other fields, and without the server's address. */
export function describeFailure(error: unknown): object {
  if (!(error instanceof Error)) return { error: String(error) };
  // What the operating system complains of names the address.
  if ('syscall' in error && 'code' in error) return { error: `${error.syscall} ${error.code}` };
  return { error: error.message, ...('code' in error ? { code: error.code } : {}) };
}
