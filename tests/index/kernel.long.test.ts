// Tests that the shipped kernel is the compiled form of its source.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

it('ships the kernel that its source compiles to, byte for byte', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [resolve(ROOT, 'scripts/build-kernel.mjs')], { encoding: 'utf8' });
  expect(stdout).toBe(await readFile(resolve(ROOT, 'index/kernel/max-sim.wasm.ts'), 'utf8'));
});
