// Sends again what a broken connection swallowed; for requests that have the same effect when they are sent twice.

import pRetry from 'p-retry';
import { isConnectionLost } from './failure.js';

const RETRIES = { retries: 2, minTimeout: 100 };

/** Makes a request, and again when the connection broke; rejects with what the last one threw. */
export function sendAgain<T>(request: () => Promise<T>): Promise<T> {
  return pRetry(request, { ...RETRIES, shouldRetry: ({ error }) => isConnectionLost(error) });
}
