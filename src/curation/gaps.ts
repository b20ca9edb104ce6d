// Questions that found nothing or did not help, grouped by what of the article comes nearest to them.

import type { Reading } from '../reading.js';
import type { OpenQuestion } from '../store/store.js';

/** Questions that are looked at; more than anybody goes through. */
const MOST_QUESTIONS = 500;
const MOST_NEAREST = 5;

export interface Gap {
  /** Newest first; the first stands for all. */
  readonly questions: readonly OpenQuestion[];
  /** Indexes of the sentences that come nearest to the first question, best first. */
  readonly nearest: readonly number[];
  /** The nearest question that the article is known not to answer. */
  readonly nearestDecoy: string | undefined;
}

/**
 * Groups questions by the sentence that comes nearest to each: similarity of the questions themselves tells paraphrases
 * apart from other questions far worse. The largest groups come first. Rejects only when the embedder fails.
 * @param questions newest first
 */
export async function findGaps(questions: readonly OpenQuestion[], reading: Reading): Promise<Gap[]> {
  const groups = new Map<string, { questions: OpenQuestion[]; nearest: readonly number[]; nearestDecoy: string | undefined }>();
  for (const one of questions.slice(0, MOST_QUESTIONS)) {
    const { candidates, decoys } = await reading.explain(one.question);
    const nearest = candidates.map(({ sentence }) => sentence.index).slice(0, MOST_NEAREST);
    const key = String(nearest[0]);
    const group = groups.get(key) ?? { questions: [], nearest, nearestDecoy: decoys[0]?.question };
    group.questions.push(one);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.questions.length - a.questions.length);
}
