// How the program ends and speaks: its exit codes, and plain lines on its streams.

/** From 69 on as in sysexits.h. */
export const EXIT = { ok: 0, bug: 1, badInput: 2, unavailable: 69, intentsRefused: 76, tokenRefused: 77, badConfiguration: 78 } as const;

/** Writes lines for people, apart from the log. */
export const lineTo =
  (stream: NodeJS.WritableStream) =>
  (line: string): void => {
    stream.write(`${line}\n`);
  };

/** Aborted by the first signal to end; a second one ends the process at once, since nobody listens to it. */
export function untilToldToEnd(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}
