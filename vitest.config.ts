// How the tests run: forks, so that native add-ons and worker threads see one realm. `vitest run` is the short tier; with
// `--mode all`, files named `*.long.test.ts` and the other runs of properties come too (tests/tier.ts).

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Only in the long tier. */
const LONG = 'tests/**/*.long.test.ts';

/** Start the whole program. */
const WITH_PROCESSES = ['tests/e2e/{command-line,sandbox-start}.test.ts'];

/** Start threads or processes from files that stand beside them. */
const STARTERS = /\/(?:index\/model-process|src\/curation\/read-note-file|src\/store\/sqlite-scrub)\.ts$/u;

/** What is started is taken from the build, which is made before the tests: to translate it at each start would take half a second. */
const startsCompiled = {
  name: 'starts-compiled',
  enforce: 'pre' as const,
  transform: (code: string, id: string) => {
    if (!STARTERS.test(id)) return undefined;
    return code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(join(import.meta.dirname, 'dist/main.js')).href));
  },
};

export default defineConfig(({ mode }) => {
  const isLong = mode === 'all';
  const plugins = [startsCompiled];
  const common = {
    pool: 'forks' as const,
    setupFiles: ['tests/set-up.ts'],
    env: { TEST_TIER: isLong ? 'all' : 'short' },
    // Only what hangs meets them, also where other work takes the processors.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
  };
  return {
    test: {
      globalSetup: './tests/global-setup.ts',
      // On two cores a third one works where the others wait, which they do more in the long tier.
      maxWorkers: isLong ? 4 : 3,
      projects: [
        ...(isLong ? [{ plugins, test: { ...common, name: 'long', include: [LONG] } }] : []),
        { plugins, test: { ...common, name: 'processes', include: WITH_PROCESSES, exclude: [LONG] } },
        {
          plugins,
          test: {
            ...common,
            name: 'shared',
            // Files share a process, and in it the model: most of the time of a short file would be the start of its own.
            isolate: false,
            include: ['tests/**/*.test.ts'],
            exclude: [...WITH_PROCESSES, LONG],
          },
        },
      ],
    },
  };
});
