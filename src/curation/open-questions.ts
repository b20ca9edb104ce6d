// Open questions, grouped by the sentence of the article nearest to them.

import { LRUCache } from 'lru-cache';
import type { OpenQuestion } from '../store/store.js';
import type { ArticleView } from '../views/article-view.js';

/** Maximum number of grouped questions; more than anybody reviews. */
const MOST_QUESTIONS = 200;
/** Maximum number of options in one select. */
const MOST_NEAREST = 25;

interface Neighbours {
  /** Indexes of the sentences nearest to the question, best first. */
  readonly nearest: readonly number[];
  /** The nearest question that the article is known not to answer. */
  readonly nearestDecoy: string | undefined;
}

/** Questions with the sentences nearest to the first of them. */
export interface QuestionGroup extends Neighbours {
  /** Newest first; the first one represents all. */
  readonly questions: readonly OpenQuestion[];
}

/** The time for which readers' words are kept in memory, as the documentation promises. */
const FOUND_KEPT_MS = 15 * 60_000;

/** Results by view: moderators look at the same questions again and again. */
const foundIn = new WeakMap<ArticleView, LRUCache<string, Neighbours>>();

/**
 * Groups questions by the sentence nearest to each: similarity between the questions themselves is far worse at telling
 * paraphrases from other questions. The largest groups come first. Rejects only when the embedder fails.
 * @param questions newest first
 * @param giveWay awaited before each search, so that readers' questions go first
 */
export async function groupQuestions(
  questions: readonly OpenQuestion[],
  view: ArticleView,
  giveWay = async (): Promise<void> => undefined,
): Promise<QuestionGroup[]> {
  const groups = new Map<string, Neighbours & { readonly questions: OpenQuestion[] }>();
  for (const one of questions.slice(0, MOST_QUESTIONS)) {
    const neighbours = await neighboursOf(one.question, view, giveWay);
    const key = String(neighbours.nearest[0]);
    const group = groups.get(key) ?? { questions: [], ...neighbours };
    group.questions.push(one);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.questions.length - a.questions.length);
}

async function neighboursOf(question: string, view: ArticleView, giveWay: () => Promise<void>): Promise<Neighbours> {
  const found = foundIn.get(view) ?? new LRUCache({ max: MOST_QUESTIONS, ttl: FOUND_KEPT_MS, ttlAutopurge: true });
  foundIn.set(view, found);
  const before = found.get(question);
  if (before !== undefined) return before;
  await giveWay();
  const { candidates, decoys } = await view.explain(question, { most: MOST_NEAREST });
  const neighbours = { nearest: candidates.map(({ sentence }) => sentence.index), nearestDecoy: decoys[0]?.question };
  found.set(question, neighbours);
  return neighbours;
}
