// How the tests run: forks, so that native add-ons and worker threads see one realm.

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: './tests/global-setup.ts',
    pool: 'forks',
    // The embedding worker is TypeScript too: worker threads inherit these flags.
    execArgv: ['--import', './tests/register-tsx.mjs'],
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
