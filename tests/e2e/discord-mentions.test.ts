// Tests of mentions that are easily missed, over the loopback Discord: of the bot's own role, added by an edit, under somebody else's
// message; and the words of messages without text of their own.

import { ComponentType, MessageFlags } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPreviews } from '../../sandbox/discord/messages.js';
import { click as clickOn, editPost, forward, postAsWebhook, useMessageMenu, post as write } from '../../sandbox/discord/people.js';
import { setOverwrite } from '../../sandbox/discord/places.js';
import type { Message, User } from '../../sandbox/discord/state.js';
import type { App } from '../../src/app.js';
import {
  addNote,
  addServer,
  answerTo,
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

const CLAIM = 'Maduro won with 51 percent, the electoral council said so.';
const HOW_TO_CHECK =
  'Discord hides that message from me. To hold it against the article, right-click it (on a phone: press and hold), then Apps → Check against the article.';

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

async function expectSilence(message: Message): Promise<void> {
  await settle();
  expect(repliesAfter(message).map(({ content }) => content)).toEqual([]);
}

const roleOf = ({ guild }: Pick<Stage, 'guild'>) => `<@&${[...guild.roles.values()].find(({ managed }) => managed)?.id}>`;

/** Edits a message and waits for the bot's answer. */
async function edited({ discord: { world } }: Pick<Stage, 'discord'>, message: Message, content: string): Promise<Message> {
  const before = repliesAfter(message).length;
  editPost(world, message, content);
  await eventually(() => expect(repliesAfter(message).length).toBeGreaterThan(before));
  await settle(20);
  const reply = repliesAfter(message).at(-1);
  if (reply === undefined) throw new Error('There is no reply.');
  return reply;
}

describe('a mention of the bot’s own role', () => {
  const HOW =
    'Discord hides what you wrote from me. Mention me, @Marginalia (with the picture), not the role of the same name, or use /ask.';

  it('is told how to be heard, once to each person', async () => {
    const { discord, general: channel } = stage;
    for (const user of [newcomer(stage), newcomer(stage)]) {
      const reply = await post(stage, { user, channel, content: `${roleOf(stage)} who won the election?` });
      expect(textOf(reply)).toBe(HOW);
      await expectSilence(write(discord.world, { user, channel, content: `${roleOf(stage)} who won?` }));
    }
  });

  it('is answered once it is put right by an edit', async () => {
    const user = newcomer(stage);
    const first = await post(stage, { user, channel: stage.general, content: `${roleOf(stage)} who won the election?` });
    const [message] = [...stage.general.messages.values()].slice(-2);
    expect(first.content).toContain('role of the same name');
    if (message === undefined) throw new Error('The question is gone.');
    expect((await edited(stage, message, `${mention} who won the election?`)).embeds[0]?.title).toBe('¶ 6');
  });

  it('beside a mention of the bot is no hindrance', async () => {
    const user = newcomer(stage);
    const answer = await post(stage, { user, channel: stage.general, content: `${roleOf(stage)} ${mention} who won the election?` });
    expect(answer.embeds[0]?.title).toBe('¶ 6');
  });

  it('is answered where Discord gives its text', async () => {
    // With the message content intent Discord shows every text; the bot does not request it, so the event is changed here.
    const { discord, general: channel } = stage;
    const { world } = discord;
    const { dispatch } = world;
    world.dispatch = (event) => dispatch({ ...event, data: (intents) => event.data(intents | MESSAGE_CONTENT) });
    try {
      const answer = await post(stage, { user: newcomer(stage), channel, content: `${roleOf(stage)} who won the election?` });
      expect(answer.embeds[0]?.title).toBe('¶ 6');
    } finally {
      world.dispatch = dispatch;
    }
  });
});

/** The bit of the message content intent. */
const MESSAGE_CONTENT = 1 << 15;

/** Number of answers that the bot sent to a message: of two with one nonce Discord posts the first. */
const sentFor = ({ id }: Message) =>
  stage.discord.requests.filter(({ method, body }) => method === 'POST' && (body as { readonly nonce?: string } | undefined)?.nonce === id)
    .length;

/** A later question: once it is answered, earlier messages were handled, too. */
const somethingElse = () => post(stage, { user: newcomer(stage), channel: stage.quiet, content: `${mention} who won the election?` });

describe('an edit', () => {
  it('that adds a mention is answered, once', async () => {
    const { discord, general: channel } = stage;
    const message = write(discord.world, { user: newcomer(stage), channel, content: 'who won the election?' });
    expect((await edited(stage, message, `${mention} who won the election?`)).embeds[0]?.title).toBe('¶ 6');
    editPost(discord.world, message, `${mention} who lost the election?`);
    await somethingElse();
    expect(repliesAfter(message)).toHaveLength(1);
    expect(sentFor(message)).toBe(1);
  });

  it('of a message that was answered is not answered again', async () => {
    const { discord, general: channel } = stage;
    const message = write(discord.world, { user: newcomer(stage), channel, content: `${mention} who won the election?` });
    await eventually(() => expect(repliesAfter(message)).toHaveLength(1));
    editPost(discord.world, message, `${mention} Where was the cyber-attack traced to?`);
    await somethingElse();
    expect(repliesAfter(message)).toHaveLength(1);
    expect(sentFor(message)).toBe(1);
  });

  it('of a message that is older than ten minutes comes too late', async () => {
    const own = await openStage(app);
    try {
      const { discord, general: channel } = own;
      const content = `<@${discord.world.application.bot.id}> who won the election?`;
      const message = write(discord.world, { user: newcomer(own), channel, content: 'who won the election?' });
      discord.world.clock.advance(11 * 60_000);
      // A new message tells the bot how late it is.
      await post(own, { user: newcomer(own), channel, content });
      editPost(discord.world, message, content);
      await settle();
      expect(repliesAfter(message)).toHaveLength(1);
    } finally {
      await own.stop();
    }
  });

  it('by Discord, which adds the preview of a link, asks nothing', async () => {
    const { discord, general: channel } = stage;
    const quiet = write(discord.world, { user: newcomer(stage), channel, content: 'https://example.org/a' });
    addPreviews(discord.world, quiet, [{ type: 'article', title: `${mention} who won?` }]);
    await expectSilence(quiet);
    const asked = write(discord.world, { user: newcomer(stage), channel, content: `${mention} who won? https://example.org/a` });
    await eventually(() => expect(repliesAfter(asked)).toHaveLength(1));
    addPreviews(discord.world, asked, [{ type: 'article', title: 'A page' }]);
    await settle();
    expect(repliesAfter(asked)).toHaveLength(1);
    // A message written while the bot was away is also new to it.
    const { world } = discord;
    const { dispatch } = world;
    world.dispatch = () => undefined;
    const missed = write(world, { user: newcomer(stage), channel, content: `${mention} who won? https://example.org/a` });
    world.dispatch = dispatch;
    addPreviews(world, missed, [{ type: 'article', title: 'A page' }]);
    await somethingElse();
    expect(repliesAfter(missed)).toEqual([]);
  });

  it('whose text Discord withholds is told how to be heard, once to each person', async () => {
    const own = await openStage(app, { withholdsEdits: true });
    try {
      const { discord, general: channel } = own;
      const bot = `<@${discord.world.application.bot.id}>`;
      const user = newcomer(own);
      const message = write(discord.world, { user, channel, content: 'who won the election?' });
      expect(textOf(await edited(own, message, `${bot} who won the election?`))).toBe(
        'Discord hides what you wrote from me. Mention @Marginalia in a new message, or use /ask.',
      );
      const second = write(discord.world, { user, channel, content: 'who lost?' });
      editPost(discord.world, second, `${bot} who lost?`);
      await expectSilence(second);
    } finally {
      await own.stop();
    }
  });
});

describe('a reply to somebody else’s message', () => {
  const claimed = (said = CLAIM): Message => write(stage.discord.world, { user: newcomer(stage), channel: stage.general, content: said });
  const ask = (content: string, replyTo: Message, user: User = newcomer(stage)) =>
    post(stage, { user, channel: replyTo.channel, content, replyTo });

  it.each(['is that true?', 'source?', 'fact check this please', 'does the article say that?', '', '🤔'])(
    'that asks nothing of its own means that message, and is told how to check it: “%s”',
    async (said) => {
      expect((await ask(`${mention} ${said}`, claimed())).content).toBe(HOW_TO_CHECK);
    },
  );

  it('is told so in the language of the question', async () => {
    expect((await ask(`${mention} ¿es verdad esto?`, claimed())).content).toBe(
      'Discord me oculta ese mensaje. Para compararlo con el artículo, haga clic derecho en él (en el teléfono: manténgalo pulsado) y elija Aplicaciones → Comparar con el artículo.',
    );
  });

  it.each(['is that true?', 'source?', 'fact check this please', ''])(
    'is held against the article where Discord gives its text: “%s”',
    async (said) => {
      // The bot can read a message that mentions it.
      const claim = claimed(`${mention} ${CLAIM}`);
      await eventually(() => expect(repliesAfter(claim)).not.toEqual([]));
      const reply = await ask(`${mention} ${said}`, claim);
      expect(reply.content).toMatch(/^This message beside the article(?: –|:)/u);
      expect(textOf(reply)).toContain('51');
      expect(reply.embeds[0]?.footer?.text).toMatch(/^Quote: /u);
    },
  );

  it('in a direct message is held against the article, and says so where nothing is like it', async () => {
    const user = newcomer(stage);
    const channel = directWith(stage, user);
    await post(stage, { user, channel, content: CLAIM });
    const claim = [...channel.messages.values()].find(({ author }) => author === user);
    if (claim === undefined) throw new Error('The claim is gone.');
    const reply = await post(stage, { user, channel, content: 'is that true?', replyTo: claim });
    expect(reply.content).toMatch(/^This message beside the article(?: –|:)/u);
    expect(reply.replyTo?.messageId).toBeDefined();
  });

  it('that asks something of its own is answered as a question', async () => {
    expect((await ask(`${mention} who won the election?`, claimed('I like cats.'))).embeds[0]?.title).toBe('¶ 6');
    expect((await ask(`${mention} what is the article about?`, claimed('I like cats.'))).content).not.toBe(HOW_TO_CHECK);
  });

  it('that thanks, or asks about the bot or the article as a whole, is not about that message', async () => {
    for (const [said, told] of [
      ['thanks!', /^You are welcome\./u],
      ['who are you?', /^I am a program/u],
      ['tldr of the article', /^I write no summaries\./u],
    ] as const) {
      expect((await ask(`${mention} ${said}`, claimed())).content).toMatch(told);
    }
  });

  it('is told how to check it where the bot may not read the history', async () => {
    const server = addServer(stage);
    const { discord, general: channel } = server;
    const bot = discord.world.application.bot;
    const claim = write(discord.world, { user: server.reader, channel, content: `${mention} hello` });
    await eventually(() => expect(repliesAfter(claim)).toHaveLength(1));
    setOverwrite(discord.world, channel, bot.id, { kind: 'member', allow: 0n, deny: 1n << 16n });
    const reply = await post(server, { user: newcomer(server), channel, content: `${mention} source?`, replyTo: claim });
    expect(reply.content).toBe(HOW_TO_CHECK);
  });

  it('is answered for everybody: whoever asked can delete that, and a note that changes corrects it', async () => {
    const server = addServer(stage);
    const { discord, general: channel, moderator } = server;
    const note = await addNote(server);
    const claim = write(discord.world, { user: server.reader, channel, content: `${mention} The hack was traced to North Macedonia.` });
    await eventually(() => expect(repliesAfter(claim)).toHaveLength(1));
    const user = newcomer(server);
    const reply = await post(server, { user, channel, content: `${mention} is that true?`, replyTo: claim });
    expect(textOf(reply)).toContain('The prosecutor named the country, and showed no traces');
    const draft = await use(server, { user: moderator, channel: server.office, name: 'note retract', options: { note } });
    await click(server, { user: moderator, message: draft, on: 'Save' });
    await eventually(() => expect(reply.content).toContain('-# '));
    clickOn(discord.world, { user, message: reply, on: 'Delete' });
    await eventually(() => expect(reply.deleted).toBe(true));
  });
});

describe('a message without a text of its own', () => {
  const embed = {
    title: 'Election news',
    description: CLAIM,
    fields: [{ name: 'Attack', value: 'The hack was traced to North Macedonia.' }],
  };
  const components = [
    {
      type: ComponentType.Container,
      components: [{ type: ComponentType.TextDisplay, content: 'The hack was traced to North Macedonia.' }],
    },
  ];
  const V2 = { components, flags: MessageFlags.IsComponentsV2 };
  const check = async (message: Message) => {
    const { world } = stage.discord;
    return answerTo(stage, useMessageMenu(world, { user: newcomer(stage), message, name: 'Check against the article' }));
  };

  it.each([
    ['an embed alone', () => postAsWebhook(stage.discord.world, stage.general, '', { embeds: [embed] })],
    ['a bare link and its preview', () => postAsWebhook(stage.discord.world, stage.general, 'https://example.org/a', { embeds: [embed] })],
    ['components', () => postAsWebhook(stage.discord.world, stage.general, '', V2)],
    ['a forwarded embed', () => forwarded(postAsWebhook(stage.discord.world, stage.general, '', { embeds: [embed] }))],
    ['forwarded components', () => forwarded(postAsWebhook(stage.discord.world, stage.general, '', V2))],
  ])('is checked by its words: %s', async (_, message) => {
    expect(textOf(await check(message()))).toContain('traced to North Macedonia');
  });

  it('that an embed’s picture alone makes has no words', async () => {
    const message = postAsWebhook(stage.discord.world, stage.general, '', { embeds: [{ image: { url: 'https://example.org/a.png' } }] });
    expect((await check(message)).content).toBe('There are no words in this message that could be held against the article.');
  });

  it('that is forwarded to the bot is asked by the words of its embed', async () => {
    const { discord, reader } = stage;
    const news = postAsWebhook(discord.world, stage.general, '', { embeds: [{ title: 'Where was the cyber-attack traced to?' }] });
    const message = forward(discord.world, { user: reader, channel: directWith(stage, reader), message: news });
    await eventually(() => expect(repliesAfter(message).map(textOf)).toEqual([expect.stringContaining('traced to North Macedonia')]));
  });

  function forwarded(message: Message): Message {
    return forward(stage.discord.world, { user: stage.reader, channel: stage.quiet, message });
  }
});
