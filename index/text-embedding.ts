// What is kept of a text that the model has seen.

import type { Text } from './corpus.js';
import type { Embedding } from './embedder.js';
import { scaled } from './token-vectors.js';

/** The token vectors that a text keeps. */
export interface KeptTokens {
  /** Row by row, each L2-normalised. */
  readonly tokens: Float32Array;
  readonly tokenIds: Uint32Array;
}

/** A text as an index takes it in while it is in use. */
export interface TextEmbedding {
  /** The whole text as one L2-normalised vector. */
  readonly vector: Float32Array;
  /** Its token vectors, row by row, scaled as TokenVectors keeps them. */
  readonly tokens: Int16Array;
}

/** The token vectors that a text keeps; all of them where none carries a topic. */
export function keptTokens({ tokens, tokenIds, topical }: Omit<Embedding, 'vector' | 'truncated'>, which: Text['tokens']): KeptTokens {
  const kept = which === 'topic' ? [...topical.keys()].filter((i) => topical[i] === 1) : [];
  if (kept.length === 0) return { tokens, tokenIds };
  const dimensions = tokens.length / tokenIds.length;
  const rows = new Float32Array(kept.length * dimensions);
  kept.forEach((i, k) => {
    rows.set(tokens.subarray(i * dimensions, (i + 1) * dimensions), k * dimensions);
  });
  return { tokens: rows, tokenIds: Uint32Array.from(kept, (i) => tokenIds[i] ?? 0) };
}

export function toTextEmbedding(embedding: Embedding, which: Text['tokens']): TextEmbedding {
  return { vector: embedding.vector, tokens: scaled(keptTokens(embedding, which).tokens) };
}
