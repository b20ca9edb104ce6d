// The error of a step after a successful save: the change must not be saved again.

export class SavedError extends Error {
  override readonly name = 'SavedError';

  /** @param cause the error of the later step */
  constructor(cause: unknown) {
    super('It is saved, but not all that comes after it was done.', { cause });
  }
}

/** Runs a step after saving; rejects with SavedError if it fails. */
export async function onceSaved<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof SavedError ? error : new SavedError(error);
  }
}
