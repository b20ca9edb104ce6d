// Measures how much simultaneous suggestions slow down questions, with the bot on a loopback Discord; rounds alternate within one run.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Discord, startDiscord } from '../sandbox/discord/discord.js';
import { isSettled } from '../sandbox/discord/interactions.js';
import * as people from '../sandbox/discord/people.js';
import { addChannel, addGuild, addMember, addUser, installBot } from '../sandbox/discord/places.js';
import type { Channel, Guild, Interaction, User } from '../sandbox/discord/state.js';
import { until } from '../sandbox/discord/until.js';
import type { App } from '../src/app.js';
import { runDiscord } from '../src/discord/run.js';
import { openStore } from '../src/store/open-store.js';

const SUGGESTIONS = 20;
/** Questions per round, PAUSE_MS apart, each by another person: during the suggestions and after them. */
const ASKED = 60;
const PAUSE_MS = 50;
const ROUNDS = 3;
const PATIENCE_MS = 60_000;

/** 95th percentile of the milliseconds from a question to its answer, without suggestions and beside them. */
export interface SuggestionLoad {
  readonly alone: number;
  readonly beside: number;
}

/** Alternates rounds without and with suggestions; the percentiles are over all rounds of a kind. Throws if a suggestion is lost. */
export async function measureSuggestions(app: App, questions: readonly string[]): Promise<SuggestionLoad> {
  const folder = await mkdtemp(join(tmpdir(), 'marginalia-bench-'));
  const discord = await startDiscord();
  const nothing = () => undefined;
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const store = await openStore({ file: join(folder, 'kept.sqlite'), log });
  const controller = new AbortController();
  const place = build(discord);
  await store.changeSettings(place.guild.id, { queueChannel: place.office.id });
  const ended = runDiscord({
    app,
    store,
    evaluationQuestions: questions,
    config: { discordApiUrl: discord.apiUrl, discordToken: discord.token },
    version: 'bench',
    log,
    complain: (message) => process.stderr.write(`${message}\n`),
    signal: controller.signal,
  });
  try {
    await until(discord.world, () => (discord.world.commands.size > 0 && discord.gateway.connected > 0 ? true : undefined), {
      timeoutMs: PATIENCE_MS,
      describe: () => 'the bot did not connect',
    });
    await round(place, questions, 0);
    const times = { alone: [] as number[], beside: [] as number[] };
    for (let i = 0; i < ROUNDS; i++) {
      times.alone.push(...(await round(place, questions, 0)));
      times.beside.push(...(await round(place, questions, SUGGESTIONS)));
    }
    return { alone: percentile(times.alone), beside: percentile(times.beside) };
  } finally {
    controller.abort();
    await ended;
    await store.close();
    await discord.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Place {
  readonly discord: Discord;
  readonly guild: Guild;
  readonly general: Channel;
  readonly office: Channel;
}

function build(discord: Discord): Place {
  const { world } = discord;
  const guild = addGuild(world, { name: 'Readers', owner: addUser(world, { name: 'owner' }) });
  const [general, office] = [addChannel(world, guild, { name: 'general' }), addChannel(world, guild, { name: 'office' })];
  installBot(world, guild);
  return { discord, guild, general, office };
}

function newcomer({ discord: { world }, guild }: Place): User {
  const user = addUser(world, { name: `reader${guild.members.size}` });
  addMember(world, guild, user);
  return user;
}

/** Sends a number of suggestions, then asks questions, and returns the milliseconds that each question took. */
async function round(place: Place, questions: readonly string[], suggestions: number): Promise<number[]> {
  const { discord, general: channel, guild } = place;
  const { world } = discord;
  const settled = (interaction: Interaction) =>
    until(world, () => (isSettled(interaction) ? true : undefined), {
      timeoutMs: PATIENCE_MS,
      describe: () => `no answer to ${JSON.stringify(interaction.raw.data)}`,
    });
  const forms: Interaction[] = [];
  for (let i = 0; i < suggestions; i++) {
    const form = people.useCommand(world, { user: newcomer(place), channel, name: 'suggest', options: { passage: `s${i}` } });
    await until(world, () => (form.modal === undefined ? undefined : true), { timeoutMs: PATIENCE_MS, describe: () => 'no form' });
    forms.push(form);
  }
  const before = new Set(place.office.messages.keys());
  const sent = forms.map((form, i) =>
    settled(
      people.submit(world, form, {
        status: 'context',
        headline: 'The register says otherwise',
        note: `Remark ${i} of ${guild.members.size} people: the register says otherwise.`,
        sources: 'Log | Of the council | 2024-08-13 | https://example.org/log',
      }),
    ),
  );
  const asked: Promise<number>[] = [];
  for (let i = 0; i < ASKED; i++) {
    const started = performance.now();
    const question = questions[i % questions.length] ?? '';
    const interaction = people.useCommand(world, { user: newcomer(place), channel, name: 'ask', options: { question } });
    asked.push(settled(interaction).then(() => performance.now() - started));
    await sleep(PAUSE_MS);
  }
  await Promise.all(sent);
  const queued = [...place.office.messages.values()].filter(({ id }) => !before.has(id)).length;
  if (queued !== suggestions) throw new Error(`${queued} of ${suggestions} suggestions reached the queue.`);
  return Promise.all(asked);
}

function percentile(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? 0;
}
