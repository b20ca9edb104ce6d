// Opens an article's index: from disk when it is current, else built, saved, and said why.

import { ArticleIndex, type Graphs, type IndexParts } from './article-index.js';
import { type Corpus, createCorpus, type Sources, textKey } from './corpus.js';
import type { Embedder } from './embedder.js';
import type { EmbeddingCache } from './embedding-cache.js';
import { modelEntry, type Weights } from './models.js';
import { type Embeddings, type Expected, readIndex, requireWritable, writeIndex } from './saved-index.js';
import { TextEmbedder } from './text-embedder.js';
import { keptTokens } from './text-embedding.js';
import { TokenVectors } from './token-vectors.js';
import { VectorIndex } from './vector-index.js';
import { WordIndex } from './word-index.js';

/** Texts under way at the worker at once, so that it never waits for us. */
const IN_FLIGHT = 4;

/** Told how the embedding goes on. */
export interface BuildProgress {
  start(total: number): void;
  step(): void;
  stop(): void;
}

export interface OpenOptions {
  /** Folder of this index. */
  readonly folder: string;
  readonly model: { readonly id: string; readonly hash: string };
  readonly weights: Weights;
  /** Awaited only when something must be embedded. */
  readonly embedder: Promise<Embedder>;
  /** Where the embeddings of what layers add are kept; nowhere when undefined. */
  readonly cache?: EmbeddingCache | undefined;
  readonly progress: BuildProgress;
  readonly log: { info(message: string): void; warn(message: string): void };
}

/** The index for these sources. Rejects with the embedder's errors, or when the folder cannot be written. */
export async function openIndex(sources: Sources, options: OpenOptions): Promise<ArticleIndex> {
  const corpus = createCorpus(sources);
  const { dimensions } = modelEntry(options.model.id);
  const { weights, embedder, cache } = options;
  const texts = new TextEmbedder(embedder, cache);
  const expected: Expected = { corpus, model: options.model, dimensions };
  const saved = await readIndex(options.folder, expected);
  if (saved.kind === 'current') return new ArticleIndex(saved.parts, sources.article, weights, texts);

  await requireWritable(options.folder);
  options.log.info(`Rebuilding the index: ${saved.why}.`);
  const { parts, vectors } = await build(expected, saved.embeddings, options);
  await writeIndex(options.folder, parts, vectors, expected);
  return new ArticleIndex(parts, sources.article, weights, texts);
}

async function build(
  { corpus, dimensions }: Expected,
  old: Embeddings | undefined,
  options: OpenOptions,
): Promise<{ parts: IndexParts; vectors: Float32Array }> {
  const graphs = createGraphs(corpus, dimensions);
  const vectors = new Float32Array(corpus.texts.length * dimensions);
  const addToGraphs = graphFiller(corpus, graphs);
  const embedded = await embedAll(corpus, dimensions, old, options, (text, vector) => {
    vectors.set(vector, text * dimensions);
    addToGraphs(text, vector);
  });
  const tokens = await TokenVectors.allocate(
    dimensions,
    embedded.map((one) => one.tokenIds.length),
  );
  const tokenIds = new Uint32Array(tokens.offsets.at(-1) ?? 0);
  embedded.forEach((one, text) => {
    const start = tokens.offsets[text] ?? 0;
    if (one.tokens instanceof Int16Array) tokens.data.set(one.tokens, start * dimensions);
    else tokens.set(text, one.tokens);
    tokenIds.set(one.tokenIds, start);
  });
  const textOf = (text: number) => corpus.texts[text]?.text ?? '';
  const words = {
    sentences: WordIndex.create(corpus.sentences.map(textOf)),
    notes: WordIndex.create(corpus.notes.map(({ text, keywords }) => `${textOf(text)} ${textOf(keywords)}`)),
  };
  return { parts: { corpus, tokens, tokenIds, graphs, words }, vectors };
}

interface EmbeddedText {
  /** From the model, or as they were kept. */
  readonly tokens: Float32Array | Int16Array;
  readonly tokenIds: Uint32Array;
}

/** Embeds what is new, takes over what is known, and hands out each vector as it comes. */
async function embedAll(
  corpus: Corpus,
  dimensions: number,
  old: Embeddings | undefined,
  { embedder, progress, log }: OpenOptions,
  onVector: (text: number, vector: Float32Array) => void,
): Promise<EmbeddedText[]> {
  const known = new Map(old?.keys.map((key, i) => [key, i]));
  const done: EmbeddedText[] = new Array(corpus.texts.length);
  const fresh: number[] = [];
  corpus.texts.forEach((text, i) => {
    const at = known.get(textKey(text));
    if (old === undefined || at === undefined) {
      fresh.push(i);
      return;
    }
    const [start, end] = [old.tokens.offsets[at] ?? 0, old.tokens.offsets[at + 1] ?? 0];
    done[i] = { tokens: old.tokens.data.subarray(start * dimensions, end * dimensions), tokenIds: old.tokenIds.subarray(start, end) };
    onVector(i, old.vectors.subarray(at * dimensions, (at + 1) * dimensions));
  });
  if (fresh.length === 0) return done;

  const ready = await embedder;
  let truncated = 0;
  progress.start(fresh.length);
  try {
    const embedNext = async (): Promise<void> => {
      for (let i = fresh.shift(); i !== undefined; i = fresh.shift()) {
        const text = corpus.texts[i];
        if (text === undefined) continue;
        const embedding = await ready.embed(text.text, text.role);
        if (embedding.truncated) truncated++;
        done[i] = keptTokens(embedding, text.tokens);
        onVector(i, embedding.vector);
        progress.step();
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, embedNext));
  } finally {
    progress.stop();
  }
  if (truncated > 0) log.warn(`The model read only the beginning of ${truncated} texts, which are longer than it can take.`);
  return done;
}

function createGraphs(corpus: Corpus, dimensions: number): Graphs {
  return {
    sentences: VectorIndex.create(dimensions, corpus.sentences.length),
    readerQuestions: VectorIndex.create(dimensions, corpus.readerQuestions.length),
    decoys: VectorIndex.create(dimensions, corpus.decoys.length),
    notes: VectorIndex.create(dimensions, corpus.notes.length),
  };
}

/** Puts a text's vector into the graph of each part that the text plays. */
function graphFiller(corpus: Corpus, graphs: Graphs): (text: number, vector: Float32Array) => void {
  const places = new Map<number, { graph: VectorIndex; label: number }[]>();
  const place = (text: number, graph: VectorIndex, label: number) => {
    const list = places.get(text) ?? [];
    list.push({ graph, label });
    places.set(text, list);
  };
  for (const [label, text] of corpus.sentences.entries()) place(text, graphs.sentences, label);
  for (const [label, { text }] of corpus.readerQuestions.entries()) place(text, graphs.readerQuestions, label);
  for (const [label, { text }] of corpus.decoys.entries()) place(text, graphs.decoys, label);
  for (const [label, { text }] of corpus.notes.entries()) place(text, graphs.notes, label);
  return (text, vector) => {
    for (const { graph, label } of places.get(text) ?? []) graph.add(vector, label);
  };
}
