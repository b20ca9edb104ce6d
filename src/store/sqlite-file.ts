// Inspects SQLite files without changing them: which are ours, and what to do about one that cannot be used.

import { closeSync, openSync, readSync } from 'node:fs';
import { InputError } from '../input-error.js';
import { Sqlite, type SqliteConnection } from '../sqlite.js';
import { ageOf, MIGRATION_TABLE } from './migrations.js';

/** What a file is to us: where everything is kept, or a backup to restore from. */
export type FileUse = 'kept' | 'backup';

/** How long a statement waits for another process, which happens for moments only: when a file is opened or closed. This process stands still meanwhile. */
export const BUSY_TIMEOUT_MS = 5_000;

/** How every SQLite file begins. SQLite itself takes a file of a few bytes for an empty one, and overwrites it. */
const HEADER = 'SQLite format 3\0';

const DAMAGE = /^SQLITE_(?:NOTADB|CORRUPT)/u;

type FileProblem = 'missing' | 'empty' | 'foreign' | 'damaged' | 'newer' | 'unusable';

const ADVICE: Readonly<Record<FileUse, Readonly<Record<FileProblem, string>>>> = {
  kept: {
    missing: 'nothing has been kept there yet, or DATA_DIR names another folder',
    empty: 'put a backup in its place; if nothing was ever kept there, remove it',
    foreign: 'move it away, or set DATA_DIR to another folder',
    damaged: 'move it away, or put a backup in its place',
    newer: 'install that version, or use a backup from before',
    unusable: 'look at the permissions of the file and its folder and at the disk, or set DATA_DIR to another folder',
  },
  backup: {
    missing: 'look at the path',
    empty: 'choose another backup',
    foreign: 'choose a file that this program wrote as a backup',
    damaged: 'choose another backup',
    newer: 'install that version',
    unusable: 'see that it is there, and look at its permissions and at the disk',
  },
};

/**
 * The steps that were taken in a file; undefined where there is none. Throws InputError where it is not for us, and where it is empty,
 * which no database is: somebody may have lost everything, and would not hear of it if we began anew.
 * @param path where the file can be read, if not in its own place
 */
export function inspectFile(file: string, use: FileUse, path = file): readonly string[] | undefined {
  const start = startOf(path);
  if (start === undefined) return undefined;
  if (start === '') throw new InputError(`${file} is empty (0 bytes), as no database is: ${ADVICE[use].empty}.`);
  if (start !== HEADER) throw new InputError(`${file} is no database: ${ADVICE[use].damaged}.`);
  const connection = new Sqlite(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const steps = stepsTaken(connection);
    if (steps === undefined && connection.prepare("select 1 from sqlite_schema where type = 'table'").get() !== undefined) {
      throw new InputError(`${file} is a database of another program: ${ADVICE[use].foreign}.`);
    }
    if (ageOf(steps ?? []) === 'newer') {
      throw new InputError(`${file} was written by a later version of this program: ${ADVICE[use].newer}.`);
    }
    return steps;
  } finally {
    connection.close();
  }
}

/** Undefined where nothing of ours is in the database. */
export function stepsTaken(connection: SqliteConnection): readonly string[] | undefined {
  const table = connection.prepare("select 1 from sqlite_schema where type = 'table' and name = ?").get(MIGRATION_TABLE);
  if (table === undefined) return undefined;
  return connection
    .prepare<[], { readonly name: string }>(`select name from ${MIGRATION_TABLE}`)
    .all()
    .map(({ name }) => name);
}

/** Does something with a file; faults of the file, and no others, are thrown as InputError. */
export function tellingFaults<T>(file: string, use: FileUse, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw hasCode(error) ? faultOf(file, use, error) : error;
  }
}

function faultOf(file: string, use: FileUse, error: Error & { readonly code: string }): InputError {
  if (DAMAGE.test(error.code)) return damaged(file, use, error.code, error);
  return new InputError(`${file} cannot be used (${error.code}): ${ADVICE[use].unusable}.`, { cause: error });
}

/** Whether SQLite found something in a file that does not belong there. */
export function isDamage(error: unknown): error is Error & { readonly code: string } {
  return hasCode(error) && DAMAGE.test(error.code);
}

/** @param what the first fault, as SQLite names it */
export function damaged(file: string, use: FileUse, what: string, cause?: unknown): InputError {
  return new InputError(`${file} is damaged (${what}): ${ADVICE[use].damaged}.`, { cause });
}

export function missing(file: string, use: FileUse): InputError {
  return new InputError(`${file} is not there: ${ADVICE[use].missing}.`);
}

export function hasCode(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** The first bytes; undefined where there is no file. */
export function startOf(file: string): string | undefined {
  const bytes = Buffer.alloc(HEADER.length);
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    if (hasCode(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return bytes.toString('latin1', 0, readSync(handle, bytes));
  } finally {
    closeSync(handle);
  }
}
