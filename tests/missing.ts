// Availability of optional tools on this machine; global-setup.ts reports the skipped tests at the end.

import { inject } from 'vitest';

const missing = inject('missing');

/** Whether tests on PostgreSQL can or must run here. */
export const hasPostgres = missing.postgres === undefined;

/** Whether tests in a browser can or must run here. */
export const hasBrowser = missing.browser === undefined;
