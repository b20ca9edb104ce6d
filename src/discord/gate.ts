// The gate before the model: a cooldown for each person, a bounded waiting line, and turns that are fair.

import { LRUCache } from 'lru-cache';
import PQueue from 'p-queue';
import { type WordsLanguage, words } from '../words/words.js';

/** One at a time embeds; the other one is being retrieved and rendered meanwhile. */
const AT_ONCE = 2;
const MOST_PEOPLE = 10_000;

export interface GateOptions {
  /** Questions that one person may ask within `windowMs`. */
  readonly questions: number;
  readonly windowMs: number;
  /** Questions of all people that may wait. */
  readonly mostWaiting: number;
  /** Milliseconds after which a question that is being answered is given up. */
  readonly timeoutMs: number;
}

const GATE_OPTIONS: GateOptions = { questions: 6, windowMs: 15_000, mostWaiting: 100, timeoutMs: 20_000 };

export type Admission = { readonly kind: 'admitted' } | { readonly kind: 'busy' } | { readonly kind: 'cooldown'; readonly seconds: number };

/** Why a person must wait, in words. */
export function refusalText(admission: Exclude<Admission, { kind: 'admitted' }>, language: WordsLanguage): string {
  const say = words(language);
  return admission.kind === 'busy' ? say('busy.full') : say('busy.cooldown', { seconds: admission.seconds });
}

export class Gate {
  readonly #queue: PQueue;
  readonly #asked: LRUCache<string, number>;
  readonly #waiting = new Map<string, number>();
  readonly #options: GateOptions;

  constructor(options: GateOptions = GATE_OPTIONS) {
    this.#options = options;
    this.#queue = new PQueue({ concurrency: AT_ONCE, timeout: options.timeoutMs });
    this.#asked = new LRUCache({ max: MOST_PEOPLE, ttl: options.windowMs });
  }

  /** Questions waiting for their turn or being answered. */
  get size(): number {
    return this.#queue.size + this.#queue.pending;
  }

  /**
   * Whether a person may ask now, and if so counts the question. Answers at once, so that it can stand before an acknowledgement.
   * @param questions how many questions the person may ask in the window
   */
  admit(person: string, questions = this.#options.questions): Admission {
    const asked = this.#asked.get(person) ?? 0;
    if (asked >= questions) {
      return { kind: 'cooldown', seconds: Math.max(1, Math.ceil(this.#asked.getRemainingTTL(person) / 1000)) };
    }
    if (this.#queue.size >= this.#options.mostWaiting) return { kind: 'busy' };
    // The window runs from a person's first question in it.
    this.#asked.set(person, asked + 1, { noUpdateTTL: true });
    return { kind: 'admitted' };
  }

  /** Runs a task in its turn: who has more waiting waits behind who has less. Rejects with the task's error, or when it takes too long. */
  async run<T>(person: string, task: () => Promise<T>): Promise<T> {
    const waiting = this.#waiting.get(person) ?? 0;
    this.#waiting.set(person, waiting + 1);
    try {
      return await this.#queue.add(task, { priority: -waiting });
    } finally {
      const left = (this.#waiting.get(person) ?? 1) - 1;
      if (left === 0) this.#waiting.delete(person);
      else this.#waiting.set(person, left);
    }
  }
}
