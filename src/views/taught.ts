// The effect of teaching: the taught question is asked again, since a training example is only one signal among others.

import type { Outcome } from '../answer/answer.js';
import { quotesShown } from '../answer/quotes-shown.js';
import { contains, sentenceAt } from '../article/article.js';
import type { ArticleView } from './article-view.js';

/** The present answer to a taught question. */
export interface Taught {
  readonly outcome: Outcome;
  /** Whether the answer is as taught. */
  readonly isAsTaught: boolean;
  /** Whether readers are shown the taught passage, at once or, if another passage answers, on request. */
  readonly isShown: boolean;
  /** Number of the first quoted paragraph; undefined if readers are shown none. */
  readonly first: number | undefined;
}

/**
 * Asks a question again after it was taught. Rejects only when the embedder fails.
 * @param sentence index of the sentence that answers it; undefined if the article does not
 */
export async function askAgain(question: string, sentence: number | undefined, view: ArticleView): Promise<Taught> {
  const answer = await view.ask(question);
  const { outcome, quotes } = answer;
  const shown = outcome === 'answered' ? quotes : quotesShown(answer);
  const first = shown[0]?.paragraph;
  if (sentence === undefined) return { outcome, isAsTaught: outcome === 'not_covered', isShown: false, first };
  const taught = sentenceAt(view.article, sentence);
  const found = shown.filter(({ focus }) => contains(focus, taught));
  return { outcome, isAsTaught: found.some(({ role }) => role === 'answer'), isShown: found.length > 0, first };
}
