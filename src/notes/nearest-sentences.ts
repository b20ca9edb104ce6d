// Finds the sentences of an article that a misquotation may mean, by shared words.

import type { Article } from '../article/article.js';
import { wordsOf } from './compared-words.js';
import type { NearSentence } from './fault.js';

const MOST_SENTENCES = 3;
/** Only this many code units of a text are compared. */
const LONGEST_TEXT = 4_000;

/** The sentences that share most words with a text, weighted by rarity; best first, at most 3, none without a shared word. */
export function nearestSentences(text: string, { body, sentences }: Pick<Article, 'body' | 'sentences'>): NearSentence[] {
  const wanted = new Set(wordsOf(text.slice(0, LONGEST_TEXT)));
  const shared = sentences.map(({ start, end, paragraph }) => {
    const sentence = body.slice(start, end);
    const words = [...new Set(wordsOf(sentence))].filter((word) => wanted.has(word));
    return { near: { text: sentence, span: { start, end }, paragraph }, words };
  });
  const counts = new Map<string, number>();
  for (const { words } of shared) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return shared
    .filter(({ words }) => words.length > 0)
    .map(({ near, words }) => ({ near, score: words.reduce((sum, word) => sum + 1 / (counts.get(word) ?? 1), 0) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_SENTENCES)
    .map(({ near }) => near);
}
