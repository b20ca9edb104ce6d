// A queue that runs pieces of work one after the other, in order of arrival.

export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Whether nothing is being done, and nothing waits. */
  get isIdle(): boolean {
    return this.#waiting === 0;
  }

  /** Does a piece of work when all before it is done, whatever became of that. */
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
