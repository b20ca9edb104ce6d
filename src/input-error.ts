// InputError: an operator's mistake in a file, an option or a setting. One English sentence says what is wrong and what to do.

/** Shown as it is, without a stack trace; the program then exits with 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** The same where nothing is wrong but that something outside cannot be used now: trying again later may help. */
export class UnavailableError extends InputError {}

/** What is said of a file that could not be opened, from the error of the file system. */
export function unreadable(file: string, error: unknown): InputError {
  const code = error instanceof Error && 'code' in error ? error.code : String(error);
  const why = code === 'ENOENT' ? 'does not exist: check the path' : `cannot be read (${code}): check the path and its permissions`;
  return new InputError(`${file} ${why}.`, { cause: error });
}
