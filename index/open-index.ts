// Opens an article's index: embeddings come from packs if known, else from the model, and are kept for the next start.

import { ArticleIndex } from './article-index.js';
import { type Corpus, createCorpus, firstTexts, type Sources, TEXT_KINDS, type Text, type TextKind, textsByKind } from './corpus.js';
import type { Embedder } from './embedder.js';
import type { EmbeddingCache } from './embedding-cache.js';
import { EmbeddingPack, type PackEntry, type PackModel, packKey, requireWritable, writePack } from './embedding-pack.js';
import { modelEntry, type Weights } from './models.js';
import { TextEmbedder } from './text-embedder.js';
import { type IdentifiedEmbedding, toTextEmbedding } from './text-embedding.js';

/** Texts in progress at the worker at once, so that it is never idle. */
const IN_FLIGHT = 4;
/** The same while questions are answered: a question waits for the texts before it. */
const IN_FLIGHT_WHILE_ASKED = 2;

/** Progress of the embedding; reported for the first texts, then for the rest. */
export interface BuildProgress {
  start(total: number): void;
  step(): void;
  stop(): void;
}

export interface OpenOptions {
  /** File for embeddings that no shipped pack has. */
  readonly file: string;
  /** Packs that ship with the content; missing packs are ignored. */
  readonly shipped: PackFiles;
  readonly model: { readonly id: string; readonly hash: string };
  readonly weights: Weights;
  /** Awaited only when something must be embedded. */
  readonly embedder: Promise<Embedder>;
  /** Cache for embeddings of overlays' texts; undefined for none. */
  readonly cache?: EmbeddingCache | undefined;
  readonly progress: BuildProgress;
  readonly log: { info(message: string): void; warn(message: string): void };
}

/** A pack for each kind of text. */
export type PackFiles = Readonly<Partial<Record<TextKind, string>>>;

export interface OpenedIndex {
  /** Ready for questions. */
  readonly index: ArticleIndex;
  /** Resolves when the article's own questions have joined. Rejects with the embedder's errors. */
  readonly whole: Promise<void>;
  /** Kinds of text whose shipped pack was made from an earlier state of the content. */
  readonly stale: readonly TextKind[];
  /** Rewrites outdated shipped packs, and returns their files. Rejects like `whole`, and with InputError. */
  ship(): Promise<string[]>;
}

type Embedded = ReadonlyMap<number, IdentifiedEmbedding>;

/** Opens the index for these sources. Rejects with the embedder's errors, or with InputError when new embeddings cannot be saved. */
export async function openIndex(sources: Sources, options: OpenOptions): Promise<OpenedIndex> {
  const corpus = createCorpus(sources);
  const { weights, embedder, cache, file } = options;
  const model: PackModel = { ...options.model, dimensions: modelEntry(options.model.id).dimensions };
  const keys = corpus.texts.map(packKey);
  const packs = await Promise.all(
    TEXT_KINDS.map(async (kind) => [kind, await readPack(options.shipped[kind], model, options.log)] as const),
  );
  const shipped = new Map(packs.flatMap(([kind, pack]) => (pack === undefined ? [] : [[kind, pack]])));
  const own = await readPack(file, model, options.log);

  const embedded = new Map<number, IdentifiedEmbedding>();
  const fresh: number[] = [];
  /** Texts that no shipped pack has. */
  const unshipped: number[] = [];
  for (const [i, key] of keys.entries()) {
    const known = firstOf(shipped.values(), (pack) => pack.get(key));
    const embedding = known ?? own?.get(key);
    if (known === undefined) unshipped.push(i);
    if (embedding === undefined) fresh.push(i);
    else embedded.set(i, embedding);
  }
  if (fresh.length > 0) {
    await requireWritable(file);
    options.log.info(`${fresh.length} of ${corpus.texts.length} texts are to be embedded.`);
  }

  const embed = (texts: readonly number[], inFlight: number) => embedAll(texts, corpus.texts, embedded, inFlight, options);
  const keep = () =>
    writePack(
      file,
      model,
      unshipped.flatMap((text) => entryOf(corpus, embedded, text)),
    );
  const isFirst = firstTexts(corpus);
  const freshFirst = fresh.filter((text) => isFirst.has(text));
  const freshRest = fresh.filter((text) => !isFirst.has(text));
  await embed(freshFirst, IN_FLIGHT);
  if (freshFirst.length > 0) await keep();
  const texts = new TextEmbedder(embedder, cache);
  const first = freshRest.length === 0 ? embedded : new Map([...embedded].filter(([text]) => isFirst.has(text)));
  const index = await ArticleIndex.open({ corpus, article: sources.article, weights, dimensions: model.dimensions, texts }, first);
  const readRest = async () => {
    await embed(freshRest, IN_FLIGHT_WHILE_ASKED);
    index.complete(embedded);
    await keep();
  };
  const whole = index.isWhole ? Promise.resolve() : readRest();
  const kinds = textsByKind(corpus);
  const isCurrent = (kind: TextKind, pack: EmbeddingPack) =>
    pack.size === kinds[kind].length && kinds[kind].every((text) => pack.has(keys[text] ?? ''));
  return {
    index,
    whole,
    stale: [...shipped].flatMap(([kind, pack]) => (isCurrent(kind, pack) ? [] : [kind])),
    ship: async () => {
      await whole;
      const written: string[] = [];
      for (const kind of TEXT_KINDS) {
        const [target, pack] = [options.shipped[kind], shipped.get(kind)];
        if (target === undefined || (pack !== undefined && isCurrent(kind, pack))) continue;
        await writePack(
          target,
          model,
          kinds[kind].flatMap((text) => entryOf(corpus, embedded, text)),
        );
        written.push(target);
      }
      return written;
    },
  };
}

/** Reads a pack; logs the reason if it is not used. */
async function readPack(file: string | undefined, model: PackModel, log: OpenOptions['log']): Promise<EmbeddingPack | undefined> {
  if (file === undefined) return undefined;
  const result = await EmbeddingPack.read(file, model);
  if (result.kind === 'unusable') log.warn(`${file} is not used: ${result.why}. Its texts are embedded anew.`);
  return result.kind === 'pack' ? result.pack : undefined;
}

function firstOf<From, To>(all: Iterable<From>, make: (one: From) => To | undefined): To | undefined {
  for (const one of all) {
    const made = make(one);
    if (made !== undefined) return made;
  }
  return undefined;
}

function entryOf(corpus: Corpus, embedded: Embedded, text: number): PackEntry[] {
  const [source, embedding] = [corpus.texts[text], embedded.get(text)];
  return source === undefined || embedding === undefined ? [] : [{ text: source, embedding }];
}

/** Embeds some texts one after the other and adds the results to `embedded`. */
async function embedAll(
  chosen: readonly number[],
  texts: readonly Text[],
  embedded: Map<number, IdentifiedEmbedding>,
  inFlight: number,
  { embedder, progress, log }: OpenOptions,
): Promise<void> {
  if (chosen.length === 0) return;
  const ready = await embedder;
  const waiting = [...chosen].values();
  let truncated = 0;
  progress.start(chosen.length);
  try {
    const embedNext = async (): Promise<void> => {
      for (const i of waiting) {
        const text = texts[i];
        if (text === undefined) continue;
        const embedding = await ready.embed(text.text, text.role, text.within);
        if (embedding.truncated) truncated++;
        embedded.set(i, toTextEmbedding(embedding, text.tokens));
        progress.step();
      }
    };
    await Promise.all(Array.from({ length: inFlight }, embedNext));
  } finally {
    progress.stop();
  }
  if (truncated > 0) log.warn(`The model read only the beginning of ${truncated} texts, which are longer than it can take.`);
}
