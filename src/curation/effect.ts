// The effect of a change to a note: evaluation questions whose answers it changes, found by answering all of them in two views.

import { setImmediate } from 'node:timers/promises';
import type { Answer } from '../answer/answer.js';
import type { EmbeddedQuestion, QuestionEmbedder } from '../answer/ports.js';
import { type ArticleView, createArticleView } from '../views/article-view.js';

export interface ChangedAnswer {
  readonly question: string;
  readonly before: Answer;
  readonly after: Answer;
}

export interface Effect {
  /** Number of questions asked. */
  readonly asked: number;
  readonly changed: readonly ChangedAnswer[];
}

export interface BetweenOptions {
  /** Awaited before each question, so that readers' questions go first. */
  readonly giveWay?: () => Promise<void>;
  /** Aborted when nobody waits any more. */
  readonly signal?: AbortSignal;
}

/** Compares answers in two views; each question is embedded once. */
export class Effects {
  readonly #embedded = new Map<string, Promise<EmbeddedQuestion>>();

  constructor(
    private readonly questions: readonly string[],
    private readonly embedder: QuestionEmbedder,
  ) {}

  /** Number of questions. */
  get size(): number {
    return this.questions.length;
  }

  /** Asks every question in two views. Rejects when the embedder fails, and with the signal's reason when that is aborted. */
  async between(before: ArticleView, after: ArticleView, { giveWay, signal }: BetweenOptions = {}): Promise<Effect> {
    const [old, fresh] = [this.#remembering(before), this.#remembering(after)];
    const changed: ChangedAnswer[] = [];
    for (const question of this.questions) {
      await giveWay?.();
      // Answers to embedded questions never wait, so other work needs a chance in between.
      await setImmediate();
      signal?.throwIfAborted();
      const answers = { before: await old.ask(question), after: await fresh.ask(question) };
      if (seenOf(answers.before) !== seenOf(answers.after)) changed.push({ question, ...answers });
    }
    return { asked: this.questions.length, changed };
  }

  #remembering({ context }: ArticleView): ArticleView {
    const embedQuestion = (text: string): Promise<EmbeddedQuestion> => {
      const embedded = this.#embedded.get(text) ?? this.embedder.embedQuestion(text);
      this.#embedded.set(text, embedded);
      return embedded;
    };
    return createArticleView({ ...context, embedder: { embedQuestion } });
  }
}

/** The part of an answer that a reader sees. */
function seenOf({ outcome, quotes, notes, relatedNotes }: Answer): string {
  return JSON.stringify([
    outcome,
    quotes.map(({ start, end, role, flags }) => [start, end, role, flags]),
    notes,
    relatedNotes.map(({ id }) => id),
  ]);
}
