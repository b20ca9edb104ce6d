// Tests of the program that cannot start with its token, and of `npm run commands`: exit codes and messages.

import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Discord } from '../../sandbox/discord/discord.js';
import { makeBees } from '../cli/bees.js';
import { startDiscord, TOKEN } from '../sandbox/discord/checked-discord.js';
import { type Program, startProgram } from './program.js';
import { buildPlace } from './stage.js';

/** A small article starts faster. */
const { folder, env: SMALL, remove } = makeBees();

let discord: Discord;
const programs: Program[] = [];

beforeEach(async () => {
  discord = await startDiscord();
  buildPlace(discord);
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

describe('a refusal', () => {
  const expectSentence = (program: Program, words: RegExp) => {
    const lines = program.output.stderr
      .trim()
      .split('\n')
      .filter((line) => !/^\[?\d{4}-\d\d-\d\d/u.test(line));
    expect(lines.join('\n')).toMatch(words);
    expect(program.output.stderr).not.toMatch(/\n\s+at /u);
    expect(program.output.stderr).not.toContain(TOKEN);
    expect(program.output.stdout).toBe('');
  };

  it('of the token ends with 77 and one sentence', async () => {
    const program = run([], { DISCORD_TOKEN: `${TOKEN}x` });
    expect(await program.ended).toBe(77);
    expectSentence(program, /Discord does not accept DISCORD_TOKEN\./u);
  });

  it('of the network ends with 69 and one sentence', async () => {
    const program = run([], { DISCORD_API_URL: 'http://127.0.0.1:9/api' });
    expect(await program.ended).toBe(69);
    expectSentence(program, /Discord cannot be reached at http:\/\/127\.0\.0\.1:9\/api/u);
  });

  it('of the content comes before the login', async () => {
    const program = run([], { NOTES: join(folder, 'nowhere.yaml') });
    expect(await program.ended).toBe(2);
    expect(program.output.stderr).toContain('nowhere.yaml');
    expect(discord.gateway.identifies).toBe(0);
  });
});

describe('npm run commands', () => {
  it('shows what differs, changes nothing without being told, and pushes when told', async () => {
    const shown = run(['commands']);
    expect(await shown.ended).toBe(0);
    expect(shown.output.stdout).toContain('Commands everywhere:\n+ ask (added)');
    expect(shown.output.stdout).toContain('Push them with: npm run commands -- --push');
    expect(discord.world.commands.size).toBe(0);
    const pushed = run(['commands', '--push']);
    expect(await pushed.ended).toBe(0);
    expect(pushed.output.stdout).toMatch(/Pushed\.\n$/u);
    const again = run(['commands']);
    await again.ended;
    expect(again.output.stdout).toContain('Discord’s commands match this version.');
    expect(discord.gateway.identifies).toBe(0);
  });

  it('without a token, or with a wrong one, says so', async () => {
    const without = run(['commands'], { DISCORD_TOKEN: '' });
    expect(await without.ended).toBe(2);
    expect(without.output.stderr).toMatch(/^DISCORD_TOKEN is not set/u);
    const wrong = run(['commands'], { DISCORD_TOKEN: 'wrong' });
    expect(await wrong.ended).toBe(77);
    expect(wrong.output.stderr).toMatch(/^Discord does not accept DISCORD_TOKEN\./u);
  });
});
