// Tests of the loopback Discord's messages: rights to send and read, pings, what the app may read, and files.

import { MessageFlags, MessageType, PermissionFlagsBits, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editPost, post, useMessageMenu } from '../../../sandbox/discord/people.js';
import { bitsOf, channelPermissions, type PermissionName } from '../../../sandbox/discord/permissions.js';
import {
  addChannel,
  addGuild,
  addMember,
  addRole,
  addThread,
  addUser,
  directMessages,
  setOverwrite,
  setRolePermissions,
} from '../../../sandbox/discord/places.js';
import type { Channel, Message } from '../../../sandbox/discord/state.js';
import { badForm, command, type Loopback, openLoopback, refusalOf, restOf } from './loopback.js';

let here: Loopback;

beforeEach(async () => {
  here = await openLoopback();
});

afterEach(() => here.stop());

type Body = Readonly<Record<string, unknown>>;

interface Said {
  readonly id: string;
  readonly content: string;
  readonly flags: number;
  readonly embeds: readonly unknown[];
  readonly attachments: readonly { readonly id: string; readonly url: string; readonly filename: string; readonly description?: string }[];
}

interface File {
  readonly name: string;
  readonly data: string;
  readonly contentType?: string;
}

function send(body: Body, channel = here.general, files: File[] = []): Promise<Said> {
  return here.rest.post(Routes.channelMessages(channel.id), { body, files }) as Promise<Said>;
}

function edit(id: string, body: Body, channel = here.general, files: File[] = []): Promise<Said> {
  return here.rest.patch(Routes.channelMessage(channel.id, id), { body, files }) as Promise<Said>;
}

function read(id: string, channel = here.general, rest = here.rest): Promise<Said> {
  return rest.get(Routes.channelMessage(channel.id, id)) as Promise<Said>;
}

function remove(id: string, channel = here.general): Promise<unknown> {
  return here.rest.delete(Routes.channelMessage(channel.id, id));
}

/** A reader's message. */
function written(
  content = 'Hello',
  more: { readonly replyTo?: Message; readonly pings?: boolean; readonly channel?: Channel } = {},
): Message {
  return post(here.world, { user: here.reader, channel: here.general, content, ...more });
}

/** The stored message of an answer. */
function kept({ id }: Said, channel = here.general): Message {
  const message = channel.messages.get(id);
  if (message === undefined) throw new Error('The message is not kept.');
  return message;
}

/** Denies everybody permissions in a channel. */
function deny(channel: Channel, ...names: readonly PermissionName[]): void {
  setOverwrite(here.world, channel, here.guild.id, { kind: 'role', allow: 0n, deny: bitsOf(names) });
}

const UNAUTHORIZED = { status: 401, code: 0, at: [] };
const MISSING_ACCESS = { status: 403, code: 50001, at: [] };
const MISSING_PERMISSIONS = { status: 403, code: 50013, at: [] };
const UNKNOWN_MESSAGE = { status: 404, code: 10008, at: [] };
const CANNOT_DM = { status: 403, code: 50007, at: [] };
const EMPTY = { status: 400, code: 50006, at: [] };

describe('a request', () => {
  it('needs the bot’s token', async () => {
    const path = Routes.channelMessages(here.general.id);
    const stranger = restOf(here.discord, 'wrong');
    expect(await refusalOf(stranger.post(path, { body: { content: 'x' } }))).toEqual(UNAUTHORIZED);
    expect(await refusalOf(here.rest.post(path, { body: { content: 'x' }, auth: false }))).toEqual(UNAUTHORIZED);
  });

  it('to a place that is not there is refused', async () => {
    expect(await refusalOf(here.rest.get('/nowhere'))).toEqual({ status: 404, code: 0, at: [] });
    expect(await refusalOf(here.rest.get(Routes.channelMessages('100000000000000009')))).toMatchObject({ code: 10003 });
    expect(await refusalOf(here.rest.get(Routes.guild('100000000000000009')))).toMatchObject({ code: 10004 });
  });

  it('that is no JSON is refused', async () => {
    const response = await fetch(`${here.discord.apiUrl}/v10${Routes.channelMessages(here.general.id)}`, {
      method: 'POST',
      headers: { authorization: `Bot ${here.world.application.token}`, 'content-type': 'application/json' },
      body: '{"content": ',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 50109 });
  });

  it('is written down with its route, its body and how it was answered', async () => {
    await send({ content: 'x' });
    expect(await refusalOf(remove('100000000000000009'))).toEqual(UNKNOWN_MESSAGE);
    expect(here.discord.requests).toMatchObject([
      { method: 'POST', route: '/channels/{channel_id}/messages', body: { content: 'x' }, status: 200, violations: [] },
      { method: 'DELETE', route: '/channels/{channel_id}/messages/{message_id}', status: 404, code: 10008 },
    ]);
  });
});

describe('a channel that the bot does not see', () => {
  const everything = async (channel: Channel) => {
    const { id } = written('Hello', { channel });
    const { rest } = here;
    return [
      send({ content: 'x' }, channel),
      read(id, channel),
      edit(id, { content: 'x' }, channel),
      remove(id, channel),
      rest.get(Routes.channelMessages(channel.id)),
      rest.post(Routes.channelTyping(channel.id)),
      rest.put(Routes.channelMessageOwnReaction(channel.id, id, '👍')),
    ];
  };

  it('is closed to it, in a server that it is not in', async () => {
    const guild = addGuild(here.world, { name: 'Others', owner: here.reader });
    const requests = await everything(addChannel(here.world, guild, { name: 'elsewhere' }));
    for (const refusal of requests.map(refusalOf)) expect(await refusal).toEqual(MISSING_ACCESS);
  });

  it('is closed to it, in its own server too', async () => {
    setOverwrite(here.world, here.general, here.bot.id, { kind: 'member', allow: 0n, deny: PermissionFlagsBits.ViewChannel });
    for (const refusal of (await everything(here.general)).map(refusalOf)) expect(await refusal).toEqual(MISSING_ACCESS);
  });
});

describe('the bot’s message', () => {
  it('needs the permission to write', async () => {
    deny(here.general, 'SendMessages');
    expect(await refusalOf(send({ content: 'x' }))).toEqual(MISSING_PERMISSIONS);
    expect(await refusalOf(here.rest.post(Routes.channelTyping(here.general.id)))).toEqual(MISSING_PERMISSIONS);
  });

  it('needs the permission for embeds where it has some', async () => {
    deny(here.general, 'EmbedLinks');
    expect(await refusalOf(send({ embeds: [{ title: 'x' }] }))).toEqual(MISSING_PERMISSIONS);
    await send({ content: 'x' });
  });

  it('needs the permission for files where it has some', async () => {
    deny(here.general, 'AttachFiles');
    expect(await refusalOf(send({}, here.general, [{ name: 'a.txt', data: 'x' }]))).toEqual(MISSING_PERMISSIONS);
  });

  it('in a thread needs the permission for threads, and not that for channels', async () => {
    const thread = addThread(here.world, here.general, here.reader, 'talk');
    deny(here.general, 'SendMessages');
    await send({ content: 'x' }, thread);
    deny(here.general, 'SendMessagesInThreads');
    expect(await refusalOf(send({ content: 'x' }, thread))).toEqual(MISSING_PERMISSIONS);
    await send({ content: 'x' });
  });

  it('in a locked thread is refused', async () => {
    const thread = addThread(here.world, here.general, here.reader, 'talk');
    thread.locked = true;
    expect(await refusalOf(send({ content: 'x' }, thread))).toMatchObject({ code: 160005 });
  });

  it('that replies needs the permission to read back', async () => {
    const { id } = written();
    const reply = { content: 'x', message_reference: { message_id: id } };
    expect(await send(reply)).toMatchObject({ type: MessageType.Reply, message_reference: { message_id: id }, referenced_message: { id } });
    deny(here.general, 'ReadMessageHistory');
    expect(await refusalOf(send(reply))).toEqual({ status: 400, code: 160002, at: [] });
  });

  it('that replies to a message that is gone is refused, unless it may stand alone', async () => {
    const { id } = await send({ content: 'x' });
    await remove(id);
    const reply = (fails?: boolean) => ({ content: 'x', message_reference: { message_id: id, fail_if_not_exists: fails } });
    expect(await refusalOf(send(reply()))).toEqual(badForm('message_reference'));
    const alone = await send(reply(false));
    expect(alone).toMatchObject({ type: MessageType.Default });
    expect(alone).not.toHaveProperty('message_reference');
  });

  it('that was replied to is null in the reply once it is gone', async () => {
    const { id } = written();
    const reply = await send({ content: 'x', message_reference: { message_id: id } });
    here.general.messages.delete(id);
    expect(await read(reply.id)).toMatchObject({ message_reference: { message_id: id }, referenced_message: null });
  });

  it('reaches nobody who takes no direct messages, and no other bot', async () => {
    await send({ content: 'x' }, here.direct);
    here.reader.acceptsDms = false;
    expect(await refusalOf(send({ content: 'x' }, here.direct))).toEqual(CANNOT_DM);
    const robot = addUser(here.world, { name: 'robot', bot: true });
    expect(await refusalOf(here.rest.post(Routes.userChannels(), { body: { recipient_id: robot.id } }))).toEqual(CANNOT_DM);
  });

  it('opens direct messages once', async () => {
    const open = () => here.rest.post(Routes.userChannels(), { body: { recipient_id: here.reader.id } });
    expect(await open()).toMatchObject({ id: here.direct.id, type: 1, recipients: [{ id: here.reader.id }] });
    expect(await open()).toMatchObject({ id: here.direct.id });
  });
});

describe('messages that are there', () => {
  it('are unknown when they are not', async () => {
    const { id } = await send({ content: 'x' });
    await remove(id);
    for (const refusal of [read(id), edit(id, { content: 'x' }), remove(id)].map(refusalOf)) expect(await refusal).toEqual(UNKNOWN_MESSAGE);
  });

  it('of others cannot be changed', async () => {
    const { id } = written();
    expect(await refusalOf(edit(id, { content: 'x' }))).toEqual({ status: 403, code: 50005, at: [] });
  });

  it('cannot be changed in a thread that is archived, until somebody writes there', async () => {
    const thread = addThread(here.world, here.general, here.reader, 'old');
    const { id } = await send({ content: 'x' }, thread);
    thread.archived = true;
    expect(await refusalOf(edit(id, { content: 'y' }, thread))).toEqual({ status: 400, code: 50083, at: [] });
    await send({ content: 'z' }, thread);
    expect(await edit(id, { content: 'y' }, thread)).toMatchObject({ content: 'y' });
  });

  it('of others are deleted with a permission only', async () => {
    const message = written();
    expect(await refusalOf(remove(message.id))).toEqual(MISSING_PERMISSIONS);
    setOverwrite(here.world, here.general, here.bot.id, { kind: 'member', allow: PermissionFlagsBits.ManageMessages, deny: 0n });
    await remove(message.id);
    expect(message.deleted).toBe(true);
  });

  it('are listed newest first, in part, and not without the permission to read back', async () => {
    const ids: string[] = [];
    for (let sent = 0; sent < 5; sent += 1) ids.unshift((await send({ content: String(sent) })).id);
    const list = async (query = '') => {
      const found = await here.rest.get(Routes.channelMessages(here.general.id), { query: new URLSearchParams(query) });
      return (found as Said[]).map(({ id }) => id);
    };
    expect(await list()).toEqual(ids);
    expect(await list('limit=2')).toEqual(ids.slice(0, 2));
    expect(await list(`before=${ids[1]}`)).toEqual(ids.slice(2));
    expect(await list(`after=${ids[1]}`)).toEqual(ids.slice(0, 1));
    deny(here.general, 'ReadMessageHistory');
    expect(await list()).toEqual([]);
  });

  it('are reacted to with a permission, and not with what is no emoji', async () => {
    const message = written();
    const own = (emoji: string) => Routes.channelMessageOwnReaction(here.general.id, message.id, encodeURIComponent(emoji));
    await here.rest.put(own('👍'));
    expect([...message.reactions].map(([emoji, users]) => [emoji, users.size])).toEqual([['👍', 1]]);
    await here.rest.delete(own('👍'));
    expect(message.reactions.size).toBe(0);
    expect(await refusalOf(here.rest.put(own('good')))).toMatchObject({ code: 10014 });
    deny(here.general, 'AddReactions');
    expect(await refusalOf(here.rest.put(own('👍')))).toEqual(MISSING_PERMISSIONS);
  });
});

describe('an edit', () => {
  it('leaves what it does not name', async () => {
    const { id } = await send({ content: 'First', embeds: [{ title: 'x' }], components: [] });
    expect(await edit(id, { content: 'Second' })).toMatchObject({ content: 'Second', embeds: [{ title: 'x' }] });
    expect(await edit(id, { embeds: [] })).toMatchObject({ content: 'Second', embeds: [] });
  });

  it('that leaves nothing is refused, and changes nothing', async () => {
    const sent = await send({ content: 'First' });
    expect(await refusalOf(edit(sent.id, { content: '' }))).toEqual(EMPTY);
    expect(kept(sent).content).toBe('First');
  });

  it('hides the embeds of links and shows them again', async () => {
    const { id } = await send({ content: 'x', flags: MessageFlags.SuppressEmbeds });
    expect(await edit(id, { content: 'y' })).toMatchObject({ flags: MessageFlags.SuppressEmbeds });
    expect(await edit(id, { flags: 0 })).toMatchObject({ flags: 0 });
  });

  const V2 = { flags: MessageFlags.IsComponentsV2, components: [{ type: 10, content: 'x' }] };

  it('never takes components V2 away again', async () => {
    const { id } = await send(V2);
    expect(await edit(id, { flags: 0, components: V2.components })).toMatchObject({ flags: MessageFlags.IsComponentsV2 });
    expect(await refusalOf(edit(id, { content: 'x' }))).toEqual(badForm('content'));
  });

  it('turns a message to components V2 only if it takes the older fields away', async () => {
    const { id } = await send({ content: 'x', embeds: [{ title: 'x' }] });
    expect(await refusalOf(edit(id, V2))).toEqual(badForm('content', 'embeds'));
    expect(await refusalOf(edit(id, { ...V2, content: null }))).toEqual(badForm('embeds'));
    expect(await edit(id, { ...V2, content: null, embeds: [] })).toMatchObject({
      content: '',
      embeds: [],
      flags: MessageFlags.IsComponentsV2,
    });
  });
});

describe('flags', () => {
  it('that a sender may not set are dropped', async () => {
    const all = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.Ephemeral | MessageFlags.Urgent;
    expect(await send({ content: 'x', flags: all })).toMatchObject({
      flags: MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications,
    });
  });
});

describe('a message that says nothing', () => {
  it.each([
    ['no fields', {}],
    ['white space', { content: ' \n\t ' }],
    ['an embed of nothing', { embeds: [{}] }],
    ['an embed of a colour', { embeds: [{ color: 1 }] }],
    ['an embed of white space', { embeds: [{ description: '  ' }] }],
    ['an embed without fields', { embeds: [{ fields: [] }] }],
    ['no components', { components: [] }],
  ])('has %s, and is refused', async (_, body: Body) => {
    expect(await refusalOf(send(body))).toEqual(EMPTY);
  });
});

describe('a nonce', () => {
  it('that is enforced gives the first message again', async () => {
    const first = await send({ content: 'x', nonce: 'once', enforce_nonce: true });
    expect(await send({ content: 'y', nonce: 'once', enforce_nonce: true })).toMatchObject({ id: first.id, content: 'x', nonce: 'once' });
    expect(here.general.messages.size).toBe(1);
  });

  it('that is not enforced stops nothing', async () => {
    await send({ content: 'x', nonce: 'once' });
    await send({ content: 'x', nonce: 'once' });
    expect(here.general.messages.size).toBe(2);
  });

  it('counts in its own channel', async () => {
    const other = addChannel(here.world, here.guild, { name: 'other' });
    for (const channel of [here.general, other]) await send({ content: 'x', nonce: 'once', enforce_nonce: true }, channel);
    expect([here.general, other].map(({ messages }) => messages.size)).toEqual([1, 1]);
  });
});

describe('mentions', () => {
  /** All kinds of mentions in one text. */
  const everybody = () => `<@${here.reader.id}> <@&${here.moderators.id}> @everyone`;

  const mentioned = ({ mentions: { users, roles, everyone } }: Message) => [
    ...users.map(({ name }) => name),
    ...roles.map(({ name }) => name),
    ...(everyone ? ['everyone'] : []),
  ];

  it('in a message reach everybody unless told', async () => {
    expect(mentioned(kept(await send({ content: everybody() })))).toEqual(['reader', 'Moderators', 'everyone']);
  });

  it('in an answer to an interaction and its follow-ups reach users only unless told', async () => {
    const { id, token } = command(here);
    const body = { content: everybody() };
    await here.rest.post(Routes.interactionCallback(id, token), { body: { type: 4, data: body }, auth: false });
    await here.rest.post(Routes.webhook(here.world.application.id, token), { body, auth: false });
    expect([...here.general.messages.values()].map(mentioned)).toEqual([['reader'], ['reader']]);
  });

  it.each<readonly [string, () => Body, readonly string[]]>([
    ['nobody', () => ({ parse: [] }), []],
    ['nobody, by lists that are empty', () => ({ users: [], roles: [] }), []],
    ['users', () => ({ parse: ['users'] }), ['reader']],
    ['roles', () => ({ parse: ['roles'] }), ['Moderators']],
    ['everyone', () => ({ parse: ['everyone'] }), ['everyone']],
    ['one user by id', () => ({ users: [here.reader.id] }), ['reader']],
    ['another user by id', () => ({ users: [here.owner.id] }), []],
    ['one role by id', () => ({ roles: [here.moderators.id] }), ['Moderators']],
  ])('reach %s where that is allowed expressly', async (_, allowed, expected) => {
    expect(mentioned(kept(await send({ content: everybody(), allowed_mentions: allowed() })))).toEqual(expected);
  });

  it('of everybody, and of roles that are not for all to mention, need a permission', async () => {
    deny(here.general, 'MentionEveryone');
    expect(mentioned(kept(await send({ content: everybody() })))).toEqual(['reader']);
    expect(mentioned(written('@here'))).toEqual([]);
  });

  it('of everybody mean nobody in direct messages', async () => {
    expect(mentioned(kept(await send({ content: '@everyone' }, here.direct), here.direct))).toEqual([]);
  });

  it.each([
    ['a line', (tags: string) => `\`${tags}\``],
    ['a block', (tags: string) => `\`\`\`\n${tags}\n\`\`\``],
  ])('in %s of code reach nobody', async (_, inCode) => {
    expect(mentioned(kept(await send({ content: `See ${inCode(everybody())}` })))).toEqual([]);
  });

  it('in a text of components V2 reach people as in content', async () => {
    const body = { flags: MessageFlags.IsComponentsV2, components: [{ type: 17, components: [{ type: 10, content: everybody() }] }] };
    expect(mentioned(kept(await send(body)))).toEqual(['reader', 'Moderators', 'everyone']);
    expect(mentioned(kept(await send({ ...body, allowed_mentions: { parse: [] } })))).toEqual([]);
  });

  it('in an embed reach nobody', async () => {
    expect(mentioned(kept(await send({ embeds: [{ description: everybody() }] })))).toEqual([]);
  });

  it('of whom the message replies to are made unless told', async () => {
    const reply = { content: 'x', message_reference: { message_id: written().id } };
    const pinged = async (body: Body) => kept(await send(body)).mentions.repliedUser;
    expect(await pinged(reply)).toBe(here.reader);
    expect(await pinged({ ...reply, allowed_mentions: { parse: [] } })).toBeUndefined();
    expect(await pinged({ ...reply, allowed_mentions: { parse: [], replied_user: true } })).toBe(here.reader);
  });

  it('that an edit brings ping nobody, but are kept as what they are', async () => {
    const sent = await send({ content: 'x' });
    await edit(sent.id, { content: everybody() });
    expect(here.world.pings).toMatchObject([{ cause: 'edit', everyone: true, saidWhom: false }]);
    expect(mentioned(kept(sent))).toEqual(['reader', 'Moderators', 'everyone']);
  });

  it('that fill a placeholder in are kept as such', async () => {
    const { id, token } = command(here);
    await here.rest.post(Routes.interactionCallback(id, token), { body: { type: 5 }, auth: false });
    const body = { content: everybody(), allowed_mentions: { parse: ['users'] } };
    await here.rest.patch(Routes.webhookMessage(here.world.application.id, token), { body, auth: false });
    expect(here.world.pings).toMatchObject([{ cause: 'deferred', users: [{ name: 'reader' }], everyone: false, saidWhom: true }]);
  });

  it('that ping nobody are not kept', async () => {
    await send({ content: everybody(), allowed_mentions: { parse: [] } });
    await send({ content: `<@${here.bot.id}>` });
    expect(here.world.pings).toEqual([]);
  });
});

describe('what the app reads without the message content intent', () => {
  const contentOf = async (message: Message) => (await read(message.id, message.channel)).content;

  it('is not what people say to each other', async () => {
    const message = post(here.world, {
      user: here.reader,
      channel: here.general,
      content: 'secret',
      files: [{ name: 'secret.txt', contentType: 'text/plain', data: Buffer.from('secret') }],
    });
    expect(JSON.stringify(await read(message.id))).not.toContain('secret');
    expect(JSON.stringify(await here.rest.get(Routes.channelMessages(here.general.id)))).not.toContain('secret');
  });

  it('is what it said itself', async () => {
    const { id } = await send({ content: 'said' });
    expect(await read(id)).toMatchObject({ content: 'said' });
  });

  it('is what stands in its direct messages', async () => {
    expect(await contentOf(written('said', { channel: here.direct }))).toBe('said');
  });

  it('is what mentions it', async () => {
    expect(await contentOf(written(`<@${here.bot.id}> said`))).toBe(`<@${here.bot.id}> said`);
    expect(await contentOf(written('@everyone said'))).toBe('');
  });

  it('is what mentions it since an edit', async () => {
    const message = written('secret');
    editPost(here.world, message, `<@${here.bot.id}> said`);
    expect(await contentOf(message)).toBe(`<@${here.bot.id}> said`);
    expect(here.world.pings).toEqual([]);
  });

  it('is the message that a menu is used on', async () => {
    await here.rest.post(Routes.applicationCommands(here.world.application.id), { body: { type: 3, name: 'Check' } });
    const message = written('said');
    const { raw } = useMessageMenu(here.world, { user: here.moderator, message, name: 'Check' });
    expect(raw.data.resolved).toMatchObject({ messages: { [message.id]: { content: 'said' } } });
    expect(await contentOf(message)).toBe('');
  });

  it('is a reply that pings it for an ordinary message', async () => {
    const own = kept(await send({ content: 'x' }));
    expect(await contentOf(written('said', { replyTo: own }))).toBe('said');
    expect(await contentOf(written('secret', { replyTo: own, pings: false }))).toBe('');
  });

  it('is no reply to an answer that it gave to a command', async () => {
    const interaction = command(here);
    await here.rest.post(Routes.interactionCallback(interaction.id, interaction.token), {
      body: { type: 4, data: { content: 'x' } },
      auth: false,
    });
    if (interaction.original === undefined) throw new Error('There is no answer.');
    expect(await contentOf(written('secret', { replyTo: interaction.original }))).toBe('');
  });

  it('is not the message that a readable one replies to', async () => {
    const reply = written(`<@${here.bot.id}> said`, { replyTo: written('secret') });
    expect(await read(reply.id)).toMatchObject({ content: `<@${here.bot.id}> said`, referenced_message: { content: '' } });
  });

  it('is everything once the intent is switched on in the portal', async () => {
    const other = await openLoopback({ privilegedIntents: 1 << 15 });
    const { id } = post(other.world, { user: other.reader, channel: other.general, content: 'said' });
    expect(await read(id, other.general, other.rest)).toMatchObject({ content: 'said' });
    await other.stop();
  });
});

describe('files', () => {
  const FILES: File[] = [
    { name: 'note.txt', data: 'The note', contentType: 'text/plain' },
    { name: 'b.bin', data: 'x' },
  ];

  it('come with a message, and can be fetched from where it says', async () => {
    const { attachments } = await send({ content: 'x', attachments: [{ id: '0', description: 'A note' }] }, here.general, FILES);
    expect(attachments).toMatchObject([
      { filename: 'note.txt', description: 'A note', size: 8, content_type: 'text/plain' },
      { filename: 'b.bin' },
    ]);
    const response = await fetch(attachments[0]?.url ?? '');
    expect(response.headers.get('content-type')).toBe('text/plain');
    expect(await response.text()).toBe('The note');
  });

  it('alone are a message', async () => {
    expect(await send({}, here.general, FILES)).toMatchObject({ content: '', attachments: [{}, {}] });
  });

  it('that were never sent cannot be fetched', async () => {
    const response = await fetch(`${here.world.origin}/attachments/1/2/note.txt`);
    expect(response.status).toBe(404);
  });

  it('stay in an edit that does not name them, and go with one that leaves them out', async () => {
    const { id, attachments } = await send({ content: 'x' }, here.general, FILES);
    expect(await edit(id, { content: 'y' })).toMatchObject({ attachments: [{ filename: 'note.txt' }, { filename: 'b.bin' }] });
    expect(await edit(id, { attachments: [{ id: attachments[1]?.id }] })).toMatchObject({ attachments: [{ filename: 'b.bin' }] });
    const more = await edit(id, {}, here.general, [{ name: 'more.txt', data: 'x' }]);
    expect(more.attachments.map(({ filename }) => filename)).toEqual(['b.bin', 'more.txt']);
  });

  it('come with an answer to an interaction', async () => {
    const interaction = command(here);
    const body = { type: 4, data: { content: 'x' } };
    await here.rest.post(Routes.interactionCallback(interaction.id, interaction.token), { body, files: FILES, auth: false });
    expect(interaction.original?.attachments.map(({ name }) => name)).toEqual(['note.txt', 'b.bin']);
  });
});

describe('permissions', () => {
  const allow = (...names: readonly PermissionName[]) => ({ kind: 'role', allow: bitsOf(names), deny: 0n }) as const;
  const refuse = (...names: readonly PermissionName[]) => ({ kind: 'role', allow: 0n, deny: bitsOf(names) }) as const;
  const mayWrite = (channel = here.general) => (channelPermissions(channel, here.moderator) & PermissionFlagsBits.SendMessages) !== 0n;

  it('of everyone, then of roles, then of a member go before each other', () => {
    const { general, guild, moderators, moderator, world } = here;
    const second = addRole(world, guild, { name: 'Second' });
    addMember(world, guild, moderator, [moderators, second]);
    expect(mayWrite()).toBe(true);
    setOverwrite(world, general, guild.id, refuse('SendMessages'));
    expect(mayWrite()).toBe(false);
    setOverwrite(world, general, moderators.id, allow('SendMessages'));
    expect(mayWrite()).toBe(true);
    // Of several roles, any that allows decides.
    setOverwrite(world, general, second.id, refuse('SendMessages'));
    expect(mayWrite()).toBe(true);
    setOverwrite(world, general, moderator.id, { ...refuse('SendMessages'), kind: 'member' });
    expect(mayWrite()).toBe(false);
  });

  it('of a thread are those of its channel', () => {
    const thread = addThread(here.world, here.general, here.reader, 'talk');
    deny(here.general, 'AddReactions');
    expect(channelPermissions(thread, here.reader)).toBe(channelPermissions(here.general, here.reader));
    expect(channelPermissions(thread, here.reader) & PermissionFlagsBits.AddReactions).toBe(0n);
  });

  it('are all for an owner and an administrator, and none without the sight of a channel', () => {
    deny(here.general, 'ViewChannel');
    expect(channelPermissions(here.general, here.owner) & PermissionFlagsBits.BanMembers).not.toBe(0n);
    expect(channelPermissions(here.general, here.moderator)).toBe(0n);
    setRolePermissions(here.world, here.guild, here.moderators, PermissionFlagsBits.Administrator);
    expect(channelPermissions(here.general, here.moderator) & PermissionFlagsBits.BanMembers).not.toBe(0n);
  });

  it('are none for who is not there', () => {
    const outsider = addUser(here.world, { name: 'outsider' });
    expect(channelPermissions(here.general, outsider)).toBe(0n);
    expect(channelPermissions(here.direct, outsider)).toBe(0n);
    expect(channelPermissions(directMessages(here.world, here.reader, outsider), outsider)).not.toBe(0n);
  });
});
