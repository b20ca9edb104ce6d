// Checks that a SQLite file is whole: within a time limit at the start, and completely for a copy.

import { setImmediate } from 'node:timers/promises';
import { Sqlite, type SqliteConnection } from '../sqlite.js';
import { damaged, type FileUse, isDamage } from './sqlite-file.js';

/** Time limit of the check at the start; a table once begun is checked to its end. */
const START_MS = 5_000;

/** Checks the tables one after the other. Throws InputError at the first fault. False if there was no time for all. */
export async function lookAtTables(connection: SqliteConnection, file: string, use: FileUse, longestMs = START_MS): Promise<boolean> {
  const until = performance.now() + longestMs;
  for (const table of tablesOf(connection, file, use)) {
    if (performance.now() >= until) return false;
    requireNone(firstFault(connection, `quick_check('${table}')`), file, use);
    await setImmediate();
  }
  return true;
}

/**
 * Throws InputError unless a copy is whole and has all rows. Its faults were already in the database: copies are made page by
 * page. `from` must not change.
 */
export function requireWholeCopy(copy: string, from: SqliteConnection, file: string, use: FileUse): void {
  const connection = new Sqlite(copy, { readonly: true, fileMustExist: true });
  try {
    requireNone(firstFault(connection, 'integrity_check(1)') ?? brokenReference(connection), file, use);
    for (const table of tablesOf(connection, file, use)) {
      const [here, there] = [connection, from].map((one) => countRows(one, table));
      requireNone(here === there ? undefined : `${table}: ${here} rows of ${there}`, file, use);
    }
  } catch (error) {
    throw isDamage(error) ? damaged(file, use, error.code, error) : error;
  } finally {
    connection.close();
  }
}

function requireNone(fault: string | undefined, file: string, use: FileUse): void {
  if (fault !== undefined) throw damaged(file, use, fault);
}

function tablesOf(connection: SqliteConnection, file: string, use: FileUse): readonly string[] {
  const tables = connection.prepare<[], { readonly name: string }>("select name from sqlite_schema where type = 'table'").all();
  for (const { name } of tables) if (!/^\w+$/u.test(name)) throw damaged(file, use, 'a table with an odd name');
  return tables.map(({ name }) => name);
}

function firstFault(connection: SqliteConnection, check: string): string | undefined {
  try {
    const found = String(connection.pragma(check, { simple: true }));
    // The first fault is enough.
    return found === 'ok' ? undefined : found.split('\n').find((line) => !line.startsWith('***'));
  } catch (error) {
    if (isDamage(error)) return error.code;
    throw error;
  }
}

function brokenReference(connection: SqliteConnection): string | undefined {
  const [row] = connection.pragma('foreign_key_check') as { readonly table: string; readonly parent: string }[];
  return row && `a row of ${row.table} without one of ${row.parent}`;
}

function countRows(connection: SqliteConnection, table: string): number {
  return connection.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0;
}
