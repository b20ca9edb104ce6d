// Translates errors of PostgreSQL and of the network into errors of the store.

import pg from 'pg';
import { StoreError, type StoreFailure } from './store-error.js';

/** By the first characters of the server's codes; the longest match counts. */
const FAULTS: Readonly<Record<string, StoreFailure>> = {
  // Connections and resources; the server starts, stops or has no free connection.
  '08': 'away',
  '53': 'away',
  '57': 'away',
  '25P03': 'away',
  '53100': 'full',
  // Waiting for others took too long, or ended in a deadlock.
  '40': 'busy',
  '55P03': 'busy',
  '57014': 'busy',
  // A standby, damaged data, a failing disk.
  '25006': 'refusing',
  '58': 'refusing',
  XX001: 'refusing',
  XX002: 'refusing',
};
const LONGEST_CODE = 5;

/** Translates an error for the store; undefined for a bug of the program. */
export function postgresError(error: unknown): StoreError | undefined {
  if (error instanceof StoreError) return error;
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (!(error instanceof pg.DatabaseError)) {
    // The driver's own errors have no code: a connection was lost, or not made in time.
    const isOfTheWay = code === undefined ? /connect|terminat|time-?out|queryable/iu.test(error.message) : 'syscall' in error;
    return isOfTheWay ? new StoreError('away', { cause: error, ...(code === undefined ? {} : { code }) }) : undefined;
  }
  if (code === undefined) return undefined;
  for (let length = LONGEST_CODE; length >= 2; length--) {
    const kind = FAULTS[code.slice(0, length)];
    if (kind !== undefined) return new StoreError(kind, { code, cause: error });
  }
  return undefined;
}

/** The reason why the first query failed, and whether it may pass by itself. */
export function whyUnusable(error: unknown): { readonly why: string; readonly mayPass: boolean } {
  if (error instanceof StoreError) return { why: 'the server does not answer; see that it runs.', mayPass: true };
  // Without a code, the error is the driver's own, which contains no values.
  if (!(error instanceof Error) || !('code' in error)) {
    const message = error instanceof Error ? error.message : String(error);
    return { why: `${message}.`, mayPass: /time-?out|terminated/iu.test(message) };
  }
  const code = String(error.code);
  switch (code) {
    case '28P01':
    case '28000':
      return { why: `the server refuses its user or password (${code}).`, mayPass: false };
    case '3D000':
      return { why: `the server has no database of that name (${code}); create it first.`, mayPass: false };
    case '53300':
      return { why: `the server has no connection left (${code}); allow more, or try again later.`, mayPass: true };
    case '57P03':
      return { why: `the server is starting or stopping (${code}); try again later.`, mayPass: true };
    default:
      return { why: `the server cannot be reached (${code}); see that it runs, and that host and port are right.`, mayPass: true };
  }
}
