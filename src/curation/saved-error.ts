// The error of a step after a successful save: the change must not be saved again.

export class SavedError extends Error {
  override readonly name = 'SavedError';

  /** @param cause what failed after it */
  constructor(cause: unknown) {
    super('It is saved, but not all that comes after it was done.', { cause });
  }
}

/** Does what comes after saving; rejects with SavedError where that fails. */
export async function onceSaved<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof SavedError ? error : new SavedError(error);
  }
}
