// The stored part of a text's embedding.

import type { Text } from './corpus.js';
import type { Embedding } from './embedder.js';

/** A text's embedding in the form for indexes. */
export interface TextEmbedding {
  /** The whole text as one L2-normalised vector. */
  readonly vector: Float32Array;
  /** Its token vectors, row by row, each L2-normalised and scaled by 32,767. */
  readonly tokens: Int16Array;
}

/** The same with the vocabulary ids of the stored tokens. */
export interface IdentifiedEmbedding extends TextEmbedding {
  readonly tokenIds: Uint32Array;
}

/** Reduces an embedding to the stored part: the vectors of all tokens, or of tokens that may carry a topic; all of them if none may. */
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
