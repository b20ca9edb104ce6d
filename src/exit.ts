// Exit codes, and the one way in which the program complains.

/** From 69 on as in sysexits.h. */
export const EXIT = { ok: 0, bug: 1, badInput: 2, noNetwork: 69, intentsRefused: 76, tokenRefused: 77, badConfiguration: 78 } as const;

/** One line on standard error, apart from the log. */
export function complain(message: string): void {
  process.stderr.write(`${message}\n`);
}
