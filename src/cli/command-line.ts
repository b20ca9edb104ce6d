// The command line: the program's commands, options and exit codes. It imports no more of the program than it needs, so that bad
// usage is refused at once.

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { isServerId, PROJECT_ROOT, SERVER_ID_HELP, VERSION } from '../config.js';
import { EXIT, lineTo } from '../exit.js';
import { InputError, UnavailableError } from '../input-error.js';
import type { AskOptions, Run } from '../run-app.js';
import type { ArticleOptions, ChosenFiles } from './article-command.js';
import { checkReadable } from './batch.js';
import type { NotesOptions } from './notes-command.js';

interface StartOptions {
  readonly console?: boolean;
  readonly port?: number;
}

interface QuestionsOptions extends Pick<AskOptions, 'article' | 'readerQuestions' | 'decoys'> {
  readonly coverage?: boolean;
  readonly template?: 'questions' | 'decoys';
}

/** Runs the command line and returns the exit code. Bad input is reported in one line. */
export async function runCommandLine(run: Run): Promise<number> {
  let code: number = EXIT.ok;
  const program = createProgram(run, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(run.args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
    const { UserError } = await import('../i18n/user-error.js');
    if (!(error instanceof InputError || error instanceof UserError)) throw error;
    lineTo(run.streams.stderr)(error.message);
    return error instanceof UnavailableError ? EXIT.unavailable : EXIT.badInput;
  }
}

function createProgram(run: Run, finish: (code: number) => void): Command {
  const { config } = run;
  const { stdin, stdout, stderr } = run.streams;
  /** Loading the model takes longest, so it starts before the rest of the program is imported. */
  const onSandbox = async (port: number | undefined) => {
    run.startModel();
    // Imports less than run-app.js does, so that the page opens first.
    const { openSandbox } = await import('../run-sandbox.js');
    finish(await openSandbox(run, port));
  };
  const onApp = async (work: (runs: typeof import('../run-app.js')) => Promise<number>) => {
    run.startModel();
    finish(await work(await import('../run-app.js')));
  };
  const program = new Command('marginalia')
    .description('Answers questions about one article with its own words.')
    .version(VERSION)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .showHelpAfterError('(see --help)')
    .option('--console', 'ask at a prompt, or each line of standard input')
    .addOption(portOption())
    .allowExcessArguments()
    .action(async ({ console: isConsole, port }: StartOptions) => {
      const [unknown] = program.args;
      if (unknown !== undefined) program.error(`error: unknown command '${unknown}'`);
      const { discordToken } = config;
      if (isConsole === true) await onApp(({ openPrompt }) => openPrompt(run));
      else if (discordToken === undefined) await onSandbox(port);
      else await onApp(({ connect }) => connect(run, discordToken));
    });
  program
    .command('sandbox')
    .description('Runs the bot on a Discord of its own, with a page in the browser.')
    .addOption(portOption())
    .exitOverride()
    .action(({ port }: StartOptions) => onSandbox(port));
  program
    .command('ask')
    .description('Answers one question, or each question of a file.')
    .argument('[question...]', 'the question; without one, each line of standard input is asked')
    .option('--json', 'print each answer as one line of JSON')
    .option('--check', 'hold messages against the article, in place of answering questions')
    .option('--nearest', 'show the nearest passages also where the article does not cover the question')
    .addOption(
      new Option('--questions <file>', 'answer each {"question": "…"} of a JSONL file, or check each {"message": "…"}, as JSON').implies({
        json: true,
      }),
    )
    .option('--article <file>', 'ask another article (.txt or .md), without the notes and questions of the usual one')
    .option('--notes <file>', 'notes for that article')
    .option('--reader-questions <file>', 'reader questions for that article')
    .option('--decoys <file>', 'decoy questions for that article')
    .exitOverride()
    .action(async (words: string[], options: AskOptions) => {
      const question = words.length === 0 ? undefined : words.join(' ');
      await checkAsked(question, options, stdin);
      await onApp(({ ask }) => ask(run, question, options));
    });
  program
    .command('index')
    .description('Embeds missing texts, so that the next start does not have to.')
    .option('--ship', 'write the embeddings that ship beside the content, where the content has changed')
    .exitOverride()
    .action(({ ship }: { ship?: boolean }) => onApp(({ buildIndex }) => buildIndex(run, { ship: ship === true })));
  const article = program.command('article').description('Chooses the article to answer from: use, show.').exitOverride();
  const articleWork = async (work: (article: typeof import('./article-command.js'), options: ArticleOptions) => Promise<void>) => {
    const { logFor, withWholeApp } = await import('../run-app.js');
    const { configuredFiles } = await import('../app.js');
    await work(await import('./article-command.js'), {
      config,
      root: run.root ?? PROJECT_ROOT,
      print: lineTo(stdout),
      log: logFor(run),
      withApp: async (chosen, use) => {
        await withWholeApp({ ...run, config: chosen }, configuredFiles(chosen), async (app) => {
          await use(app);
          return EXIT.ok;
        });
      },
    });
    finish(EXIT.ok);
  };
  article
    .command('use')
    .description('Makes a file the article, carries nothing over from the previous one, and writes the choice to .env.')
    .argument('[file]', 'a .txt or .md file')
    .option('--shipped', 'the article at the usual place, content/article.md, with what belongs to it')
    .option('--notes <file>', 'its notes')
    .option('--reader-questions <file>', 'questions that it answers')
    .option('--decoys <file>', 'questions near its topic that it does not answer')
    .option('--evaluation-questions <file>', 'questions by which moderators see what a change does')
    .exitOverride()
    .action((file: string | undefined, { shipped, ...chosen }: ChosenFiles & { readonly shipped?: true }) => {
      if ((file === undefined) !== (shipped === true)) throw new InputError('Give either a file or --shipped.');
      if (shipped === true && Object.keys(chosen).length > 0)
        throw new InputError('With --shipped, the files at the usual places are taken: name no other.');
      return articleWork(({ chooseArticle }, options) => chooseArticle(file, chosen, options));
    });
  article
    .command('show')
    .description('Shows the current article and its files.')
    .exitOverride()
    .action(() => articleWork(({ showArticle }, options) => showArticle(options)));
  program
    .command('questions')
    .description("Helps to write an article's reader questions and decoys.")
    .addOption(
      new Option('--coverage', 'list sentences that lack reader questions, and decoys nearer to one than what answers it').conflicts(
        'template',
      ),
    )
    .addOption(
      new Option('--template [kind]', 'print a file to fill in, with every sentence of the article')
        .choices(['questions', 'decoys'])
        .preset('questions'),
    )
    .option('--article <file>', 'another article (.txt or .md), without the questions of the usual one')
    .option('--reader-questions <file>', 'its reader questions')
    .option('--decoys <file>', 'its decoy questions')
    .exitOverride()
    .action(async (options: QuestionsOptions) => {
      if (options.template !== undefined) {
        const { templateOf } = await import('./questions-command.js');
        stdout.write(await templateOf(options.article ?? config.article, options.template));
      } else if (options.coverage === true) await onApp(({ coverQuestions }) => coverQuestions(run, options));
      else throw new InputError('Give --coverage or --template.');
    });
  const notes = program.command('notes').description('Works on notes: lint, export, import, backup, restore.').exitOverride();
  const noteWork = async (work: (notes: typeof import('./notes-command.js'), options: NotesOptions) => Promise<void>) => {
    const { createLog } = await import('../ops/log.js');
    const log = createLog(config.logLevel, stderr.isTTY === true && !config.noColor);
    await work(await import('./notes-command.js'), { config, print: lineTo(stdout), log, now: Date.now });
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
    .addOption(serverOption())
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
    .addOption(serverOption())
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
      const { showCommands } = await import('../discord/show-commands.js');
      finish(await showCommands(config, { push: push === true, print: lineTo(stdout), complain: lineTo(stderr) }));
    });
  return program;
}

function portOption(): Option {
  return new Option('--port <port>', "the port of the sandbox's page; a free one without it").argParser((text) => {
    const port = Number(text);
    if (!/^\d{1,5}$/u.test(text) || port > 65_535) throw new InvalidArgumentError('Write a number from 0 to 65535.');
    return port;
  });
}

function serverOption(): Option {
  return new Option('--guild <id>', 'the id of the server').makeOptionMandatory().argParser((text) => {
    if (!isServerId(text)) throw new InvalidArgumentError(`Write ${SERVER_ID_HELP}.`);
    return text;
  });
}

/** Checks the input before a model is loaded, and perhaps an index built. Throws InputError or UserError. */
async function checkAsked(
  question: string | undefined,
  { questions, check }: AskOptions,
  { isTTY }: Run['streams']['stdin'],
): Promise<void> {
  if (questions !== undefined) {
    if (question !== undefined) throw new InputError('Give either a question or --questions FILE, not both.');
    await checkReadable(questions);
  } else if (question === undefined ? isTTY : check !== true) {
    const { toQuestion } = await import('../answer/question.js');
    toQuestion(question ?? '');
  }
}
