// Runs the bot in a sandbox: a Discord of our own with a page in the browser, of which nothing is kept.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../sandbox/discord/until.js';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.js';
import type { App } from './app.js';
import { type Config, PROJECT_ROOT, VERSION } from './config.js';
import { readEvaluationQuestions } from './curation/evaluation-questions.js';
import { runDiscord } from './discord/run.js';
import { InputError } from './input-error.js';
import type { Logger } from './ops/log.js';
import type { Progress } from './ops/progress.js';
import { openStore } from './store/open-store.js';

export interface RunSandboxOptions {
  readonly app: App;
  readonly config: Pick<Config, 'discordOpenApi' | 'evaluationQuestions'>;
  /** The page's port; a free one unless told. */
  readonly port: number | undefined;
  readonly log: Logger;
  readonly progress: Progress;
  readonly print: (line: string) => void;
  readonly complain: (message: string) => void;
  /** Aborted when the program should end. */
  readonly signal: AbortSignal;
}

/** Days for which unanswered questions are kept: nobody's privacy is at stake, and moderators have something to look at. */
const KEEP_QUESTIONS_DAYS = 30;
const CONNECT_MS = 120_000;

/** Runs until told to end, and gives the exit code. */
export async function runSandbox(options: RunSandboxOptions): Promise<number> {
  const { app, config, log, progress, print, complain, signal } = options;
  const evaluationQuestions = await readEvaluationQuestions(config.evaluationQuestions);
  const sandbox = await start(options);
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-sandbox-'));
  try {
    const { discord, place } = sandbox;
    const store = await openStore({ file: join(folder, 'sandbox.sqlite'), log });
    try {
      const { id } = place.moderators;
      await store.changeSettings(place.guild.id, { logChannel: id, queueChannel: id, keepQuestionsDays: KEEP_QUESTIONS_DAYS });
      const ended = runDiscord({
        app,
        store,
        evaluationQuestions,
        config: { discordApiUrl: discord.apiUrl, discordToken: discord.token },
        version: VERSION,
        log,
        progress,
        complain,
        signal,
      });
      const isReady = () => (discord.world.commands.size > 0 && discord.gateway.connected > 0 ? true : undefined);
      const ready = until(discord.world, isReady, { timeoutMs: CONNECT_MS, describe: () => 'the bot has not come' }).catch(() => false);
      // Whoever opens the page should find the bot there.
      if ((await Promise.race([ready, ended])) === true) announce(sandbox, print);
      return await ended;
    } finally {
      await store.close();
    }
  } finally {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function start({ config, port, log }: RunSandboxOptions): Promise<Sandbox> {
  try {
    const onError = (error: unknown) => log.error({ err: error }, 'A window asked for something that failed.');
    return await startSandbox({ root: PROJECT_ROOT, port, openApi: config.discordOpenApi, onError });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    throw new InputError(`The port ${port} cannot be used (${code}). Name another with --port, or none for a free one.`, { cause: error });
  }
}

function announce({ url }: Sandbox, print: (line: string) => void): void {
  print(`The sandbox is at ${url} – the bot on a Discord of its own, which nobody else sees and which forgets everything at the end.`);
  print('For the real Discord, set DISCORD_TOKEN (docs/discord.md tells how) and start again. Ctrl+C ends.');
}
