// Tests of an embedder's end, each in its own process.

import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { z } from 'zod';
import { Embedder } from '../../index/embedder.js';

const ROOT = resolve(import.meta.dirname, '../..');
const MODELS = join(ROOT, 'models');

let embedder: Embedder;

beforeAll(async () => {
  embedder = await Embedder.start({ model: 'Xenova/e5-small-v2', modelsDirectory: MODELS });
});

afterAll(() => embedder.close());

describe.concurrent('the end of an embedder', () => {
  // In a separate process, which shows that it ends by itself.
  const run = async (script: string): Promise<unknown> => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', './tests/register-tsx.mjs', join(import.meta.dirname, 'fixtures', script), MODELS],
      { cwd: ROOT },
    );
    return JSON.parse(stdout);
  };

  it('rejects what is under way and what is asked later, and may come twice', async ({ expect }) => {
    const { underWay, later } = z.object({ underWay: z.array(z.string()), later: z.string() }).parse(await run('close-embedder.ts'));
    expect(underWay).toHaveLength(20);
    expect(new Set(underWay)).toEqual(new Set(['Error: The embedder is closed.']));
    expect(later).toBe('Error: The embedder is closed.');
  });

  it('is not needed: a process with an idle embedder ends by itself', async ({ expect }) => {
    expect(await run('leave-embedder.ts')).toEqual({ tokens: 2 });
  });
});
