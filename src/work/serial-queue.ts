// A queue that runs pieces of work one after the other, in order of arrival.

export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Whether no work runs or waits. */
  get isIdle(): boolean {
    return this.#waiting === 0;
  }

  /** Runs a piece of work when all earlier work has ended, even if that failed. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#waiting += 1;
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    try {
      return await done;
    } finally {
      this.#waiting -= 1;
    }
  }
}
