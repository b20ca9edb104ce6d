// What is kept of a text that the model has seen.

import type { Text } from './corpus.js';
import type { Embedding } from './embedder.js';

/** A text as an index takes it in. */
export interface TextEmbedding {
  /** The whole text as one L2-normalised vector. */
  readonly vector: Float32Array;
  /** Its token vectors, row by row, each L2-normalised and scaled by 32,767. */
  readonly tokens: Int16Array;
}

/** The same with the vocabulary ids of the tokens that were kept. */
export interface IdentifiedEmbedding extends TextEmbedding {
  readonly tokenIds: Uint32Array;
}

/** What a text keeps of its embedding: the vectors of all its tokens, or of those that may carry a topic; all of them where none does. */
export function toTextEmbedding(
  { vector, tokens, tokenIds, topical }: Omit<Embedding, 'truncated'>,
  which: Text['tokens'],
): IdentifiedEmbedding {
  const kept = which === 'topic' ? [...topical.keys()].filter((i) => topical[i] === 1) : [];
  if (kept.length === 0) return { vector, tokens, tokenIds };
  const dimensions = vector.length;
  const rows = new Int16Array(kept.length * dimensions);
  kept.forEach((i, k) => {
    rows.set(tokens.subarray(i * dimensions, (i + 1) * dimensions), k * dimensions);
  });
  return { vector, tokens: rows, tokenIds: Uint32Array.from(kept, (i) => tokenIds[i] ?? 0) };
}
