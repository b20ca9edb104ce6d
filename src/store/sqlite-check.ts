// Checks that a SQLite file is whole: as far as a start has time, and completely for a copy.

import { setImmediate } from 'node:timers/promises';
import { Sqlite, type SqliteConnection } from '../sqlite.js';
import { damaged, type FileUse, isDamage } from './sqlite-file.js';

/** A start does not wait longer for its look; a table that was begun is looked at to its end. */
const START_MS = 5_000;

/** Looks at one table after the other, and throws InputError at the first fault. False where there was no time for all. */
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
 * Throws InputError unless a copy is whole and has all rows. What is wrong with it was wrong in the database before: copies are made page by
 * page. `from` must stand still.
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
    // More lines say more than one needs to know.
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
