// Runs the bot on Discord: everything that can fail first, then the login, until a signal or a final refusal.

import { type Client, Events, type REST, Routes, Status } from 'discord.js';
import { commands } from '../../commands/registry.js';
import type { App } from '../app.js';
import type { Config } from '../config.js';
import { PACE, type Pace } from '../curation/earlier-answers.js';
import { type OpenCuration, openCuration } from '../curation/open-curation.js';
import { CLOSE_MS, EXIT, within } from '../exit.js';
import type { Store } from '../store/store.js';
import { createMessageHandler } from './answers/mention.js';
import type { Bot } from './core/bot.js';
import {
  createClient,
  createInteractionRest,
  createUnhurriedRest,
  explainClose,
  explainLogin,
  type InteractionRest,
  type Refusal,
} from './core/client.js';
import { createDispatcher } from './core/dispatch.js';
import { describeForLog, redact } from './core/failure.js';
import { Freshness } from './core/freshness.js';
import { Gate } from './core/gate.js';
import type { Log } from './core/log.js';
import { compareCommands, pushCommands, removeCopies } from './core/register.js';
import { type EndLimits, UnderWay } from './core/under-way.js';
import { createBot } from './create-bot.js';
import { handlers } from './handlers.js';

/** At shutdown: time for work under way, then time to tell those who still wait. */
const END_LIMITS: EndLimits = { finishMs: 5_000, tellMs: 2_000 };
/** A connection that is lost or silent for this long will not recover by itself. Heartbeats come several times as often. */
const AWAY_MS = 5 * 60_000;
/** Number of checks within that time. */
const WATCH_PARTS = 10;
const FORGET_EVERY_MS = 60 * 60_000;

const EXIT_CODES: Readonly<Record<Refusal['kind'], number>> = {
  token: EXIT.tokenRefused,
  intents: EXIT.intentsRefused,
  network: EXIT.unavailable,
  model: EXIT.modelStopped,
  other: EXIT.bug,
};

export interface RunOptions {
  readonly app: App;
  readonly store: Store;
  /** The questions by which effects are measured. */
  readonly evaluationQuestions: readonly string[];
  readonly config: Pick<Config, 'discordApiUrl' | 'discordGuildId'> & { readonly discordToken: string };
  readonly version: string;
  readonly log: Log;
  /** Prints one sentence for the operator. */
  readonly complain: (message: string) => void;
  /** Aborted when the program should end. */
  readonly signal: AbortSignal;
  /** Milliseconds after which a lost connection is given up. */
  readonly awayMs?: number | undefined;
  /** Time limits of the shutdown. */
  readonly endLimits?: EndLimits | undefined;
  /** Pace at which earlier answers are edited. */
  readonly pace?: Pace | undefined;
}

/** Connects, answers until told to stop, and returns the exit code. */
export async function runDiscord({
  app,
  store,
  evaluationQuestions,
  config,
  version,
  log,
  complain,
  signal,
  awayMs = AWAY_MS,
  endLimits = END_LIMITS,
  pace = PACE,
}: RunOptions): Promise<number> {
  const client = createClient(config.discordApiUrl, app.article.about.title);
  const answering = createInteractionRest(config.discordApiUrl);
  const gate = new Gate();
  const underWay = new UnderWay();
  logConnection(client, answering, log, signal);
  const watched = watch(client, { app, signal, awayMs });
  let running: { readonly bot: Bot; readonly kept: OpenCuration; readonly forgetting: NodeJS.Timeout } | undefined;
  try {
    const opening = openCuration({ app, store, evaluationQuestions, giveWay: () => gate.quiet(), now: Date.now, log });
    const kept = await Promise.race([opening, watched.ended]);
    if (kept === undefined || 'kind' in kept) {
      opening.then((late) => late.close()).catch(() => undefined);
      return codeOf(kept, complain);
    }
    const unhurried = createUnhurriedRest(config.discordApiUrl, config.discordToken);
    const bot = createBot({ app, client, unhurried, kept, gate, apiUrl: config.discordApiUrl, version, log, pace });
    const freshness = new Freshness({ now: Date.now, monotonic: () => performance.now() });
    client.on(Events.InteractionCreate, createDispatcher({ bot, commands, handlers, ...answering, freshness, underWay, log }));
    const messages = createMessageHandler({ bot, freshness, underWay, log });
    client.on(Events.MessageCreate, messages.created);
    client.on(Events.MessageUpdate, (_, message) => messages.updated(message));
    if (config.discordGuildId === undefined) removeCopiesWhenReady(client, log);
    running = { bot, kept, forgetting: followServers(client, bot, underWay, log) };
    // A login may hang, or fail for a reason that only the closed connection gives.
    const refused = logIn(client, config, log).then((refusal) => refusal ?? watched.ended);
    return codeOf(await Promise.race([watched.ended, refused]), complain);
  } finally {
    clearInterval(running?.forgetting);
    running?.bot.notes.effectWaits.stop();
    if (running !== undefined) underWay.add(Promise.all([running.bot.moderation.drain(), running.bot.answers.earlier.close()]));
    const left = await underWay.end(endLimits);
    if (left > 0) log.warn({ left }, 'Some work under way could not be finished before the end.');
    watched.stop();
    await client.destroy();
    if (running !== undefined && !(await within(CLOSE_MS, running.kept.close()))) log.warn({}, 'Reading notes did not end in time.');
  }
}

function codeOf(refusal: Refusal | undefined, complain: RunOptions['complain']): number {
  if (refusal === undefined) return EXIT.ok;
  complain(refusal.message);
  return EXIT_CODES[refusal.kind];
}

/** Resolves when the run must end, with the reason unless it was a signal. */
function watch(
  client: Client,
  { app, signal, awayMs }: Pick<RunOptions, 'app' | 'signal'> & { readonly awayMs: number },
): { readonly ended: Promise<Refusal | undefined>; stop(): void } {
  let watching: NodeJS.Timeout | undefined;
  const ended = new Promise<Refusal | undefined>((resolve) => {
    client.on(Events.ShardDisconnect, ({ code }) => {
      const refusal = explainClose(code);
      if (refusal !== undefined) resolve(refusal);
    });
    watching = watchConnection(client, awayMs, resolve);
    void app.ended.then(({ message }) => resolve({ kind: 'model', message }));
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return { ended, stop: () => clearInterval(watching) };
}

/** Logs in and registers the commands; a refusal says why the login failed. */
async function logIn(client: Client, config: RunOptions['config'], log: Log): Promise<Refusal | undefined> {
  try {
    await client.login(config.discordToken);
  } catch (error) {
    return explainLogin(error, config.discordApiUrl);
  }
  try {
    await registerIfChanged(client.rest, await applicationId(client.rest), config.discordGuildId, log);
  } catch (error) {
    // The commands registered before still work, and so do mentions.
    const hint = config.discordGuildId === undefined ? '' : ' Is the bot in the server that DISCORD_GUILD_ID names?';
    log.error(describeForLog(error), `The commands could not be registered; try npm run commands.${hint}`);
  }
  return undefined;
}

async function applicationId(rest: REST): Promise<string> {
  return ((await rest.get(Routes.currentApplication())) as { id: string }).id;
}

async function registerIfChanged(rest: REST, id: string, guildId: string | undefined, log: Log): Promise<void> {
  const registration = { rest, applicationId: id, guildId };
  const differences = (await compareCommands(commands, registration)).filter(({ change }) => change !== 'same');
  if (differences.length === 0) return;
  await pushCommands(commands, registration);
  log.info({ commands: differences.map(({ name, change }) => `${name} ${change}`) }, 'Commands registered.');
}

/** Removes commands registered in single servers while DISCORD_GUILD_ID was set; for when it is no longer set. */
function removeCopiesWhenReady(client: Client, log: Log): void {
  client.once(Events.ClientReady, ({ application, guilds, rest }) => {
    removeCopies({ rest, applicationId: application.id }, [...guilds.cache.keys()]).then(
      (servers) => {
        if (servers.length > 0) log.info({ servers }, 'Commands of single servers removed: they are registered everywhere.');
      },
      (error: unknown) => log.error(describeForLog(error), 'Looking for commands of single servers failed.'),
    );
  });
}

/** Records the servers that the bot is in, forgets in time what must be forgotten, and keeps earlier answers up to date. */
function followServers(client: Client, bot: Bot, underWay: UnderWay, log: Log): NodeJS.Timeout {
  const trying = (work: Promise<void>) => {
    underWay.add(work);
    work.catch((error: unknown) => log.error(describeForLog(error), 'Pending deletions could not be recorded.'));
  };
  // A server may have added the bot again unnoticed: nothing is deleted of a server that the bot is in.
  const forget = async () => {
    await bot.forgetting.reconcile([...client.guilds.cache.keys()]);
    await bot.forgetting.work();
  };
  client.once(Events.ClientReady, () => {
    trying(forget());
    // Shipped notes or a server's notes may have changed since the program ended.
    underWay.add(bot.answers.earlier.look());
    bot.answers.earlier.start();
  });
  client.on(Events.GuildCreate, ({ id }) => trying(bot.forgetting.joined(id)));
  client.on(Events.GuildDelete, ({ id }) => trying(bot.forgetting.left(id)));
  const timer = setInterval(() => {
    if (!client.isReady()) return;
    trying(forget());
    underWay.add(bot.answers.earlier.look());
  }, FORGET_EVERY_MS);
  timer.unref();
  return timer;
}

function logConnection(client: Client, { rest, restOnce }: InteractionRest, log: Log, signal: AbortSignal): void {
  client.once(Events.ClientReady, ({ user, guilds }) => log.info({ user: user.tag, servers: guilds.cache.size }, 'Connected to Discord.'));
  // Without a listener, an error event would end the process.
  client.on(Events.Error, (error) => log.error(describeForLog(error), 'The Discord client failed.'));
  // The stack inside the library would not help.
  client.on(Events.ShardError, ({ message }) => log.warn({ error: redact(message) }, 'The connection to Discord failed.'));
  client.on(Events.ShardReconnecting, () => {
    // The client also reports this when it is told to disconnect.
    if (!signal.aborted) log.info({}, 'Connecting to Discord again.');
  });
  client.on(Events.ShardResume, () => log.info({}, 'Connected to Discord again.'));
  for (const limited of [client.rest, rest]) {
    limited.on('rateLimited', ({ method, route, timeToReset, global }) =>
      log.warn(
        { method, route, timeToReset },
        global ? 'There is more to send than Discord takes in a second; the rest waits.' : 'Discord asks us to slow down.',
      ),
    );
  }
  for (const one of [client.rest, rest, restOnce]) {
    one.on('invalidRequestWarning', ({ count }) => log.error({ count }, 'Discord refuses many requests.'));
  }
}

/** Ends a run whose connection stays lost or silent: a service manager starts it again. */
function watchConnection(client: Client, awayMs: number, end: (refusal: Refusal) => void): NodeJS.Timeout {
  let events = 0;
  let lastSign = '';
  let wellAt = performance.now();
  client.on(Events.Raw, () => {
    events += 1;
  });
  // The client reports itself ready even when the connection is lost, and so does a silent shard.
  return setInterval(() => {
    const shards = [...client.ws.shards.values()];
    const sign = [events, ...shards.map(({ lastPingTimestamp }) => lastPingTimestamp)].join();
    if (sign !== lastSign && shards.every(({ status }) => status === Status.Ready)) wellAt = performance.now();
    lastSign = sign;
    if (performance.now() - wellAt < awayMs) return;
    end({
      kind: 'network',
      message: 'The connection to Discord has been away for too long. Check the network, and https://discordstatus.com.',
    });
  }, awayMs / WATCH_PARTS);
}
