// How the tests run: forks, so that native add-ons and worker threads see one realm; what measures time runs last and alone.

import { defineConfig } from 'vitest/config';

/** These hold the program to figures that another test at work would spoil. */
const MEASURING = ['tests/e2e/discord-soak.test.ts', 'tests/index/layer-while-asked.test.ts', 'tests/sandbox/page.test.ts'];

/** Share one app, and so one process: the model's native library can be loaded once in a process. */
const WITH_SHIPPED_APP = [
  'tests/e2e/discord-*.test.ts',
  'tests/e2e/pictures.test.ts',
  'tests/curation/gaps.test.ts',
  'tests/sandbox/acts.test.ts',
];
/** Each starts a model of its own, or the whole program. */
const WITH_MODEL = [
  'tests/answer/with-app.test.ts',
  'tests/console/{command-line,prompt}.test.ts',
  'tests/e2e/{ask,command-line,discord-start,sandbox-start}.test.ts',
  'tests/curation/{decisions,durability,effect,import,orphans,readings,rights-table,two-processes}.test.ts',
  'tests/index/{article-index,embedder,layer,model-download,open-index,text-embedder,vector-index}.test.ts',
];

const common = {
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
      {
        test: {
          ...common,
          name: 'plain',
          // Files share a process: most of the time of a short file would be the start of its own.
          isolate: false,
          include: ['tests/**/*.test.ts'],
          exclude: [...WITH_SHIPPED_APP, ...WITH_MODEL, ...MEASURING],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...common,
          name: 'app',
          isolate: false,
          include: WITH_SHIPPED_APP,
          exclude: [...WITH_MODEL, ...MEASURING],
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...common, name: 'model', include: WITH_MODEL, sequence: { groupOrder: 0 } } },
      { test: { ...common, name: 'alone', include: MEASURING, fileParallelism: false, sequence: { groupOrder: 1 } } },
    ],
  },
});
