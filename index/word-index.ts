// The word signal: BM25 over sentences, with diacritics folded, stems and typos, by MiniSearch.

import MiniSearch, { type Options, type SearchOptions } from 'minisearch';
import { stemmer } from 'stemmer';
import { fold } from '../src/article/fold.js';
import { isFunctionWord } from './function-words.js';

/** Words shorter than this must match exactly; other words may differ by a fifth of their length. */
export const SHORTEST_FUZZY_WORD = 6;
export const FUZZINESS = 0.2;

/** MiniSearch's word separators. */
const BETWEEN_WORDS = /[\n\r\p{Z}\p{P}]+/u;

interface Document {
  readonly id: number;
  readonly text: string;
}

const options: Options<Document> = { fields: ['text'], processTerm: toTerm };
const searchOptions: SearchOptions = {
  fuzzy: (term) => (term.length >= SHORTEST_FUZZY_WORD ? FUZZINESS : false),
  combineWith: 'OR',
};

/** The indexed form of a word, or null for a skipped word. */
export function toTerm(word: string): string | null {
  const folded = fold(word);
  return isFunctionWord(folded) ? null : stemmer(folded);
}

/** Immutable index of texts by integer id, for BM25 scores. */
export class WordIndex {
  private constructor(private readonly search: MiniSearch<Document>) {}

  static create(texts: readonly string[]): WordIndex {
    const search = new MiniSearch<Document>(options);
    search.addAll(texts.map((text, id) => ({ id, text })));
    return new WordIndex(search);
  }

  /** Scores of the texts that share a word with the question, best first. */
  scores(question: string): Map<number, number> {
    return new Map(this.search.search(question, searchOptions).map((result) => [Number(result.id), result.score]));
  }

  /** The words of a question that also occur in a text, as spelt in the question, each once. */
  shared(question: string, id: number): string[] {
    const [result] = this.search.search(question, { ...searchOptions, filter: (found) => found.id === id });
    const terms = new Set(result?.queryTerms);
    return [...new Set(question.split(BETWEEN_WORDS).filter((word) => terms.has(toTerm(word) ?? '')))];
  }
}
