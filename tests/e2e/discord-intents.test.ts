// Tests of small talk and questions about the bot or the article as a whole, over the loopback Discord: the reply, and no other effect.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { componentsIn } from '../../sandbox/discord/people.js';
import type { App } from '../../src/app.js';
import { isContested } from '../../src/notes/note.js';
import {
  addNote,
  addServer,
  directWith,
  keptIn,
  newcomer,
  openShippedApp,
  openStage,
  post,
  type Server,
  type Stage,
  textOf,
  use,
} from './stage.js';

let app: App;
let stage: Stage;
let mention: string;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
  mention = `<@${stage.discord.world.application.bot.id}>`;
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

const ask = (question: string, server: Server = stage) =>
  use(server, { user: newcomer(server), channel: server.general, name: 'ask', options: { question } });
const say = (said: string, server: Server = stage) =>
  post(server, { user: newcomer(server), channel: server.general, content: `${mention} ${said}` });
const contestedAtFirst = () => app.notes.filter(({ note, spans }) => isContested(note.status) && spans.length > 0).length;

describe('what is contested', () => {
  it('is counted with the notes of the server, as they are at that moment', async () => {
    const server = addServer(stage);
    const before = contestedAtFirst();
    expect((await say('how many claims are contested?', server)).content).toMatch(
      new RegExp(`^${before} claims of the article are contested, `, 'u'),
    );
    await addNote(server);
    const answer = await say('what is contested', server);
    expect(answer.content).toMatch(
      new RegExp(`^${before + 1} claims of the article are contested, by notes that name their sources: ⇄ Disputed \\(`, 'u'),
    );
    expect(answer.content).toMatch(/All of them: \/claims\.$/u);
    expect((await say('what is contested')).content).toMatch(new RegExp(`^${before} `, 'u'));
  });

  it('is told in Spanish', async () => {
    expect((await say('¿qué afirmaciones son falsas?')).content).toMatch(
      /^\d+ afirmaciones del artículo son controvertidas, .+ \/afirmaciones\.$/u,
    );
  });
});

describe('what the article is about', () => {
  it('is told by what is known of it, and its own beginning, word for word', async () => {
    const answer = await say('tldr pls');
    expect(answer.content).toMatch(/^I write no summaries\. This is what is known of the article, and how it begins:\n\d+ claims /u);
    const [about, opening] = answer.embeds;
    expect(about?.title).toBe(app.article.about.title);
    expect(about?.description).toMatch(/^María Páez Victor · opinion, August 1, 2024 · 33 paragraphs\nAn opinion piece by /u);
    expect(opening?.title).toBe('¶ 4 · how it begins');
    const [quoted = ''] = opening?.description?.split('\n').filter((line) => line.startsWith('> ')) ?? [];
    expect(app.article.body).toContain(quoted.slice('> '.length));
    expect(opening?.description).toContain('-# Notes here: ⇄ Disputed');
    expect(componentsIn(answer).map(({ label }) => label)).toEqual([expect.stringMatching(/^Notes \(\d+\)$/u), 'Context']);
  });

  it('is repeated before what a command says', async () => {
    const answer = await ask('What is it about?');
    expect(answer.content).toMatch(/^> What is it about\?\nI write no summaries\./u);
    expect(answer.embeds).toHaveLength(2);
  });
});

describe('every other', () => {
  it.each([
    [
      'why should I trust her',
      /^I give no verdict on the article or its author\. What is known of it: María Páez Victor, opinion, August 1, 2024\. \d+ claims .+ \/claims\..+ \/about\.$/u,
    ],
    ['do you agree?', /^I have no opinions\. .+ \/claims\.$/u],
    ['is this true?', /^I do not see what is to be checked: .+ Apps → Check against the article\.$/u],
    ['are you a bot?', /^I am a program, .+ \/about\.$/u],
    ['help', /^Ask me about the article .+ Check against the article\. More: \/help\.$/u],
    ['stupid bot', /^Sorry that I was of no help\. .+ \/help\.$/u],
    ['lol', /^Ask me about the article whenever you like, .+ \/help\.$/u],
    ['¿estás de acuerdo?', /^No tengo opiniones\. .+ \/afirmaciones\.$/u],
  ])('has its sentence and the way on, and no buttons: %s', async (said, told) => {
    const user = newcomer(stage);
    const inChannel = await say(said);
    const directly = await post(stage, { user, channel: directWith(stage, user), content: said });
    const byCommand = await ask(said);
    for (const { content, embeds } of [inChannel, directly]) {
      expect(content).toMatch(told);
      expect(embeds).toEqual([]);
    }
    expect(byCommand.content.split('\n')).toEqual([`> ${said}`, expect.stringMatching(told)]);
    for (const answer of [inChannel, directly, byCommand]) expect(componentsIn(answer)).toEqual([]);
  });
});

describe('what comes of them', () => {
  it('is no topic of a follow-up, and no answer that can be explained', async () => {
    // With and without messages in between.
    const followedUp = async (...said: readonly string[]) => {
      const user = newcomer(stage);
      const channel = directWith(stage, user);
      for (const content of ['Where was the cyber-attack traced to?', ...said]) await post(stage, { user, channel, content });
      return (await post(stage, { user, channel, content: 'and who was behind it?' })).embeds;
    };
    expect(await followedUp('thanks', 'what is the article about?', 'is it biased')).toEqual(await followedUp());
    const server = addServer(stage);
    await ask('what is contested', server);
    await say('do you agree', server);
    const why = await use(server, { user: newcomer(server), channel: server.general, name: 'why' });
    expect(why.content).toBe('There is no answer of mine here to explain. Ask first, or give the link of an answer.');
  });

  it('is a follow-up instead, where the question before may be meant', async () => {
    const first = await say('Is there proof that Machado paid gangs?');
    const reply = await post(stage, { user: newcomer(stage), channel: stage.general, content: 'is that true?', replyTo: first });
    expect(reply.content).not.toMatch(/^I /u);
    expect(componentsIn(reply).map(({ label }) => label)).toContain('Feedback');
  });

  it('is kept nowhere, and not counted', async () => {
    const server = addServer(stage);
    await use(server, { user: server.moderator, channel: server.quiet, name: 'settings keep-questions', options: { days: 7 } });
    for (const said of ['tldr', 'is it biased', 'hello', 'you suck', 'what is false']) {
      await say(said, server);
      await ask(said, server);
    }
    const answersOf = (table: string) => (keptIn(stage).get(table) ?? []).filter((row) => JSON.stringify(row).includes(server.guild.id));
    expect(answersOf('open_questions')).toEqual([]);
    expect(answersOf('answers')).toEqual([]);
    const gaps = await use(server, { user: server.moderator, channel: server.quiet, name: 'gaps' });
    expect(textOf(gaps)).not.toContain('biased');
  });
});
