// A stage for end-to-end tests: a loopback Discord with a guild and people in it, and the real bot connected to it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { Discord, DiscordOptions } from '../../sandbox/discord/discord.js';
import { isSettled } from '../../sandbox/discord/interactions.js';
import * as people from '../../sandbox/discord/people.js';
import { addChannel, addGuild, addMember, addRole, addThread, addUser, directMessages, installBot } from '../../sandbox/discord/places.js';
import type { Channel, Choice, Guild, Interaction, Message, User } from '../../sandbox/discord/state.js';
import { until } from '../../sandbox/discord/until.js';
import { type App, configuredFiles, openApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import type { Pace } from '../../src/curation/earlier-answers.js';
import type { Log } from '../../src/discord/core/log.js';
import { unescapeMarkdown } from '../../src/discord/kit/escape.js';
import { type RunOptions, runDiscord } from '../../src/discord/run.js';
import { createProgress } from '../../src/ops/progress.js';
import { Sqlite } from '../../src/sqlite.js';
import { openStore } from '../../src/store/open-store.js';
import { sharedEmbedder } from '../model.js';
import { startDiscord, TOKEN } from '../sandbox/discord/checked-discord.js';
import { SOON, type Where } from '../store/databases.js';

let shipped: Promise<App> | undefined;

/** The shipped article with the real model, shared by all files of a process; it stays open. */
export async function openShippedApp(): Promise<App> {
  shipped ??= openOnce();
  return { ...(await shipped), close: async () => undefined };
}

async function openOnce(): Promise<App> {
  const config = readConfig({});
  const log = { info: () => undefined, warn: () => undefined };
  const progress = createProgress('Embedding', { bar: false, log });
  return openApp({ files: configuredFiles(config), config, log, progress, now: () => performance.now(), embedder: sharedEmbedder() });
}

/** A few of the questions that measure the effect of a change. */
const EVALUATION_QUESTIONS = [
  'Where did the cyber-attack come from?',
  'Who won the election?',
  'how do I bake bread?',
  'What was the turnout?',
];

/** Minimal delays between edits of earlier answers, still distinguishable. */
export const QUICK_PACE: Pace = { editEveryMs: 5, againMs: { least: 100, most: 400 }, shutTries: 4, lookEveryMs: 100 };

export interface LoggedLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly details: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A guild with two channels and a thread, and people of all kinds. */
export interface Place {
  readonly guild: Guild;
  readonly general: Channel;
  readonly quiet: Channel;
  readonly thread: Channel;
  readonly reader: User;
  /** Reads in Spanish. */
  readonly lector: User;
  readonly moderator: User;
  readonly second: User;
  /** For the moderators' queue and log; the bot may write there. */
  readonly office: Channel;
  /** Member of no guild. */
  readonly outsider: User;
}

export function buildPlace({ world }: Discord): Place {
  const owner = addUser(world, { name: 'owner' });
  const guild = addGuild(world, { name: 'Readers', owner });
  const reader = addUser(world, { name: 'reader' });
  const lector = addUser(world, { name: 'lector', locale: 'es-419' });
  const moderator = addUser(world, { name: 'moderator' });
  for (const user of [reader, lector]) addMember(world, guild, user);
  const second = addUser(world, { name: 'second' });
  const moderators = addRole(world, guild, { name: 'Moderators', permissions: ['ManageMessages'] });
  for (const user of [moderator, second]) addMember(world, guild, user, [moderators]);
  const general = addChannel(world, guild, { name: 'general' });
  const quiet = addChannel(world, guild, { name: 'quiet' });
  const office = addChannel(world, guild, { name: 'office' });
  const thread = addThread(world, general, reader, 'about the article');
  installBot(world, guild);
  return { guild, general, quiet, thread, office, reader, lector, moderator, second, outsider: addUser(world, { name: 'outsider' }) };
}

export interface Stage extends Place {
  readonly discord: Discord;
  readonly app: App;
  readonly logged: readonly LoggedLine[];
  /** The bot's messages to its operator. */
  readonly complaints: readonly string[];
  readonly dataDir: string;
  /** The bot's exit code. */
  readonly ended: Promise<number>;
  /** Ends the bot. */
  end(): Promise<void>;
  /** Ends the bot and starts it again, optionally with other content. */
  restart(app?: App): Promise<void>;
  /** Ends the bot, checks that everything it sent was sound, and stops Discord. */
  stop(): Promise<void>;
}

export interface StageOptions extends DiscordOptions, Pick<RunOptions, 'awayMs' | 'endLimits' | 'pace'> {
  /** The database; by default a file of the stage's own. */
  readonly where?: Where | undefined;
  readonly guildId?: (place: Place) => string;
  /** Sets up faults before the bot starts. */
  readonly prepare?: (discord: Discord) => void;
  /** Whether the bot has started; by default, when it is connected and its commands are registered. */
  readonly hasStarted?: ((discord: Discord) => boolean) | undefined;
}

/** Opens a stage; the bot is connected and has registered its commands. */
export async function openStage(app: App, options: StageOptions = {}): Promise<Stage> {
  const discord = await startDiscord({ heartbeatMs: 5_000, ...options });
  const place = buildPlace(discord);
  const dataDir = mkdtempSync(join(tmpdir(), 'marginalia-'));
  const logged: LoggedLine[] = [];
  const complaints: string[] = [];
  const guildId = options.guildId?.(place);
  const start = (one: App) =>
    startBot(one, {
      ...{
        discord,
        logged,
        complaints,
        guildId,
        awayMs: options.awayMs,
        endLimits: options.endLimits,
        pace: options.pace ?? QUICK_PACE,
        hasStarted: options.hasStarted,
      },
      evaluationQuestions: EVALUATION_QUESTIONS,
      where: options.where ?? { file: join(dataDir, 'marginalia.sqlite') },
    });
  options.prepare?.(discord);
  let running = await start(app);
  const end = async () => {
    running.controller.abort();
    await running.ended;
  };
  return {
    ...place,
    discord,
    app,
    logged,
    complaints,
    dataDir,
    get ended() {
      return running.ended;
    },
    end,
    restart: async (next = app) => {
      await end();
      running = await start(next);
    },
    stop: async () => {
      await end();
      await discord.stop();
      rmSync(dataDir, { recursive: true, force: true });
      expectSound(discord);
    },
  };
}

interface BotOptions extends Pick<StageOptions, 'awayMs' | 'endLimits' | 'pace' | 'hasStarted'> {
  readonly discord: Discord;
  readonly logged: LoggedLine[];
  readonly complaints: string[];
  readonly guildId: string | undefined;
  readonly evaluationQuestions: readonly string[];
  readonly where: Where;
}

/** Starts the bot and waits until it has started or ended. */
async function startBot(
  app: App,
  { discord, logged, complaints, guildId, awayMs, endLimits, pace, hasStarted, evaluationQuestions, where }: BotOptions,
) {
  const write = (level: LoggedLine['level']) => (details: object, message: string) => {
    logged.push({ level, details: { ...details }, message });
  };
  const log: Log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  const controller = new AbortController();
  const { identifies } = discord.gateway;
  const store = await openStore({ ...where, log });
  const ended = runDiscord({
    app,
    store,
    evaluationQuestions,
    config: { discordApiUrl: discord.apiUrl, discordToken: TOKEN, ...(guildId === undefined ? {} : { discordGuildId: guildId }) },
    version: '0.0.0-test',
    log,
    complain: (message) => complaints.push(message),
    signal: controller.signal,
    awayMs,
    endLimits,
    pace,
  }).finally(() => store.close());
  const isReady = () => discord.world.commands.size > 0 && discord.gateway.connected > 0 && discord.gateway.identifies > identifies;
  const describe = () => `the bot is not ready: ${complaints.join(' ')}`;
  await Promise.race([until(discord.world, () => ((hasStarted?.(discord) ?? isReady()) ? true : undefined), { describe }), ended]);
  return { controller, ended };
}

/** A separate guild for tests that must not affect others: with the same bot, and people and channels like the first one's. */
export type Server = Place & Pick<Stage, 'discord'>;

export function addServer({ discord }: Pick<Stage, 'discord'>): Server {
  return { discord, ...buildPlace(discord) };
}

/** A new member of the guild, who has not asked anything yet. */
export function newcomer({ discord: { world }, guild }: Pick<Stage, 'discord' | 'guild'>, locale = 'en-US'): User {
  const user = addUser(world, { name: `newcomer${guild.members.size}`, locale });
  addMember(world, guild, user);
  return user;
}

/** Expects that no request broke Discord's OpenAPI file or limits, nobody was pinged, and the loopback Discord answered as Discord does. */
export function expectSound({ requests, badAnswers, world }: Discord): void {
  const broken = requests.filter(({ violations }) => violations.length > 0);
  expect(broken.map(({ method, path, violations }) => `${method} ${path.slice(0, 60)}: ${violations.join('; ')}`)).toEqual([]);
  expect([...new Set(badAnswers)]).toEqual([]);
  expect(world.pings.map(({ message }) => message.content)).toEqual([]);
}

/** Waits until an interaction is answered, and gives the message with the answer: @original, or the last follow-up. */
export async function answerTo({ discord }: Pick<Stage, 'discord'>, interaction: Interaction): Promise<Message> {
  const settled = () => (isSettled(interaction) ? true : undefined);
  const describe = () => `no answer; ${JSON.stringify(interaction.raw.data)}, acknowledged as ${interaction.acknowledgement?.type}`;
  await until(discord.world, settled, { describe });
  const message = interaction.followUps.at(-1) ?? interaction.original;
  if (message === undefined) throw new Error('The interaction was answered without a message.');
  return message;
}

/** Uses a slash command and waits for its answer. */
export function use(stage: Pick<Stage, 'discord'>, use: people.CommandUse): Promise<Message> {
  return answerTo(stage, people.useCommand(stage.discord.world, use));
}

/** Clicks or chooses, and waits for the result. */
export function click(stage: Pick<Stage, 'discord'>, use: people.ComponentUse): Promise<Message> {
  return answerTo(stage, people.click(stage.discord.world, use));
}

/** Gives feedback on an answer, and returns the reply. */
export async function giveFeedback(stage: Pick<Stage, 'discord'>, { user, message, on }: people.ComponentUse): Promise<Message> {
  return click(stage, { user, message: await click(stage, { user, message, on: 'Feedback' }), on });
}

/** Uses a command that shows a modal, and gives the interaction that shows it. */
export async function openForm(stage: Pick<Stage, 'discord'>, interaction: Interaction): Promise<Interaction> {
  const describe = () => `no form, but: ${interaction.original?.content ?? 'nothing'}`;
  await until(stage.discord.world, () => (interaction.modal === undefined ? undefined : true), { describe });
  return interaction;
}

/** Fills a modal in, submits it, and waits for the result. */
export function sendForm(stage: Pick<Stage, 'discord'>, shown: Interaction, values: people.FormValues): Promise<Message> {
  return answerTo(stage, people.submit(stage.discord.world, shown, values));
}

/** Waits for the modal of a command or click, fills it in, submits it, and waits for the result. */
export async function fillIn(stage: Pick<Stage, 'discord'>, interaction: Interaction, values: people.FormValues): Promise<Message> {
  return sendForm(stage, await openForm(stage, interaction), values);
}

/** The suggestions for an option that somebody is typing in. */
export function suggestionsFor({ discord: { world } }: Pick<Stage, 'discord'>, typing: people.Typing): Promise<readonly Choice[]> {
  const interaction = people.typeIn(world, typing);
  return until(world, () => interaction.choices, { describe: () => `no suggestions for “${typing.focused.value}”` });
}

/** Answered by the sentence about the origin of the cyber-attack. */
export const QUESTION = 'where did the cyber-attack come from?';
export const SENTENCE =
  'The elements of the electronic system that transmit the results to the central point was hacked over a hundred times in a most sophisticated manner that was traced to North Macedonia.';

/** A moderator's input for the guild's own note on that sentence. */
export const NOTE = {
  status: 'unverified',
  headline: 'The prosecutor named the country, and showed no traces',
  note: 'The public prosecutor named the country; no traces of the attack were shown.',
  sources: 'The Herald | A look at the claim | 2024-08-13 | https://example.org/attack',
} as const;

/** Writes a note as a moderator, and gives the draft message from before saving. */
export function draftNote(server: Server, values: people.FormValues = {}, user = server.moderator): Promise<Message> {
  const { discord, office: channel } = server;
  const add = { user, channel, name: 'note add', options: { passage: 'traced to North Macedonia' } };
  return fillIn(server, people.useCommand(discord.world, add), { ...NOTE, ...values });
}

/** Adds and saves a note; gives its id. */
export async function addNote(server: Server, values: people.FormValues = {}): Promise<string> {
  const draft = await draftNote(server, values);
  const id = noteIdIn(draft);
  await click(server, { user: server.moderator, message: draft, on: 'Save' });
  return id;
}

/** The id of the note in a moderator's message. */
export function noteIdIn({ content }: Pick<Message, 'content'>): string {
  const [, id] = /\*\*([a-z0-9-]+)\*\*/u.exec(content) ?? [];
  if (id === undefined) throw new Error(`No note is named in “${content}”.`);
  return id;
}

/** All text of a message as displayed, without styles; no-break spaces of the article become plain spaces. */
export function textOf({ content, embeds }: Pick<Message, 'content' | 'embeds'>): string {
  const texts = embeds.flatMap(({ title = '', description = '', footer }) => [title, description, footer?.text ?? '']);
  return unescapeMarkdown([content, ...texts].join('\n')).replaceAll('\u00a0', ' ');
}

/** A reader's view of an answer, and of all notes behind its button. */
export async function readWithNotes(stage: Pick<Stage, 'discord'>, user: User, answer: Message): Promise<string> {
  const labelled = (message: Message, label: RegExp) =>
    people.componentsIn(message).find((part) => label.test(part.label ?? '') && part.disabled !== true)?.label;
  const texts = [textOf(answer)];
  let message = answer;
  for (let on = labelled(answer, /^Notes?(?: \(\d+\))?$/u); on !== undefined; on = labelled(message, /^Next$/u)) {
    message = await click(stage, { user, message, on });
    texts.push(textOf(message));
  }
  return texts.join('\n');
}

/** Posts a message and waits for the bot's next one in that channel. */
export async function post(stage: Pick<Stage, 'discord'>, written: people.Post): Promise<Message> {
  const { world } = stage.discord;
  const message = people.post(world, written);
  const reply = await until(world, () => repliesAfter(message)[0], {
    describe: () => `the bot did not answer “${written.content}”`,
  });
  // A reader reacts later than the bot hears of its own message.
  await settle(20);
  return reply;
}

/** The bot messages in a channel after a message. */
export function repliesAfter(message: Message): Message[] {
  const all = [...message.channel.messages.values()];
  return all.slice(all.indexOf(message) + 1).filter(({ author }) => author.bot);
}

/** The messages that everybody in a channel sees, oldest first. */
export function publicIn({ messages }: Pick<Channel, 'messages'>): Message[] {
  return [...messages.values()].filter(({ onlyFor }) => onlyFor === undefined);
}

/** The contents of these messages. */
export function contentsOf(channel: Pick<Channel, 'messages'>): string[] {
  return publicIn(channel).map(({ content }) => content);
}

/** The last of these messages. */
export function lastIn(channel: Pick<Channel, 'messages'>): Message {
  const message = publicIn(channel).at(-1);
  if (message === undefined) throw new Error('The channel is empty.');
  return message;
}

/** Waits until a check passes, for effects that nothing awaits, also on a busy machine. */
export function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, SOON);
}

/** Waits until all work under way has ended, and then some time in which nothing may happen. */
export async function settle(ms = 300): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** The direct messages between a person and the bot. */
export function directWith({ discord: { world } }: Pick<Stage, 'discord'>, user: User): Channel {
  return directMessages(world, user, world.application.bot);
}

export type Row = Readonly<Record<string, unknown>>;

/** Everything stored on disk: the rows of every table in the database. */
export function keptIn({ dataDir }: Pick<Stage, 'dataDir'>): ReadonlyMap<string, readonly Row[]> {
  const database = new Sqlite(join(dataDir, 'marginalia.sqlite'), { readonly: true });
  try {
    const tables = database.prepare<[], { name: string }>("select name from sqlite_master where type = 'table' order by name").all();
    const ours = tables.filter(({ name }) => !/^(?:sqlite_|marginalia_migrations)/u.test(name));
    return new Map(ours.map(({ name }) => [name, database.prepare<[], Row>(`select * from ${name}`).all()]));
  } finally {
    database.close();
  }
}
