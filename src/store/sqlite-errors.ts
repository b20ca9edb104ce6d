// Translates errors of SQLite into errors of the store.

import { hasCode } from './sqlite-file.js';
import { StoreError, type StoreFailure } from './store-error.js';

const FAULTS: readonly (readonly [code: RegExp, StoreFailure])[] = [
  // Its shared memory cannot grow on a full disk either.
  [/^SQLITE_(?:FULL|IOERR_SHMSIZE)/u, 'full'],
  [/^SQLITE_(?:BUSY|LOCKED)/u, 'busy'],
  [/^SQLITE_(?:READONLY|IOERR|CORRUPT|NOTADB|CANTOPEN|PERM)/u, 'refusing'],
];

/** Translates an error for the store; undefined for a bug of the program. */
export function sqliteError(error: unknown): StoreError | undefined {
  if (error instanceof StoreError) return error;
  if (!hasCode(error)) return undefined;
  const kind = FAULTS.find(([code]) => code.test(error.code))?.[1];
  return kind === undefined ? undefined : new StoreError(kind, { code: error.code, cause: error });
}
