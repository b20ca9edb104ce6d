// Runs the front ends of an open application: questions from the terminal, the prompt, Discord.

import { join } from 'node:path';
import type { Embedder } from '../index/embedder.js';
import type { Answer } from './answer/answer.js';
import type { Check } from './answer/check.js';
import { checkedMessage } from './answer/check-json.js';
import { listClaims } from './answer/claims.js';
import { type App, type AppOptions, type ContentFiles, configuredFiles, openApp } from './app.js';
import { askFile, askLines, type BatchOptions, checkFile, checkLines } from './cli/batch.js';
import type { PageOptions, SeeMore } from './cli/layout.js';
import { runPrompt } from './cli/prompt.js';
import { showCoverage } from './cli/questions-command.js';
import { renderCheck } from './cli/render-check.js';
import { renderReply } from './cli/render-intent.js';
import { type Config, VERSION } from './config.js';
import { CLOSE_MS, EXIT, lineTo, untilToldToEnd, within } from './exit.js';
import { UserError } from './i18n/user-error.js';
import { createLog, type Logger } from './ops/log.js';
import { createProgress, type Progress, sayWaiting, together } from './ops/progress.js';
import { wholeApp } from './whole-app.js';

/** Wider lines would be tiring to read. */
const WIDEST_PAGE = 100;
const DEFAULT_WIDTH = 80;

/** Without a prompt, other commands show more. */
const FROM_SHELL: SeeMore = {
  nearest: 'npm run ask -- --nearest "…"',
  about: 'npm start -- --console, /about',
  help: 'npm start -- --console, /help',
  passage: (number) => `npm start -- --console, /passage ${number}`,
};

/** Streams for questions, answers and complaints: the process's own, or substitutes. */
export interface Streams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Inputs of a run. */
export interface Run {
  /** As typed after the program's name. */
  readonly args: readonly string[];
  readonly config: Config;
  /** The folder of `.env`; by default the project's. */
  readonly root?: string;
  readonly streams: Streams;
  /** The model, started once; the caller closes it. */
  startModel(): Promise<Embedder>;
}

export interface AskOptions {
  readonly json?: boolean;
  /** Checks messages against the article instead of answering questions. */
  readonly check?: boolean;
  readonly nearest?: boolean;
  readonly questions?: string;
  readonly article?: string;
  readonly notes?: string;
  readonly readerQuestions?: string;
  readonly decoys?: string;
}

/** Embeds all content that is not embedded yet, and with --ship writes the packs beside the content. */
export function buildIndex(run: Run, { ship }: { readonly ship: boolean }): Promise<number> {
  const print = lineTo(run.streams.stdout);
  return withWholeApp(run, configuredFiles(run.config), async (app) => {
    if (!ship) return EXIT.ok;
    const files = await app.ship();
    print(files.length === 0 ? 'The shipped embeddings are current.' : `Shipped ${files.join(', ')}.`);
    return EXIT.ok;
  });
}

/** Opens a prompt on a terminal, at once; else asks each line of standard input. */
export async function openPrompt(run: Run): Promise<number> {
  const { config, streams } = run;
  const files = configuredFiles(config);
  if (!streams.stdin.isTTY) return withWholeApp(run, files, (app) => answerLines(app, run, {}));
  let opening: Opening | undefined;
  const open = (progress: Progress) => {
    opening = startOpening(run, files, { log: logFor(run), progress });
    return opening.app;
  };
  try {
    const { stdin: input, stdout: output } = streams;
    await runPrompt({ open, input, output, page: () => pageOptions(run), historyFile: join(config.dataDir, 'history') });
    return EXIT.ok;
  } finally {
    await opening?.close();
  }
}

/** Runs the bot on Discord, with the store, until a signal to end; failures to open are reported before it connects. */
export function connect(run: Run, discordToken: string): Promise<number> {
  const config = { ...run.config, discordToken };
  return withApp(
    run,
    configuredFiles(config),
    async (app, log) => {
      const { runDiscord } = await import('./discord/run.js');
      const { openStore } = await import('./store/open-store.js');
      const { readEvaluationQuestions } = await import('./curation/evaluation-questions.js');
      const evaluationQuestions = await readEvaluationQuestions(config.evaluationQuestions);
      const store = await openStore({ databaseUrl: config.databaseUrl, file: config.storeFile, log });
      const { stderr } = run.streams;
      try {
        return await runDiscord({
          app,
          store,
          evaluationQuestions,
          config,
          version: VERSION,
          log,
          complain: lineTo(stderr),
          signal: untilToldToEnd(lineTo(stderr)),
        });
      } finally {
        // A hanging database must not block the exit; acknowledged changes are safe.
        if (!(await within(CLOSE_MS, store.close()))) log.warn({}, 'The database did not close in time.');
      }
    },
    { keepsEmbeddings: true },
  );
}

/** Prints the coverage of an article's reader questions, and their shadows. */
export function coverQuestions(run: Run, options: Pick<AskOptions, 'article' | 'readerQuestions' | 'decoys'>): Promise<number> {
  return withWholeApp(run, chooseFiles(run.config, options), async (app) => {
    await showCoverage(app, lineTo(run.streams.stdout));
    return EXIT.ok;
  });
}

/** Asks one question, each question of a file, or each line of standard input; the exit code shows whether all could be asked. */
export function ask(run: Run, question: string | undefined, options: AskOptions): Promise<number> {
  return withWholeApp(run, chooseFiles(run.config, options), async (app) => {
    if (options.check === true) return checkMessages(app, run, question, options);
    if (options.questions !== undefined) return codeOf(await askFile(options.questions, batchOptions(app, run, options)));
    if (question === undefined) return answerLines(app, run, options);
    const answer = await app.ask(question);
    lineTo(run.streams.stdout)(batchOptions(app, run, options).render(answer));
    return EXIT.ok;
  });
}

/** Checks one message, each message of a file, or each line of standard input against the article. */
async function checkMessages(app: App, run: Run, message: string | undefined, { json, questions }: AskOptions): Promise<number> {
  const { stdin, stdout, stderr } = run.streams;
  const check = async (raw: string, id?: string) => {
    const checked = { ...(id === undefined ? {} : { id }), ...checkedMessage(await checkedOrNothing(app, raw), app.article) };
    return json === true ? JSON.stringify(checked) : `${renderCheck(checked, app.article, app.noteSpans, pageOptions(run))}\n`;
  };
  const options = { check, output: stdout, onFault: lineTo(stderr) };
  if (questions !== undefined) return codeOf(await checkFile(questions, options));
  if (message === undefined) return codeOf(await checkLines(stdin, options));
  lineTo(stdout)(await check(message));
  return EXIT.ok;
}

/** Checks a message; a message without anything to check has no claims. */
async function checkedOrNothing(app: App, raw: string): Promise<Check> {
  try {
    return await app.check(raw);
  } catch (error) {
    if (error instanceof UserError && error.key === 'command.check.empty') return { message: raw, claims: [] };
    throw error;
  }
}

async function answerLines(app: App, run: Run, options: AskOptions): Promise<number> {
  return codeOf(await askLines(run.streams.stdin, batchOptions(app, run, options)));
}

const codeOf = (faults: number) => (faults === 0 ? EXIT.ok : EXIT.badInput);

function batchOptions(app: App, run: Run, { json, nearest: showNearest = false }: AskOptions): BatchOptions {
  const { stdout, stderr } = run.streams;
  const page = { ...pageOptions(run), seeMore: FROM_SHELL, showNearest };
  const contested = () => listClaims(app.article, app.notes);
  const render = (answer: Answer) => (json === true ? JSON.stringify(answer) : `${renderReply(answer, app, contested, page)}\n`);
  return { app, render, output: stdout, onFault: lineTo(stderr) };
}

function chooseFiles(config: Config, { article, notes, readerQuestions, decoys }: AskOptions): ContentFiles {
  if (article !== undefined) return { article, notes, readerQuestions, decoys, generalDecoys: config.generalDecoys };
  const usual = configuredFiles(config);
  return {
    ...usual,
    notes: notes ?? usual.notes,
    readerQuestions: readerQuestions ?? usual.readerQuestions,
    decoys: decoys ?? usual.decoys,
  };
}

/** Uses the app as soon as the article can be asked. */
async function withApp(
  run: Run,
  files: ContentFiles,
  use: (app: App, log: Logger) => Promise<number>,
  options: Pick<AppOptions, 'keepsEmbeddings'> = {},
): Promise<number> {
  const log = logFor(run);
  const { stderr } = run.streams;
  const waiting = stderr.isTTY === true ? sayWaiting('Loading the model and the article …', stderr) : undefined;
  const bar = createProgress('Embedding', { bar: stderr.isTTY === true, log });
  const progress = together({ start: () => waiting?.over(), step: () => undefined, stop: () => undefined }, bar);
  const opening = startOpening(run, files, { ...options, log, progress });
  try {
    const app = await opening.app.finally(() => waiting?.over());
    return await use(app, log);
  } finally {
    await opening.close();
  }
}

/** Uses the app once everything has been read: answers then do not depend on the time of asking. */
export function withWholeApp(run: Run, files: ContentFiles, use: (app: App) => Promise<number>): Promise<number> {
  return withApp(run, files, async (app) => use(await wholeApp(app)));
}

/** An application that opens while something else is already shown. */
export interface Opening {
  readonly app: Promise<App>;
  /** Closes the app; if it is still opening, it closes once it has opened. */
  close(): Promise<void>;
}

export function startOpening(
  { config, startModel }: Run,
  files: ContentFiles,
  options: Pick<AppOptions, 'log' | 'progress' | 'keepsEmbeddings'>,
): Opening {
  let opened: App | undefined;
  const app = openApp({ files, config, now: () => performance.now(), embedder: startModel(), ...options }).then((one) => {
    opened = one;
    return one;
  });
  // A failure reaches whoever awaits the promise; there may be nobody.
  app.catch(() => undefined);
  return {
    app,
    close: async () => {
      if (opened !== undefined) await opened.close();
      else app.then((one) => one.close()).catch(() => undefined);
    },
  };
}

export function logFor({ config, streams: { stderr } }: Run): Logger {
  return createLog(config.logLevel, mayColour(config, stderr));
}

function pageOptions({ config, streams: { stdout } }: Pick<Run, 'config' | 'streams'>): PageOptions {
  // A terminal of unknown size reports 0.
  return { width: Math.min(stdout.columns || DEFAULT_WIDTH, WIDEST_PAGE), colour: mayColour(config, stdout) };
}

function mayColour({ noColor }: Config, stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && !noColor;
}
