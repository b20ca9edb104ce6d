// Inspects SQLite files without changing them: recognises ours, and advises on unusable files.

import { closeSync, openSync, readSync } from 'node:fs';
import { InputError } from '../input-error.js';
import { Sqlite, type SqliteConnection } from '../sqlite.js';
import { ageOf, MIGRATION_TABLE } from './migrations.js';

/** The use of a file: as the store, or as a backup to restore from. */
export type FileUse = 'kept' | 'backup';

/** Longest wait of a statement for another process that opens or closes the file, which takes moments. It blocks this process. */
export const BUSY_TIMEOUT_MS = 5_000;

/** The beginning of every SQLite file. SQLite itself treats a file of a few bytes as empty, and overwrites it. */
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
 * The migration steps taken in a file; undefined if the file is missing. Throws InputError if it is not ours, or empty, which no database
 * is: its data may be lost, which must not pass unnoticed.
 * @param path readable path of the file, if not its own
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

/** The migration steps taken; undefined if the database has no table of ours. */
export function stepsTaken(connection: SqliteConnection): readonly string[] | undefined {
  const table = connection.prepare("select 1 from sqlite_schema where type = 'table' and name = ?").get(MIGRATION_TABLE);
  if (table === undefined) return undefined;
  return connection
    .prepare<[], { readonly name: string }>(`select name from ${MIGRATION_TABLE}`)
    .all()
    .map(({ name }) => name);
}

/** Runs work on a file; faults of the file, and no others, are thrown as InputError. */
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

/** Whether SQLite found damage in a file. */
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

/** The first bytes; undefined if the file is missing. */
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
