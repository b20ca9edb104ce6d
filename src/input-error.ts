// InputError: an operator's mistake in a file, an option or a setting. One English sentence gives the fault and the remedy.

/** Shown without a stack trace; the program then exits with 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** An outside service cannot be used now: trying again later may help. */
export class UnavailableError extends InputError {}

/** The error for a file that could not be opened, from the file system's error. */
export function unreadable(file: string, error: unknown): InputError {
  const code = error instanceof Error && 'code' in error ? error.code : String(error);
  const why = code === 'ENOENT' ? 'does not exist: check the path' : `cannot be read (${code}): check the path and its permissions`;
  return new InputError(`${file} ${why}.`, { cause: error });
}
