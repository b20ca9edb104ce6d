// The effect of teaching: the taught question is asked again, since a training example is only one signal among others.

import type { Outcome } from '../answer/answer.js';
import { quotesShown } from '../answer/quotes-shown.js';
import { contains, sentenceAt } from '../article/article.js';
import type { ArticleView } from './article-view.js';

/** How a taught question is answered now. */
export interface Taught {
  readonly outcome: Outcome;
  /** Whether it came about as it was taught. */
  readonly isAsTaught: boolean;
  /** Whether the passage that was taught is among those that readers are shown, at once or, where another answers, when they want more. */
  readonly isShown: boolean;
  /** Number of the paragraph that is quoted first; undefined where readers are shown nothing. */
  readonly first: number | undefined;
}

/**
 * Asks a question again after it was taught. Rejects only when the embedder fails.
 * @param sentence index of the sentence that answers it; none where the article does not
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
