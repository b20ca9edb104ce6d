// Tests of messages over the loopback Discord: mention, reply, direct message, and every case in which the bot stays silent.

import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMessage } from '../../sandbox/discord/messages.js';
import { deletePost, forward, postAsWebhook, post as write } from '../../sandbox/discord/people.js';
import { addChannel, addUser, setOverwrite } from '../../sandbox/discord/places.js';
import type { Channel, Message, User } from '../../sandbox/discord/state.js';
import type { App } from '../../src/app.js';
import {
  click,
  directWith,
  eventually,
  newcomer,
  openShippedApp,
  openStage,
  post,
  repliesAfter,
  type Stage,
  settle,
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

/** A channel in which the bot has all its permissions but some. */
function channelWithout(name: string, ...denied: readonly (keyof typeof PermissionFlagsBits)[]): Channel {
  const { discord, guild } = stage;
  const channel = addChannel(discord.world, guild, { name });
  const deny = denied.reduce((bits, one) => bits | PermissionFlagsBits[one], 0n);
  setOverwrite(discord.world, channel, discord.world.application.bot.id, { kind: 'member', allow: 0n, deny });
  return channel;
}

async function expectSilence(message: Message): Promise<void> {
  await settle();
  expect(repliesAfter(message).map(({ content }) => content)).toEqual([]);
}

/** The passages of an answer, and the further ones behind its button. */
async function passagesBehind(message: Message, user: User): Promise<string> {
  return [message, await click(stage, { user, message, on: 'More' })].map(textOf).join('\n');
}

describe('a mention', () => {
  it('is answered with a reply that pings nobody', async () => {
    const user = newcomer(stage);
    const { general: channel } = stage;
    const answer = await post(stage, { user, channel, content: `${mention} where did the cyber-attack come from?` });
    expect(answer.content).toMatch(/^The article says \(/u);
    expect(answer.embeds[0]?.description).toContain('traced to North Macedonia');
    expect(answer.replyTo?.channelId).toBe(channel.id);
    expect(answer.mentions).toMatchObject({ users: [], roles: [], everyone: false, repliedUser: undefined });
  });

  it('is answered wherever it stands in the message, in a thread too, in the language of the question', async () => {
    const user = newcomer(stage);
    const { thread: channel } = stage;
    const answer = await post(stage, { user, channel, content: `oye ${mention} ¿quién ganó las elecciones?` });
    expect(answer.content).toMatch(/^El artículo dice \(/u);
  });

  it('is not asked with the call to everybody that stands beside it', async () => {
    const user = newcomer(stage);
    for (const everybody of ['@everyone', '@here']) {
      const answer = await post(stage, { user, channel: stage.general, content: `${everybody} ${mention} who won?` });
      expect(answer.embeds[0]?.title).toBe('¶ 6');
    }
  });

  it('in words that could be either language is answered in the one that the server chose', async () => {
    const user = newcomer(stage);
    const { moderator, general: channel } = stage;
    const set = (options: Record<string, string>) => use(stage, { user: moderator, channel, name: 'settings language', options });
    const ask = () => post(stage, { user, channel, content: `${mention} Maduro dictador?` });
    expect((await ask()).content).toContain('article');
    await set({ language: 'es' });
    expect((await ask()).content).toContain('artículo');
    await set({});
  });

  it('with nothing but the mention is told how to ask', async () => {
    const user = newcomer(stage);
    const answer = await post(stage, { user, channel: stage.general, content: mention });
    expect(answer.content).toMatch(/^Ask me about the article in your own words\./u);
  });

  it.each([
    ['hello!', 'Hello. Ask me about the article in your own words. More: /help.'],
    ['¡Gracias!', 'De nada. Pregunte más sobre el artículo cuando quiera. Más: /ayuda.'],
    ['😂 https://example.org/x ?', 'Ask something in words.'],
  ])('with nothing but %s is told so, in its language', async (said, told) => {
    const user = newcomer(stage);
    const inChannel = await post(stage, { user, channel: stage.general, content: `${mention} ${said}` });
    const directly = await post(stage, { user, channel: directWith(stage, user), content: said });
    for (const { content, embeds, components } of [inChannel, directly]) {
      expect({ content, embeds, components }).toEqual({ content: told, embeds: [], components: [] });
    }
  });

  it('with a question that is too long is told so', async () => {
    const user = newcomer(stage);
    const answer = await post(stage, { user, channel: stage.general, content: `${mention} ${'a'.repeat(600)}` });
    expect(answer.content).toBe('The question has 600 characters; at most 500 can be asked at once.');
  });

  it('in a flood is told once to wait', async () => {
    const user = newcomer(stage);
    const { general: channel, discord } = stage;
    const first = write(discord.world, { user, channel, content: `${mention} who won?` });
    for (let i = 0; i < 9; i += 1) write(discord.world, { user, channel, content: `${mention} who won?` });
    await settle(1_500);
    const replies = repliesAfter(first).map(({ content }) => content);
    expect(replies.filter((content) => content.startsWith('The article says ('))).toHaveLength(6);
    expect(replies.filter((content) => content.startsWith('One moment:'))).toHaveLength(1);
    expect(replies).toHaveLength(7);
  });

  it('of a question that is deleted meanwhile is answered in the channel all the same', async () => {
    const user = newcomer(stage);
    const { general: channel, discord } = stage;
    discord.faults.add({ match: { method: 'POST', path: /\/channels\/\d+\/messages$/u }, fault: { kind: 'slow', ms: 100 } });
    const message = write(discord.world, { user, channel, content: `${mention} who won?` });
    const before = [...channel.messages.values()].length;
    deletePost(discord.world, user, message);
    await settle(600);
    expect([...channel.messages.values()].length).toBe(before);
    expect([...channel.messages.values()].at(-1)?.replyTo).toBeUndefined();
  });
});

describe('a reply', () => {
  it('to an answer is a question of its own, or one with the topic of the answer', async () => {
    const user = newcomer(stage);
    const { general: channel } = stage;
    const first = await post(stage, { user, channel, content: `${mention} Where was the cyber-attack traced to?` });
    const second = await post(stage, { user, channel, content: 'and who was behind it?', replyTo: first });
    expect(await passagesBehind(second, user)).toContain('named as responsible for this cyber-attack');
    const third = await post(stage, { user, channel, content: 'Who won the election?', replyTo: second });
    expect(third.embeds[0]?.title).toBe('¶ 6');
  });

  it('to an answer to a follow-up keeps the topic of the first question, also when it stands in the channel alone', async () => {
    const user = newcomer(stage);
    const { general: channel } = stage;
    const first = await post(stage, { user, channel, content: `${mention} Where was the cyber-attack traced to?` });
    const second = await post(stage, { user, channel, content: `${mention} and who said that?`, replyTo: first });
    const followed = () => post(stage, { user, channel, content: `${mention} and who was behind it?`, replyTo: second });
    const direct = await followed();
    expect(await passagesBehind(direct, user)).toContain('named as responsible for this cyber-attack');
    await stage.restart();
    expect((await followed()).embeds).toEqual(direct.embeds);
  });

  it('is answered also where what it replies to cannot be read', async () => {
    const user = newcomer(stage);
    const { general: channel, discord } = stage;
    const first = await post(stage, { user, channel, content: `${mention} Where was the cyber-attack traced to?` });
    await stage.restart();
    discord.faults.add({ match: { method: 'GET', path: /\/messages\/\d+$/u, times: 4 }, fault: { kind: 'status', status: 502 } });
    const second = await post(stage, { user, channel, content: `${mention} Who won the election?`, replyTo: first });
    expect(second.embeds[0]?.title).toBe('¶ 6');
  });

  it('that names nothing, to nothing, is unsure at most', async () => {
    const user = newcomer(stage);
    const answer = await post(stage, { user, channel: stage.general, content: `${mention} and who said that?` });
    expect(answer.content).toMatch(/^The article may not answer this/u);
  });

  it('to an answer of long ago is understood from what stands in the channel', async () => {
    const user = newcomer(stage);
    const { general: channel } = stage;
    const first = await post(stage, { user, channel, content: `${mention} Where was the cyber-attack traced to?` });
    await stage.restart();
    const second = await post(stage, { user, channel, content: `${mention} and who was behind it?`, replyTo: first });
    expect(await passagesBehind(second, user)).toContain('named as responsible for this cyber-attack');
  });

  it('to an answer of a command is answered when it mentions the bot', async () => {
    const user = newcomer(stage);
    const { general: channel } = stage;
    const first = await use(stage, { user, channel, name: 'ask', options: { question: 'Where was the cyber-attack traced to?' } });
    // Discord withholds the text of this message although it pings.
    await expectSilence(write(stage.discord.world, { user, channel, content: 'and who was behind it?', replyTo: first }));
    const second = await post(stage, { user, channel, content: `${mention} and who was behind it?`, replyTo: first });
    expect(await passagesBehind(second, user)).toContain('named as responsible for this cyber-attack');
  });

  it('without a ping is none of the bot’s business', async () => {
    const user = newcomer(stage);
    const { general: channel, discord } = stage;
    const first = await post(stage, { user, channel, content: `${mention} who won?` });
    await expectSilence(write(discord.world, { user, channel, content: 'thanks', replyTo: first, pings: false }));
  });
});

describe('a direct message', () => {
  it('is answered without a mention, and followed up without a reply', async () => {
    const user = newcomer(stage);
    const channel = directWith(stage, user);
    const first = await post(stage, { user, channel, content: 'Where was the cyber-attack traced to?' });
    expect(first.content).toMatch(/^The article says \(/u);
    const second = await post(stage, { user, channel, content: 'and who was behind it?' });
    expect(await passagesBehind(second, user)).toContain('named as responsible for this cyber-attack');
  });

  it('of somebody who is in none of the bot’s servers is answered too', async () => {
    const user = addUser(stage.discord.world, { name: 'stranger' });
    const answer = await post(stage, { user, channel: directWith(stage, user), content: '¿quién ganó?' });
    expect(answer.content).toMatch(/^El artículo dice \(/u);
  });

  it('that forwards another is asked what that says', async () => {
    const { discord, general, reader } = stage;
    const asked = write(discord.world, { user: reader, channel: general, content: 'Where was the cyber-attack traced to?' });
    const message = forward(discord.world, { user: reader, channel: directWith(stage, reader), message: asked });
    await eventually(() => expect(repliesAfter(message).map(textOf)).toEqual([expect.stringContaining('traced to North Macedonia')]));
  });
});

describe('the bot keeps silent', () => {
  it.each([
    ['@everyone', () => '@everyone who won?'],
    ['@here', () => '@here who won?'],
    ['nobody', () => 'who won the election?'],
    ['another role', () => `<@&${[...stage.guild.roles.values()].find(({ name }) => name === 'Moderators')?.id}> who won?`],
    ['somebody else', () => `<@${stage.reader.id}> who won?`],
  ])('when a message mentions %s', async (_, content) => {
    const { moderator: user, general: channel, discord } = stage;
    await expectSilence(write(discord.world, { user, channel, content: content() }));
  });

  it('to bots, webhooks and itself', async () => {
    const { discord, general: channel, guild } = stage;
    const robot: User = addUser(discord.world, { name: 'robot', bot: true });
    guild.members.set(robot.id, { user: robot, roles: [], joinedAt: 0 });
    await expectSilence(write(discord.world, { user: robot, channel, content: `${mention} who won?` }));
    await expectSilence(postAsWebhook(discord.world, channel, `${mention} who won?`));
    const own = discord.world.application.bot;
    await expectSilence(addMessage(discord.world, { channel, author: own, content: `${mention} who won?` }));
  });

  it('where it may not see or speak', async () => {
    const { discord } = stage;
    for (const denied of ['ViewChannel', 'SendMessages'] as const) {
      const channel = channelWithout(`no-${denied}`, denied);
      await expectSilence(write(discord.world, { user: newcomer(stage), channel, content: `${mention} who won?` }));
    }
    expect(discord.requests.filter(({ code }) => code === 50_013 || code === 50_001)).toEqual([]);
  });

  it('where it may not speak, and the log says so once', async () => {
    const channel = channelWithout('no-words', 'SendMessages');
    for (const content of [`${mention} who won?`, `${mention} who lost?`]) {
      await expectSilence(write(stage.discord.world, { user: newcomer(stage), channel, content }));
    }
    expect(stage.logged.filter(({ level, details }) => level === 'info' && details.channelId === channel.id)).toHaveLength(1);
  });
});

describe('where the bot may do less', () => {
  it('all of an answer stands in the message’s text where it may embed nothing', async () => {
    const channel = channelWithout('no-embeds', 'EmbedLinks');
    const user = newcomer(stage);
    const answer = await post(stage, { user, channel, content: `${mention} who won the election?` });
    expect(answer.embeds).toEqual([]);
    const [first, quotation, blank, line] = answer.content.split('\n');
    expect(first).toBe('The article says (¶ 6) – **2 points are contested:**');
    expect(quotation).toMatch(/^> \*\*__Nicolás\sMaduro\swas\sre-elected\swith\s51\.2%\sof\svotes/u);
    expect(blank).toBe('');
    expect(line).toMatch(/^⇄ \*\*Disputed\*\* __Nicolás Maduro was re-elected with .*__: .+ · \[Reuters\]\(<https:\/\/[^>]+>\) \+3$/u);
    expect(answer.content).toMatch(/\n-# Quote: María Páez Victor, opinion, August 2024 · marks and notes: ours$/u);
    expect((await click(stage, { user, message: answer, on: 'Notes (5)' })).content).toMatch(/^5 notes on ¶ 6/u);
    const again = await post(stage, { user, channel, content: '¿y quién ganó las elecciones?', replyTo: answer });
    expect(again.content).toMatch(
      /^El artículo dice \(¶ 6\) – \*\*2 puntos controvertidos:\*\*\n\*\*¶ 6 · texto original \(inglés\)\*\*\n> /u,
    );
  });

  it('it answers in the channel where it may not read the history', async () => {
    const channel = channelWithout('no-history', 'ReadMessageHistory');
    const answer = await post(stage, { user: newcomer(stage), channel, content: `${mention} who won?` });
    expect(answer.content).toMatch(/^The article says \(/u);
    expect(answer.replyTo).toBeUndefined();
  });

  it('commands work all the same', async () => {
    const channel = channelWithout('commands-only', 'SendMessages', 'EmbedLinks', 'ReadMessageHistory');
    const answer = await use(stage, { user: newcomer(stage), channel, name: 'ask', options: { question: 'who won?' } });
    expect(answer.content).toContain('The article says (');
  });
});
