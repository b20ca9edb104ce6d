// The sandbox as it is started by name: its port, a token that it does not use, and how it ends.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/exit.js';
import { type Program, startProgram } from './program.js';

/** The model is loaded, and the bot connects; only what hangs meets it. */
const STARTING = 300_000;
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

describe('npm run sandbox', () => {
  it(
    'ends on Ctrl+C also before the bot is there',
    async () => {
      const program = start(['sandbox']);
      await addressOf(program);
      program.child.kill('SIGINT');
      expect(await program.ended).toBe(EXIT.ok);
      expect(program.output.stderr).not.toMatch(/WARN|ERROR|went wrong/u);
      expect(readdirSync(folder)).toEqual([]);
    },
    STARTING,
  );

  it(
    'ends as the terminal does where the article cannot be opened',
    async () => {
      const program = start(['sandbox'], { ARTICLE: join(folder, 'no-such.md') });
      expect(await program.ended).toBe(EXIT.badInput);
      expect(program.output.stderr).toContain('no-such.md');
      expect(readdirSync(folder)).toEqual([]);
    },
    STARTING,
  );

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
