// Tests of the build at each start: when it runs, when it does not, and the leftovers of an interrupted one.

import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
/** An impossible process id: it exceeds the maximum. */
const NOBODY = 99_999_999;
const run = promisify(execFile);
/** Files to build beside `src/main.ts`. */
const ENTRIES = [
  'index/embedder-worker.ts',
  'src/curation/note-file-worker.ts',
  'src/store/sqlite-scrub-worker.ts',
  'eval/eval.ts',
  'eval/calibrate.ts',
  'bench/bench.ts',
  'bench/load-model.ts',
];

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'marginalia-build-'));
  for (const name of ['scripts/build.mjs', 'scripts/building.mjs', 'package.json', 'package-lock.json'])
    cpSync(join(ROOT, name), join(project, name));
  for (const folder of ['src/curation', 'src/store', 'index', 'commands', 'sandbox/page', 'eval', 'bench'])
    mkdirSync(join(project, folder), { recursive: true });
  for (const entry of ENTRIES) write(entry, 'export {};\n');
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'), 'junction');
  write('src/main.ts', "import { two } from './two.js';\n\nexport const one: number = two - 1;\n");
  write('sandbox/page/main.ts', "import { menu } from './menu.js';\n\nexport const main: string = menu;\n");
  write('sandbox/page/menu.ts', "export const menu: string = 'menu';\n");
  write('sandbox/page/page.css', 'p {\n  color: red;\n}\n');
  write('src/two.ts', 'export const two: number = 2;\n');
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(project, name), text);
}

/** Builds; gives the exit code and the output. */
async function build(...args: string[]): Promise<{ readonly code: number; readonly said: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, [join(project, 'scripts/build.mjs'), ...args], { cwd: tmpdir() });
    expect(stdout).toBe('');
    return { code: 0, said: stderr };
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string };
    return { code, said: stderr };
  }
}

const made = (name: string) => join(project, 'dist', name);
const unfinished = () => readdirSync(project).filter((name) => name.startsWith('.dist-'));

describe('the build', () => {
  it('is made once, and again only when a source has changed, in one line', async () => {
    expect(await build()).toEqual({ code: 0, said: 'Building the program …\n' });
    expect(readFileSync(made('main.js'), 'utf8')).toContain('two = 2;');
    // A browser loads one script.
    expect(readFileSync(made('sandbox/page/main.js'), 'utf8')).toMatch(/"menu"/u);
    const { ino } = statSync(made('main.js'));
    expect(await build()).toEqual({ code: 0, said: '' });
    expect(statSync(made('main.js')).ino).toBe(ino);
    write('src/two.ts', 'export const two: number = 22;\n');
    expect(await build()).toEqual({ code: 0, said: 'Building the program …\n' });
    expect(readFileSync(made('main.js'), 'utf8')).toContain('two = 22;');
  });

  it('holds nothing of a source that is gone', async () => {
    write('index/old.ts', 'export {};\n');
    write('index/embedder-worker.ts', "export const old = await import('./old.js');\n");
    await build();
    const [old = ''] = readdirSync(made('')).filter((name) => name.startsWith('old-'));
    expect(existsSync(made(old))).toBe(true);
    rmSync(join(project, 'index/old.ts'));
    write('index/embedder-worker.ts', 'export {};\n');
    expect((await build()).code).toBe(0);
    expect(readdirSync(made('')).filter((name) => name.startsWith('old-'))).toEqual([]);
  });

  it('is made again when the style sheet has changed', async () => {
    await build();
    write('sandbox/page/page.css', 'p {\n  color: blue;\n}\n');
    await build();
    expect(readFileSync(made('sandbox/page/page.css'), 'utf8')).toContain('color:#00f');
  });

  it('stays as it was where a source cannot be read, and says where', async () => {
    await build();
    write('src/two.ts', 'export const two = ;\n');
    const { code, said } = await build();
    expect(code).toBe(1);
    expect(said).toContain('src/two.ts');
    expect(readFileSync(made('main.js'), 'utf8')).toContain('two = 2;');
    // It is not a build of these sources, so the next start does not use it.
    expect((await build()).code).toBe(1);
    expect(unfinished()).toEqual([]);
  });

  it('does not depend on one that was killed, and removes what that left', async () => {
    await build();
    cpSync(join(project, 'dist'), join(project, `.dist-${NOBODY}`), { recursive: true });
    cpSync(join(project, 'dist'), join(project, `.dist-${NOBODY}-old`), { recursive: true });
    rmSync(join(project, 'dist'), { recursive: true });
    expect((await build()).code).toBe(0);
    expect(existsSync(made('main.js'))).toBe(true);
    expect(unfinished()).toEqual([]);
  });

  it('is whole when several processes make it at once', async () => {
    const builds = await Promise.all([build(), build(), build()]);
    expect(builds.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(readdirSync(made('sandbox/page')).sort()).toEqual(['main.js', 'page.css']);
    expect(unfinished()).toEqual([]);
    expect((await build()).said).toBe('');
  });

  it('is left out where esbuild is not installed, which an installation survives and a start does not', async () => {
    rmSync(join(project, 'node_modules'));
    const installed = await build('--if-possible');
    expect(installed.code).toBe(0);
    expect(installed.said).toMatch(/^The program is not built: esbuild is not installed\..*\n$/u);
    const started = await build();
    expect(started.code).toBe(1);
    expect(started.said).toMatch(/Run npm ci/u);
  });
});
