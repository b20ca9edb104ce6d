// Tests of thousands of guilds with one note each, under the program's heap limit: a guild's cost follows its content.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const SERVERS = 2_000;
const MOST_BYTES = 50_000;

it('take at most 50 kB each, all of them together less than the heap of the start, and each has its note', async () => {
  const heap = /--max-old-space-size=\d+/u.exec(packageJson.scripts.start)?.[0] ?? expect.fail('The start has no heap.');
  const program = join(import.meta.dirname, 'fixtures/many-servers.ts');
  const tsx = join(import.meta.dirname, '../register-tsx.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', heap, '--import', tsx, program, String(SERVERS)]);
  const { each, seen } = JSON.parse(stdout) as { readonly each: number; readonly seen: readonly string[] };
  expect(seen).toEqual(['found', 'found']);
  expect(each).toBeGreaterThan(0);
  expect(each).toBeLessThan(MOST_BYTES);
});
