// StoreError: the reason why the store failed, whether anything can have been saved, and the sentence for a terminal.

import { UnavailableError } from '../input-error.js';

/**
 * The reason why the store failed.
 * - away: the database cannot be reached, or does not answer in time
 * - busy: others have been writing, or holding locks, for too long
 * - full: the disk of the database is full
 * - refusing: the database accepts nothing (read-only, damaged, a failing disk) until somebody repairs it
 * - stopping: the program is ending
 * - unsettled: the connection was lost during a commit, and its outcome cannot be found out
 * Except for the last, nothing was saved.
 */
export type StoreFailure = 'away' | 'busy' | 'full' | 'refusing' | 'stopping' | 'unsettled';

const SENTENCES: Readonly<Record<StoreFailure, (code: string) => string>> = {
  away: (code) => `The database cannot be reached${code}, so nothing was saved. Try again when it can.`,
  busy: (code) => `Others are writing to the database for longer than usual${code}, so nothing was saved. Try again in some seconds.`,
  full: (code) => `The disk of the database is full${code}, so nothing was saved. Make room, then try again.`,
  refusing: (code) => `The database takes no changes${code}, so nothing was saved. Look at its disk and its permissions.`,
  stopping: () => 'The store is closed. The program is ending, and nothing was saved.',
  unsettled: (code) =>
    `The connection to the database was lost${code} while a change was being completed. It may be saved: look before you try again.`,
};

export class StoreError extends UnavailableError {
  readonly kind: StoreFailure;

  /** @param code the code of the database or the operating system */
  constructor(kind: StoreFailure, { code, cause }: { readonly code?: string; readonly cause?: unknown } = {}) {
    super(SENTENCES[kind](code === undefined ? '' : ` (${code})`), { cause });
    this.kind = kind;
  }
}
