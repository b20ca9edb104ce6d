// Which SQLite files are ours, and how people are told of those that cannot be used. A file is looked at without being changed.

import { closeSync, openSync, readSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { InputError } from '../input-error.js';
import { ageOf, MIGRATION_TABLE } from './migrations.js';

/** What a file is to us: where everything is kept, or a backup to restore from. */
export type FileUse = 'kept' | 'backup';

/** How long a statement waits for another process, which happens for moments only: when a file is opened or closed. This process stands still meanwhile. */
export const BUSY_TIMEOUT_MS = 5_000;

/** How every SQLite file begins. SQLite itself takes a file of a few bytes for an empty one, and overwrites it. */
const HEADER = 'SQLite format 3\0';

const ADVICE: Readonly<Record<FileUse, Readonly<Record<'foreign' | 'damaged' | 'newer' | 'unusable', string>>>> = {
  kept: {
    foreign: 'move it away, or set DATA_DIR to another folder',
    damaged: 'move it away, or put a backup in its place',
    newer: 'install that version, or use a backup from before',
    unusable: 'look at the permissions of the file and its folder and at the disk, or set DATA_DIR to another folder',
  },
  backup: {
    foreign: 'choose a file that this program wrote as a backup',
    damaged: 'choose another backup',
    newer: 'install that version',
    unusable: 'see that it is there, and look at its permissions and at the disk',
  },
};

/** The steps that were taken in a file; undefined where there is nothing yet. Throws InputError where it is not for us. */
export function inspectFile(file: string, use: FileUse): readonly string[] | undefined {
  const start = startOf(file);
  if (start === '') return undefined;
  if (start !== HEADER) throw new InputError(`${file} is no database: ${ADVICE[use].damaged}.`);
  const connection = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
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
export function stepsTaken(connection: Sqlite.Database): readonly string[] | undefined {
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
  const isDamaged = /^SQLITE_(?:NOTADB|CORRUPT)/u.test(error.code);
  const words = isDamaged
    ? `${file} is damaged (${error.code}): ${ADVICE[use].damaged}.`
    : `${file} cannot be used (${error.code}): ${ADVICE[use].unusable}.`;
  return new InputError(words, { cause: error });
}

export function hasCode(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** The first bytes; empty where there is no file. */
function startOf(file: string): string {
  const bytes = Buffer.alloc(HEADER.length);
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    if (hasCode(error) && error.code === 'ENOENT') return '';
    throw error;
  }
  try {
    return bytes.toString('latin1', 0, readSync(handle, bytes));
  } finally {
    closeSync(handle);
  }
}
