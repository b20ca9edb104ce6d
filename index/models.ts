// The embedding models that the program knows: the form of their texts and the weights of their scores.

import { InputError } from '../src/input-error.js';

/** Weights of the retrieval signals in a sentence's score. All but the word signals are cosines, usually 0.6 to 1. */
export interface Weights {
  /** Late interaction with the sentence's best, second-best and third-best reader question. */
  readonly readerQuestions: readonly [number, number, number];
  /** Late interaction with the sentence itself. */
  readonly sentence: number;
  /** Share of `sentence` for the sentence in context, 0 to 1; the rest is for the sentence read alone. */
  readonly inContext: number;
  /** Exponent of a word's inverse document frequency in its weight: over 1, rare words of a question count for more. */
  readonly rarity: number;
  /** Late interaction with the sentence and all its reader questions as one text. */
  readonly expanded: number;
  /** BM25 of the sentence, relative to the best sentence's. */
  readonly words: number;
  /** BM25 of its paragraph's sentences together, relative to the best paragraph's. */
  readonly paragraphWords: number;
}

export interface ModelEntry {
  /** Pooling of token vectors into one vector. */
  readonly pooling: 'mean' | 'cls';
  /** Prefixes of a question and of a text that may answer it. */
  readonly prefixes: { readonly query: string; readonly passage: string };
  readonly dimensions: number;
  readonly weights: Weights;
}

/** Measured for e5-small-v2, see docs/figures.md (Weights); the other models share them until measured. */
const WEIGHTS: Weights = {
  readerQuestions: [0.5, 0.3, 0.2],
  sentence: 0.4,
  inContext: 0.5,
  rarity: 1.3,
  expanded: 1,
  words: 0.02,
  paragraphWords: 0.01,
};

const MODELS: Readonly<Record<string, ModelEntry>> = {
  'Xenova/e5-small-v2': { pooling: 'mean', prefixes: { query: 'query: ', passage: 'passage: ' }, dimensions: 384, weights: WEIGHTS },
  'Xenova/multilingual-e5-small': {
    pooling: 'mean',
    prefixes: { query: 'query: ', passage: 'passage: ' },
    dimensions: 384,
    weights: WEIGHTS,
  },
  'Xenova/bge-small-en-v1.5': {
    pooling: 'cls',
    prefixes: { query: 'Represent this sentence for searching relevant passages: ', passage: '' },
    dimensions: 384,
    weights: WEIGHTS,
  },
  'Xenova/all-MiniLM-L6-v2': { pooling: 'mean', prefixes: { query: '', passage: '' }, dimensions: 384, weights: WEIGHTS },
};

/** The entry of a model. Throws InputError for an unknown model. */
export function modelEntry(id: string): ModelEntry {
  const entry = MODELS[id];
  if (entry === undefined) {
    throw new InputError(
      `EMBEDDING_MODEL is "${id}", which this program does not know. It knows ${Object.keys(MODELS).join(', ')}. ` +
        'Another model needs an entry in index/models.ts (pooling, prefixes, dimensions, weights) and a run of "npm run calibrate" for its thresholds.',
    );
  }
  return entry;
}
