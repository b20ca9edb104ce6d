// Which quotes of an answer readers are shown at once: those that answer, or where none is known to, the first two.

import type { Answer, AnswerQuote } from './answer.js';

/** Where a question is unsure, more passages would only be more to read. */
const MOST_UNSURE = 2;

/** The quotes that an answer is shown by; the others come next, for who wants more. */
export function quotesShown({ outcome, quotes }: Pick<Answer, 'outcome' | 'quotes'>): readonly AnswerQuote[] {
  if (outcome === 'not_covered') return [];
  return outcome === 'unsure' ? quotes.slice(0, MOST_UNSURE) : quotes.filter(({ role }) => role === 'answer');
}
