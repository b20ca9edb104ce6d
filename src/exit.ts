// How the program ends and speaks: its exit codes, its time to end in, and plain lines on its streams.

import { setTimeout as sleep } from 'node:timers/promises';

/** From 69 on as in sysexits.h. */
export const EXIT = {
  ok: 0,
  bug: 1,
  badInput: 2,
  unavailable: 69,
  modelStopped: 70,
  intentsRefused: 76,
  tokenRefused: 77,
  badConfiguration: 78,
} as const;

/** Writes lines for people, apart from the log. */
export const lineTo =
  (stream: NodeJS.WritableStream) =>
  (line: string): void => {
    stream.write(`${line}\n`);
  };

/** Time limit of the program's shutdown; docs/reliability.md names it. */
const END_MS = 10_000;

/**
 * Aborted by the first signal to end; a second one ends the process at once, since nobody listens to it. Whatever hangs, the process is gone in
 * time: who told it to end would kill it.
 */
export function untilToldToEnd(complain: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  const end = () => {
    controller.abort();
    setTimeout(() => {
      complain('The program was asked to end but hangs; it is aborted.');
      process.exit(EXIT.bug);
    }, END_MS).unref();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, end);
  return controller.signal;
}

/** How long what the database is used for may take to close. */
export const CLOSE_MS = 1_000;

/** Whether something comes to its end in some milliseconds. */
export async function within(ms: number, work: Promise<void>): Promise<boolean> {
  const over = new AbortController();
  const limit = sleep(ms, false, over).catch(() => false);
  try {
    return await Promise.race([work.then(() => true), limit]);
  } finally {
    over.abort();
  }
}
