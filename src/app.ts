// The application: opens an article with what stands beside it, and answers. What commands and consoles may call.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ArticleIndex } from '../index/article-index.js';
import type { Decoy, ReaderQuestion } from '../index/corpus.js';
import type { Embedder } from '../index/embedder.js';
import { verifyModelFiles } from '../index/model-files.js';
import { modelEntry, type Weights } from '../index/models.js';
import { openIndex } from '../index/open-index.js';
import { Spelling } from '../index/spelling.js';
import type { Answer } from './answer/answer.js';
import { type AskContext, ask, type FullAnswer, type Question, respond } from './answer/ask.js';
import { type Calibration, type CheckFigures, calibrationSchema, type Figures } from './answer/calibration.js';
import { type Check, check, LONGEST_MESSAGE, type Message, normaliseMessage } from './answer/check.js';
import { type Claim, everyClaim } from './answer/claims.js';
import { type Explanation, explain } from './answer/explain.js';
import { createFinder, type Finder, needsMeaning, newestOnly, withMeaning } from './answer/lookup.js';
import type { Retrieval } from './answer/ports.js';
import { LONGEST_QUESTION, normaliseQuestion, withoutInvisible } from './answer/question.js';
import { createAnchorFinder } from './article/anchor.js';
import { type Article, overlaps, type Paragraph, paragraphNumbered, type Span, sentenceAt } from './article/article.js';
import { loadArticle } from './article/load.js';
import type { Config } from './config.js';
import { InputError } from './input-error.js';
import type { AnchoredNote } from './notes/anchored-note.js';
import { readDecoys, readNotes, readReaderQuestions } from './notes/load.js';
import { isContested } from './notes/note.js';
import type { Progress } from './ops/progress.js';
import { type ModelConfig, startEmbedder } from './start-embedder.js';

/** How long somebody who types waits for what is meant; what stands there in words comes without it. */
const LOOK_UP_DEADLINE_MS = 150;

/** The files that make up what is asked. Absent files are none: an article alone can be asked too. */
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
  /** Used instead of one of the app's own, and left open: a process can load the model's native library only once. */
  readonly embedder?: Promise<Embedder>;
}

export interface FollowUpOptions {
  readonly previous?: string | undefined;
}

export interface App {
  readonly article: Article;
  readonly notes: readonly AnchoredNote[];
  /** Places in the body of each note's anchors. */
  readonly noteSpans: ReadonlyMap<string, readonly Span[]>;
  /** Identifies article, notes, questions and decoys together. */
  readonly contentHash: string;
  readonly model: { readonly id: string; readonly hash: string };
  /** How well the decision in use was measured to do. */
  readonly figures: Figures;
  /** How well messages are told apart from what the article says. */
  readonly checkFigures: CheckFigures;
  readonly context: AskContext;
  /** Resolves when the model has stopped by itself; nothing can be asked from then on. */
  readonly ended: Promise<Error>;
  /** Answers what somebody typed. Throws InputError, in words for that person, when it is no question. */
  ask(raw: string): Promise<Answer>;
  /**
   * The same with what comes after the quotes.
   * @param options.previous the question before; one that makes no sense alone is asked with its topic
   */
  respond(raw: string, options?: FollowUpOptions): Promise<FullAnswer>;
  /** Why the answer is what it is. Throws as `ask` does. */
  explain(raw: string, options?: FollowUpOptions): Promise<Explanation>;
  /** Holds somebody's message against the article. Throws InputError when there is nothing in it to check. */
  check(message: string): Promise<Check>;
  /** Paragraphs by what somebody has typed so far: a number, words, or what is meant. Best first. */
  findParagraphs(typed: string, limit: number): Promise<readonly Paragraph[]>;
  /** Claims with a note by what somebody has typed so far. Best first. */
  findClaims(typed: string, limit: number): Promise<readonly Claim[]>;
  /** Notes that stand at some place of the body: on contested claims first, each kind in order of the article. */
  notesAt(span: Span): readonly AnchoredNote[];
  close(): Promise<void>;
}

/** The files that the configuration names: the article that the program ships with, unless it says otherwise. */
export function configuredFiles({ article, notes, readerQuestions, decoys, generalDecoys }: Config): ContentFiles {
  return { article, notes, readerQuestions, decoys, generalDecoys };
}

/** Loads content and model and opens the index, building it if need be. Throws InputError for bad files or settings. */
export async function openApp(options: AppOptions): Promise<App> {
  const { files, config, log, progress, now, calibration: given, weights: tried } = options;
  const weights = tried ?? modelEntry(config.embeddingModel).weights;
  // The model loads while the content is read.
  const embedder = options.embedder ?? startEmbedder(config);
  const closeOwn = options.embedder === undefined ? () => embedder.then((started) => started.close()) : async () => undefined;
  try {
    const content = await loadContent(files, log);
    const folder = join(config.modelsDir, config.embeddingModel);
    // A model that is still to be downloaded has no files to check before it is here.
    if (config.allowModelDownload) await embedder;
    const model = { id: config.embeddingModel, hash: (await verifyModelFiles(folder)).hash };
    const calibration = given ?? (await readCalibration(calibrationFile(config), model));
    const index = await openIndex(content, { folder: indexFolder(config.dataDir, files), model, weights, embedder, progress, log });
    return { ...assemble(content, index, await embedder, model, calibration, { log, now }), close: closeOwn };
  } catch (error) {
    await closeOwn().catch(() => undefined);
    throw error;
  }
}

/** Where the thresholds measured for a model are kept. */
export function calibrationFile({ modelsDir, embeddingModel }: Pick<Config, 'modelsDir' | 'embeddingModel'>): string {
  return join(modelsDir, `${embeddingModel}.calibration.json`);
}

interface Content {
  readonly article: Article;
  readonly notes: readonly AnchoredNote[];
  readonly readerQuestions: readonly ReaderQuestion[];
  readonly decoys: readonly Decoy[];
}

async function loadContent(files: ContentFiles, log: AppOptions['log']): Promise<Content> {
  const [article, notes, questions, decoys, generalDecoys] = await Promise.all([
    loadArticle(files.article),
    files.notes === undefined ? [] : readNotes(files.notes),
    files.readerQuestions === undefined ? [] : readReaderQuestions(files.readerQuestions),
    files.decoys === undefined ? [] : readDecoys(files.decoys),
    readDecoys(files.generalDecoys),
  ]);
  const anchors = createAnchorFinder(article.body);
  const orphans: string[] = [];
  const anchored = notes.map((note) => {
    const places = note.quotes.map((anchor) => anchors.find(anchor));
    if (places.some((spans) => spans.length === 0)) orphans.push(note.id);
    return { note, spans: places.flat() };
  });
  for (const id of orphans) {
    log.warn(`The note "${id}" quotes words that stand nowhere in ${files.article}. It is not shown there until its quote is mended.`);
  }
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
  return { article, notes: anchored, readerQuestions, decoys: allDecoys };
}

async function readCalibration(file: string, model: App['model']): Promise<Calibration> {
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

/** Each set of files has a folder of its own, so that asking another article does not displace this one's index. */
function indexFolder(dataDir: string, files: ContentFiles): string {
  const identity = [files.article, files.notes, files.readerQuestions, files.decoys, files.generalDecoys]
    .map((file) => file ?? '')
    .join('\n');
  const digest = createHash('sha256').update(identity).digest('hex').slice(0, 12);
  return join(dataDir, 'index', `${basename(files.article).replace(/[^\w.-]/gu, '_')}-${digest}`);
}

function assemble(
  { article, notes, readerQuestions }: Content,
  index: ArticleIndex,
  embedder: Embedder,
  model: App['model'],
  calibration: Calibration,
  { log, now }: Pick<AppOptions, 'log' | 'now'>,
): Omit<App, 'close'> {
  const hasOwnQuestions = readerQuestions.length > 0;
  if (hasOwnQuestions && calibration.own.content !== index.contentHash) {
    log.info('The thresholds were measured on other content than this. If much has changed: npm run calibrate.');
  }
  const measured = hasOwnQuestions ? calibration.own : calibration.generic;
  const texts = [
    article.body,
    ...notes.flatMap(({ note }) => [note.note, ...note.keywords]),
    ...readerQuestions.map(({ question }) => question),
  ];
  const spelling = new Spelling(texts, embedder.knownWords);
  const context: AskContext = {
    article,
    notes,
    embedder,
    retriever: index,
    decision: measured.decision,
    relatedNotesThreshold: calibration.relatedNotes.threshold,
    correctSpelling: (text) => spelling.correct(text),
    now,
  };
  return {
    article,
    notes,
    noteSpans: new Map(notes.map(({ note, spans }) => [note.id, spans])),
    contentHash: index.contentHash,
    model,
    figures: measured.crossValidated,
    checkFigures: measured.check.crossValidated,
    ended: embedder.ended,
    context,
    ask: async (raw) => ask(toQuestion(raw), context),
    respond: async (raw, { previous } = {}) => respond(toQuestion(raw), context, toTopic(previous)),
    explain: async (raw, { previous } = {}) => explain(toQuestion(raw), context, toTopic(previous)),
    check: async (raw) => check(toMessage(raw), context, measured.check.threshold),
    ...lookUps(context),
    notesAt: (span) =>
      notes
        .flatMap((one) => {
          const [first] = one.spans.filter((other) => overlaps(other, span)).toSorted((a, b) => a.start - b.start);
          return first === undefined ? [] : [{ one, first, rank: isContested(one.note.status) ? 0 : 1 }];
        })
        .sort((a, b) => a.rank - b.rank || a.first.start - b.first.start)
        .map(({ one }) => one),
  };
}

/** What finds paragraphs and claims. Made when they are first wanted, since a start should not wait for them. */
function lookUps({ article, notes, embedder, retriever }: AskContext): Pick<App, 'findParagraphs' | 'findClaims'> {
  const claims = once(() => everyClaim(article, notes));
  const textOf = ({ start, end }: Span) => article.body.slice(start, end);
  const paragraphFinder = once(() =>
    createFinder(article.paragraphs.map((paragraph) => ({ value: paragraph, number: paragraph.number, texts: [textOf(paragraph)] }))),
  );
  const claimFinder = once(() =>
    createFinder(
      claims().map((claim) => ({
        value: claim,
        texts: [claim.sentences.map(textOf).join(' '), claim.note.note, claim.note.keywords.join(', ')],
      })),
    ),
  );
  const meaning = newestOnly(
    async (typed) => retriever.retrieve(await embedder.embedQuestion(typed), retriever.matchWords(typed)),
    () => new Promise((resolve) => setTimeout(resolve, LOOK_UP_DEADLINE_MS).unref()),
  );
  const find = async <T>(raw: string, limit: number, finder: Finder<T>, meant: (retrieval: Retrieval) => readonly T[]): Promise<T[]> => {
    // Nobody types more than a question, but anybody can send more.
    const typed = withoutInvisible(raw).slice(0, LONGEST_QUESTION);
    const found = finder(typed, limit);
    const retrieval = needsMeaning(typed, found) ? await meaning(typed) : undefined;
    return withMeaning(found, retrieval === undefined ? [] : meant(retrieval), limit).map(({ value }) => value);
  };
  return {
    findParagraphs: (typed, limit) =>
      find(typed, limit, paragraphFinder(), ({ candidates }) =>
        candidates.map(({ sentence }) => paragraphNumbered(article, sentenceAt(article, sentence).paragraph)),
      ),
    findClaims: (typed, limit) =>
      find(typed, limit, claimFinder(), (retrieval) => retrieval.notes.flatMap(({ id }) => claims().filter(({ note }) => note.id === id))),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Throws InputError, in words for whoever sent it, when there is nothing in it to check. */
function toMessage(raw: string): Message {
  const message = normaliseMessage(raw);
  if (message.kind === 'nothing') {
    throw new InputError('There is nothing in the message to check: no sentence of at least three words.', {
      fault: { kind: 'nothing-to-check' },
    });
  }
  if (message.kind === 'too-long') {
    const { length } = message;
    throw new InputError(`The message has ${length} characters; at most ${LONGEST_MESSAGE} can be checked at once.`, {
      fault: { kind: 'message-too-long', length, limit: LONGEST_MESSAGE },
    });
  }
  return message;
}

/** Throws InputError, in words for whoever typed it, when it is no question. */
function toQuestion(raw: string): Question {
  const question = normaliseQuestion(raw);
  if (question.kind === 'empty')
    throw new InputError('The question is empty. Ask something in words.', { fault: { kind: 'empty-question' } });
  if (question.kind === 'too-long') {
    const { length } = question;
    throw new InputError(`The question has ${length} characters; at most ${LONGEST_QUESTION} can be asked at once.`, {
      fault: { kind: 'question-too-long', length, limit: LONGEST_QUESTION },
    });
  }
  return question;
}

/** A question before, made safe like any other; none where it could not have been asked. */
function toTopic(previous: string | undefined): string | undefined {
  const question = normaliseQuestion(previous ?? '');
  return question.kind === 'question' ? question.text : undefined;
}
