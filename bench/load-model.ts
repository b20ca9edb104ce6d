// Loads the embedding model by itself, as plainly as can be, embeds one text and says so: what a start is measured against.

import { env, pipeline } from '@xenova/transformers';
import { loadEnvironment, readConfig } from '../src/config.js';

const { embeddingModel, modelsDir } = readConfig(loadEnvironment());
env.localModelPath = modelsDir;
env.allowRemoteModels = false;
const extract = await pipeline('feature-extraction', embeddingModel, { quantized: true });
await extract('query: Who won the election?', { pooling: 'mean', normalize: true });
process.stdout.write('loaded\n');
