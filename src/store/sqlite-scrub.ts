// Removes deleted data from the files of a SQLite database: rebuilds the file from its content and empties its write-ahead log.
// Deleted rows are overwritten in place, but SQLite also leaves copies of rows in the gaps of pages that it once split.

import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Sqlite, type SqliteConnection } from '../sqlite.js';
import { StoreError } from './store-error.js';

/** Largest file, in bytes, that is rebuilt in some milliseconds, sooner than a thread starts. */
const SMALL = 4 * 1024 * 1024;

/** The reason for a failure, from SQLite; undefined for success. */
export type ScrubReply = { readonly message: string; readonly code?: unknown } | undefined;

/** The task of a thread. */
export interface ScrubRequest {
  readonly file: string;
  /** Longest wait for writers, and then again for readers. */
  readonly waitMs: number;
}

/** Rebuilds the file, which blocks this thread. Throws if others write for longer than the connection waits. */
export function buildAnew(connection: SqliteConnection): void {
  connection.exec('vacuum');
}

/** Empties the write-ahead log. Throws if others read or write for longer than the connection waits. */
export function emptyLog(connection: SqliteConnection): void {
  const busy = connection.pragma('wal_checkpoint(truncate)', { simple: true });
  if (busy !== 0) throw new StoreError('busy', { code: 'wal_checkpoint' });
}

/** Scrubs a file in a separate thread. Others can read meanwhile. */
export async function scrubElsewhere(request: ScrubRequest): Promise<void> {
  // .ts under the test runner, .js once compiled.
  const thread = new URL(`./sqlite-scrub-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url);
  const worker = new Worker(thread, { workerData: request });
  try {
    const ended = once(worker, 'exit').then(([code]): never => {
      throw new Error(`The thread that builds the database file anew ended with code ${code}.`);
    });
    const [reply]: ScrubReply[] = await Promise.race([once(worker, 'message'), ended]);
    if (reply !== undefined) throw Object.assign(new Error(reply.message), reply);
  } finally {
    await worker.terminate();
  }
}

/** Whether scrubbing takes so long that nothing else should wait for it. */
export function isLargeToScrub(connection: SqliteConnection): boolean {
  return Number(connection.pragma('page_count', { simple: true })) * Number(connection.pragma('page_size', { simple: true })) > SMALL;
}

/** Scrubs a file, within that thread. */
export function scrubFile({ file, waitMs }: ScrubRequest): void {
  const connection = new Sqlite(file, { fileMustExist: true, timeout: waitMs });
  try {
    buildAnew(connection);
    emptyLog(connection);
  } finally {
    connection.close();
  }
}
