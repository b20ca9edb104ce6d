// The quotes of an answer that readers see at once: those that answer; of an unsure answer the first two.

import type { Answer, AnswerQuote } from './answer.js';

/** More passages for an unsure question would only be more to read. */
const MOST_UNSURE = 2;

/** The quotes shown at first; the others follow on request. */
export function quotesShown({ outcome, quotes }: Pick<Answer, 'outcome' | 'quotes'>): readonly AnswerQuote[] {
  if (outcome === 'not_covered') return [];
  return outcome === 'unsure' ? quotes.slice(0, MOST_UNSURE) : quotes.filter(({ role }) => role === 'answer');
}
