// Tests of a model that hangs or crashes: it is replaced once and repeats pending texts; after that all callers learn that it has stopped.

import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Embedder } from '../../index/embedder.js';
import { EmbedderStoppedError } from '../../src/answer/ports.js';
import { hang, isThere, modelProcessesOf } from '../model-process.js';

const MODELS = join(resolve(import.meta.dirname, '../..'), 'models');
/** Short for an answer, so that the tests do not wait long; long for loading, on a busy machine. */
const PATIENCE = { answerMs: 1_500, firstLoadMs: 120_000, nextLoadMs: 120_000 };
const QUESTIONS = ['Who won?', 'Where do the bees live?', '¿Quién ganó?', 'a', ''];

/** Other embedders of this process. */
const others = new Set(modelProcessesOf(process.pid));
let embedder: Embedder;
let reasons: string[];

const ours = () => modelProcessesOf(process.pid).filter((pid) => !others.has(pid));
const embedAll = () => Promise.all(QUESTIONS.map((text) => embedder.embed(text, 'query')));
const onlyProcess = () => {
  const [pid, ...more] = ours();
  if (pid === undefined || more.length > 0) throw new Error(`There are ${more.length + 1} processes instead of one.`);
  return pid;
};

/** Loading takes most of the time, so each test leads one embedder through several faults. */
async function start(patience = PATIENCE): Promise<void> {
  embedder = await Embedder.start({ model: 'Xenova/e5-small-v2', modelsDirectory: MODELS, patience });
  reasons = [];
  embedder.onReplaced = ({ message }) => reasons.push(message);
}

const numbers = async () => (await embedAll()).map(({ vector }) => [...vector]);

afterEach(async () => {
  await embedder.close();
  expect(ours()).toEqual([]);
});

describe('a model', () => {
  it('that hangs is replaced, and texts that waited get the same numbers; one that fails again soon is given up, and everybody hears of it', async () => {
    await start();
    const expected = await numbers();
    const first = onlyProcess();
    const waiting = numbers();
    hang(first);
    expect(await waiting).toEqual(expected);
    expect(reasons).toEqual(['The embedding model has not answered for 2 seconds.']);
    expect(isThere(first)).toBe(false);

    process.kill(onlyProcess(), 'SIGKILL');
    const asked = QUESTIONS.map((text) => embedder.embed(text, 'query').catch((error: unknown) => error));
    const stopped = await embedder.ended;
    expect(stopped).toBeInstanceOf(EmbedderStoppedError);
    expect(stopped.message).toBe('The embedding model stopped for good: The process of the embedding model ended with SIGKILL.');
    for (const outcome of await Promise.all(asked)) expect(outcome).toBe(stopped);
    await expect(embedder.embed('late', 'query')).rejects.toBe(stopped);
    expect(reasons).toHaveLength(1);
  });

  it('that hangs while nobody asks is noticed and replaced; one that hangs ends when it is told to', async () => {
    await start({ ...PATIENCE, answerMs: 600 });
    const first = onlyProcess();
    hang(first);
    await vi.waitFor(() => expect(reasons).toHaveLength(1), { timeout: 60_000 });
    await numbers();
    expect(isThere(first)).toBe(false);

    hang(onlyProcess());
    const asked = embedder.embed('Who won?', 'query').catch((error: unknown) => error);
    await embedder.close();
    expect(await asked).toEqual(new Error('The embedder is closed.'));
  });

  it('that crashes is replaced; where its replacement hangs as it loads, it is given up', async () => {
    await start({ ...PATIENCE, nextLoadMs: 0 });
    const first = onlyProcess();
    const asked = embedder.embed('Who won?', 'query').catch((error: unknown) => error);
    process.kill(first, 'SIGSEGV');
    await vi.waitFor(() => hang(ours().find((pid) => pid !== first) ?? Number.NaN), { timeout: 20_000, interval: 5 });
    const stopped = await asked;
    expect(stopped).toBeInstanceOf(EmbedderStoppedError);
    expect((stopped as Error).message).toMatch(
      /^The embedding model stopped for good: The embedding model has not answered for \d+ seconds\.$/u,
    );
    expect(reasons).toEqual(['The process of the embedding model ended with SIGSEGV.']);
  });

  it('is not taken to hang while this process is held up itself, and ignores signals to end: it answers as long as it is asked', async () => {
    await start();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.kill(onlyProcess(), signal);
    const waiting = numbers();
    const until = performance.now() + 3 * PATIENCE.answerMs;
    while (performance.now() < until);
    await waiting;
    expect(reasons).toEqual([]);
  });
});
