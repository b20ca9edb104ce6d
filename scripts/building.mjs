// Translates the program into dist/ where its sources are others than those that dist/ was made of; a start runs it each time.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
const CONFIGURATION = ['tsconfig.build.json', 'tsconfig.json'];
/** Made beside dist/ and then renamed, so that dist/ is always one whole build, whoever else builds and whatever ends this. */
const UNFINISHED = /^\.dist-(\d+)(?:-old)?$/u;
/** In each build: what it was made of. */
const STAMP = '.made-of';
const SWAPS = 20;

/**
 * Builds if the sources have changed, and gives the exit code. Nothing is checked: `npm run types` does that, in ten times the time.
 * @param isNeeded whether it is a failure that there is no TypeScript to build with
 */
export async function build(isNeeded) {
  const madeOf = digestSources();
  if (stampOf(DIST) === madeOf) return 0;
  const compiler = findCompiler();
  if (compiler === undefined) {
    say(
      `The program is not built: TypeScript is not installed. ${isNeeded ? 'Run npm ci, with the development packages.' : 'npm ci without --omit=dev builds it.'}`,
    );
    return isNeeded ? 1 : 0;
  }
  say('Building the program …');
  removeUnfinished();
  const fresh = join(ROOT, `.dist-${process.pid}`);
  try {
    const code = await run(compiler, ['-p', join(ROOT, 'tsconfig.build.json'), '--outDir', fresh]);
    if (code !== 0) {
      say('The program could not be built; what is wrong stands above.');
      return 1;
    }
    writeFileSync(join(fresh, STAMP), madeOf);
    putInPlace(fresh, madeOf);
    return 0;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function digestSources() {
  const { include } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.build.json'), 'utf8'));
  const sources = include.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const digest = createHash('sha256');
  for (const file of [...CONFIGURATION, ...sources.sort()])
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

function findCompiler() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  } catch {
    return undefined;
  }
}

/** What a build that was killed left behind. */
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

function run(compiler, args) {
  return new Promise((ended, fail) => {
    // On standard error, as what is said here: standard output is for answers.
    spawn(process.execPath, [compiler, ...args], { cwd: ROOT, stdio: ['ignore', 2, 2] })
      .once('error', fail)
      .once('close', ended);
  });
}

function putInPlace(fresh, madeOf) {
  const old = `${fresh}-old`;
  for (let left = SWAPS; ; left -= 1) {
    // Another process built the same meanwhile, and perhaps runs in it already.
    if (stampOf(DIST) === madeOf) return;
    try {
      if (existsSync(DIST)) renameSync(DIST, old);
      renameSync(fresh, DIST);
      return;
    } catch (error) {
      // Another process puts its own in place at this moment.
      if (left === 0 || !['ENOENT', 'ENOTEMPTY', 'EEXIST', 'EPERM', 'EBUSY'].includes(error.code)) throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
