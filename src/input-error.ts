// The error for bad input: a plain sentence that names what is wrong and says what to do. Anything else is a bug.

/** Shown to people as it is, without a stack trace; the program then exits with 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
