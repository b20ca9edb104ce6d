// The program as a newcomer starts it, without a token: the sandbox with its page, from the first line to the end.

import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/exit.js';
import { openPage } from '../sandbox/stage.js';
import { type Program, startProgram } from './program.js';

/** The model is loaded, and the bot connects. */
const STARTING = 120_000;
const programs: Program[] = [];
/** The programs' own folder for what is temporary. */
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marginalia-'));
});

afterEach(async () => {
  for (const { child, ended } of programs.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(folder, { recursive: true });
});

/** Starts the program over the shipped article, whose index is there. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  const program = startProgram(args, { TMPDIR: folder, ...env });
  programs.push(program);
  return program;
}

async function addressOf({ output, ended }: Program): Promise<string> {
  const find = () => /^The sandbox is at (http:\/\/127\.0\.0\.1:\d+) /mu.exec(output.stdout)?.[1];
  await Promise.race([expect.poll(find, { timeout: STARTING }).toBeDefined(), ended]);
  const address = find();
  if (address === undefined) throw new Error(`The program ended: ${output.stderr}`);
  return address;
}

describe('npm start without a token', () => {
  it(
    'opens a page on which the bot answers, and leaves nothing behind',
    async () => {
      const openApi = resolve(import.meta.dirname, '../../../shared/discord/openapi.json');
      const program = start([], existsSync(openApi) ? { DISCORD_OPENAPI: openApi } : {});
      const url = await addressOf(program);
      expect(program.output.stdout).toContain('DISCORD_TOKEN');
      expect(await (await fetch(url)).text()).toContain('<script type="importmap">');

      const page = await openPage({ url });
      expect(page.view).toMatchObject({ me: { name: 'Ada' }, room: { name: 'general' }, bot: { name: 'Marginalia', isConnected: true } });
      const answered = page.next('message', ({ message }) => message.author.isBot && !message.isThinking);
      await page.ask({ act: 'command', command: 'ask', options: { question: 'Who won the election?' } });
      const { message } = await answered;
      expect(JSON.stringify(message.embeds).replaceAll('\u00a0', ' ')).toContain('Nicolás Maduro was re-elected with 51.2% of votes');
      expect(message.usedBy).toMatchObject({ who: { name: 'Ada' }, command: 'ask' });

      // A moderator's log is there from the start.
      const max = page.view.people[2];
      const moderators = page.next('view', ({ view }) => view.rooms.some(({ name }) => name === 'moderators'));
      await page.ask({ act: 'look', as: max?.id ?? '', room: page.view.room.id });
      await moderators;
      const shown = page.next('message', (told) => told.message.isPrivate && !told.message.isThinking);
      await page.ask({ act: 'command', command: 'settings show', options: {} });
      const settings = (await shown).message;
      const mentioned = JSON.stringify([settings.text, settings.embeds]).match(/"kind":"channel","name":"moderators"/gu);
      expect(mentioned).toHaveLength(2);

      for (const told of page.told) {
        if (told.tell === 'request') expect(told.request.violations).toEqual([]);
        // The middle of the token that the sandbox's Discord makes.
        expect(JSON.stringify(told)).not.toMatch(/\.bG9vcA\./u);
      }
      program.child.kill('SIGTERM');
      expect(await program.ended).toBe(EXIT.ok);
      expect(program.output.stderr).not.toMatch(/WARN|ERROR|Connecting to Discord again/u);
      expect(readdirSync(folder)).toEqual([]);
      page.close();
    },
    STARTING,
  );
});

describe('npm run sandbox', () => {
  it(
    'does the same with a token, on the port that is named, and ends on Ctrl+C',
    async () => {
      const program = start(['sandbox', '--port', '0'], { DISCORD_TOKEN: 'x', DISCORD_API_URL: 'http://127.0.0.1:9/api' });
      const url = await addressOf(program);
      expect((await fetch(url)).status).toBe(200);
      program.child.kill('SIGINT');
      expect(await program.ended).toBe(EXIT.ok);
      expect(program.output.stderr).not.toMatch(/WARN|ERROR/u);
      expect(readdirSync(folder)).toEqual([]);
    },
    STARTING,
  );

  it(
    'says so where the port is taken or is none',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => other.once('listening', resolve));
      const { port } = other.address() as AddressInfo;
      const taken = start(['sandbox', '--port', String(port)]);
      expect(await taken.ended).toBe(EXIT.badInput);
      expect(taken.output.stderr).toContain(`The port ${port} cannot be used (EADDRINUSE).`);
      other.close();
      const wrong = start(['sandbox', '--port', '70000']);
      expect(await wrong.ended).toBe(EXIT.badInput);
      expect(wrong.output.stderr).toContain('from 0 to 65535');
      expect(readdirSync(folder)).toEqual([]);
    },
    STARTING,
  );
});
