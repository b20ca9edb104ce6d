// How the tests run: forks, so that native add-ons and worker threads see one realm; what measures time runs last and alone.

import { defineConfig } from 'vitest/config';

/** These hold the program to figures that another test at work would spoil. */
const MEASURING = ['tests/e2e/discord-soak.test.ts', 'tests/index/layer-while-asked.test.ts'];

const shared = {
  pool: 'forks' as const,
  // The embedding worker is TypeScript too: worker threads inherit these flags.
  execArgv: ['--import', './tests/register-tsx.mjs'],
  testTimeout: 60_000,
  hookTimeout: 300_000,
};

export default defineConfig({
  test: {
    globalSetup: './tests/global-setup.ts',
    // Vitest would leave a core for itself.
    maxWorkers: 2,
    projects: [
      { test: { ...shared, name: 'tests', include: ['tests/**/*.test.ts'], exclude: MEASURING, sequence: { groupOrder: 0 } } },
      { test: { ...shared, name: 'alone', include: MEASURING, fileParallelism: false, sequence: { groupOrder: 1 } } },
    ],
  },
});
