// The embedding model, started once for all files of a process: loading takes time, and each takes memory.

import type { Embedder } from '../index/embedder.js';
import { readConfig } from '../src/config.js';
import { startEmbedder } from '../src/start-embedder.js';

let started: Promise<Embedder> | undefined;

/** The shipped model. It stays open, and nobody closes it: an idle one ends with its process. */
export function sharedEmbedder(): Promise<Embedder> {
  started ??= startEmbedder(readConfig({}));
  return started;
}
