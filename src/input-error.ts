// The error for bad input: a plain sentence that names what is wrong and says what to do. Anything else is a bug.

/** What is wrong with what a reader typed, for those who tell it in another language. */
export type InputFault =
  | { readonly kind: 'empty-question' | 'nothing-to-check' }
  /** In characters (code points). */
  | { readonly kind: 'question-too-long' | 'message-too-long'; readonly length: number; readonly limit: number };

/** Shown to people as it is, without a stack trace; the program then exits with 2. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly #fault: InputFault | undefined;

  constructor(message: string, options: { readonly cause?: unknown; readonly fault?: InputFault } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.#fault = options.fault;
  }

  /** Set where it is a reader's own input that is bad. */
  get fault(): InputFault | undefined {
    return this.#fault;
  }
}

/** The same where nothing is wrong but that something outside cannot be used now: trying again later may help. */
export class UnavailableError extends InputError {}

/** What is said of a file that could not be opened, from the error of the file system. */
export function unreadable(file: string, error: unknown): InputError {
  const code = error instanceof Error && 'code' in error ? error.code : String(error);
  const why = code === 'ENOENT' ? 'does not exist: check the path' : `cannot be read (${code}): check the path and its permissions`;
  return new InputError(`${file} ${why}.`, { cause: error });
}
