// Tests of concurrent writers of a pack in several processes, and of killed ones.

import { type ChildProcess, execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate, setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EmbeddingPack, writePack } from '../../index/embedding-pack.js';
import { madeUpEntries, PACK_MODEL } from './fixtures/made-up-pack.js';

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marginalia-pack-'));
  file = join(folder, 'some.pack');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A process that writes the pack this many times, and its result. */
function start(times: number): { readonly child: ChildProcess; readonly ended: Promise<number | string | null> } {
  const program = join(import.meta.dirname, 'fixtures/write-pack-often.ts');
  const child = execFile(process.execPath, ['--import', './tests/register-tsx.mjs', program, file, String(times)], {
    cwd: resolve(import.meta.dirname, '../..'),
  });
  return { child, ended: new Promise((done) => child.on('close', (code, signal) => done(signal ?? code))) };
}

const kind = async () => (await EmbeddingPack.read(file, PACK_MODEL)).kind;

it('two processes that write at once both succeed, and whoever reads meanwhile never meets a half-written pack', async () => {
  const both = Promise.all([start(20).ended, start(20).ended]);
  let isWriting = true;
  void both.then(() => {
    isWriting = false;
  });
  const met = new Set<string>();
  while (isWriting) {
    met.add(await kind());
    await setImmediate();
  }
  expect(await both).toEqual([0, 0]);
  expect([...met].filter((one) => one !== 'none')).toEqual(['pack']);
  expect(readdirSync(folder)).toEqual(['some.pack']);
});

it('a process that is killed at any moment leaves a whole pack, and the next writer cleans up', async () => {
  for (const delay of [0, 5, 13]) {
    const { child, ended } = start(1_000_000);
    await new Promise((begun) => child.stdout?.once('data', begun));
    await wait(delay);
    child.kill('SIGKILL');
    await ended;
    expect(await kind()).toBe('pack');
  }
  await writePack(file, PACK_MODEL, madeUpEntries());
  expect(readdirSync(folder)).toEqual(['some.pack']);
});
