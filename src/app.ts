// The application, for commands and consoles: opens an article with its notes, questions and decoys, and answers.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, parse } from 'node:path';
import type { ArticleIndex } from '../index/article-index.js';
import type { Decoy, ReaderQuestion } from '../index/corpus.js';
import type { Embedder } from '../index/embedder.js';
import { EmbeddingCache } from '../index/embedding-cache.js';
import { verifyModelFiles } from '../index/model-files.js';
import { modelEntry, type Weights } from '../index/models.js';
import { type OpenedIndex, openIndex, type PackFiles } from '../index/open-index.js';
import type { AskContext } from './answer/ask.js';
import { type Calibration, calibrationSchema, type MeasuredFigures, measuredOn } from './answer/calibration.js';
import { createAnchorFinder } from './article/anchor.js';
import type { Article, Span } from './article/article.js';
import { loadArticle } from './article/load.js';
import type { Config } from './config.js';
import { InputError } from './input-error.js';
import { type AnchoredNote, isOrphan } from './notes/anchored-note.js';
import { readDecoys, readNotes, readReaderQuestions } from './notes/load.js';
import type { Note } from './notes/note.js';
import type { Progress } from './ops/progress.js';
import { createCorrection } from './spellings.js';
import { type ModelConfig, startEmbedder } from './start-embedder.js';
import { type ArticleView, createArticleView } from './views/article-view.js';

/** Delay before the graphs are built, which takes some seconds: the first questions should not wait for it. */
const SETTLE_AFTER_MS = 2_000;

/** The files of the content. All but the article and the general decoys may be absent. */
export interface ContentFiles {
  readonly article: string;
  readonly notes?: string | undefined;
  readonly readerQuestions?: string | undefined;
  readonly decoys?: string | undefined;
  readonly generalDecoys: string;
}

export interface AppOptions {
  readonly files: ContentFiles;
  readonly config: ModelConfig & Pick<Config, 'dataDir'>;
  readonly log: { info(message: string): void; warn(message: string): void };
  readonly progress: Progress;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
  /** Used instead of the model's saved calibration and weights; for measuring them. */
  readonly calibration?: Calibration;
  readonly weights?: Weights;
  /** Used instead of starting a model, which takes time and memory; left open on closing. */
  readonly embedder?: Promise<Embedder>;
  /** Whether the embeddings of guilds' own notes and training examples are kept in `dataDir` for the next start. */
  readonly keepsEmbeddings?: boolean;
}

/** The article with its shipped notes, and facts about the program that reads it. */
export interface App extends ArticleView {
  /** Places in the body of each note's anchors. */
  readonly noteSpans: ReadonlyMap<string, readonly Span[]>;
  /** The shipped reader questions, in the article's order, without those that have no place in it. */
  readonly readerQuestions: readonly ReaderQuestion[];
  /** All shipped notes, including orphans, which readers do not see. */
  readonly shipped: readonly Note[];
  /** Identifies article, notes, questions and decoys together. */
  readonly contentHash: string;
  /** Identifies the article's body alone. */
  readonly articleHash: string;
  readonly model: { readonly id: string; readonly hash: string };
  readonly index: ArticleIndex;
  /** Quality measured on exactly this content; undefined if not measured. */
  readonly measuredFigures: MeasuredFigures | undefined;
  /** Whether reader questions and near decoys have been read. Until then answers are less sure, since they come from sentences alone. */
  readonly isWhole: boolean;
  /** Resolves when they have been read, or when the app has ended before that; never rejects. */
  readonly whole: Promise<void>;
  /** Files of the content whose shipped embeddings are of an earlier state. */
  readonly staleEmbeddings: readonly string[];
  /** Writes the shipped embeddings that are stale or missing, and returns their files. Throws InputError if they cannot be written. */
  ship(): Promise<readonly string[]>;
  /** Resolves when the model has stopped for good; then nothing can be asked. */
  readonly ended: Promise<Error>;
  close(): Promise<void>;
}

/** The files in the configuration: by default the shipped article's. */
export function configuredFiles({ article, notes, readerQuestions, decoys, generalDecoys }: Config): ContentFiles {
  return { article, notes, readerQuestions, decoys, generalDecoys };
}

/**
 * Loads content and model, and returns the app as soon as it can be asked: when the article's sentences, its notes and the general decoys
 * are embedded. Reader questions and near decoys follow, see `whole`. Throws InputError for bad files or settings.
 */
export async function openApp(options: AppOptions): Promise<App> {
  const { files, config, log, progress, now, calibration: given, weights: tried } = options;
  const weights = tried ?? modelEntry(config.embeddingModel).weights;
  // The model loads while the content is read.
  const embedder = options.embedder ?? startEmbedder(config);
  let cache: EmbeddingCache | undefined;
  const closing = new AbortController();
  const closeOwn = async () => {
    closing.abort();
    cache?.close();
    if (options.embedder === undefined) await (await embedder).close();
  };
  try {
    const content = await loadContent(files, log);
    const folder = join(config.modelsDir, config.embeddingModel);
    // The files of a model to be downloaded can be checked only after the download.
    if (config.allowModelDownload) await embedder;
    const model = { id: config.embeddingModel, hash: (await verifyModelFiles(folder)).hash };
    const calibration = given ?? (await readCalibration(calibrationFile(config), model));
    if (options.keepsEmbeddings) {
      cache = EmbeddingCache.open({ file: join(config.dataDir, 'embeddings.sqlite'), modelHash: model.hash, log, now: Date.now });
    }
    const shipped = shippedPacks(files);
    const opened = await openIndex(content, {
      file: ownPack(config.dataDir, files),
      shipped,
      model,
      weights,
      embedder,
      cache,
      progress,
      log,
    });
    const staleEmbeddings = opened.stale.flatMap((kind) => shipped[kind] ?? []);
    if (staleEmbeddings.length > 0) {
      log.warn(
        `The texts of ${staleEmbeddings.join(', ')} changed after their embeddings were shipped; what is missing was embedded now. Run "npm run index -- --ship" to ship them anew.`,
      );
    }
    // A failure is reported elsewhere.
    opened.whole.then(() => settleLater(opened.index, closing.signal)).catch(() => undefined);
    return assemble(content, opened, await embedder, model, calibration, { log, now, staleEmbeddings, close: closeOwn });
  } catch (error) {
    await closeOwn().catch(() => undefined);
    throw error;
  }
}

/** The file of a model's measured thresholds. */
export function calibrationFile({ modelsDir, embeddingModel }: Pick<Config, 'modelsDir' | 'embeddingModel'>): string {
  return join(modelsDir, `${embeddingModel}.calibration.json`);
}

interface Content {
  readonly article: Article;
  readonly shipped: readonly Note[];
  /** The shipped notes that readers see. */
  readonly notes: readonly AnchoredNote[];
  readonly readerQuestions: readonly ReaderQuestion[];
  readonly decoys: readonly Decoy[];
}

async function loadContent(files: ContentFiles, log: AppOptions['log']): Promise<Content> {
  const [article, notes, questions, decoys, generalDecoys] = await Promise.all([
    loadArticle(files.article),
    readNotes(files.notes),
    readReaderQuestions(files.readerQuestions),
    readDecoys(files.decoys),
    readDecoys(files.generalDecoys),
  ]);
  if (article.leftOut.length > 0) log.warn(`${files.article}: left out of the front matter: ${article.leftOut.join(', ')}.`);
  const anchors = createAnchorFinder(article.body);
  const placed = notes.map((note) => {
    const places = note.quotes.map((anchor) => anchors.find(anchor));
    const lost = places.filter((spans) => spans.length === 0).length;
    const one = { note, spans: places.flat() };
    if (isOrphan(one)) {
      log.warn(`The note "${note.id}" quotes only words that are not in ${files.article}. Readers do not see it until a quote is fixed.`);
    } else if (lost > 0) {
      log.warn(
        `Of what the note "${note.id}" quotes, ${lost} of ${places.length} stand nowhere in ${files.article}. It is shown at the others alone.`,
      );
    }
    return one;
  });
  const readerQuestions = questions.flatMap(({ quote, ask }) => {
    const [answer] = anchors.find({ exact: quote });
    if (answer === undefined)
      log.warn(`${files.readerQuestions}: the quote "${quote}" stands nowhere in ${files.article}; its questions are left out.`);
    return answer === undefined ? [] : ask.map((question) => ({ question, answer }));
  });
  const allDecoys = [
    ...decoys.map((question) => ({ question, kind: 'near' as const })),
    ...generalDecoys.map((question) => ({ question, kind: 'general' as const })),
  ];
  return { article, shipped: notes, notes: placed.filter((one) => !isOrphan(one)), readerQuestions, decoys: allDecoys };
}

/** Reads a model's calibration. Throws InputError if it is missing or was measured with other files of the model. */
export async function readCalibration(file: string, model: App['model']): Promise<Calibration> {
  let json: string;
  try {
    json = await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(
      `There are no thresholds for the model ${model.id} (${file} is missing), so no answer could be trusted. Measure them: npm run calibrate.`,
      { cause: error },
    );
  }
  const parsed = calibrationSchema.safeParse(parseJson(json));
  if (!parsed.success) throw new InputError(`${file} is no calibration of this version. Measure it again: npm run calibrate.`);
  if (parsed.data.model.hash !== model.hash) {
    throw new InputError(`${file} was measured with other files of ${model.id}. Measure it again: npm run calibrate.`);
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The packs shipped in a folder beside each file of the content. */
function shippedPacks({ article, notes, readerQuestions, decoys, generalDecoys }: ContentFiles): PackFiles {
  const beside = (file: string | undefined, ending = '') =>
    file === undefined ? undefined : join(dirname(file), 'embeddings', `${parse(file).name}${ending}.pack`);
  const packs = {
    sentences: beside(article),
    inContext: beside(article, '-in-context'),
    notes: beside(notes),
    readerQuestions: beside(readerQuestions),
    decoys: beside(decoys),
    generalDecoys: beside(generalDecoys),
  };
  return Object.fromEntries(Object.entries(packs).filter(([, file]) => file !== undefined));
}

/** Builds the graphs after the first questions. */
function settleLater(index: ArticleIndex, closed: AbortSignal): void {
  const timer = setTimeout(() => void index.settle(closed), SETTLE_AFTER_MS).unref();
  closed.addEventListener('abort', () => clearTimeout(timer), { once: true });
}

/** The pack for a set of files: each has its own, so that asking another article does not displace these embeddings. */
function ownPack(dataDir: string, files: ContentFiles): string {
  const identity = [files.article, files.notes, files.readerQuestions, files.decoys, files.generalDecoys]
    .map((file) => file ?? '')
    .join('\n');
  const digest = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  return join(dataDir, 'embeddings', `${basename(files.article).replace(/[^\w.-]/gu, '_')}-${digest}.pack`);
}

function assemble(
  { article, shipped, notes, readerQuestions }: Content,
  { index, whole, ship }: OpenedIndex,
  embedder: Embedder,
  model: App['model'],
  calibration: Calibration,
  { log, now, ...rest }: Pick<AppOptions, 'log' | 'now'> & Pick<App, 'staleEmbeddings' | 'close'>,
): App {
  embedder.onReplaced = ({ message }) => log.warn(`${message} It is started again, and asked what it had not answered.`);
  const hasOwnQuestions = readerQuestions.length > 0;
  const isMeasured = calibration.own.content === index.contentHash;
  if (hasOwnQuestions && !isMeasured) {
    log.info(
      'The thresholds were measured on other content than this. If much has changed, measure them again as content/README.md describes.',
    );
  }
  // Without reader questions, the decision fitted to an article without them applies.
  const bySentences = isMeasured && !hasOwnQuestions ? calibration.own : calibration.generic;
  const correctSpelling = createCorrection(
    { body: article.body, language: article.about.language },
    notes.map(({ note }) => note),
    embedder.knownWords,
  );
  const context: AskContext = {
    article,
    notes,
    embedder,
    retriever: index,
    measured: {
      decisions: { bySentences: bySentences.decision, byQuestions: calibration.own.decision },
      followUps: { bySentences: bySentences.followUps.decision, byQuestions: calibration.own.followUps.decision },
      get relation() {
        return (index.isWellKnown ? calibration.own : calibration.generic).check.relation;
      },
    },
    relatedNotesThreshold: calibration.relatedNotes.threshold,
    correctSpelling,
    isWhole: () => index.isWhole,
    now,
  };
  return {
    ...createArticleView(context),
    ...rest,
    noteSpans: new Map(notes.map(({ note, spans }) => [note.id, spans])),
    shipped,
    contentHash: index.contentHash,
    articleHash: createHash('sha256').update(article.body).digest('hex'),
    model,
    index,
    readerQuestions,
    get isWhole() {
      return index.isWhole;
    },
    whole: index.isWhole ? whole : whole.catch((error: unknown) => log.warn(`The reader questions could not be read: ${String(error)}`)),
    ship,
    measuredFigures: measuredOn(index.contentHash, calibration),
    ended: embedder.ended,
  };
}
