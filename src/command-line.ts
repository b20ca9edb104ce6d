// The command line: what may be asked of the program, the application opened for it, and the exit code it ends with.

import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import type { Embedder } from '../index/embedder.js';
import type { Answer } from './answer/answer.js';
import { type App, type ContentFiles, configuredFiles, openApp } from './app.js';
import { type Config, VERSION } from './config.js';
import { askFile, askLines, type BatchOptions, checkReadable } from './console/batch.js';
import type { PageOptions, SeeMore } from './console/layout.js';
import { runPrompt } from './console/prompt.js';
import { renderAnswer } from './console/render-answer.js';
import { complain, EXIT } from './exit.js';
import { InputError } from './input-error.js';
import { createLog, type Logger } from './ops/log.js';
import { createProgress } from './ops/progress.js';

/** Prose wider than this is tiring to read. */
const WIDEST_PAGE = 100;
const DEFAULT_WIDTH = 80;

/** Without a prompt, more is to be had by asking again in another way. */
const FROM_SHELL: SeeMore = { nearest: 'npm run ask -- --nearest "…"', passage: (number) => `npm start, /passage ${number}` };

interface AskOptions {
  readonly json?: boolean;
  readonly nearest?: boolean;
  readonly questions?: string;
  readonly article?: string;
  readonly notes?: string;
  readonly readerQuestions?: string;
  readonly decoys?: string;
}

/** What a run needs from outside. */
export interface Run {
  readonly config: Config;
  /** The model, started once; the caller closes it. */
  startModel(): Promise<Embedder>;
}

/** Runs what the command line asks for, and gives the exit code. Throws InputError for bad input. */
export async function runCommandLine(run: Run): Promise<number> {
  let code: number = EXIT.ok;
  const program = createProgram(run, (result) => {
    code = result;
  });
  try {
    await program.parseAsync();
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
    throw error;
  }
}

function createProgram(run: Run, finish: (code: number) => void): Command {
  const program = new Command('marginalia')
    .description('Answers questions about one article with its own words.')
    .exitOverride()
    .showHelpAfterError('(--help tells more)')
    .action(async () => finish(await start(run)));
  program
    .command('ask')
    .description('Answers one question, or each question of a file.')
    .argument('[question...]', 'the question; without one, each line of standard input is asked')
    .option('--json', 'print each answer as one line of JSON')
    .option('--nearest', 'show the nearest passages also where the article does not cover the question')
    .addOption(new Option('--questions <file>', 'answer each {"question": "…"} of a JSONL file, as JSON').implies({ json: true }))
    .option('--article <file>', 'ask another article (.txt or .md), without the notes and questions of the usual one')
    .option('--notes <file>', 'notes for that article')
    .option('--reader-questions <file>', 'reader questions for that article')
    .option('--decoys <file>', 'decoy questions for that article')
    .exitOverride()
    .action(async (words: string[], options: AskOptions) =>
      finish(await ask(run, words.length === 0 ? undefined : words.join(' '), options)),
    );
  program
    .command('index')
    .description('Builds the saved index, or says that it is current.')
    .exitOverride()
    .action(async () => finish(await withApp(run, configuredFiles(run.config), async () => EXIT.ok)));
  program
    .command('commands')
    .description('Compares the commands that Discord has with what it should have.')
    .option('--push', 'register what differs')
    .exitOverride()
    .action(async ({ push }: { push?: boolean }) => {
      const { showCommands } = await import('./discord/show-commands.js');
      finish(await showCommands(run.config, { push: push === true, print: (line) => process.stdout.write(`${line}\n`), complain }));
    });
  return program;
}

/** Discord where there is a token; else the prompt on a terminal, or each line of a pipe. */
async function start(run: Run): Promise<number> {
  const { config } = run;
  const { discordToken } = config;
  return withApp(run, configuredFiles(config), async (app, log) => {
    if (discordToken !== undefined) {
      const { runDiscord } = await import('./discord/run.js');
      return runDiscord({ app, config: { ...config, discordToken }, version: VERSION, log, complain, signal: untilToldToEnd() });
    }
    if (!process.stdin.isTTY) return answerLines(app, config, {});
    await runPrompt(app, { page: () => pageOptions(config), historyFile: join(config.dataDir, 'history') });
    return EXIT.ok;
  });
}

async function ask(run: Run, question: string | undefined, options: AskOptions): Promise<number> {
  if (question !== undefined && options.questions !== undefined)
    throw new InputError('Give either a question or --questions FILE, not both.');
  const { config } = run;
  const files = chooseFiles(config, options);
  // Before anything slow: a model to load, perhaps an index to build.
  if (options.questions !== undefined) await checkReadable(options.questions);
  return withApp(run, files, async (app) => {
    if (options.questions !== undefined) {
      const faults = await askFile(options.questions, batchOptions(app, config, options));
      return faults === 0 ? EXIT.ok : EXIT.badInput;
    }
    if (question === undefined && !process.stdin.isTTY) return answerLines(app, config, options);
    const answer = await app.ask(question ?? '');
    process.stdout.write(`${batchOptions(app, config, options).render(answer)}\n`);
    return EXIT.ok;
  });
}

async function answerLines(app: App, config: Config, options: AskOptions): Promise<number> {
  const faults = await askLines(process.stdin, batchOptions(app, config, options));
  return faults === 0 ? EXIT.ok : EXIT.badInput;
}

function batchOptions(app: App, config: Config, { json, nearest: showNearest = false }: AskOptions): BatchOptions {
  const page = { ...pageOptions(config), seeMore: FROM_SHELL, showNearest };
  const render = (answer: Answer) =>
    json === true ? JSON.stringify(answer) : `${renderAnswer(answer, app.article, app.noteSpans, page)}\n`;
  return { app, render, output: process.stdout, onFault: complain };
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

async function withApp({ config, startModel }: Run, files: ContentFiles, use: (app: App, log: Logger) => Promise<number>): Promise<number> {
  const log = createLog(config.logLevel, mayColour(config, process.stderr));
  const progress = createProgress('Embedding', { bar: process.stderr.isTTY === true, log });
  const app = await openApp({ files, config, log, progress, now: () => performance.now(), embedder: startModel() });
  try {
    return await use(app, log);
  } finally {
    await app.close();
  }
}

/** Aborted by the first signal to end; a second one ends the process at once, since nobody listens to it. */
function untilToldToEnd(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}

function pageOptions(config: Config): PageOptions {
  // A terminal that does not know its size says 0.
  return { width: Math.min(process.stdout.columns || DEFAULT_WIDTH, WIDEST_PAGE), colour: mayColour(config, process.stdout) };
}

function mayColour({ noColor }: Config, stream: { isTTY?: boolean }): boolean {
  return stream.isTTY === true && !noColor;
}
