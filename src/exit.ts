// How the program ends and speaks: its exit codes, and plain lines on its streams.

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
