// Runs the bot in a sandbox: a Discord of our own with a page in the browser, without lasting data. The page opens first.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../sandbox/discord/until.js';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import type { App } from './app.js';
import { PROJECT_ROOT, VERSION } from './config.js';
import { EXIT, lineTo, untilToldToEnd } from './exit.js';
import { InputError } from './input-error.js';
import type { Logger } from './ops/log.js';
import type { Standing } from './ops/progress.js';
import type { Run } from './run-app.js';

/** Days for which open questions are kept: nobody's privacy is at stake, and moderators have something to look at. */
const KEEP_QUESTIONS_DAYS = 30;
const CONNECT_MS = 120_000;
/** Pause between two progress events; short enough to look alive. */
const TELL_MS = 250;

/** Opens the page at once, and the bot when the article can be asked; runs until a signal to end, and returns the exit code. */
export async function openSandbox(run: Run, port: number | undefined): Promise<number> {
  let tellError = (_error: unknown): void => undefined;
  const sandbox = await startPage(run, port, (error) => tellError(error));
  const { program } = sandbox;
  program.start = { is: 'loading' };
  const signal = untilToldToEnd(lineTo(run.streams.stderr));
  announce(sandbox, lineTo(run.streams.stdout));
  // The bot's modules load while the page is already visible.
  const { logFor } = await import('./run-app.js');
  const log = logFor(run);
  tellError = (error) => log.error({ err: error }, 'A window asked for something that failed.');
  try {
    return await runOver(run, sandbox, log, signal);
  } catch (error) {
    program.start = { is: 'failed', why: error instanceof Error ? error.message : String(error) };
    throw error;
  } finally {
    await sandbox.stop();
  }
}

async function startPage({ config }: Run, port: number | undefined, onError: (error: unknown) => void): Promise<Sandbox> {
  try {
    return await startSandbox({ root: PROJECT_ROOT, port, openApi: config.discordOpenApi, onError });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw new InputError(`The port ${port} cannot be used (${code}). Name another with --port, or none for a free one.`, { cause: error });
  }
}

function announce({ url }: Sandbox, print: (line: string) => void): void {
  print(`The sandbox is at ${url} – the bot on a Discord of its own, which nobody else sees and which forgets everything at the end.`);
  print('For the real Discord, set DISCORD_TOKEN (see docs/discord.md) and start again. Ctrl+C ends.');
}

async function runOver(run: Run, sandbox: Sandbox, log: Logger, signal: AbortSignal): Promise<number> {
  const { config, streams } = run;
  const { program } = sandbox;
  const { startOpening } = await import('./run-app.js');
  const { configuredFiles } = await import('./app.js');
  const { createProgress, tellProgress, together } = await import('./ops/progress.js');
  const bar = (label: string) => createProgress(label, { bar: streams.stderr.isTTY === true, log });
  let standing: Standing | undefined;
  let app: App | undefined;
  let isThere = false;
  /** Shows the current step; a reported failure stays. */
  const say = () => {
    if (program.start.is === 'failed') return;
    if (app === undefined) program.start = standing === undefined ? { is: 'loading' } : { is: 'reading', ...standing };
    else if (!isThere) program.start = { is: 'connecting' };
    else program.start = app.isWhole || standing === undefined ? { is: 'over' } : { is: 'reading-more', ...standing };
  };
  const telling = (now: Standing) => {
    standing = now;
    say();
  };
  const progress = together(bar('Embedding'), tellProgress(telling, { leastMs: TELL_MS }));
  const opening = startOpening(run, configuredFiles(config), { log, progress });
  // The next modules load while the model loads.
  import('./discord/run.js').catch(() => undefined);
  const toldToEnd = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  try {
    app = await Promise.race([opening.app, toldToEnd]);
    if (app === undefined) return EXIT.ok;
    standing = undefined;
    const { examplesOf } = await import('./examples.js');
    const { title, author } = app.article.about;
    program.article = { title, ...(author === undefined ? {} : { author }), examples: await examplesOf(app) };
    say();
    const come = () => {
      isThere = true;
      say();
    };
    void app.whole.then(say);
    return await runBot({ run, app, sandbox, log, signal, come });
  } finally {
    await opening.close();
  }
}

interface BotOptions {
  readonly run: Run;
  readonly app: App;
  readonly sandbox: Sandbox;
  readonly log: Logger;
  /** Aborted when the program should end. */
  readonly signal: AbortSignal;
  /** Called when the bot is connected. */
  readonly come: () => void;
}

async function runBot({ run, app, sandbox, log, signal, come }: BotOptions): Promise<number> {
  const { runDiscord } = await import('./discord/run.js');
  const { openStore } = await import('./store/open-store.js');
  const { readEvaluationQuestions } = await import('./curation/evaluation-questions.js');
  const evaluationQuestions = await readEvaluationQuestions(run.config.evaluationQuestions);
  const { discord, place, program } = sandbox;
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-sandbox-'));
  try {
    const store = await openStore({ file: join(folder, 'sandbox.sqlite'), log });
    try {
      const { id } = place.moderators;
      await store.changeSettings(place.guild.id, { logChannel: id, queueChannel: id, keepQuestionsDays: KEEP_QUESTIONS_DAYS });
      const complain = (message: string) => {
        program.start = { is: 'failed', why: message };
        lineTo(run.streams.stderr)(message);
      };
      const ended = runDiscord({
        app,
        store,
        evaluationQuestions,
        config: { discordApiUrl: discord.apiUrl, discordToken: discord.token },
        version: VERSION,
        log,
        complain,
        signal,
      });
      const isReady = () => (discord.world.commands.size > 0 && discord.gateway.connected > 0 ? true : undefined);
      const ready = until(discord.world, isReady, { timeoutMs: CONNECT_MS, describe: () => 'the bot has not come' }).catch(() => false);
      if ((await Promise.race([ready, ended])) === true) come();
      return await ended;
    } finally {
      await store.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
