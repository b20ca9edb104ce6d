// Copies a SQLite database: whole, of one moment, and also from a read-only disk.

import { copyFile, stat } from 'node:fs/promises';
import { InputError } from '../input-error.js';
import { Sqlite } from '../sqlite.js';
import { requireWholeCopy } from './sqlite-check.js';
import { damaged, type FileUse, hasCode, inspectFile, isDamage, missing, startOf, tellingFaults } from './sqlite-file.js';

/**
 * Copies a database file, with what its write-ahead log holds, as it stands at this moment, and looks whether the copy is whole. Throws
 * InputError where the file is not ours or damaged.
 * @param to a file in a folder where others may lie beside it for a while
 */
export async function copySqliteFile(from: string, to: string, use: FileUse): Promise<void> {
  const path = await readablePlace(from, to, use);
  const source = tellingFaults(from, use, () => {
    if (inspectFile(from, use, path) === undefined) throw missing(from, use);
    return new Sqlite(path, { readonly: path === from, fileMustExist: true });
  });
  try {
    // A transaction that reads holds the copy to this moment, however long it takes and whoever writes meanwhile.
    source.exec('begin');
    source.prepare('select 1 from sqlite_schema').get();
    await source.backup(to);
    asOneFile(to);
    requireWholeCopy(to, source, from, use);
  } catch (error) {
    throw isDamage(error) ? damaged(from, use, error.code, error) : error;
  } finally {
    source.close();
  }
}

/** Leaves a closed database without a write-ahead log beside it. */
export function asOneFile(file: string): void {
  const connection = new Sqlite(file, { fileMustExist: true });
  connection.pragma('journal_mode = delete');
  connection.close();
}

/**
 * Where a database can be read: in its own place, or in a copy of its files. SQLite needs to write beside a database to read it, and on a
 * disk where nobody can write, nobody changes it either.
 */
async function readablePlace(from: string, to: string, use: FileUse): Promise<string> {
  if (isReadable(from)) return from;
  const place = `${to}.source`;
  try {
    const before = await tracesOf(from);
    for (const end of ['', '-wal']) {
      await copyFile(from + end, place + end).catch((error: unknown) => {
        if (end === '' || !isMissing(error)) throw error;
      });
    }
    if ((await tracesOf(from)) !== before) throw new InputError(`${from} was written to while it was being copied: try again.`);
  } catch (error) {
    // What cannot be written is told by whoever asked for the copy.
    if (!hasCode(error) || ('dest' in error && error.code !== 'EACCES')) throw error;
    return tellingFaults(from, use, () => {
      throw error;
    });
  }
  return place;
}

/** Whether SQLite can read a file where it lies; also true where something else is wrong with it. */
function isReadable(file: string): boolean {
  try {
    if (startOf(file) === undefined) return true;
    const connection = new Sqlite(file, { readonly: true, fileMustExist: true });
    try {
      connection.prepare('select 1 from sqlite_schema').get();
    } finally {
      connection.close();
    }
    return true;
  } catch (error) {
    return !(hasCode(error) && /^SQLITE_(?:CANTOPEN|READONLY)/u.test(error.code));
  }
}

/** Sizes and times of a database's files. */
async function tracesOf(file: string): Promise<string> {
  const traces = ['', '-wal'].map((end) =>
    stat(file + end, { bigint: true }).then(
      ({ size, mtimeNs }) => `${size} ${mtimeNs}`,
      () => 'none',
    ),
  );
  return (await Promise.all(traces)).join();
}

function isMissing(error: unknown): boolean {
  return hasCode(error) && error.code === 'ENOENT';
}
