// Cuts long work on the main thread into slices short enough for questions to pass between them.

import { setImmediate } from 'node:timers/promises';

/** Short: a question itself takes only a few milliseconds. */
const SLICE_MS = 4;

export class TimeSlices {
  #startedAt = performance.now();

  /** Await this between two steps: it yields when the slice is used up. */
  async next(): Promise<void> {
    if (performance.now() - this.#startedAt < SLICE_MS) return;
    await setImmediate();
    this.#startedAt = performance.now();
  }
}
