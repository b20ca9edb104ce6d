// Frees the files of a SQLite database of what was deleted from it: the file is built anew of what it holds, and the log of its changes is
// emptied. What is deleted is overwritten where it lay, but SQLite also leaves copies of rows in the gaps of pages that it once divided.

import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Sqlite, type SqliteConnection } from '../sqlite.js';
import { StoreError } from './store-error.js';

/** A file of at most so many bytes is built anew in some milliseconds, sooner than a thread starts. */
const SMALL = 4 * 1024 * 1024;

/** Why it could not be done, as SQLite says it; undefined where it was. */
export type ScrubReply = { readonly message: string; readonly code?: unknown } | undefined;

/** What a thread is to scrub. */
export interface ScrubRequest {
  readonly file: string;
  /** For how long it waits for those who write, and then for those who read. */
  readonly waitMs: number;
}

/** Nothing else happens in this thread meanwhile. Throws where others write for longer than the connection waits. */
export function buildAnew(connection: SqliteConnection): void {
  connection.exec('vacuum');
}

/** Throws where others read, or write, for longer than the connection waits. */
export function emptyLog(connection: SqliteConnection): void {
  const busy = connection.pragma('wal_checkpoint(truncate)', { simple: true });
  if (busy !== 0) throw new StoreError('busy', { code: 'wal_checkpoint' });
}

/** Does it in a thread of its own. Others can read meanwhile. */
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

/** Whether it takes so long that nothing else should wait for it. */
export function isLargeToScrub(connection: SqliteConnection): boolean {
  return Number(connection.pragma('page_count', { simple: true })) * Number(connection.pragma('page_size', { simple: true })) > SMALL;
}

/** In that thread. */
export function scrubFile({ file, waitMs }: ScrubRequest): void {
  const connection = new Sqlite(file, { fileMustExist: true, timeout: waitMs });
  try {
    buildAnew(connection);
    emptyLog(connection);
  } finally {
    connection.close();
  }
}
