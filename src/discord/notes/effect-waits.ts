// Moderators waiting for the effect of a change: one effect each at a time, with a time limit.

import { DecidedMeanwhile } from '../../curation/measuring.js';
import { StoppingError } from '../core/under-way.js';

/** An interaction can be answered for 15 minutes. */
const PATIENCE_MS = 10 * 60_000;

/** Why a wait ended without a result. */
export type WaitEnd = 'another' | 'late' | 'decided';

class Ended extends Error {
  constructor(readonly why: Exclude<WaitEnd, 'decided'>) {
    super(`A wait for an effect ended: ${why}.`);
  }
}

export class EffectWaits {
  readonly #waits = new Map<string, AbortController>();
  #isStopped = false;

  /** @param patienceMs longest wait in milliseconds */
  constructor(private readonly patienceMs = PATIENCE_MS) {}

  /** Waits for a result, or returns why there is none. Rejects with StoppingError when the program ends, and with other errors of `work`. */
  async wait<T>(person: string, work: (waiting: AbortSignal) => Promise<T>): Promise<{ readonly result: T } | { readonly end: WaitEnd }> {
    if (this.#isStopped) throw new StoppingError(false);
    const controller = new AbortController();
    this.#waits.get(person)?.abort(new Ended('another'));
    this.#waits.set(person, controller);
    const late = setTimeout(() => controller.abort(new Ended('late')), this.patienceMs);
    try {
      return { result: await work(controller.signal) };
    } catch (error) {
      if (error instanceof Ended) return { end: error.why };
      if (error instanceof DecidedMeanwhile) return { end: 'decided' };
      throw error;
    } finally {
      clearTimeout(late);
      if (this.#waits.get(person) === controller) this.#waits.delete(person);
    }
  }

  /** Ends all waits, present and future. */
  stop(): void {
    this.#isStopped = true;
    for (const controller of this.#waits.values()) controller.abort(new StoppingError(true));
  }
}
