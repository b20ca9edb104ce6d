// Snapshots of messages as readers see them, in tests/golden/pictures: they show changes in wording, order or layout.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useMessageMenu, post as write } from '../../sandbox/discord/people.js';
import type { App } from '../../src/app.js';
import { pictureOf } from './picture.js';
import { addServer, answerTo, click, newcomer, openShippedApp, openStage, type Stage, use } from './stage.js';

let app: App;
let stage: Stage;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

const pictureFile = (name: string) => `../golden/pictures/${name}.txt`;

function longestSentence(): string {
  const { body, sentences } = app.article;
  const texts = sentences.map(({ start, end }) => body.slice(start, end)).filter((text) => [...text].length <= 500);
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}

describe('the picture of', () => {
  it.each([
    ['answered-with-two-flags', () => 'Which animal are the foreign critics likened to?'],
    ['answered-in-parts', () => 'What percentage did Biden get, and how many votes did Bush beat Gore by?'],
    ['unsure', () => 'How much money has been put aside for the victims?'],
    ['not-covered-with-related-note', () => 'What percentage of registered voters actually turned out?'],
    ['not-covered', () => 'how do I bake bread?'],
    ['longest-quote', longestSentence],
  ])('%s is as it was approved', async (name, question) => {
    const { general: channel } = stage;
    const user = newcomer(stage);
    const message = await use(stage, { user, channel, name: 'ask', options: { question: question() } });
    await expect(pictureOf(message)).toMatchFileSnapshot(pictureFile(name));
  });

  it('answered-without-flags is as it was approved', async () => {
    const question = 'cctv phone footage';
    const server = addServer(stage);
    const { moderator, office, general: channel } = server;
    // Every answer has shipped notes at some passage.
    for (const note of (await app.ask(question)).quotes.flatMap(({ flags }) => flags)) {
      const message = await use(server, { user: moderator, channel: office, name: 'note retract', options: { note } });
      await click(server, { user: moderator, message, on: 'Save' });
    }
    const message = await use(server, { user: newcomer(server), channel, name: 'ask', options: { question } });
    await expect(pictureOf(message)).toMatchFileSnapshot(pictureFile('answered-without-flags'));
  });

  it('a Spanish answer is as it was approved', async () => {
    const { lector: user, general: channel } = stage;
    const options = { question: '¿Con qué porcentaje ganó Maduro?', private: true };
    const message = await use(stage, { user, channel, name: 'ask', options });
    await expect(pictureOf(message)).toMatchFileSnapshot(pictureFile('spanish'));
  });

  it.each([
    ['passage', { number: 7 }],
    ['claims', {}],
    ['claim', { name: 'coup whoever we want' }],
    ['sources', {}],
    ['help', {}],
  ])('/%s is as it was approved', async (name, options) => {
    const { general: channel } = stage;
    const user = newcomer(stage);
    const message = await use(stage, { user, channel, name, options });
    await expect(pictureOf(message)).toMatchFileSnapshot(pictureFile(`command-${name}`));
  });

  it('/why is as it was approved', async () => {
    const { quiet: channel } = stage;
    const user = newcomer(stage);
    await use(stage, { user, channel, name: 'ask', options: { question: 'where did the hack come from?' } });
    const message = await use(stage, { user, channel, name: 'why' });
    await expect(pictureOf(message)).toMatchFileSnapshot(pictureFile('command-why'));
  });

  it('what Notes, Context, More and Feedback open is as it was approved', async () => {
    const { general: channel } = stage;
    const user = newcomer(stage);
    const message = await use(stage, { user, channel, name: 'ask', options: { question: 'why were the full results not released?' } });
    for (const [on, name] of [
      ['Context', 'button-context'],
      ['More', 'button-more'],
      ['Notes (3)', 'button-notes'],
      ['Feedback', 'button-feedback'],
    ] as const) {
      await expect(pictureOf(await click(stage, { user, message, on }))).toMatchFileSnapshot(pictureFile(name));
    }
  });

  it('a check of a message is as it was approved', async () => {
    const { general: channel, discord } = stage;
    const user = newcomer(stage);
    const claims = 'Maduro won with 51% of the vote. Nobody died in the protests. And Musk said he would coup whoever he wants!';
    const message = write(discord.world, { user, channel, content: claims });
    const shown = await answerTo(stage, useMessageMenu(discord.world, { user, message, name: 'Check against the article' }));
    await expect(pictureOf(shown)).toMatchFileSnapshot(pictureFile('check'));
  });

  it('a check that finds nothing is as it was approved', async () => {
    const { general: channel, discord } = stage;
    const user = newcomer(stage);
    const message = write(discord.world, { user, channel, content: 'My cat likes to sleep on the warm radiator all day long.' });
    const shown = await answerTo(stage, useMessageMenu(discord.world, { user, message, name: 'Check against the article' }));
    await expect(pictureOf(shown)).toMatchFileSnapshot(pictureFile('check-nothing'));
  });
});
