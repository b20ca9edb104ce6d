// StoreError: why the store failed, whether anything can have been saved, and the sentence for a terminal.

import { UnavailableError } from '../input-error.js';

/**
 * What kept the store from its work.
 * - away: the database cannot be reached, or does not answer in time
 * - busy: others have written, or held what was needed, for too long
 * - full: there is no room on the disk of the database
 * - refusing: the database takes nothing (read-only, damaged, a failing disk) until somebody looks at it
 * - stopping: the program is ending
 * - unsettled: the connection was lost while a change was being completed, and whether it was cannot be asked
 * Of all but the last it is known that nothing was saved.
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

  /** @param code what the database or the operating system calls it */
  constructor(kind: StoreFailure, { code, cause }: { readonly code?: string; readonly cause?: unknown } = {}) {
    super(SENTENCES[kind](code === undefined ? '' : ` (${code})`), { cause });
    this.kind = kind;
  }
}
