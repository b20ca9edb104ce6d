// Tests of the program with parts that hang: a model that hangs or crashes, a database that does not answer, and the signal to end.

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Discord } from '../../sandbox/discord/discord.js';
import { isSettled } from '../../sandbox/discord/interactions.js';
import { click, useCommand } from '../../sandbox/discord/people.js';
import type { Interaction } from '../../sandbox/discord/state.js';
import { makeBees } from '../cli/bees.js';
import { hasPostgres } from '../missing.js';
import { hang, isThere, modelProcessesOf } from '../model-process.js';
import { startDiscord, TOKEN } from '../sandbox/discord/checked-discord.js';
import { POSTGRES_URL } from '../store/databases.js';
import { openWire } from '../store/wire.js';
import { type Program, startProgram } from './program.js';
import { answerTo, buildPlace, eventually, newcomer, type Place } from './stage.js';

/** A small article starts faster. */
const { env: SMALL, remove } = makeBees();

let discord: Discord;
let place: Place;
let program: Program;

beforeEach(async () => {
  discord = await startDiscord();
  place = buildPlace(discord);
});

afterEach(async () => {
  const models = modelProcessesOf(program.child.pid);
  for (const pid of models) process.kill(pid, 'SIGKILL');
  program.child.kill('SIGKILL');
  await program.ended;
  await discord.stop();
});

afterAll(remove);

async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
  program = startProgram([], { ...SMALL, DISCORD_TOKEN: TOKEN, DISCORD_API_URL: discord.apiUrl, ...env });
  await saying(/Connected to Discord/u);
  await expect.poll(() => discord.world.commands.size).toBeGreaterThan(0);
}

async function saying(words: RegExp): Promise<void> {
  const { output, child } = program;
  const isSaid = () => words.test(output.stderr) || child.exitCode !== null;
  await expect.poll(isSaid).toBe(true);
  expect(output.stderr).toMatch(words);
}

function ask(locale = 'en-US'): Interaction {
  const { general: channel } = place;
  const user = newcomer({ discord, ...place }, locale);
  return useCommand(discord.world, { user, channel, name: 'ask', options: { question: 'Where do the bees live?' } });
}

/** Asks until there is an answer: on a busy machine a model takes long to load. */
async function answered(): Promise<void> {
  const asked = await answerTo({ discord }, ask());
  if (asked.embeds[0]?.description?.includes('forty hives') !== true) await answered();
}

function modelProcess(): number {
  const [pid] = modelProcessesOf(program.child.pid);
  if (pid === undefined) throw new Error('The program has no model.');
  return pid;
}

describe('a model', () => {
  it('that crashes is replaced; one that hangs soon after is told of to everybody who waits, and the program ends with 70', async () => {
    await start();
    const first = modelProcess();
    process.kill(first, 'SIGSEGV');
    await saying(
      /^\[?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d.*WARN.*: The process of the embedding model ended with SIGSEGV\. It is started again/mu,
    );
    await answered();
    expect(modelProcess()).not.toBe(first);

    hang(modelProcess());
    const second = [ask(), ask('es-ES'), ask()];
    expect(await program.ended).toBe(70);
    const [english, spanish] = second.map(({ original }) => original?.content);
    expect(english).toMatch(/^The model that I read questions with has stopped, .+ Try again in a minute\. \(Reference \w{6}\)$/u);
    expect(spanish).toMatch(/^El modelo con el que leo las preguntas se detuvo/u);
    expect(second.every(isSettled)).toBe(true);
    expect(program.output.stderr).toMatch(/^The embedding model stopped for good: The embedding model has not answered for 6 seconds\.$/mu);
  });

  it('that hangs does not keep the program from ending when it is told to, and whoever waits is told so', async () => {
    await start();
    const pid = modelProcess();
    hang(pid);
    const asked = ask();
    await eventually(() => expect(asked.acknowledgement).toBeDefined());
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    expect(asked.original?.content).toMatch(/^I am shutting down, perhaps only for a restart, before that was finished\./u);
    expect(isThere(pid)).toBe(false);
  });
});

/** The names of the program's tables are fixed, so each run has a separate database. */
async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: POSTGRES_URL });
  await client.connect();
  await client.query(statement);
  await client.end();
}

describe.skipIf(!hasPostgres)('a database that answers nothing any more', () => {
  it('does not keep the program from ending when it is told to: answers stand, and who waits for it is told so', async () => {
    const name = `test_${randomBytes(6).toString('hex')}`;
    await onServer(`create database ${name}`);
    const url = new URL(POSTGRES_URL);
    url.pathname = `/${name}`;
    const wire = await openWire(url.href);
    try {
      await start({ DATABASE_URL: wire.url });
      const user = newcomer({ discord, ...place });
      const { general: channel } = place;
      const question = { question: 'Where do the bees live?' };
      const answer = await answerTo({ discord }, useCommand(discord.world, { user, channel, name: 'ask', options: question }));
      const feedback = await answerTo({ discord }, click(discord.world, { user, message: answer, on: 'Feedback' }));
      wire.stall();
      const asked = ask();
      const judged = click(discord.world, { user, message: feedback, on: 'Helpful' });
      await answerTo({ discord }, asked);
      await eventually(() => expect(judged.acknowledgement).toBeDefined());
      program.child.kill('SIGTERM');
      expect(await program.ended).toBe(0);
      expect(asked.original?.content).toContain('The article says');
      expect(judged.followUps.at(-1)?.content).toMatch(
        /^I am shutting down, .+ if something was to be saved, check first whether it is there\./u,
      );
      expect(program.output.stderr).not.toMatch(/\n\s+at |something in it hangs/u);
    } finally {
      await wire.close();
      await onServer(`drop database ${name} with (force)`);
    }
  });
});
