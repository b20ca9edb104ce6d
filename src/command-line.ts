// The command line: what may be asked of the program, the application opened for it, and the exit code it ends with.

import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Embedder } from '../index/embedder.js';
import type { Answer } from './answer/answer.js';
import { type App, type AppOptions, type ContentFiles, configuredFiles, openApp } from './app.js';
import { type Config, VERSION } from './config.js';
import { askFile, askLines, type BatchOptions, checkReadable } from './console/batch.js';
import type { PageOptions, SeeMore } from './console/layout.js';
import type { NotesOptions } from './console/notes.js';
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
const FROM_SHELL: SeeMore = { nearest: 'npm run ask -- --nearest "…"', passage: (number) => `npm start -- --console, /passage ${number}` };

interface StartOptions {
  readonly console?: boolean;
  readonly port?: number;
}

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
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('(--help tells more)')
    .option('--console', 'ask at a prompt, or each line of standard input')
    .addOption(portOption())
    .action(async ({ console: isConsole, port }: StartOptions) => finish(await start(run, { isConsole: isConsole === true, port })));
  program
    .command('sandbox')
    .description('Runs the bot on a Discord of its own, with a page in the browser.')
    .addOption(portOption())
    .exitOverride()
    .action(async ({ port }: StartOptions) => finish(await openSandbox(run, port)));
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
  const notes = program.command('notes').description('Works on notes: lint, export, import, backup, restore.').exitOverride();
  const noteWork = async (work: (notes: typeof import('./console/notes.js'), options: NotesOptions) => Promise<void>) => {
    const { config } = run;
    const log = createLog(config.logLevel, mayColour(config, process.stderr));
    await work(await import('./console/notes.js'), { config, print: (text) => process.stdout.write(`${text}\n`), log, now: Date.now });
    finish(EXIT.ok);
  };
  notes
    .command('lint')
    .description('Checks a file of notes, the shipped ones without one.')
    .argument('[file]', 'JSON, YAML or CSV')
    .exitOverride()
    .action((file?: string) => noteWork(({ lintNotes }, options) => lintNotes(file, options)));
  notes
    .command('export')
    .description("Writes a server's notes as its readers see them.")
    .requiredOption('--guild <id>', 'the id of the server')
    .addOption(new Option('--format <format>', 'json or csv').choices(['json', 'csv']).default('json'))
    .option('--file <file>', 'where to; without it, to standard output')
    .exitOverride()
    .action((given: { guild: string; format: 'json' | 'csv'; file?: string }) =>
      noteWork(({ exportNotes }, options) => exportNotes(given.guild, given.format, given.file, options)),
    );
  notes
    .command('import')
    .description('Takes notes over into a server: all of them or none.')
    .argument('<file>', 'JSON, YAML or CSV')
    .requiredOption('--guild <id>', 'the id of the server')
    .option('--reason <reason>', 'kept in the history of each note')
    .exitOverride()
    .action((file: string, given: { guild: string; reason?: string }) =>
      noteWork(({ importNotes }, options) => importNotes(file, given.guild, given.reason, options)),
    );
  notes
    .command('backup')
    .description('Saves all that is kept into a new file, also while the bot runs.')
    .argument('<file>', 'a file that does not exist yet')
    .exitOverride()
    .action((file: string) => noteWork(({ backUp }, options) => backUp(file, options)));
  notes
    .command('restore')
    .description('Fills an empty database with a backup.')
    .argument('<file>', 'what backup wrote')
    .exitOverride()
    .action((file: string) => noteWork(({ restoreBackup }, options) => restoreBackup(file, options)));
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

/** The prompt where it is asked for; else Discord where there is a token, and the sandbox where there is none. */
async function start(run: Run, { isConsole, port }: { readonly isConsole: boolean; readonly port: number | undefined }): Promise<number> {
  const { config } = run;
  const { discordToken } = config;
  const files = configuredFiles(config);
  if (isConsole) {
    return withApp(run, files, async (app) => {
      if (!process.stdin.isTTY) return answerLines(app, config, {});
      await runPrompt(app, { page: () => pageOptions(config), historyFile: join(config.dataDir, 'history') });
      return EXIT.ok;
    });
  }
  if (discordToken === undefined) return openSandbox(run, port);
  return withApp(run, files, (app, log) => runOnDiscord(app, { ...config, discordToken }, log), { keepsEmbeddings: true });
}

async function openSandbox(run: Run, port: number | undefined): Promise<number> {
  const { config } = run;
  return withApp(run, configuredFiles(config), async (app, log) => {
    const { runSandbox } = await import('./run-sandbox.js');
    const progress = createProgress('Reading notes', { bar: process.stderr.isTTY === true, log });
    const print = (line: string) => process.stdout.write(`${line}\n`);
    return runSandbox({ app, config, port, log, progress, print, complain, signal: untilToldToEnd() });
  });
}

function portOption(): Option {
  return new Option('--port <port>', "the port of the sandbox's page; a free one without it").argParser((text) => {
    const port = Number(text);
    if (!/^\d{1,5}$/u.test(text) || port > 65_535) throw new InvalidArgumentError('Write a number from 0 to 65535.');
    return port;
  });
}

/** Connects with all that moderators keep; what cannot be opened is told before anything connects. */
async function runOnDiscord(app: App, config: Config & { readonly discordToken: string }, log: Logger): Promise<number> {
  const { runDiscord } = await import('./discord/run.js');
  const { openStore } = await import('./store/open-store.js');
  const { readEvaluationQuestions } = await import('./curation/evaluation-questions.js');
  const evaluationQuestions = await readEvaluationQuestions(config.evaluationQuestions);
  const store = await openStore({ databaseUrl: config.databaseUrl, file: config.storeFile, log });
  const progress = createProgress('Reading notes', { bar: process.stderr.isTTY === true, log });
  try {
    return await runDiscord({
      app,
      store,
      evaluationQuestions,
      config,
      version: VERSION,
      log,
      progress,
      complain,
      signal: untilToldToEnd(),
    });
  } finally {
    await store.close();
  }
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

async function withApp(
  { config, startModel }: Run,
  files: ContentFiles,
  use: (app: App, log: Logger) => Promise<number>,
  { keepsEmbeddings = false }: Pick<AppOptions, 'keepsEmbeddings'> = {},
): Promise<number> {
  const log = createLog(config.logLevel, mayColour(config, process.stderr));
  const progress = createProgress('Embedding', { bar: process.stderr.isTTY === true, log });
  const app = await openApp({ files, config, log, progress, now: () => performance.now(), embedder: startModel(), keepsEmbeddings });
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
