// A soak test: two thousand mixed interactions, twenty at a time, with injected faults, against the program as it is run.
// Each is acknowledged once and answered or refused once, and memory stays flat. Prints response times, for docs/figures.md.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Discord } from '../../sandbox/discord/discord.js';
import type { InjectedFault } from '../../sandbox/discord/faults.js';
import { isSettled } from '../../sandbox/discord/interactions.js';
import { click, componentsIn, post, typeIn, useCommand, useMessageMenu } from '../../sandbox/discord/people.js';
import { addMember, addUser } from '../../sandbox/discord/places.js';
import type { Component, Interaction, Message, User } from '../../sandbox/discord/state.js';
import { until } from '../../sandbox/discord/until.js';
import { startDiscord, TOKEN } from '../sandbox/discord/checked-discord.js';
import { type Program, startProgram } from './program.js';
import { buildPlace, expectSound, type Place, repliesAfter, settle } from './stage.js';

/** Only a hang reaches it. */
const PATIENCE_MS = 120_000;
const COUNT = 2_000;
const AT_ONCE = 20;
const WARM_UP = 600;
/** Enough people that nobody asks more than six times in a quarter of a minute: that would be refused, in messages only once. */
const PEOPLE = 900;
const CALLBACK = /\/callback$/u;

const QUESTIONS = [
  'where did the cyber-attack come from?',
  'who won the election?',
  '¿con qué porcentaje ganó Maduro?',
  'how do I bake bread?',
  'what was the turnout?',
  'who is the attorney general, and who held the job before?',
  'did elon ever respond to the hacking accusations or nah',
];

/** Faults of one request in every so many. The last two strike acknowledgements, which may then be lost for good. */
const FAULTS: readonly (readonly [every: number, path: RegExp, fault: InjectedFault])[] = [
  [40, /@original$/u, { kind: 'status', status: 502 }],
  [45, /@original$/u, { kind: 'rate-limit', retryAfter: 0.05 }],
  [50, /@original$/u, { kind: 'slow', ms: 200 }],
  [60, /@original$/u, { kind: 'drop', applied: true }],
  [70, /^\/channels\/\d+\/messages$/u, { kind: 'drop', applied: true }],
  [80, CALLBACK, { kind: 'drop', applied: true }],
  [90, CALLBACK, { kind: 'status', status: 404, code: 10_062 }],
];

let discord: Discord;
let place: Place;
let program: Program;
const folder = mkdtempSync(join(tmpdir(), 'marginalia-'));

beforeAll(async () => {
  discord = await startDiscord({ mostRequests: 20_000 });
  place = buildPlace(discord);
  program = startProgram([], { DISCORD_TOKEN: TOKEN, DISCORD_API_URL: discord.apiUrl, DATA_DIR: folder });
  const isReady = () => discord.gateway.connected > 0 && discord.world.commands.size > 0;
  await until(discord.world, () => (isReady() ? true : undefined), { timeoutMs: PATIENCE_MS, describe: () => program.output.stderr });
});

afterAll(async () => {
  program.child.kill('SIGTERM');
  await program.ended;
  await discord.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Pseudo-random numbers that are the same in every run (mulberry32). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Resident memory of the program in bytes; undefined if the system does not report it. */
function residentBytes(): number | undefined {
  const file = `/proc/${program.child.pid}/status`;
  if (!existsSync(file)) return undefined;
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(file, 'utf8')) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

it('keeps its promises', async () => {
  const { world } = discord;
  const random = randomFrom(7);
  const pick = <T>(all: readonly T[]): T => all[random(all.length)] as T;
  const people = Array.from({ length: PEOPLE }, (_, i) => {
    const user = addUser(world, { name: `person${i}`, locale: pick(['en-US', 'es-419']) });
    addMember(world, place.guild, user);
    return user;
  });
  const answered: Message[] = [];
  const interactions: Interaction[] = [];
  const memory: number[] = [];
  const asked: Message[] = [];

  const interact = (user: User): Interaction => {
    const channel = pick([place.general, place.thread]);
    const message = answered.length === 0 ? undefined : pick(answered.slice(-50));
    const buttons = message === undefined || message.deleted ? [] : componentsIn(message).filter(({ disabled }) => disabled !== true);
    switch (random(10)) {
      case 0:
        return useCommand(world, { user, channel, name: 'passage', options: { find: pick(['hyenas', 'oil and gold', '7']) } });
      case 1:
        return useCommand(world, { user, channel, name: pick(['claims', 'sources', 'help', 'about']) });
      case 2:
        return useCommand(world, { user, channel, name: 'why' });
      case 3:
        return typeIn(world, { user, channel, name: 'passage', focused: { name: 'find', value: pick(['w', 'who th', 'the votes that']) } });
      case 4:
        return typeIn(world, { user, channel, name: 'claim', focused: { name: 'name', value: pick(['mus', 'lithium', 'when was it']) } });
      case 5:
        if (message === undefined || message.deleted) break;
        return useMessageMenu(world, { user: message.onlyFor ?? user, message, name: 'Check against the article' });
      case 6:
        if (message === undefined || buttons.length === 0) break;
        return clickOne(message.onlyFor ?? user, message, pick(buttons));
      default:
    }
    return useCommand(world, { user, channel, name: 'ask', options: { question: pick(QUESTIONS), private: random(3) === 0 } });
  };

  const clickOne = (user: User, message: Message, { custom_id = '', options = [] }: Component) =>
    click(world, { user, message, on: custom_id, values: options.slice(0, 1).map(({ value }) => value) });

  /** Suggestions requested during a lost connection, which arrived after it returned. */
  const whileAway = new Set<Interaction>();
  let isAway = false;
  world.changes.on('change', (change) => {
    if (change.kind === 'gateway') isAway = change.what === 'closed' || (isAway && change.what === 'connected');
  });

  /** Interactions whose acknowledgement was refused, recorded as they happen, because waiters check at every change. */
  const lost = new Set<string>();
  world.changes.on('change', (change) => {
    if (change.kind !== 'request' || change.request.code !== 10_062) return;
    const [, id] = /^\/interactions\/(\d+)\//u.exec(change.request.path) ?? [];
    if (id !== undefined) lost.add(id);
  });

  /** Interactions that the program ignored, by its log: on a busy machine some arrive when Discord takes no acknowledgement any more. */
  const tooLate = new Set<string>();
  let read = 0;
  program.child.stderr?.on('data', () => {
    const { stderr } = program.output;
    const end = stderr.lastIndexOf('\n') + 1;
    for (const [, id = ''] of stderr.slice(read, end).matchAll(/twice or too late; ignored\. \{"interaction":"(\d+)"/gu)) tooLate.add(id);
    read = end;
  });
  const isIgnored = ({ id, acknowledgement }: Interaction) => tooLate.has(id) && acknowledgement === undefined;

  /** An interaction is done when it is settled or ignored, or its acknowledgement was refused. */
  const isDone = (interaction: Interaction) =>
    isSettled(interaction) || lost.has(interaction.id) || isShareClaimed(interaction) || isIgnored(interaction);
  const isShareClaimed = ({ acknowledgement }: Interaction) => acknowledgement?.type === 6;

  const work = async () => {
    while (interactions.length + asked.length < COUNT) {
      const turn = interactions.length + asked.length;
      for (const [every, path, fault] of FAULTS) if (turn % every === every - 1) discord.faults.add({ match: { path }, fault });
      if (turn % 500 === 250) discord.gateway.close(4000);
      if (turn % 100 === 50) discord.gateway.sendTwice(2);
      if (turn % 25 === 0 && turn >= WARM_UP) memory.push(residentBytes() ?? 0);
      const user = pick(people);
      if (random(10) === 0) {
        const message = post(world, { user, channel: place.quiet, content: `<@${world.application.bot.id}> ${pick(QUESTIONS)}` });
        asked.push(message);
        await until(world, () => repliesAfter(message).find(({ replyTo }) => replyTo?.messageId === message.id), {
          timeoutMs: PATIENCE_MS,
          describe: () => `no reply to ${message.content}`,
        });
        continue;
      }
      const interaction = interact(user);
      interactions.push(interaction);
      if (isAway) whileAway.add(interaction);
      await until(world, () => (isDone(interaction) ? true : undefined), {
        timeoutMs: PATIENCE_MS,
        describe: () =>
          `nothing came of ${JSON.stringify(interaction.raw.data)}: ${JSON.stringify(discord.requests.filter(({ path }) => path.includes(interaction.token)).map(({ method, status }) => [method, status]))}`,
      });
      const message = interaction.followUps.at(-1) ?? interaction.original;
      if (message !== undefined && !message.deleted && message.author === world.application.bot) answered.push(message);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await settle(1_000);

  const callbacks = new Map<string, number[]>();
  for (const { path, startedAt } of discord.requests) {
    const [, id] = /^\/interactions\/(\d+)\//u.exec(path) ?? [];
    if (id !== undefined) callbacks.set(id, [...(callbacks.get(id) ?? []), startedAt]);
  }
  const delays = interactions
    .filter((interaction) => !isIgnored(interaction))
    .map(({ id, createdAt }) => Math.min(...(callbacks.get(id) ?? [Number.POSITIVE_INFINITY])) - createdAt)
    .sort((a, b) => a - b);
  const suggestions = interactions
    .filter((interaction) => interaction.type === 4 && !whileAway.has(interaction))
    .map(({ acknowledgement, createdAt }) => (acknowledgement?.at ?? createdAt) - createdAt)
    .sort((a, b) => a - b);
  const at = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const quarter = Math.floor(memory.length / 4);
  const growth = median(memory.slice(-quarter)) / Math.max(1, median(memory.slice(0, quarter)));
  console.log(
    `acknowledged: p50 ${at(delays, 0.5)} ms, p99 ${at(delays, 0.99)} ms, last ${delays.at(-1)} ms; suggestions: p95 ${at(suggestions, 0.95)} ms; memory ${Math.round((memory.at(-1) ?? 0) / 2 ** 20)} MB, × ${growth.toFixed(3)}`,
  );
  expect(interactions.filter(isIgnored).length).toBeLessThan(interactions.length / 20);
  for (const { id } of interactions.filter((interaction) => !isIgnored(interaction))) expect(callbacks.get(id)).toHaveLength(1);
  for (const { original, followUps, acknowledgement } of interactions) {
    const own = [...(acknowledgement?.type === 6 ? [] : [original]), ...followUps].filter((message) => message !== undefined);
    expect(own.length).toBeLessThanOrEqual(1);
  }
  for (const message of asked) {
    expect([...message.channel.messages.values()].filter(({ replyTo }) => replyTo?.messageId === message.id)).toHaveLength(1);
  }
  if (memory[0] !== 0) expect(growth).toBeLessThanOrEqual(1.1);
  expectSound(discord);
});
