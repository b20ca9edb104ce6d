// Loads only the embedding model and embeds one text: the baseline for the time of a start.

import { env, pipeline } from '@xenova/transformers';
import { loadEnvironment, readConfig } from '../src/config.js';

const { embeddingModel, modelsDir } = readConfig(loadEnvironment());
env.localModelPath = modelsDir;
env.allowRemoteModels = false;
const extract = await pipeline('feature-extraction', embeddingModel, { quantized: true });
await extract('query: Who won the election?', { pooling: 'mean', normalize: true });
process.stdout.write('loaded\n');
