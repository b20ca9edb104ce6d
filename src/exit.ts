// The end and output of the program: its exit codes, its time limit for shutdown, and plain lines on its streams.

import { setTimeout as sleep } from 'node:timers/promises';

/** From 69 on, as in sysexits.h. */
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
 * Aborted by the first signal to end; a second signal ends the process at once, since it has no listener. Whatever hangs, the process ends
 * in time: otherwise it would be killed.
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

/** Time limit for closing the database. */
export const CLOSE_MS = 1_000;

/** Whether work ends within some milliseconds. */
export async function within(ms: number, work: Promise<void>): Promise<boolean> {
  const over = new AbortController();
  const limit = sleep(ms, false, over).catch(() => false);
  try {
    return await Promise.race([work.then(() => true), limit]);
  } finally {
    over.abort();
  }
}
