// What runs over an opened application: questions from the terminal, the prompt, Discord, the sandbox.

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Embedder } from '../index/embedder.js';
import type { Answer } from './answer/answer.js';
import { type App, type AppOptions, type ContentFiles, configuredFiles, openApp } from './app.js';
import { type Config, VERSION } from './config.js';
import { askFile, askLines, type BatchOptions } from './console/batch.js';
import type { PageOptions, SeeMore } from './console/layout.js';
import { runPrompt } from './console/prompt.js';
import { renderAnswer } from './console/render-answer.js';
import { EXIT, lineTo } from './exit.js';
import { createLog, type Logger } from './ops/log.js';
import { createProgress } from './ops/progress.js';

/** Wider prose is tiring to read. */
const WIDEST_PAGE = 100;
const DEFAULT_WIDTH = 80;
/** How long the database may take to close. */
const CLOSE_MS = 1_000;
/** In which the program ends when it is told to: docs/reliability.md says so. */
const END_MS = 10_000;

/** Without a prompt, more is to be had by asking again in another way. */
const FROM_SHELL: SeeMore = { nearest: 'npm run ask -- --nearest "…"', passage: (number) => `npm start -- --console, /passage ${number}` };

/** Where questions come from, answers go to and complaints go to; the process's own, or what stands for them. */
export interface Streams {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** What a run needs from outside. */
export interface Run {
  /** As they are typed after the program's name. */
  readonly args: readonly string[];
  readonly config: Config;
  readonly streams: Streams;
  /** The model, started once; the caller closes it. */
  startModel(): Promise<Embedder>;
}

export interface AskOptions {
  readonly json?: boolean;
  readonly nearest?: boolean;
  readonly questions?: string;
  readonly article?: string;
  readonly notes?: string;
  readonly readerQuestions?: string;
  readonly decoys?: string;
}

/** Builds the saved index, or finds it current. */
export function buildIndex(run: Run): Promise<number> {
  return withApp(run, configuredFiles(run.config), async () => EXIT.ok);
}

/** A prompt on a terminal; else each line of standard input is asked. */
export function openPrompt(run: Run): Promise<number> {
  const { config, streams } = run;
  return withApp(run, configuredFiles(config), async (app) => {
    if (!streams.stdin.isTTY) return answerLines(app, run, {});
    await runPrompt(app, { page: () => pageOptions(run), historyFile: join(config.dataDir, 'history') });
    return EXIT.ok;
  });
}

/** The bot on a Discord of its own, until told to end. */
export async function openSandbox(run: Run, port: number | undefined): Promise<number> {
  const { config, streams } = run;
  return withApp(run, configuredFiles(config), async (app, log) => {
    const { runSandbox } = await import('./run-sandbox.js');
    const progress = createProgress('Reading notes', { bar: streams.stderr.isTTY === true, log });
    const [print, complain] = [lineTo(streams.stdout), lineTo(streams.stderr)];
    return runSandbox({ app, config, port, log, progress, print, complain, signal: untilToldToEnd(complain) });
  });
}

/** The bot on Discord, with all that moderators keep, until told to end; what cannot be opened is told before anything connects. */
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
      const progress = createProgress('Reading notes', { bar: stderr.isTTY === true, log });
      try {
        return await runDiscord({
          app,
          store,
          evaluationQuestions,
          config,
          version: VERSION,
          log,
          progress,
          complain: lineTo(stderr),
          signal: untilToldToEnd(lineTo(stderr)),
        });
      } finally {
        // A database that hangs must not keep the program; what it has acknowledged is safe.
        if (!(await within(CLOSE_MS, store.close()))) log.warn({}, 'The database did not close in time.');
      }
    },
    { keepsEmbeddings: true },
  );
}

/** One question, each question of a file, or each line of standard input; the exit code tells whether all could be asked. */
export function ask(run: Run, question: string | undefined, options: AskOptions): Promise<number> {
  return withApp(run, chooseFiles(run.config, options), async (app) => {
    if (options.questions !== undefined) return codeOf(await askFile(options.questions, batchOptions(app, run, options)));
    if (question === undefined) return answerLines(app, run, options);
    const answer = await app.ask(question);
    lineTo(run.streams.stdout)(batchOptions(app, run, options).render(answer));
    return EXIT.ok;
  });
}

async function answerLines(app: App, run: Run, options: AskOptions): Promise<number> {
  return codeOf(await askLines(run.streams.stdin, batchOptions(app, run, options)));
}

const codeOf = (faults: number) => (faults === 0 ? EXIT.ok : EXIT.badInput);

function batchOptions(app: App, run: Run, { json, nearest: showNearest = false }: AskOptions): BatchOptions {
  const { stdout, stderr } = run.streams;
  const page = { ...pageOptions(run), seeMore: FROM_SHELL, showNearest };
  const render = (answer: Answer) =>
    json === true ? JSON.stringify(answer) : `${renderAnswer(answer, app.article, app.noteSpans, page)}\n`;
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

async function withApp(
  { config, startModel, streams: { stderr } }: Run,
  files: ContentFiles,
  use: (app: App, log: Logger) => Promise<number>,
  { keepsEmbeddings = false }: Pick<AppOptions, 'keepsEmbeddings'> = {},
): Promise<number> {
  const log = createLog(config.logLevel, mayColour(config, stderr));
  const progress = createProgress('Embedding', { bar: stderr.isTTY === true, log });
  const app = await openApp({ files, config, log, progress, now: () => performance.now(), embedder: startModel(), keepsEmbeddings });
  try {
    return await use(app, log);
  } finally {
    await app.close();
  }
}

/**
 * Aborted by the first signal to end; a second one ends the process at once, since nobody listens to it. Whatever hangs, the process is gone in
 * time: who told it to end would kill it.
 */
function untilToldToEnd(complain: (line: string) => void): AbortSignal {
  const controller = new AbortController();
  const end = () => {
    controller.abort();
    setTimeout(() => {
      complain('The program was told to end, and something in it hangs: it is broken off.');
      process.exit(EXIT.bug);
    }, END_MS).unref();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, end);
  return controller.signal;
}

/** Whether something comes to its end in some milliseconds. */
async function within(ms: number, work: Promise<void>): Promise<boolean> {
  const over = new AbortController();
  const limit = sleep(ms, false, over).catch(() => false);
  try {
    return await Promise.race([work.then(() => true), limit]);
  } finally {
    over.abort();
  }
}

function pageOptions({ config, streams: { stdout } }: Pick<Run, 'config' | 'streams'>): PageOptions {
  // A terminal that does not know its size says 0.
  return { width: Math.min(stdout.columns || DEFAULT_WIDTH, WIDEST_PAGE), colour: mayColour(config, stdout) };
}

function mayColour({ noColor }: Config, stream: { readonly isTTY?: boolean }): boolean {
  return stream.isTTY === true && !noColor;
}
