// The gate that every action passes: the cost of each kind, the limits for one person, a bounded queue of questions, fair
// turns, and background work that gives way to readers' questions.

import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import PQueue from 'p-queue';
import { UserError } from '../../i18n/user-error.js';

/**
 * The cost of an action, which decides its limits.
 * - light: reads memory, or a few rows
 * - question: keeps the model busy once
 * - feedback: writes a row, at a reader's click
 * - suggestion: writes something that moderators must review
 * - change: writes, and may embed the text; moderators and modals
 * - bulk: reads or writes thousands of notes
 * - background: keeps the model busy many times, and gives way to questions as it goes
 */
export type Cost = 'light' | 'question' | 'feedback' | 'suggestion' | 'change' | 'bulk' | 'background';

interface Allowance {
  /** Uses that one person has within `windowMs`. */
  readonly times: number;
  readonly windowMs: number;
  /** Uses of all people together that run at once; others wait. */
  readonly atOnce: number;
}

/** Nobody reaches these limits by clicking and reading. */
const ALLOWED: Readonly<Record<Exclude<Cost, 'question'>, Allowance>> = {
  light: { times: 150, windowMs: 15_000, atOnce: 16 },
  feedback: { times: 20, windowMs: 60_000, atOnce: 2 },
  suggestion: { times: 5, windowMs: 10 * 60_000, atOnce: 2 },
  change: { times: 150, windowMs: 15_000, atOnce: 8 },
  bulk: { times: 30, windowMs: 60_000, atOnce: 4 },
  background: { times: 100, windowMs: 60_000, atOnce: 16 },
};

/** One is embedded while the other is retrieved and rendered. */
const QUESTIONS_AT_ONCE = 2;
const MOST_PEOPLE = 10_000;
/** Background work takes its next step after this long even if questions never pause. */
const PATIENCE_MS = 1_000;

export interface GateOptions {
  /** Questions that one person may ask within `windowMs`. */
  readonly questions: number;
  readonly windowMs: number;
  /** Questions of all people that may wait. */
  readonly mostWaiting: number;
  /** Milliseconds after which answering a question is given up. */
  readonly timeoutMs: number;
}

const GATE_OPTIONS: GateOptions = { questions: 6, windowMs: 15_000, mostWaiting: 100, timeoutMs: 20_000 };

export type Admission =
  | { readonly kind: 'admitted' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'cooldown'; readonly cost: Cost; readonly seconds: number };

/** Reason that a person must wait. */
export function refusal(admission: Exclude<Admission, { kind: 'admitted' }>): UserError {
  if (admission.kind === 'busy') return new UserError('busy.full');
  const { cost, seconds } = admission;
  if (cost === 'question') return new UserError('busy.cooldown', { seconds });
  return cost === 'suggestion'
    ? new UserError('busy.suggestions', { minutes: Math.ceil(seconds / 60) })
    : new UserError('busy.tooMany', { seconds });
}

/** The queue of one cost, and each person's recent uses. */
class Lane {
  readonly asked: LRUCache<string, number>;
  /** The number of tasks that each person has waiting or running. */
  readonly #waiting = new Map<string, number>();

  constructor(
    readonly queue: PQueue,
    windowMs: number,
  ) {
    this.asked = new LRUCache({ max: MOST_PEOPLE, ttl: windowMs });
  }

  /** Runs a task in turn: a person with fewer waiting tasks goes first. */
  async run<T>(person: string, task: () => Promise<T>): Promise<T> {
    const waiting = this.#waiting.get(person) ?? 0;
    this.#waiting.set(person, waiting + 1);
    try {
      return await this.queue.add(task, { priority: -waiting });
    } finally {
      const left = (this.#waiting.get(person) ?? 1) - 1;
      if (left === 0) this.#waiting.delete(person);
      else this.#waiting.set(person, left);
    }
  }
}

export class Gate {
  readonly #options: GateOptions;
  readonly #questions: Lane;
  readonly #lanes: Readonly<Record<Cost, Lane>>;

  constructor(options: GateOptions = GATE_OPTIONS) {
    this.#options = options;
    const { windowMs, timeoutMs } = options;
    this.#questions = new Lane(new PQueue({ concurrency: QUESTIONS_AT_ONCE, timeout: timeoutMs }), windowMs);
    const laneOf = (allowance: Allowance) => new Lane(new PQueue({ concurrency: allowance.atOnce }), allowance.windowMs);
    this.#lanes = {
      question: this.#questions,
      light: laneOf(ALLOWED.light),
      feedback: laneOf(ALLOWED.feedback),
      suggestion: laneOf(ALLOWED.suggestion),
      change: laneOf(ALLOWED.change),
      bulk: laneOf(ALLOWED.bulk),
      background: laneOf(ALLOWED.background),
    };
  }

  /** Questions that are waiting or being answered. */
  get size(): number {
    return this.#questions.queue.size + this.#questions.queue.pending;
  }

  /**
   * Whether a person may do something now; if so, counts it. Synchronous, so that it can precede an acknowledgement.
   * @param questions number of questions that the person may ask in the window
   */
  admit(person: string, cost: Cost, questions = this.#options.questions): Admission {
    const { asked, queue } = this.#lanes[cost];
    const before = asked.get(person) ?? 0;
    if (before >= (cost === 'question' ? questions : ALLOWED[cost].times)) {
      return { kind: 'cooldown', cost, seconds: Math.max(1, Math.ceil(asked.getRemainingTTL(person) / 1000)) };
    }
    if (cost === 'question' && queue.size >= this.#options.mostWaiting) return { kind: 'busy' };
    // The window starts with its first use.
    asked.set(person, before + 1, { noUpdateTTL: true });
    return { kind: 'admitted' };
  }

  /** Runs a task among others of its cost. Rejects with the task's error, or when a question takes too long. */
  run<T>(person: string, cost: Cost, task: () => Promise<T>): Promise<T> {
    return this.#lanes[cost].run(person, task);
  }

  /** Resolves when no question is waiting or being answered; background work awaits it between two steps. */
  async quiet(): Promise<void> {
    if (this.size === 0) return;
    const over = new AbortController();
    const patience = sleep(PATIENCE_MS, undefined, { ref: false, signal: over.signal }).catch(() => undefined);
    await Promise.race([this.#questions.queue.onIdle(), patience]);
    over.abort();
  }
}
