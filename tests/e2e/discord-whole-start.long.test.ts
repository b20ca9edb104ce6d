// Tests of the program's start with a token: login, registration, refusals with their exit codes, and its end.

import { REST, Routes } from 'discord.js';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands } from '../../commands/registry.js';
import type { Discord } from '../../sandbox/discord/discord.js';
import { useCommand } from '../../sandbox/discord/people.js';
import { until } from '../../sandbox/discord/until.js';
import { makeBees } from '../cli/bees.js';
import { startDiscord, TOKEN } from '../sandbox/discord/checked-discord.js';
import { type Program, startProgram } from './program.js';
import { answerTo, buildPlace, expectSound, type Place } from './stage.js';

/** A small article starts faster. */
const { env: SMALL, remove } = makeBees();
const NAMES = commands.map(({ data }) => data.name);

let discord: Discord;
let place: Place;
const programs: Program[] = [];

beforeEach(async () => {
  discord = await startDiscord();
  place = buildPlace(discord);
});

afterEach(async () => {
  for (const { child } of programs.splice(0)) child.kill('SIGKILL');
  await discord.stop();
});

afterAll(remove);

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  const program = startProgram(args, { ...SMALL, DISCORD_TOKEN: TOKEN, DISCORD_API_URL: discord.apiUrl, ...env });
  programs.push(program);
  return program;
}

/** Waits until a program has printed some words; throws if it ends first. */
async function saying(program: Program, words: RegExp): Promise<void> {
  const said = (async () => {
    while (!words.test(program.output.stderr)) await new Promise((resolve) => setTimeout(resolve, 20));
  })();
  const code = await Promise.race([said, program.ended]);
  if (code !== undefined) throw new Error(`The program ended with ${code}: ${program.output.stderr}`);
}

const connected = (program: Program) => saying(program, /Connected to Discord/u);

describe('a start', () => {
  it('with nothing but a token connects, registers its commands, answers, and ends with 0 when told to', async () => {
    // Left over from an earlier DISCORD_GUILD_ID: readers of that guild would see the command twice.
    const rest = new REST({ api: discord.apiUrl, version: '10' }).setToken(TOKEN);
    const copies = Routes.applicationGuildCommands(discord.world.application.id, place.guild.id);
    await rest.put(copies, { body: [{ name: 'ask', description: 'Of before' }] });
    const program = run([]);
    await connected(program);
    await until(discord.world, () => (discord.world.commands.size >= NAMES.length ? true : undefined), { describe: () => 'no commands' });
    await saying(program, /Commands of single servers removed/u);
    expect([...discord.world.commands.values()].map(({ fields }) => fields.name)).toEqual(NAMES);
    const asked = useCommand(discord.world, {
      user: place.reader,
      channel: place.general,
      name: 'ask',
      options: { question: 'Where do the bees live?' },
    });
    const answer = await answerTo({ discord }, asked);
    expect(answer.embeds[0]?.description).toContain('forty hives');
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    expect(discord.gateway.closes.at(-1)).toBe(1000);
    expectSound(discord);
  });
});

describe('a refusal', () => {
  it('of the configuration comes before anything is opened', async () => {
    const program = run([], { DISCORD_TOKEN: 'two words', DISCORD_GUILD_ID: 'here' });
    expect(await program.ended).toBe(78);
    expect(program.output.stderr).toContain('The configuration has 2 faults:');
    expect(program.output.stderr).not.toContain('two words');
    expect(discord.requests).toEqual([]);
  });
});
