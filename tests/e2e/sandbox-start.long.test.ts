// Tests of the sandbox started by name: its port, an unused token, and its end.

import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadArticle } from '../../src/article/load.js';
import { EXIT } from '../../src/exit.js';
import { openPage } from '../sandbox/stage.js';
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
    'shows of another article everything that it shows, and nothing of the shipped one',
    async () => {
      const article = join(import.meta.dirname, '../golden/real/faq.md');
      const program = start(['sandbox'], { ARTICLE: article, DATA_DIR: join(folder, 'data') });
      const url = await addressOf(program);
      const page = await openPage({ url });
      const starts = () => page.told.flatMap((one) => (one.tell === 'start' ? [one.start] : one.tell === 'view' ? [one.view.start] : []));
      await expect.poll(() => starts().at(-1)?.is, { timeout: STARTING }).toBe('over');
      await expect.poll(() => page.view.bot.isConnected, { timeout: STARTING }).toBe(true);
      const { title } = (await loadArticle(article)).about;
      const { examples = [] } = page.view.article ?? {};
      expect(page.view.article?.title).toBe(title);
      expect(examples.map(({ command }) => command)).not.toContain('claims');
      expect(examples.length).toBeGreaterThan(0);
      for (const options of [['about'], ['help'], ['claims'], ['sources'], ['ask', { question: examples[0]?.question ?? '' }]] as const) {
        const answered = page.next('message', ({ message }) => message.author.isBot && !message.isThinking);
        expect(await page.ask({ act: 'command', command: options[0], options: options[1] ?? {} })).not.toHaveProperty('refused');
        await answered;
      }
      const told = JSON.stringify(page.told);
      expect(told).toContain(`“${title}”`);
      expect(told).not.toMatch(/Venezuel|Maduro|Páez|election/iu);
      page.close();
      program.child.kill('SIGINT');
      expect(await program.ended).toBe(EXIT.ok);
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
