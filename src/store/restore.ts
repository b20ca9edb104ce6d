// Restores a backup into an empty database of either kind.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../input-error.js';
import type { SqlStore } from './sql-store.js';
import { copySqliteFile } from './sqlite-copy.js';
import { openSqliteDatabase } from './sqlite-database.js';
import { hasCode } from './sqlite-file.js';

/**
 * Fills an empty store from a backup, also of an earlier version; the backup stays as it is. All or nothing. Throws
 * InputError if the file is no backup or is damaged, or if the store is not empty.
 */
export async function restore(file: string, target: SqlStore): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-restore-'));
  try {
    const copy = join(folder, 'copy.sqlite');
    await copySqliteFile(file, copy, 'backup').catch((error: unknown) => {
      if (!hasCode(error)) throw error;
      throw new InputError(`${file} cannot be unpacked into ${folder} (${error.code}): make room there, or set TMPDIR to another folder.`, {
        cause: error,
      });
    });
    const source = await openSqliteDatabase(copy);
    try {
      await target.fill(source.tables);
    } finally {
      await source.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
