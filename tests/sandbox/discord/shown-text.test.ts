// Tests of the message text that the loopback Discord shows to an app without the message content intent, as Discord does.

import { GatewayIntentBits } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import type { DiscordOptions } from '../../../sandbox/discord/discord.js';
import { addPreviews } from '../../../sandbox/discord/messages.js';
import { editPost, forward, postAsWebhook, post as write } from '../../../sandbox/discord/people.js';
import type { Channel } from '../../../sandbox/discord/state.js';
import { type Loopback, openLoopback } from './loopback.js';

const INTENTS = GatewayIntentBits.Guilds | GatewayIntentBits.GuildMessages | GatewayIntentBits.DirectMessages;

interface Event {
  readonly name: string;
  readonly content?: string;
  readonly embeds?: readonly unknown[];
  readonly edited_timestamp?: string | null;
  readonly mention_roles?: readonly string[];
  readonly message_snapshots?: readonly { readonly message: { readonly content: string; readonly embeds: readonly unknown[] } }[];
}

let here: Loopback;
afterEach(() => here.stop());

/** A Discord, and the events that it sends the app from now on. */
async function open(options: DiscordOptions = {}): Promise<Event[]> {
  here = await openLoopback(options);
  const events: Event[] = [];
  here.world.dispatch = ({ name, data }) => {
    events.push({ name, ...(data(INTENTS) as object) });
  };
  return events;
}

const say = (content: string, channel: Channel = here.general) => write(here.world, { user: here.reader, channel, content });
const bot = () => `<@${here.bot.id}>`;

describe('a message', () => {
  it('that mentions the bot’s own role names the role and hides its text', async () => {
    const [role] = await open().then((events) => {
      const managed = [...here.guild.roles.values()].filter((one) => one.managed);
      say(`<@&${managed[0]?.id}> who won?`);
      expect(events.at(-1)).toMatchObject({ name: 'MESSAGE_CREATE', content: '', mention_roles: [managed[0]?.id] });
      return managed;
    });
    expect(role?.name).toBe('Marginalia');
  });

  it('whose edit adds a mention shows its text and when it was edited', async () => {
    const events = await open();
    const message = say('who won?');
    editPost(here.world, message, `${bot()} who won?`);
    expect(events.map(({ name, content, edited_timestamp: edited }) => [name, content, typeof edited])).toEqual([
      ['MESSAGE_CREATE', '', 'object'],
      ['MESSAGE_UPDATE', `${bot()} who won?`, 'string'],
    ]);
  });

  it('whose edit adds a mention hides its text where this Discord was told so', async () => {
    const events = await open({ withholdsEdits: true });
    editPost(here.world, say('who won?'), `${bot()} who won?`);
    expect(events.at(-1)).toMatchObject({ name: 'MESSAGE_UPDATE', content: '' });
    say(`${bot()} who won?`);
    expect(events.at(-1)).toMatchObject({ name: 'MESSAGE_CREATE', content: `${bot()} who won?` });
  });

  it('that gets the preview of a link was not edited', async () => {
    const events = await open();
    addPreviews(here.world, say(`${bot()} https://example.org`), [{ type: 'article', title: 'A page' }]);
    expect(events.at(-1)).toMatchObject({ name: 'MESSAGE_UPDATE', edited_timestamp: null, embeds: [{ title: 'A page' }] });
  });

  it('that forwards embeds shows them in a direct message alone', async () => {
    const events = await open();
    const { world, reader, general, direct } = here;
    const news = postAsWebhook(world, general, '', { embeds: [{ title: ' News ' }] });
    for (const [channel, titles] of [
      [direct, ['News']],
      [general, []],
    ] as const) {
      forward(world, { user: reader, channel, message: news });
      const [snapshot] = events.at(-1)?.message_snapshots ?? [];
      expect(snapshot?.message.embeds.map((embed) => (embed as { title: string }).title)).toEqual(titles);
    }
  });
});
