// Work under way, from its first event on: counted, and at shutdown finished or given up within a time limit.

/** That the program ends: of what was not begun, or was given up before it was finished. */
export class StoppingError extends Error {
  constructor(readonly isBegun: boolean) {
    super(isBegun ? 'The program ended before that was finished.' : 'The program is ending and begins nothing new.');
  }
}

export interface EndLimits {
  /** Milliseconds for what is under way to be finished. */
  readonly finishMs: number;
  /** Milliseconds after that, for whoever still waits to be told so. */
  readonly tellMs: number;
}

export class UnderWay {
  readonly #work = new Set<Promise<unknown>>();
  readonly #giveUp = new Set<(error: Error) => void>();
  #isEnding = false;

  get size(): number {
    return this.#work.size;
  }

  /** Counts a piece of work until it is done, whatever comes of it. */
  add(work: Promise<unknown>): void {
    const counted: Promise<unknown> = work
      .catch(() => undefined)
      .finally(() => {
        this.#work.delete(counted);
      });
    this.#work.add(counted);
  }

  /** What somebody waits for: its outcome, or StoppingError where the end comes first or has begun already. */
  async orStop<T>(begin: () => Promise<T>): Promise<T> {
    if (this.#isEnding) throw new StoppingError(false);
    return new Promise((resolve, reject) => {
      this.#giveUp.add(reject);
      begin()
        .then(resolve, reject)
        .finally(() => this.#giveUp.delete(reject));
    });
  }

  /** Lets nothing new begin, waits for what is under way, and gives up what takes too long. Resolves with how much of it was given up. */
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
    // What is under way may lead to more.
    while (this.#work.size > 0 && !isOver) await Promise.race([Promise.all(this.#work), limit]);
    clearTimeout(timer);
  }
}
