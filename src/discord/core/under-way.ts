// Work under way, from its first event on: counted, and at shutdown finished or given up within a time limit.

/** The program is ending: the work was not begun, or was given up unfinished. */
export class StoppingError extends Error {
  constructor(readonly isBegun: boolean) {
    super(isBegun ? 'The program ended before that was finished.' : 'The program is ending and begins nothing new.');
  }
}

export interface EndLimits {
  /** Milliseconds for work under way to finish. */
  readonly finishMs: number;
  /** Further milliseconds to tell people who still wait. */
  readonly tellMs: number;
}

export class UnderWay {
  readonly #work = new Set<Promise<unknown>>();
  readonly #giveUp = new Set<(error: Error) => void>();
  #isEnding = false;

  get size(): number {
    return this.#work.size;
  }

  /** Counts a piece of work until it has settled. */
  add(work: Promise<unknown>): void {
    const counted: Promise<unknown> = work
      .catch(() => undefined)
      .finally(() => {
        this.#work.delete(counted);
      });
    this.#work.add(counted);
  }

  /** The outcome of a piece of work, or StoppingError if the program ends first. */
  async orStop<T>(begin: () => Promise<T>): Promise<T> {
    if (this.#isEnding) throw new StoppingError(false);
    return new Promise((resolve, reject) => {
      this.#giveUp.add(reject);
      begin()
        .then(resolve, reject)
        .finally(() => this.#giveUp.delete(reject));
    });
  }

  /** Refuses new work, waits for work under way, and gives up work that takes too long. Resolves with the number of pieces given up. */
  async end({ finishMs, tellMs }: EndLimits): Promise<number> {
    this.#isEnding = true;
    await this.#idleWithin(finishMs);
    const left = this.#work.size;
    for (const giveUp of this.#giveUp) giveUp(new StoppingError(true));
    await this.#idleWithin(tellMs);
    return left;
  }

  async #idleWithin(ms: number): Promise<void> {
    let isOver = false;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        isOver = true;
        resolve();
      }, ms);
    });
    // Work under way may start more.
    while (this.#work.size > 0 && !isOver) await Promise.race([Promise.all(this.#work), limit]);
    clearTimeout(timer);
  }
}
