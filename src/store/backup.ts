// Writes files whole or not at all: in a folder beside them, flushed to disk, then renamed.

import { access, mkdir, mkdtemp, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../input-error.js';
import { copySqliteFile } from './sqlite-copy.js';

/** Copies a database file into a new file, also from a read-only disk. Throws InputError like `writeWholeFile`, and for a bad database. */
export function backUpFile(from: string, to: string): Promise<void> {
  return writeWholeFile(to, (unfinished) => copySqliteFile(from, unfinished, 'kept'));
}

/** Creates a file, which `write` fills under a temporary name. Throws InputError if the file exists or cannot be written. */
export async function writeWholeFile(file: string, write: (unfinished: string) => Promise<void>): Promise<void> {
  await requireNone(file);
  const folder = await tellingFaults(file, async () => {
    await mkdir(dirname(file), { recursive: true });
    return mkdtemp(`${file}.unfinished-`);
  });
  try {
    await tellingFaults(file, async () => {
      const unfinished = join(folder, basename(file));
      await write(unfinished);
      await bringToDisk(unfinished);
      await requireNone(file);
      await rename(unfinished, file);
      await bringToDisk(dirname(file));
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function requireNone(file: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) throw new InputError(`${file} exists already, and a backup replaces nothing: choose another name.`);
}

async function bringToDisk(path: string): Promise<void> {
  // Windows cannot open folders, and does not need this.
  const handle = await open(path, 'r').catch((error: unknown) => {
    if (process.platform === 'win32') return undefined;
    throw error;
  });
  try {
    await handle?.sync();
  } finally {
    await handle?.close();
  }
}

async function tellingFaults<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isWriteFault(error)) throw error;
    throw new InputError(`The backup ${file} cannot be written (${error.code}): check its folder’s permissions and the disk.`, {
      cause: error,
    });
  }
}

function isWriteFault(error: unknown): error is Error & { readonly code: string } {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return false;
  // Network errors have codes too, but no path.
  return 'path' in error || /^SQLITE_(?:CANTOPEN|FULL|IOERR|READONLY)/u.test(error.code);
}
