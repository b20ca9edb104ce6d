// Repeats requests that a broken connection swallowed; only for requests that may be sent twice.

import pRetry from 'p-retry';
import { isConnectionLost } from './failure.js';

const RETRIES = { retries: 2, minTimeout: 100 };

/** Makes a request, and repeats it if the connection broke; rejects with the error of the last attempt. */
export function sendAgain<T>(request: () => Promise<T>): Promise<T> {
  return pRetry(request, { ...RETRIES, shouldRetry: ({ error }) => isConnectionLost(error) });
}
