// Tests of the program without a token, as a newcomer starts it: the sandbox with its page, from the first line to the end.

import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/exit.js';
import { openApiFile } from '../sandbox/discord/checked-discord.js';
import { openPage } from '../sandbox/stage.js';
import { addressOf, folder, STARTING, start } from './sandbox-program.js';

describe('npm start without a token', () => {
  it(
    'opens a page on which the bot answers, and leaves nothing behind',
    async () => {
      const program = start([], { DISCORD_OPENAPI: openApiFile() });
      const url = await addressOf(program);
      await expect.poll(() => program.output.stdout).toContain('DISCORD_TOKEN');
      expect(await (await fetch(url)).text()).toContain('<script type="module" src="/page/main.js">');

      const page = await openPage({ url });
      expect(page.view).toMatchObject({ me: { name: 'Ada' }, room: { name: 'general' }, bot: { name: 'Marginalia' } });
      // The page appears before the bot, which answers earlier questions when it connects.
      await page.ask({ act: 'post', text: `<@${page.view.bot.id}> Where did the cyber-attack come from?` });
      const starts = () => page.told.flatMap((one) => (one.tell === 'start' ? [one.start] : one.tell === 'view' ? [one.view.start] : []));
      await expect.poll(() => starts().at(-1)?.is, { timeout: STARTING }).toBe('over');
      expect(page.view.article).toMatchObject({ title: 'Venezuela: An Attempted Coup By Any Other Name', author: 'María Páez Victor' });
      expect(page.view.article?.examples.map(({ label }) => label)).toContain('/claims');
      await expect.poll(() => page.view.bot.isConnected, { timeout: STARTING }).toBe(true);
      const answers = () => JSON.stringify(page.told.flatMap((one) => (one.tell === 'message' ? [one.message.embeds] : [])));
      await expect.poll(answers, { timeout: STARTING }).toContain('North Macedonia');
      const answered = page.next('message', ({ message }) => message.author.isBot && !message.isThinking);
      await page.ask({ act: 'command', command: 'ask', options: { question: 'Who won the election?' } });
      const { message } = await answered;
      expect(JSON.stringify(message.embeds).replaceAll('\u00a0', ' ')).toContain('Nicolás Maduro was re-elected with 51.2% of votes');
      expect(message.usedBy).toMatchObject({ who: { name: 'Ada' }, command: 'ask' });

      // A moderators' log exists from the start.
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
        // The middle part of the token that the sandbox's Discord makes.
        expect(JSON.stringify(told)).not.toMatch(/\.bG9vcA\./u);
      }
      program.child.kill('SIGTERM');
      expect(await program.ended).toBe(EXIT.ok);
      // On a busy machine an acknowledgement may take so long that the bot reports an unknown interaction.
      const warnings = program.output.stderr
        .split('\n')
        .filter((line) => !line.includes('Nobody knows whether an acknowledgement arrived'));
      expect(warnings.join('\n')).not.toMatch(/WARN|ERROR|Connecting to Discord again/u);
      expect(readdirSync(folder)).toEqual([]);
      page.close();
    },
    STARTING,
  );
});
