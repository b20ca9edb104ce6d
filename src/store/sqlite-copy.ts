// Copies a SQLite database whole, as of one moment, also from a read-only disk.

import { copyFile, stat } from 'node:fs/promises';
import { InputError } from '../input-error.js';
import { Sqlite } from '../sqlite.js';
import { requireWholeCopy } from './sqlite-check.js';
import { damaged, type FileUse, hasCode, inspectFile, isDamage, missing, startOf, tellingFaults } from './sqlite-file.js';

/**
 * Copies a database file, with the content of its write-ahead log, as of this moment, and checks that the copy is whole. Throws
 * InputError if the file is not ours or is damaged.
 * @param to a file in a folder for further temporary files
 */
export async function copySqliteFile(from: string, to: string, use: FileUse): Promise<void> {
  const path = await readablePlace(from, to, use);
  const source = tellingFaults(from, use, () => {
    if (inspectFile(from, use, path) === undefined) throw missing(from, use);
    return new Sqlite(path, { readonly: path === from, fileMustExist: true });
  });
  try {
    // A read transaction keeps the copy at this moment, however long it takes and whoever writes meanwhile.
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
 * The path at which a database can be read: its own, or that of a copy of its files. SQLite must write beside a database to read it; on a
 * read-only disk, nobody changes it either.
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
    // The caller reports faults of writing the copy.
    if (!hasCode(error) || ('dest' in error && error.code !== 'EACCES')) throw error;
    return tellingFaults(from, use, () => {
      throw error;
    });
  }
  return place;
}

/** Whether SQLite can read a file in place; also true if the file has another fault. */
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
