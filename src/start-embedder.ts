// Starts the configured embedding model. Separate from the application, so that it can start before the rest is read.

import { Embedder } from '../index/embedder.js';
import type { Config } from './config.js';

export type ModelConfig = Pick<Config, 'embeddingModel' | 'modelsDir' | 'allowModelDownload' | 'modelHubUrl'>;

/** Starts the configured model's worker. A failure surfaces only where the promise is awaited. */
export function startEmbedder({ embeddingModel, modelsDir, allowModelDownload, modelHubUrl }: ModelConfig): Promise<Embedder> {
  const embedder = Embedder.start({
    model: embeddingModel,
    modelsDirectory: modelsDir,
    hubUrl: allowModelDownload ? modelHubUrl : undefined,
  });
  embedder.catch(() => undefined);
  return embedder;
}
