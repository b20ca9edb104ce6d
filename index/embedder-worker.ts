// The program of the process that runs the embedding model. It takes one text at a time, so a text always gets the same vector
// (batched runs of a quantised model differ slightly).

import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { env, type PreTrainedTokenizer, pipeline, Tensor } from '@xenova/transformers';
import { InputError } from '../src/input-error.js';
import { isTopicToken, isWordToken } from './function-words.js';
import type { Embedding, Role, WorkerReply, WorkerRequest, WorkerSetUp } from './model-process.js';
import { roundRows, roundVector } from './rounding.js';
import type { Surroundings } from './surroundings.js';
import { windowAround } from './windows.js';

// The process ends with its parent and not earlier: a termination signal often reaches both while there is still work.
process.on('disconnect', () => process.exit());
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);

const { model, modelsDirectory, hubUrl, entry } = JSON.parse(process.argv[2] ?? '') as WorkerSetUp;

env.localModelPath = modelsDirectory;
env.allowRemoteModels = hubUrl !== undefined;
// Only the models' folder is read or written.
env.useFSCache = false;
/** Downloads by name of the file in the model's folder, kept in memory until the model has loaded. */
const downloads = new Map<string, ArrayBuffer>();
if (hubUrl !== undefined) {
  env.remoteHost = hubUrl;
  env.useCustomCache = true;
  env.customCache = {
    match: async () => undefined,
    put: async (url: string, response: Response) => {
      downloads.set(url.split('/resolve/main/').at(-1) ?? '', await response.arrayBuffer());
    },
  };
}

const say = (reply: WorkerReply) => process.send?.(reply);

interface Encoding {
  readonly input_ids: { readonly data: BigInt64Array };
}

interface Model {
  readonly tokenizer: PreTrainedTokenizer & { readonly model: { readonly vocab: readonly string[] }; readonly model_max_length: number };
  run(encoding: Encoding | Readonly<Record<'input_ids' | 'attention_mask', Tensor>>): Promise<{ readonly last_hidden_state: Tensor }>;
}

async function load(): Promise<Model> {
  const { tokenizer, model: run } = await pipeline('feature-extraction', model, { quantized: true });
  return { tokenizer: tokenizer as Model['tokenizer'], run: run as unknown as Model['run'] };
}

/**
 * Saves a downloaded model beside the shipped ones, for the next start. A model that does not load is not saved,
 * and neither is part of a file: either would prevent the next download.
 */
async function keepDownloads(): Promise<void> {
  if (downloads.size === 0) return;
  const unfinished = join(modelsDirectory, `.download-${process.pid}`);
  try {
    for (const [name, bytes] of downloads) {
      const file = join(modelsDirectory, model, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(unfinished, new Uint8Array(bytes));
      await rename(unfinished, file);
    }
    downloads.clear();
  } catch (error) {
    const where = `The model ${model} was downloaded from ${hubUrl}, but cannot be kept in ${modelsDirectory}`;
    throw new InputError(`${where}: ${firstLine(error)}`, { cause: error });
  } finally {
    await rm(unfinished, { force: true }).catch(() => undefined);
  }
}

/** A text's tokens, including special tokens. */
function encode({ tokenizer }: Model, text: string, truncation: boolean): Encoding {
  return tokenizer(text, { truncation }) as Encoding;
}

function normalise(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares) || 1;
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) / length;
}

/** One forward pass: the pooled vector, and the vectors of all tokens between prefix and end except punctuation; all rounded. */
async function embed(loaded: Model, text: string, role: Role, prefixTokens: number): Promise<Embedding> {
  const prefixed = entry.prefixes[role] + text;
  const encoding = encode(loaded, prefixed, true);
  const ids = encoding.input_ids.data;
  const { last_hidden_state: output } = await loaded.run(encoding);
  const [, count = 0, dimensions = 0] = output.dims;
  const data = output.data as Float32Array;
  const row = (i: number) => data.subarray(i * dimensions, (i + 1) * dimensions);

  const vector = entry.pooling === 'cls' ? row(0).slice() : sumOfRows(data, dimensions);
  normalise(vector);
  roundVector(vector);

  const inner = range(1 + prefixTokens, Math.max(1 + prefixTokens, count - 1));
  const full = ids.length >= loaded.tokenizer.model_max_length;
  const truncated = full && encode(loaded, prefixed, false).input_ids.data.length > ids.length;
  return { vector, ...tokensAt(inner, ids, output, loaded), truncated };
}

/** The tokens at some places of a forward pass, without punctuation; all of them if they are all punctuation. */
function tokensAt(
  places: readonly number[],
  ids: BigInt64Array,
  { data, dims }: Tensor,
  { tokenizer }: Model,
): Pick<Embedding, 'tokens' | 'tokenIds' | 'topical'> {
  const dimensions = dims[2] ?? 0;
  const token = (i: number) => tokenizer.model.vocab[Number(ids[i])] ?? '';
  const words = places.filter((i) => isWordToken(token(i)));
  const kept = words.length > 0 ? words : places;
  const tokens = new Float32Array(kept.length * dimensions);
  kept.forEach((i, k) => {
    tokens.set((data as Float32Array).subarray(i * dimensions, (i + 1) * dimensions), k * dimensions);
    normalise(tokens.subarray(k * dimensions, (k + 1) * dimensions));
  });
  return {
    tokens: roundRows(tokens, dimensions),
    tokenIds: Uint32Array.from(kept, (i) => Number(ids[i])),
    topical: Uint8Array.from(kept, (i) => Number(isTopicToken(token(i)))),
  };
}

/** The last forward pass over several texts: neighbours are requested one after another, and mostly share a pass. */
let lastPass: { readonly key: string; readonly output: Tensor } | undefined;

/** Embeds a text in context: its token vectors from a forward pass with as many of its surroundings as fit. */
async function embedWithin(loaded: Model, text: string, role: Role, { place, before, after }: Surroundings): Promise<Embedding> {
  const idsOf = (part: string) => [...encode(loaded, part, false).input_ids.data];
  const [start = 0n, end = 0n] = idsOf('');
  const innerOf = (part: string) => idsOf(part).slice(1, -1);
  const prefix = innerOf(entry.prefixes[role]);
  const heading = innerOf(place);
  const parts = [...before, text, ...after].map(innerOf);
  const room = loaded.tokenizer.model_max_length - 2 - prefix.length - heading.length;
  const read = windowAround(
    before.length,
    parts.map(({ length }) => length),
    room,
  );
  const own = parts[before.length] ?? [];
  if (read === undefined) {
    const none = { tokens: new Int16Array(), tokenIds: new Uint32Array(), topical: new Uint8Array() };
    return { vector: new Float32Array(entry.dimensions), ...none, truncated: false };
  }

  const ids = BigInt64Array.from([start, ...prefix, ...heading, ...parts.slice(read.start, read.end).flat(), end]);
  const key = ids.join();
  if (lastPass?.key !== key) {
    const input_ids = new Tensor('int64', ids, [1, ids.length]);
    const attention_mask = new Tensor('int64', new BigInt64Array(ids.length).fill(1n), [1, ids.length]);
    lastPass = { key, output: (await loaded.run({ input_ids, attention_mask })).last_hidden_state };
  }
  const headingAt = 1 + prefix.length;
  const ownAt = headingAt + heading.length + parts.slice(read.start, before.length).flat().length;
  const places = [...range(headingAt, headingAt + heading.length), ...range(ownAt, ownAt + own.length)];
  const kept = tokensAt(places, ids, lastPass.output, loaded);
  const vector = sumOfRows(Float32Array.from(kept.tokens), entry.dimensions);
  normalise(vector);
  roundVector(vector);
  return { vector, ...kept, truncated: false };
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}

function sumOfRows(data: Float32Array, dimensions: number): Float32Array {
  const sum = new Float32Array(dimensions);
  for (let start = 0; start < data.length; start += dimensions) {
    for (let d = 0; d < dimensions; d++) sum[d] = (sum[d] ?? 0) + (data[start + d] ?? 0);
  }
  return sum;
}

function firstLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Only the cause describes a network failure.
  const message = error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
  return message.split('\n')[0] ?? '';
}

function explain(error: unknown): string {
  const cause = firstLine(error);
  return hubUrl === undefined
    ? `The model ${model} cannot be loaded from ${modelsDirectory}: ${cause} Put it there, or set ALLOW_MODEL_DOWNLOAD=true to fetch it.`
    : `The model ${model} can be loaded neither from ${modelsDirectory} nor from ${hubUrl}: ${cause}`;
}

async function answer(
  { id, text, role, within }: Extract<WorkerRequest, { kind: 'embed' }>,
  loaded: Model,
  prefixTokens: number,
): Promise<WorkerReply> {
  try {
    const embedding = within === undefined ? embed(loaded, text, role, prefixTokens) : embedWithin(loaded, text, role, within);
    return { kind: 'embedded', id, embedding: await embedding };
  } catch (error) {
    return { kind: 'failed', id, message: `A text of ${text.length} characters could not be embedded: ${String(error)}` };
  }
}

try {
  const loaded = await load();
  const length = (text: string) => encode(loaded, text, true).input_ids.data.length;
  const prefixTokens: Record<Role, number> = {
    query: length(entry.prefixes.query) - length(''),
    passage: length(entry.prefixes.passage) - length(''),
  };
  await keepDownloads();
  // The first run is the slowest; now it overlaps with the program reading its content.
  await embed(loaded, 'What is this article about?', 'query', prefixTokens.query);
  let queue = Promise.resolve();
  process.on('message', (request: WorkerRequest) => {
    queue = queue.then(async () => {
      say(request.kind === 'ping' ? { kind: 'alive' } : await answer(request, loaded, prefixTokens[request.role]));
    });
  });
  const words = loaded.tokenizer.model.vocab.map((token) => token.replace(/^▁/u, '')).filter((token) => /^\p{L}{2,}$/u.test(token));
  say({ kind: 'ready', words });
} catch (error) {
  say({ kind: 'failed', message: error instanceof InputError ? error.message : explain(error) });
}
