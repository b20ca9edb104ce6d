// Tests of the loopback Discord's interactions: the app's payload, the first answer and its three seconds, @original, follow-ups.

import { ChannelType, InteractionResponseType, InteractionType, MessageFlags, PermissionFlagsBits, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSettled } from '../../../sandbox/discord/interactions.js';
import { messagesFor } from '../../../sandbox/discord/people.js';
import { addChannel, addGuild, addUser, directMessages, setOverwrite } from '../../../sandbox/discord/places.js';
import { timeOf } from '../../../sandbox/discord/snowflake.js';
import type { Interaction, Message } from '../../../sandbox/discord/state.js';
import { badForm, command, type Loopback, openLoopback, refusalOf } from './loopback.js';

let here: Loopback;

beforeEach(async () => {
  here = await openLoopback();
});

afterEach(() => here.stop());

const { ChannelMessageWithSource, DeferredChannelMessageWithSource, DeferredMessageUpdate, UpdateMessage } = InteractionResponseType;
const { ApplicationCommandAutocompleteResult, Modal } = InteractionResponseType;
const { ApplicationCommand, ApplicationCommandAutocomplete, MessageComponent, ModalSubmit } = InteractionType;
const { Ephemeral, IsComponentsV2, Loading, SuppressEmbeds } = MessageFlags;

type Body = Readonly<Record<string, unknown>>;

const MINUTE = 60_000;
const FORM = { title: 'Why?', custom_id: 'form', components: [{ type: 10, content: 'Say why.' }] };

function callBack({ id, token }: Pick<Interaction, 'id' | 'token'>, type: number, data?: Body): Promise<unknown> {
  return here.rest.post(Routes.interactionCallback(id, token), { body: { type, ...(data === undefined ? {} : { data }) }, auth: false });
}

interface Said {
  readonly id: string;
  readonly content: string;
  readonly flags: number;
}

const webhook = ({ token }: Interaction, id = '@original') => Routes.webhookMessage(here.world.application.id, token, id);

function edit(interaction: Interaction, body: Body, id?: string): Promise<Said> {
  return here.rest.patch(webhook(interaction, id), { body, auth: false }) as Promise<Said>;
}

function read(interaction: Interaction, id?: string): Promise<Said> {
  return here.rest.get(webhook(interaction, id), { auth: false }) as Promise<Said>;
}

function remove(interaction: Interaction, id?: string): Promise<unknown> {
  return here.rest.delete(webhook(interaction, id), { auth: false });
}

function followUp({ token }: Interaction, body: Body = { content: 'More' }): Promise<Said> {
  return here.rest.post(Routes.webhook(here.world.application.id, token), { body, auth: false }) as Promise<Said>;
}

async function deferred(data?: Body): Promise<Interaction> {
  const interaction = command(here);
  await callBack(interaction, DeferredChannelMessageWithSource, data);
  return interaction;
}

/** A message of the bot and a click on it. */
async function clicked(): Promise<{ readonly message: Message; readonly interaction: Interaction }> {
  await here.rest.post(Routes.channelMessages(here.general.id), { body: { content: 'First' } });
  const message = [...here.general.messages.values()].at(-1);
  if (message === undefined) throw new Error('The message is not there.');
  const interaction = command(here, { type: MessageComponent, data: { custom_id: 'more', component_type: 2 }, message });
  return { message, interaction };
}

/** All notes on the requests so far. */
const noted = () => here.discord.requests.flatMap(({ violations }) => violations);

const UNKNOWN = { status: 404, code: 10062, at: [] };
const ACKNOWLEDGED = { status: 400, code: 40060, at: [] };
const INVALID_TOKEN = { status: 401, code: 50027, at: [] };
const UNKNOWN_WEBHOOK = { status: 404, code: 10015, at: [] };
const UNKNOWN_MESSAGE = { status: 404, code: 10008, at: [] };

describe('the first answer', () => {
  it('is taken within three seconds', async () => {
    const interaction = command(here);
    here.world.clock.advance(2_000);
    await callBack(interaction, ChannelMessageWithSource, { content: 'In time' });
    expect(interaction.original?.content).toBe('In time');
  });

  it('is refused after three seconds, and nothing else can be sent then', async () => {
    const interaction = command(here);
    here.world.clock.advance(3_001);
    expect(await refusalOf(callBack(interaction, ChannelMessageWithSource, { content: 'Late' }))).toEqual(UNKNOWN);
    expect(await refusalOf(edit(interaction, { content: 'Late' }))).toEqual(UNKNOWN_WEBHOOK);
    expect(await refusalOf(followUp(interaction))).toEqual(UNKNOWN_WEBHOOK);
    expect(here.general.messages.size).toBe(0);
  });

  it('is taken once, and a second one is refused whenever it comes', async () => {
    const interaction = await deferred();
    expect(await refusalOf(callBack(interaction, DeferredChannelMessageWithSource))).toEqual(ACKNOWLEDGED);
    here.world.clock.advance(3_001);
    expect(await refusalOf(callBack(interaction, ChannelMessageWithSource, { content: 'Again' }))).toEqual(ACKNOWLEDGED);
  });

  it('is taken once of two that come together', async () => {
    const interaction = command(here);
    const both = await Promise.allSettled([1, 2].map(() => callBack(interaction, DeferredChannelMessageWithSource)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(here.general.messages.size).toBe(1);
  });

  it('needs the interaction’s own id and token', async () => {
    const [one, other] = [command(here), command(here)];
    expect(await refusalOf(callBack({ id: one.id, token: other.token }, DeferredChannelMessageWithSource))).toEqual(UNKNOWN);
    expect(await refusalOf(callBack({ id: one.id, token: 'wrong' }, DeferredChannelMessageWithSource))).toEqual(UNKNOWN);
    await callBack(one, DeferredChannelMessageWithSource);
  });

  it('that is refused for what it says can be given again', async () => {
    const interaction = command(here);
    expect(await refusalOf(callBack(interaction, ChannelMessageWithSource, { content: 'x'.repeat(2_001) }))).toMatchObject({ code: 50035 });
    expect(await refusalOf(callBack(interaction, ChannelMessageWithSource))).toMatchObject({ code: 50006 });
    await callBack(interaction, ChannelMessageWithSource, { content: 'x' });
  });

  it('is answered with 204 and neither content nor a type of it, and needs no token of the bot', async () => {
    const { id, token } = command(here);
    const response = await fetch(`${here.discord.apiUrl}/v10${Routes.interactionCallback(id, token)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: DeferredChannelMessageWithSource }),
    });
    expect(response.status).toBe(204);
    expect(response.headers.has('content-type')).toBe(false);
    expect(await response.text()).toBe('');
  });

  it('is answered with its message where that is asked for', async () => {
    const { id, token } = command(here);
    const answer = await here.rest.post(Routes.interactionCallback(id, token), {
      body: { type: ChannelMessageWithSource, data: { content: 'x', flags: Ephemeral } },
      query: new URLSearchParams({ with_response: 'true' }),
      auth: false,
    });
    const [message] = [...here.general.messages.values()];
    expect(answer).toMatchObject({
      interaction: { id, response_message_id: message?.id, response_message_loading: false, response_message_ephemeral: true },
      resource: { type: ChannelMessageWithSource, message: { id: message?.id, content: 'x' } },
    });
  });

  it.each([
    ['a command', ApplicationCommand, [ChannelMessageWithSource, DeferredChannelMessageWithSource, Modal]],
    [
      'a click',
      MessageComponent,
      [ChannelMessageWithSource, DeferredChannelMessageWithSource, DeferredMessageUpdate, UpdateMessage, Modal],
    ],
    ['typing, which cannot be deferred', ApplicationCommandAutocomplete, [ApplicationCommandAutocompleteResult]],
    [
      'a form on a message, which no form answers',
      ModalSubmit,
      [ChannelMessageWithSource, DeferredChannelMessageWithSource, DeferredMessageUpdate, UpdateMessage],
    ],
  ] as const)('to %s is of a fitting kind', async (_, type, fitting: readonly number[]) => {
    const { message } = await clicked();
    const data = { content: 'x', choices: [], ...FORM, components: [] };
    const kinds = [
      ChannelMessageWithSource,
      DeferredChannelMessageWithSource,
      DeferredMessageUpdate,
      UpdateMessage,
      ApplicationCommandAutocompleteResult,
      Modal,
    ];
    const taken: number[] = [];
    for (const kind of kinds) {
      const interaction = command(here, { type, ...(type === MessageComponent || type === ModalSubmit ? { message } : {}) });
      const request = callBack(interaction, kind, kind === Modal ? FORM : data);
      if (fitting.includes(kind)) await request.then(() => taken.push(kind));
      else expect(await refusalOf(request)).toEqual(badForm('type'));
    }
    expect(taken).toEqual(fitting);
  });

  it('to a form that no message showed cannot change a message', async () => {
    for (const kind of [DeferredMessageUpdate, UpdateMessage]) {
      const interaction = command(here, { type: ModalSubmit });
      expect(await refusalOf(callBack(interaction, kind, { content: 'x' }))).toEqual(badForm('type'));
    }
  });

  it('is the only one that can be a form', async () => {
    const interaction = await deferred();
    expect(await refusalOf(callBack(interaction, Modal, FORM))).toEqual(ACKNOWLEDGED);
  });

  it('that is deferred keeps EPHEMERAL of its flags, and any other is noted', async () => {
    const interaction = await deferred({ flags: Ephemeral | IsComponentsV2 | SuppressEmbeds });
    expect(interaction.original?.flags).toBe(Loading | Ephemeral);
    expect(noted()).toEqual([expect.stringContaining('data.flags')]);
  });

  it('that is deferred for its user alone is not noted', async () => {
    await deferred({ flags: Ephemeral });
    expect(noted()).toEqual([]);
  });
});

describe('the token of an interaction', () => {
  const all = (interaction: Interaction) => [
    edit(interaction, { content: 'x' }),
    read(interaction),
    followUp(interaction),
    remove(interaction),
  ];

  it('lives for fifteen minutes', async () => {
    const interaction = await deferred();
    here.world.clock.advance(14 * MINUTE);
    expect(await edit(interaction, { content: 'x' })).toMatchObject({ content: 'x' });
    here.world.clock.advance(MINUTE + 1);
    for (const refusal of all(interaction).map(refusalOf)) expect(await refusal).toEqual(INVALID_TOKEN);
    expect(interaction.original?.content).toBe('x');
  });

  it('that is wrong is refused', async () => {
    const interaction = { ...(await deferred()), token: 'wrong' };
    for (const refusal of all(interaction).map(refusalOf)) expect(await refusal).toEqual(INVALID_TOKEN);
  });

  it('goes with its app alone', async () => {
    const { token } = await deferred();
    const request = here.rest.patch(Routes.webhookMessage('100000000000000009', token), { body: { content: 'x' }, auth: false });
    expect(await refusalOf(request)).toEqual(UNKNOWN_WEBHOOK);
  });

  it('is of no use before the first answer', async () => {
    const interaction = command(here);
    for (const refusal of all(interaction).map(refusalOf)) expect(await refusal).toEqual(UNKNOWN_WEBHOOK);
  });

  it('of suggestions is of no use', async () => {
    const interaction = command(here, { type: ApplicationCommandAutocomplete });
    await callBack(interaction, ApplicationCommandAutocompleteResult, { choices: [] });
    for (const refusal of all(interaction).map(refusalOf)) expect(await refusal).toEqual(UNKNOWN_WEBHOOK);
  });
});

describe('@original', () => {
  it('of a deferred answer is filled in, and is not called edited', async () => {
    const interaction = await deferred();
    const placeholder = interaction.original;
    expect(placeholder?.flags).toBe(Loading);
    expect(await edit(interaction, { content: 'Thought' })).toMatchObject({ id: placeholder?.id, flags: 0, edited_timestamp: null });
    expect(await edit(interaction, { content: 'Again' })).toMatchObject({ edited_timestamp: expect.any(String) });
  });

  it.each([
    ['everybody', undefined, Ephemeral, 0],
    ['its user', { flags: Ephemeral }, 0, Ephemeral],
  ])('of an answer deferred for %s stays so, whatever an edit says', async (_, data, flags, expected) => {
    const interaction = await deferred(data);
    expect(await edit(interaction, { content: 'x', flags })).toMatchObject({ flags: expected });
    expect(messagesFor(here.moderator, here.general)).toHaveLength(expected === 0 ? 1 : 0);
    expect(noted()).toEqual(flags === Ephemeral ? [expect.stringContaining('flags')] : []);
  });

  it('of a deferred answer takes components V2 with the edit', async () => {
    const interaction = await deferred({ flags: Ephemeral });
    const body = { flags: IsComponentsV2, components: [{ type: 10, content: 'x' }] };
    expect(await edit(interaction, body)).toMatchObject({ flags: IsComponentsV2 | Ephemeral });
  });

  it('of a click that is deferred is the message that was clicked', async () => {
    const { message, interaction } = await clicked();
    await callBack(interaction, DeferredMessageUpdate);
    expect(await read(interaction)).toMatchObject({ id: message.id, content: 'First' });
    await edit(interaction, { content: 'Second' });
    expect(message.content).toBe('Second');
  });

  it('of a click that changes the message is that message', async () => {
    const { message, interaction } = await clicked();
    await callBack(interaction, UpdateMessage, { content: 'Second' });
    expect(message).toMatchObject({ content: 'Second', editedAt: expect.any(Number) });
    expect(await read(interaction)).toMatchObject({ id: message.id });
  });

  it('of a click with an answer of its own is that answer', async () => {
    const { message, interaction } = await clicked();
    await callBack(interaction, ChannelMessageWithSource, { content: 'Second' });
    expect(await read(interaction)).toMatchObject({ content: 'Second', message_reference: { message_id: message.id } });
    expect(message.content).toBe('First');
  });

  it('is deleted, the clicked message too, and is unknown then', async () => {
    const { message, interaction } = await clicked();
    await callBack(interaction, DeferredMessageUpdate);
    await remove(interaction);
    expect([...here.general.messages.values()]).not.toContain(message);
    const requests = [read(interaction), edit(interaction, { content: 'x' }), remove(interaction)];
    for (const refusal of requests.map(refusalOf)) expect(await refusal).toEqual(UNKNOWN_MESSAGE);
  });

  it('of a form that was shown is not there', async () => {
    const interaction = command(here);
    await callBack(interaction, Modal, FORM);
    expect(await refusalOf(read(interaction))).toEqual(UNKNOWN_MESSAGE);
  });

  it('that was clicked and is gone cannot be changed', async () => {
    const { message, interaction } = await clicked();
    await here.rest.delete(Routes.channelMessage(here.general.id, message.id));
    expect(await refusalOf(callBack(interaction, UpdateMessage, { content: 'x' }))).toEqual(UNKNOWN_MESSAGE);
  });
});

describe('a follow-up', () => {
  it('straight after a deferred answer edits the placeholder, and is noted', async () => {
    const interaction = await deferred({ flags: Ephemeral });
    const said = await followUp(interaction, { content: 'Thought', flags: 0 });
    expect(said).toMatchObject({ id: interaction.original?.id, content: 'Thought', flags: Ephemeral });
    expect(here.general.messages.size).toBe(1);
    expect(noted()).toEqual([expect.stringContaining('follow-up')]);
  });

  it('after the placeholder was filled is a message of its own', async () => {
    const interaction = await deferred();
    const { id } = await edit(interaction, { content: 'First' });
    expect(await followUp(interaction)).toMatchObject({ content: 'More', message_reference: { message_id: id } });
    expect(here.general.messages.size).toBe(2);
  });

  it('after a click that is deferred is a message of its own', async () => {
    const { message, interaction } = await clicked();
    await callBack(interaction, DeferredMessageUpdate);
    expect((await followUp(interaction)).id).not.toBe(message.id);
    expect(message.content).toBe('First');
  });

  it('is for one or for all by its own flag', async () => {
    const interaction = command(here);
    await callBack(interaction, ChannelMessageWithSource, { content: 'First', flags: Ephemeral });
    expect((await followUp(interaction)).flags).toBe(0);
    expect((await followUp(interaction, { content: 'x', flags: Ephemeral })).flags).toBe(Ephemeral);
    expect(messagesFor(here.moderator, here.general)).toHaveLength(1);
    expect(messagesFor(here.reader, here.general)).toHaveLength(3);
  });

  it('is read, changed and deleted by its id', async () => {
    const interaction = command(here);
    await callBack(interaction, ChannelMessageWithSource, { content: 'First' });
    const { id } = await followUp(interaction);
    expect(await edit(interaction, { content: 'Less' }, id)).toMatchObject({ content: 'Less' });
    expect(await read(interaction, id)).toMatchObject({ content: 'Less' });
    await remove(interaction, id);
    expect(await refusalOf(read(interaction, id))).toEqual(UNKNOWN_MESSAGE);
    expect(interaction.original?.content).toBe('First');
  });

  it('of another interaction is unknown', async () => {
    const [one, other] = [await deferred(), await deferred()];
    expect(await refusalOf(read(one, other.original?.id))).toEqual(UNKNOWN_MESSAGE);
  });

  it('comes five times where the app is not in the server, and any number of times where it is', async () => {
    const foreign = foreignChannel();
    for (const [interaction, most] of [
      [command(here, { channel: foreign, installed: 'user' }), 5],
      [command(here), 6],
    ] as const) {
      await callBack(interaction, ChannelMessageWithSource, { content: 'x' });
      for (let sent = 0; sent < most; sent += 1) await followUp(interaction);
      if (most === 5) expect(await refusalOf(followUp(interaction))).toEqual({ status: 400, code: 40094, at: [] });
    }
  });
});

/** A channel of a guild without the app. */
function foreignChannel() {
  const guild = addGuild(here.world, { name: 'Others', owner: here.reader });
  return addChannel(here.world, guild, { name: 'elsewhere' });
}

describe('an answer for its user alone', () => {
  it('is not among the messages of its channel', async () => {
    const interaction = await deferred({ flags: Ephemeral });
    const { id } = await edit(interaction, { content: 'x' });
    const { rest, general } = here;
    expect(await rest.get(Routes.channelMessages(general.id))).toEqual([]);
    expect(await refusalOf(rest.get(Routes.channelMessage(general.id, id)))).toEqual(UNKNOWN_MESSAGE);
    expect(await refusalOf(rest.delete(Routes.channelMessage(general.id, id)))).toEqual(UNKNOWN_MESSAGE);
    expect(await read(interaction)).toMatchObject({ content: 'x' });
  });

  it.each([
    ['may not use apps of their own', 'UseExternalApps', Ephemeral],
    ['may not write', 'SendMessages', Ephemeral],
    ['may do both', 'AddReactions', 0],
  ] as const)('is what a foreign app says where people %s', async (_, denied, flags) => {
    const { world, owner, reader } = here;
    const guild = addGuild(world, { name: 'Others', owner });
    const channel = addChannel(world, guild, { name: 'elsewhere' });
    guild.members.set(reader.id, { user: reader, roles: [], joinedAt: world.clock.now() });
    setOverwrite(world, channel, guild.id, { kind: 'role', allow: 0n, deny: PermissionFlagsBits[denied] });
    const interaction = command(here, { channel, installed: 'user' });
    await callBack(interaction, ChannelMessageWithSource, { content: 'x' });
    expect(interaction.original?.flags).toBe(flags);
  });
});

describe('what the app is sent', () => {
  it('from a server carries the member with its permissions, and no user', () => {
    const before = here.world.clock.now();
    const { general, guild, reader, world } = here;
    const { raw } = command(here);
    expect(raw).toMatchObject({
      guild_id: guild.id,
      channel_id: general.id,
      context: 0,
      authorizing_integration_owners: { 0: guild.id },
      member: { user: { id: reader.id } },
      locale: 'en-US',
      version: 1,
    });
    expect(raw).not.toHaveProperty('user');
    const { permissions } = raw.member as { permissions: string };
    expect(BigInt(permissions) & PermissionFlagsBits.ManageMessages).toBe(0n);
    const own = BigInt(raw.app_permissions);
    expect(own & PermissionFlagsBits.EmbedLinks).not.toBe(0n);
    expect(timeOf(raw.id)).toBeGreaterThanOrEqual(before);
    expect(timeOf(raw.id)).toBeLessThanOrEqual(world.clock.now());
  });

  it('from direct messages carries the user, and neither member nor server', () => {
    const { raw } = command(here, { channel: here.direct });
    expect(raw).toMatchObject({ user: { id: here.reader.id }, context: 1, authorizing_integration_owners: { 0: '0' } });
    for (const key of ['member', 'guild', 'guild_id', 'guild_locale']) expect(raw).not.toHaveProperty(key);
  });

  it('from a talk between people carries the user, and that the user installed the app', () => {
    const { world, reader, moderator } = here;
    const group = directMessages(world, reader, moderator, addUser(world, { name: 'third' }));
    expect(group.type).toBe(ChannelType.GroupDM);
    const { raw } = command(here, { channel: group, installed: 'user' });
    expect(raw).toMatchObject({ user: { id: reader.id }, context: 2, authorizing_integration_owners: { 1: reader.id } });
  });

  it('from a server that it is not in says what the user may do for it', () => {
    const channel = foreignChannel();
    const { raw } = command(here, { channel, installed: 'user' });
    expect(raw).toMatchObject({ context: 0, authorizing_integration_owners: { 1: here.reader.id } });
    expect(BigInt(raw.app_permissions) & PermissionFlagsBits.Administrator).not.toBe(0n);
  });

  it('with a click is the message that was clicked, with what it says', async () => {
    const { interaction, message } = await clicked();
    expect(interaction.raw.message).toMatchObject({ id: message.id, content: 'First' });
  });

  it('has an answer that tells of it', async () => {
    const interaction = await deferred();
    expect(await read(interaction)).toMatchObject({
      application_id: here.world.application.id,
      webhook_id: here.world.application.id,
      interaction_metadata: { id: interaction.id, type: 2, user: { id: here.reader.id }, name: 'ask' },
    });
  });
});

describe('an interaction', () => {
  it('is settled once there is an answer, which an acknowledgement is not', async () => {
    const interaction = command(here);
    expect(isSettled(interaction)).toBe(false);
    await callBack(interaction, DeferredChannelMessageWithSource);
    expect(isSettled(interaction)).toBe(false);
    await edit(interaction, { content: 'x' });
    expect(isSettled(interaction)).toBe(true);
  });
});
