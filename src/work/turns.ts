// Work that is done one piece after the other, in the order in which it came.

export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does a piece of work when all before it is done, whatever became of that. */
  take<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
