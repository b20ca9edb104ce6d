// What this machine has of what only some tests need; the end of the run says what was left out (global-setup.ts).

import { inject } from 'vitest';

const missing = inject('missing');

/** Whether tests on PostgreSQL can run here, or must. */
export const hasPostgres = missing.postgres === undefined;

/** Whether tests in a browser can run here, or must. */
export const hasBrowser = missing.browser === undefined;
