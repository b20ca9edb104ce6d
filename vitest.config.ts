// Configuration of the tests: forks, so that native add-ons and worker threads see one realm. `vitest run` is the short tier; `--mode all`
// adds files named `*.long.test.ts` and the other runs of properties (tests/tier.ts).

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Only in the long tier. */
const LONG = 'tests/**/*.long.test.ts';

/** Long tests that measure the memory of their own process. */
const ALONE = ['tests/{curation/many-servers,e2e/discord-soak}.long.test.ts'];

/** Modules that start threads or processes from files beside them. */
const STARTERS = /\/(?:index\/model-process|src\/curation\/read-note-file|src\/store\/sqlite-scrub)\.ts$/u;

/** Starts the compiled files from the build, which precedes the tests: compiling at each start would take half a second. */
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
    // Long enough for busy processors; only a hang reaches it.
    testTimeout: 300_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
  };
  return {
    test: {
      globalSetup: './tests/global-setup.ts',
      // On two cores, a third worker uses the time in which others wait.
      maxWorkers: isLong ? 3 : 4,
      // Files share a process and its model: starting these would take most of a short file's time. The long files come first: at the end, one of
      // them would keep the others' cores idle.
      projects: [
        ...(isLong
          ? [
              { plugins, test: { ...common, name: 'alone', include: ALONE } },
              { plugins, test: { ...common, name: 'long', isolate: false, include: [LONG], exclude: ALONE } },
            ]
          : []),
        { plugins, test: { ...common, name: 'shared', isolate: false, include: ['tests/**/*.test.ts'], exclude: [LONG] } },
      ],
    },
  };
});
