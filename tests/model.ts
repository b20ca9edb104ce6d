// The embedding model, started once for all files of a process, since each start costs time and memory.

import type { Embedder, Role } from '../index/embedder.js';
import type { Surroundings } from '../index/surroundings.js';
import { readConfig } from '../src/config.js';
import { startEmbedder } from '../src/start-embedder.js';

let started: Promise<Embedder> | undefined;

/**
 * The shipped model. It is never closed, since an idle embedder ends with its process. It remembers embeddings: two of
 * three texts in the tests are repeated, and the same text always gives the same numbers.
 */
export function sharedEmbedder(): Promise<Embedder> {
  started ??= startEmbedder(readConfig({})).then(remembering);
  return started;
}

function remembering(embedder: Embedder): Embedder {
  const embed = embedder.embed.bind(embedder);
  const known = new Map<string, ReturnType<Embedder['embed']>>();
  embedder.embed = async (text: string, role: Role, within?: Surroundings) => {
    const key = JSON.stringify([role, text, within]);
    let embedding = known.get(key);
    if (embedding === undefined) {
      embedding = embed(text, role, within);
      known.set(key, embedding);
      embedding.catch(() => known.delete(key));
    }
    return structuredClone(await embedding);
  };
  return embedder;
}
