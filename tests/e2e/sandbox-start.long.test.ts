// The sandbox as it is started by name: its port, a token that it does not use, and how it ends.

import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/exit.js';
import { addressOf, folder, STARTING, start } from './sandbox-program.js';

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
