// Waits for a condition: checked at every change, until a timeout or the server stops.

import type { World } from './state.js';

export interface UntilOptions {
  /** Real time. */
  readonly timeoutMs?: number;
  /** What is waited for, and what was seen instead. */
  readonly describe: () => string;
}

/** Only what hangs meets it, also where the processors have other work. */
const DEFAULT_TIMEOUT_MS = 120_000;

/** Resolves with what `probe` gives as soon as that is not undefined; rejects with a description when it takes too long. */
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
