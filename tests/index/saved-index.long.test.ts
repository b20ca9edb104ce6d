// Tests of writers of a saved index in several processes, and of those that are killed.

import { type ChildProcess, execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Expected, type ReadResult, readIndex, writeIndex } from '../../index/saved-index.js';
import { EXPECTED, type MadeUp, makeParts } from './fixtures/parts-without-model.js';

const ROOT = resolve(import.meta.dirname, '../..');

let madeUp: MadeUp;
let parent = '';
let folder = '';
/** Bytes of every file of a good index, by name. */
const good = new Map<string, Buffer>();

const write = (to = folder, expected: Expected = EXPECTED) => writeIndex(to, madeUp.parts, madeUp.vectors, expected);
const read = () => readIndex(folder, EXPECTED);

const whyStale = (result: ReadResult) => (result.kind === 'stale' ? result.why : 'it is current');

beforeAll(async () => {
  madeUp = await makeParts();
  const made = mkdtempSync(join(tmpdir(), 'marginalia-saved-'));
  await write(join(made, 'good'));
  for (const name of readdirSync(join(made, 'good'))) good.set(name, readFileSync(join(made, 'good', name)));
  rmSync(made, { recursive: true });
});

beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), 'marginalia-saved-'));
  folder = join(parent, 'saved');
  await write(join(parent, 'good'));
  await write();
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

describe('writers', () => {
  const start = (times: number): ChildProcess =>
    execFile(
      process.execPath,
      ['--import', './tests/register-tsx.mjs', join(import.meta.dirname, 'fixtures/write-index-often.ts'), folder, String(times)],
      { cwd: ROOT },
    );
  const ended = (child: ChildProcess) => {
    let errors = '';
    child.stderr?.on('data', (text) => {
      errors += text;
    });
    return new Promise<string>((done) => child.on('close', (code, signal) => done(code === 0 ? 'written' : `${signal ?? code} ${errors}`)));
  };
  const besides = () => readdirSync(parent).filter((name) => name !== 'good');

  it('in two processes at once both succeed, and whoever reads meanwhile never meets a half-written index', async () => {
    const both = [start(20), start(20)].map(ended);
    let reading = true;
    const reasons = new Set<string>();
    const reader = (async () => {
      while (reading) {
        const result = await read();
        if (result.kind === 'stale') reasons.add(result.why);
        await wait(1);
      }
    })();
    expect(await Promise.all(both)).toEqual(['written', 'written']);
    reading = false;
    await reader;
    // Between two renames there is none; and a file can be gone when the manifest was read before.
    for (const why of reasons) expect(why).toMatch(/^(?:there is none yet|\S+ is missing|it cannot be read .*)$/u);
    expect((await read()).kind).toBe('current');
    expect(besides()).toEqual([basename(folder)]);
  });

  it('that are killed at any moment leave a whole index or none, and the next one cleans up', async () => {
    for (const delay of [0, 5, 13]) {
      const child = start(1_000_000);
      const end = ended(child);
      await new Promise((begun) => child.stdout?.once('data', begun));
      await wait(delay);
      child.kill('SIGKILL');
      await end;
      const result = await read();
      expect(['it is current', 'there is none yet']).toContain(whyStale(result));
    }
    await write();
    expect((await read()).kind).toBe('current');
    expect(besides()).toEqual([basename(folder)]);
  });
});
