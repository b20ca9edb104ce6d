// Coalesces refreshes: callers during a run share one follow-up run, since the running one may have started too early.

export class Coalesced {
  #running: Promise<unknown> = Promise.resolve();
  #planned: Promise<void> | undefined;

  constructor(private readonly work: () => Promise<void>) {}

  /** Resolves or rejects like the run that begins after this call. */
  run(): Promise<void> {
    if (this.#planned !== undefined) return this.#planned;
    const planned = this.#running.then(() => {
      this.#planned = undefined;
      return this.work();
    });
    this.#planned = planned;
    this.#running = planned.catch(() => undefined);
    return planned;
  }

  /** Resolves when nothing runs or is planned, even if a run fails. */
  async idle(): Promise<void> {
    await this.#running;
  }
}
