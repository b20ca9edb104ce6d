// Waits for a condition: checked at every change, until a timeout or the server's end.

import type { World } from './state.js';

export interface UntilOptions {
  /** In real time. */
  readonly timeoutMs?: number;
  /** The awaited condition, and the state seen instead. */
  readonly describe: () => string;
}

/** Long enough for busy processors; only a hang reaches it. */
const DEFAULT_TIMEOUT_MS = 120_000;

/** Resolves with the first value of `probe` other than undefined; rejects with a description after the timeout. */
export function until<T>(world: World, probe: () => T | undefined, { timeoutMs = DEFAULT_TIMEOUT_MS, describe }: UntilOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    const { changes, ended } = world;
    const finish = () => {
      clearTimeout(timer);
      changes.off('change', attempt);
      ended.signal.removeEventListener('abort', stop);
    };
    const fail = (why: string) => {
      finish();
      reject(new Error(`${why}: ${describe()}`));
    };
    const attempt = () => {
      const found = probe();
      if (found === undefined) return;
      finish();
      resolve(found);
    };
    const stop = () => fail('The loopback Discord stopped');
    const timer = setTimeout(() => fail(`Nothing for ${timeoutMs} ms`), timeoutMs);
    changes.on('change', attempt);
    ended.signal.addEventListener('abort', stop);
    if (ended.signal.aborted) stop();
    else attempt();
  });
}
