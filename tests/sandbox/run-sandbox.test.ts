// Tests of the sandbox's start: the page works while the model is still loading, and learns of a failure.

import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Embedder } from '../../index/embedder.js';
import { readConfig } from '../../src/config.js';
import { openSandbox } from '../../src/run-sandbox.js';
import { openPage } from './stage.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

let before: readonly NodeJS.SignalsListener[];

beforeEach(() => {
  before = SIGNALS.flatMap((name) => process.listeners(name) as NodeJS.SignalsListener[]);
});

afterEach(() => {
  for (const name of SIGNALS) {
    for (const listener of process.listeners(name) as NodeJS.SignalsListener[]) {
      if (!before.includes(listener)) process.off(name, listener);
    }
  }
});

describe('the sandbox', () => {
  it('opens its page before the model is there, and tells it why nothing comes of it', { timeout: 60_000 }, async () => {
    let fail = (_: Error): void => undefined;
    const model = new Promise<Embedder>((_, reject) => {
      fail = reject;
    });
    // As in the caller: a failure is handled where the model is awaited.
    model.catch(() => undefined);
    let printed = '';
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    stdout.on('data', (chunk) => {
      printed += String(chunk);
    });
    const config = readConfig({ LOG_LEVEL: 'error' });
    const ended = openSandbox({ args: [], config, streams: { stdin, stdout, stderr }, startModel: () => model }, 0);
    ended.catch(() => undefined);
    const address = () => /http:\/\/127\.0\.0\.1:\d+/u.exec(printed)?.[0];
    await expect.poll(address, { timeout: 30_000 }).toBeDefined();

    const page = await openPage({ url: address() ?? '' });
    expect(page.view.start.is).toBe('loading');
    expect(page.view.commands).toEqual([]);
    const closed = new Promise((resolve) => page.socket.once('close', resolve));
    fail(new Error('The model is broken.'));
    await expect(ended).rejects.toThrow('The model is broken.');
    await closed;
    expect(page.told.flatMap((one) => (one.tell === 'start' ? [one.start] : []))).toEqual([{ is: 'failed', why: 'The model is broken.' }]);
  });
});
