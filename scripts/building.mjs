// Bundles the program into dist/, unless dist/ was built from the same sources; runs at every start.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
/** Folders to build, and other files that a build depends on. */
const FOLDERS = ['src', 'index', 'commands', 'sandbox', 'eval', 'bench'];
const CONFIGURATION = ['scripts/building.mjs', 'package-lock.json'];
/** Programs, threads and processes. All are bundled into one folder, so that each finds the others beside itself. */
const ENTRIES = {
  main: 'src/main.ts',
  'embedder-worker': 'index/embedder-worker.ts',
  'note-file-worker': 'src/curation/note-file-worker.ts',
  'sqlite-scrub-worker': 'src/store/sqlite-scrub-worker.ts',
  eval: 'eval/eval.ts',
  calibrate: 'eval/calibrate.ts',
  bench: 'bench/bench.ts',
  'load-model': 'bench/load-model.ts',
};
/** The sandbox's page, built as one script and one style sheet. */
const PAGE = 'sandbox/page';
const PAGE_ENTRIES = ['main.ts', 'page.css'];
/** Not bundled: packages with compiled parts or with files beside them; the last four are optional and not installed. */
const NOT_BUNDLED = [
  '@resvg/resvg-js',
  '@xenova/transformers',
  'better-sqlite3',
  'better-sqlite3-13',
  'hnswlib-node',
  'pino',
  'pino-pretty',
  'word-list',
  'bufferutil',
  'pg-native',
  'utf-8-validate',
  'zlib-sync',
];
/** Names that bundled CommonJS packages need. */
const FOR_COMMONJS = [
  "import { createRequire as createRequireOfBundle } from 'node:module';",
  'const require = createRequireOfBundle(import.meta.url);',
  'const __dirname = import.meta.dirname;',
].join('\n');
/** An unfinished build, made beside dist/ and then renamed: dist/ is always one whole build, even with concurrent or killed builds. */
const UNFINISHED = /^\.dist-(\d+)(?:-old)?$/u;
/** File in each build that identifies its sources. */
const STAMP = '.made-of';
const SWAPS = 20;

/**
 * Builds if the sources have changed, and returns the exit code. Does not check types; `npm run types` does. Packages are bundled because
 * loading a thousand files would dominate the start.
 * @param isNeeded whether a missing esbuild is a failure
 */
export async function build(isNeeded) {
  const madeOf = digestSources();
  if (stampOf(DIST) === madeOf) return 0;
  const esbuild = await import('esbuild').catch(() => undefined);
  if (esbuild === undefined) {
    say(
      `The program is not built: esbuild is not installed. ${isNeeded ? 'Run npm ci, with the development packages.' : 'npm ci without --omit=dev builds it.'}`,
    );
    return isNeeded ? 1 : 0;
  }
  say('Building the program …');
  removeUnfinished();
  const fresh = join(ROOT, `.dist-${process.pid}`);
  try {
    await bundle(esbuild, fresh);
    writeFileSync(join(fresh, STAMP), madeOf);
    putInPlace(fresh, madeOf);
    return 0;
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    say('The program could not be built; see the errors above.');
    return 1;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function bundle(esbuild, folder) {
  const common = { absWorkingDir: ROOT, format: 'esm', target: 'node20', logLevel: 'error', charset: 'utf8' };
  const program = esbuild.build({
    ...common,
    entryPoints: Object.entries(ENTRIES).map(([out, file]) => ({ out, in: file })),
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    // Packages for both CommonJS and modules may load their CommonJS parts in a way that cannot be bundled.
    mainFields: ['module', 'main'],
    external: NOT_BUNDLED,
    banner: { js: FOR_COMMONJS },
  });
  const page = esbuild.build({
    ...common,
    target: 'es2023',
    entryPoints: PAGE_ENTRIES.map((name) => join(PAGE, name)),
    outdir: join(folder, PAGE),
    bundle: true,
    minify: true,
  });
  // Both must have ended before a failed build's folder is removed.
  for (const { reason } of await Promise.allSettled([program, page])) if (reason !== undefined) throw reason;
}

function sourcesIn(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true })
    .filter((name) => /\.(?:ts|css)$/u.test(name))
    .map((name) => join(folder, name))
    .sort();
}

function digestSources() {
  const digest = createHash('sha256');
  for (const file of [...CONFIGURATION, ...FOLDERS.flatMap(sourcesIn)])
    digest
      .update(`${file}\n`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  return digest.digest('hex');
}

function stampOf(folder) {
  try {
    return readFileSync(join(folder, STAMP), 'utf8');
  } catch {
    return undefined;
  }
}

/** Removes the folders of killed builds. */
function removeUnfinished() {
  for (const name of readdirSync(ROOT)) {
    const [, pid] = UNFINISHED.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(ROOT, name), { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function putInPlace(fresh, madeOf) {
  const old = `${fresh}-old`;
  for (let left = SWAPS; ; left -= 1) {
    // Another process finished the same build meanwhile, and may be running from it.
    if (stampOf(DIST) === madeOf) return;
    try {
      if (existsSync(DIST)) renameSync(DIST, old);
      renameSync(fresh, DIST);
      return;
    } catch (error) {
      // Another process is putting its own build in place at this moment.
      if (left === 0 || !['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EPERM', 'EBUSY'].includes(error.code)) throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
