// Tests of people's actions in the loopback Discord: what their client refuses, and what reaches the app, as discord.js reads it.

import { once } from 'node:events';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type AutocompleteInteraction,
  ButtonStyle,
  ChannelType,
  type ChatInputCommandInteraction,
  Client,
  ComponentType,
  GatewayIntentBits,
  InteractionType,
  type Message as JsMessage,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  type StringSelectMenuInteraction,
  TextInputStyle,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { upsertCommand } from '../../../sandbox/discord/commands.js';
import { callBack } from '../../../sandbox/discord/interactions.js';
import { addMessage } from '../../../sandbox/discord/messages.js';
import {
  click,
  clickForged,
  commandsFor,
  deletePost,
  editPost,
  type FormValues,
  Impossible,
  messagesFor,
  type OptionValue,
  post,
  postAsWebhook,
  submit,
  submitForged,
  typeIn,
  useCommand,
  useMessageMenu,
} from '../../../sandbox/discord/people.js';
import { bitsOf, type PermissionName } from '../../../sandbox/discord/permissions.js';
import {
  addChannel,
  addGuild,
  addMember,
  addThread,
  addUser,
  directMessages,
  kickBot,
  setOverwrite,
  setRolePermissions,
} from '../../../sandbox/discord/places.js';
import type { Channel, Component, Interaction, Message, User } from '../../../sandbox/discord/state.js';
import { TOKEN } from './checked-discord.js';
import { command, type Loopback, openLoopback } from './loopback.js';

let here: Loopback;

beforeEach(async () => {
  here = await openLoopback();
});

afterEach(() => here.stop());

type Body = Readonly<Record<string, unknown>>;

const { String: Text, Integer, Number: Decimal, Boolean: YesNo } = ApplicationCommandOptionType;
const FILE = { name: 'note.txt', contentType: 'text/plain', data: Buffer.from('The note') };

/** Denies everybody permissions in a channel. */
function deny(channel: Channel, ...names: readonly PermissionName[]): void {
  setOverwrite(here.world, channel, here.guild.id, { kind: 'role', allow: 0n, deny: bitsOf(names) });
}

function register(body: Body, guildId?: string): void {
  upsertCommand(here.world, guildId, { description: 'A command', ...body });
}

/** Registers /ask with some options. */
function registerAsk(...options: readonly Body[]): void {
  register({ name: 'ask', options: options.map((one) => ({ description: 'An option', ...one })) });
}

function ask(options: Readonly<Record<string, OptionValue>> = {}, more: { readonly user?: User; readonly isForged?: boolean } = {}) {
  return useCommand(here.world, { user: here.reader, channel: here.general, name: 'ask', options, ...more });
}

/** The part of a command that reaches the app. */
const given = ({ raw }: Interaction) => raw.data;

describe('somebody who writes', () => {
  const write = (content: string, channel = here.general, user = here.reader) => post(here.world, { user, channel, content });
  const writeWithout = (permission: PermissionName) => {
    deny(here.general, permission);
    return write('x');
  };

  it.each<readonly [string, () => unknown]>([
    ['nothing', () => write(' \n')],
    ['more than 2,000 characters', () => write('x'.repeat(2_001))],
    ['where only others may', () => writeWithout('SendMessages')],
    ['where nobody is let in', () => writeWithout('ViewChannel')],
    [
      'in a thread without the permission for threads',
      () => {
        const thread = addThread(here.world, here.general, here.reader, 'talk');
        deny(here.general, 'SendMessagesInThreads');
        return write('x', thread);
      },
    ],
    [
      'in a locked thread',
      () => {
        const thread = addThread(here.world, here.general, here.reader, 'talk');
        thread.locked = true;
        return write('x', thread);
      },
    ],
    ['in a server without being there', () => write('x', here.general, addUser(here.world, { name: 'outsider' }))],
    ['in other people’s direct messages', () => write('x', here.direct, here.moderator)],
    [
      'a file without the permission for files',
      () => {
        deny(here.general, 'AttachFiles');
        return post(here.world, { user: here.reader, channel: here.general, content: 'x', files: [FILE] });
      },
    ],
  ])('is not let write %s', (_, act) => {
    expect(act).toThrow(Impossible);
    expect(here.general.messages.size).toBe(0);
  });

  it('is let write 2,000 characters, which are trimmed, and a file alone', () => {
    expect(write(` ${'x'.repeat(2_000)} `).content).toBe('x'.repeat(2_000));
    expect(post(here.world, { user: here.reader, channel: here.general, content: '', files: [FILE] }).attachments).toHaveLength(1);
  });

  it('opens a thread again that was put away', () => {
    const thread = addThread(here.world, here.general, here.reader, 'talk');
    thread.archived = true;
    write('x', thread);
    expect(thread.archived).toBe(false);
  });

  it('pings whom the message replies to, unless it says not to', () => {
    const first = write('First');
    const reply = { user: here.moderator, channel: here.general, content: 'x', replyTo: first };
    expect(post(here.world, reply).mentions.repliedUser).toBe(here.reader);
    expect(post(here.world, { ...reply, pings: false }).mentions.repliedUser).toBeUndefined();
  });

  it('changes and deletes the own message, and another’s with a permission only', () => {
    const message = write('First');
    editPost(here.world, message, 'Second');
    expect(message).toMatchObject({ content: 'Second', editedAt: expect.any(Number) });
    const stranger = addUser(here.world, { name: 'stranger' });
    addMember(here.world, here.guild, stranger);
    expect(() => deletePost(here.world, stranger, message)).toThrow(Impossible);
    deletePost(here.world, here.moderator, message);
    const other = write('Third');
    deletePost(here.world, here.reader, other);
    expect(here.general.messages.size).toBe(0);
  });

  it('puts away what only that one sees', () => {
    const { world, general, bot, reader } = here;
    const message = addMessage(world, { channel: general, author: bot, content: 'x', flags: MessageFlags.Ephemeral, onlyFor: reader });
    expect([messagesFor(reader, general), messagesFor(here.owner, general)]).toEqual([[message], []]);
    deletePost(world, reader, message);
    expect(messagesFor(reader, general)).toEqual([]);
  });

  it('sees nothing of a channel that is closed', () => {
    write('x');
    deny(here.general, 'ViewChannel');
    expect([messagesFor(here.reader, here.general).length, messagesFor(here.owner, here.general).length]).toEqual([0, 1]);
  });

  it('as a webhook is nobody', () => {
    const message = postAsWebhook(here.world, here.general, 'x');
    expect(message.webhook).toMatchObject({ id: message.author.id });
    expect(here.world.users.has(message.author.id)).toBe(false);
  });
});

describe('the commands that somebody is offered', () => {
  const names = (user = here.reader, channel = here.general, type?: number) =>
    commandsFor(here.world, user, channel, type).map(({ fields }) => fields.name);

  /** A guild without the bot, a direct channel with the bot, and one between people. */
  const elsewhere = () => {
    const guild = addGuild(here.world, { name: 'Others', owner: here.reader });
    return { foreign: addChannel(here.world, guild, { name: 'elsewhere' }), talk: directMessages(here.world, here.reader, here.moderator) };
  };

  it('are those for the place', () => {
    register({ name: 'usual' });
    register({ name: 'guild', contexts: [0] });
    register({ name: 'direct', contexts: [1] });
    register({ name: 'private', contexts: [2], integration_types: [1] });
    register({ name: 'all', contexts: [0, 1, 2], integration_types: [0, 1] });
    expect(names()).toEqual(['usual', 'guild', 'all']);
    expect(names(here.reader, here.direct)).toEqual(['usual', 'direct', 'all']);
    expect(names(here.reader, elsewhere().talk)).toEqual(['private', 'all']);
  });

  it('are those for people who installed the app, where the bot is not', () => {
    register({ name: 'server', integration_types: [0] });
    register({ name: 'person', integration_types: [1] });
    register({ name: 'both', integration_types: [0, 1] });
    expect(names()).toEqual(['server', 'both']);
    expect(names(here.reader, elsewhere().foreign)).toEqual(['person', 'both']);
    kickBot(here.world, here.guild);
    expect(names()).toEqual(['person', 'both']);
  });

  it('are a server’s own first, and there alone', () => {
    register({ name: 'global' });
    register({ name: 'local' }, here.guild.id);
    expect(names()).toEqual(['local', 'global']);
    expect(names(here.reader, here.direct)).toEqual(['global']);
  });

  it('are those that the permissions allow: none but an administrator for 0', () => {
    register({ name: 'all', default_member_permissions: null });
    register({ name: 'moderators', default_member_permissions: String(PermissionFlagsBits.ManageMessages) });
    register({ name: 'nobody', default_member_permissions: '0' });
    const { reader, moderator, owner, guild, moderators, world } = here;
    expect([reader, moderator, owner].map((user) => names(user).length)).toEqual([1, 2, 3]);
    setRolePermissions(world, guild, moderators, PermissionFlagsBits.Administrator);
    expect(names(moderator)).toEqual(['all', 'moderators', 'nobody']);
    expect(names(reader, here.direct)).toEqual(['all', 'moderators', 'nobody']);
  });

  it('are none without the permission for commands, and none in a place of others', () => {
    register({ name: 'all', contexts: [0, 1, 2], integration_types: [0, 1] });
    expect(names(here.moderator, here.direct)).toEqual([]);
    expect(names(addUser(here.world, { name: 'outsider' }))).toEqual([]);
    deny(here.general, 'UseApplicationCommands');
    expect(names()).toEqual([]);
    expect(names(here.owner)).toEqual(['all']);
  });

  it('are of one kind', () => {
    register({ name: 'ask' });
    register({ type: ApplicationCommandType.Message, name: 'Check', description: '' });
    expect(names()).toEqual(['ask']);
    expect(names(here.reader, here.general, ApplicationCommandType.Message)).toEqual(['Check']);
  });
});

describe('a slash command', () => {
  it('reaches the app with its name, its id and what was filled in', () => {
    registerAsk({ type: Text, name: 'question', required: true }, { type: YesNo, name: 'private' });
    const interaction = ask({ question: 'Who won?' });
    expect(interaction.type).toBe(InteractionType.ApplicationCommand);
    expect(given(interaction)).toEqual({
      id: [...here.world.commands.keys()][0],
      name: 'ask',
      type: 1,
      options: [{ name: 'question', type: Text, value: 'Who won?' }],
    });
  });

  it('of a server says so', () => {
    register({ name: 'ask' }, here.guild.id);
    expect(given(ask())).toMatchObject({ guild_id: here.guild.id });
  });

  it('with subcommands needs one, and reaches the app with it', () => {
    const add = {
      type: 1,
      name: 'add',
      description: 'Adds',
      options: [{ type: Text, name: 'text', description: 'A text', required: true }],
    };
    register({ name: 'note', options: [{ type: 2, name: 'base', description: 'A group', options: [add] }] });
    const use = (name: string, options = {}) => useCommand(here.world, { user: here.reader, channel: here.general, name, options });
    for (const name of ['note', 'note base', 'note add', 'note base remove']) expect(() => use(name)).toThrow(Impossible);
    expect(() => use('note base add')).toThrow('text');
    expect(given(use('note base add', { text: 'x' })).options).toEqual([
      { name: 'base', type: 2, options: [{ name: 'add', type: 1, options: [{ name: 'text', type: Text, value: 'x' }] }] },
    ]);
  });

  it('that is not offered, with an option that it has not, or without one that it needs is refused', () => {
    registerAsk({ type: Text, name: 'question', required: true });
    expect(() => ask({ question: 'x' }, { user: addUser(here.world, { name: 'outsider' }) })).toThrow(Impossible);
    expect(() => useCommand(here.world, { user: here.reader, channel: here.general, name: 'why' })).toThrow(Impossible);
    expect(() => ask({ question: 'x', other: 'y' })).toThrow('other');
    expect(() => ask()).toThrow('question');
    expect(here.world.interactions.size).toBe(0);
  });

  it.each<readonly [string, Body, () => OptionValue, () => OptionValue]>([
    ['a text', { type: Text }, () => 'x', () => 7],
    ['a text of 3 characters', { type: Text, min_length: 3 }, () => 'xxx', () => 'xx'],
    ['a text of at most 3', { type: Text, max_length: 3 }, () => 'xxx', () => 'xxxx'],
    ['a text of at most 6,000', { type: Text }, () => 'x'.repeat(6_000), () => 'x'.repeat(6_001)],
    ['a choice', { type: Text, choices: [{ name: 'One', value: 'one' }] }, () => 'one', () => 'two'],
    ['a whole number', { type: Integer }, () => 7, () => 7.5],
    ['a number', { type: Decimal }, () => 7.5, () => '7.5'],
    ['a number from 1', { type: Integer, min_value: 1 }, () => 1, () => 0],
    ['a number up to 9', { type: Integer, max_value: 9 }, () => 9, () => 10],
    ['yes or no', { type: YesNo }, () => false, () => 'no'],
    ['a user', { type: ApplicationCommandOptionType.User }, () => here.owner, () => here.moderators],
    ['a role', { type: ApplicationCommandOptionType.Role }, () => here.moderators, () => here.owner],
    ['a user or role', { type: ApplicationCommandOptionType.Mentionable }, () => here.moderators, () => here.general],
    ['a channel', { type: ApplicationCommandOptionType.Channel }, () => here.general, () => here.guild.id],
    [
      'a channel of one kind',
      { type: ApplicationCommandOptionType.Channel, channel_types: [ChannelType.GuildForum] },
      () => addChannel(here.world, here.guild, { name: 'forum', type: ChannelType.GuildForum }),
      () => here.general,
    ],
    ['a file', { type: ApplicationCommandOptionType.Attachment }, () => FILE, () => 'note.txt'],
  ])('takes %s for an option of that kind, and nothing else', (_, option, good, bad) => {
    registerAsk({ name: 'option', ...option });
    expect(given(ask({ option: good() })).options).toHaveLength(1);
    expect(() => ask({ option: bad() })).toThrow(Impossible);
  });

  it('that is forged reaches the app, whatever a client would check', () => {
    register({
      name: 'ask',
      default_member_permissions: '0',
      contexts: [1],
      options: [{ type: Text, name: 'question', description: 'x', required: true, max_length: 3 }],
    });
    expect(() => ask({ question: 'xxx' })).toThrow(Impossible);
    expect(given(ask({}, { isForged: true })).options).toEqual([]);
    expect(given(ask({ question: 'xxxx' }, { isForged: true })).options).toMatchObject([{ value: 'xxxx' }]);
  });
});

describe('typing in an option', () => {
  const typing = (name: string, value: string, options = {}, isForged = false) =>
    typeIn(here.world, { user: here.reader, channel: here.general, name: 'ask', focused: { name, value }, options, isForged });

  beforeEach(() => registerAsk({ type: Text, name: 'topic', autocomplete: true }, { type: YesNo, name: 'private' }));

  it('reaches the app with what stands there so far', () => {
    const interaction = typing('topic', 'elec', { private: true });
    expect(interaction.type).toBe(InteractionType.ApplicationCommandAutocomplete);
    expect(given(interaction).options).toEqual([
      { name: 'topic', type: Text, value: 'elec', focused: true },
      { name: 'private', type: YesNo, value: true },
    ]);
  });

  it('without suggestions does not, unless it is forged', () => {
    expect(() => typing('private', 'x')).toThrow(Impossible);
    expect(() => typing('other', 'x')).toThrow(Impossible);
    expect(given(typing('private', 'x', {}, true)).options).toMatchObject([{ name: 'private', focused: true }]);
  });

  it('gives the reader what the app suggests', () => {
    const interaction = typing('topic', 'elec');
    const choices = [{ name: 'Election', value: 'election' }];
    const { id, token } = interaction;
    callBack(here.world, { id, token, body: { type: 8, data: { choices } }, files: [], withResponse: false, note: () => undefined });
    expect(interaction.choices).toEqual(choices);
  });
});

describe('the menu of a message', () => {
  const menu = (message: Message, user = here.moderator, name = 'Check') => useMessageMenu(here.world, { user, message, name });

  it('reaches the app with the whole message', () => {
    register({ type: ApplicationCommandType.Message, name: 'Check', description: '' });
    const message = post(here.world, { user: here.reader, channel: here.general, content: 'A claim', files: [FILE] });
    expect(given(menu(message))).toMatchObject({
      type: ApplicationCommandType.Message,
      target_id: message.id,
      resolved: { messages: { [message.id]: { content: 'A claim', attachments: [{ filename: 'note.txt' }] } } },
    });
  });

  it('has the commands that are offered there, on messages that are seen', () => {
    register({ name: 'ask' });
    const message = post(here.world, { user: here.reader, channel: here.general, content: 'A claim' });
    expect(() => menu(message)).toThrow(Impossible);
    expect(() => menu(message, here.moderator, 'ask')).toThrow(Impossible);
    register({ type: ApplicationCommandType.Message, name: 'Check', description: '' });
    const { world, general, bot, reader } = here;
    const whispered = addMessage(world, { channel: general, author: bot, content: 'x', flags: MessageFlags.Ephemeral, onlyFor: reader });
    expect(() => menu(whispered)).toThrow(Impossible);
    deletePost(world, reader, message);
    expect(() => menu(message)).toThrow(Impossible);
  });
});

const BUTTON = { type: ComponentType.Button, style: ButtonStyle.Primary, label: 'More', custom_id: 'more' };
const SELECT = {
  type: ComponentType.StringSelect,
  custom_id: 'choose',
  placeholder: 'Choose',
  min_values: 1,
  max_values: 2,
  options: ['a', 'b', 'c'].map((value) => ({ label: value.toUpperCase(), value })),
};

/** A message of the bot with components in a row. */
function withComponents(components: readonly Component[], onlyFor?: User): Message {
  const { world, general, bot } = here;
  return addMessage(world, {
    channel: general,
    author: bot,
    content: 'x',
    components: [{ type: ComponentType.ActionRow, components }],
    flags: onlyFor === undefined ? 0 : MessageFlags.Ephemeral,
    onlyFor,
  });
}

describe('a click', () => {
  it.each([['More'], ['more']])('on %s reaches the app with the message', (on) => {
    const message = withComponents([BUTTON]);
    const interaction = click(here.world, { user: here.reader, message, on });
    expect(given(interaction)).toEqual({ custom_id: 'more', component_type: ComponentType.Button });
    expect(interaction.raw.message).toMatchObject({ id: message.id });
  });

  it('at any depth of components V2 reaches the app', () => {
    const section = { type: ComponentType.Section, components: [{ type: 10, content: 'x' }], accessory: BUTTON };
    const message = addMessage(here.world, { channel: here.general, author: here.bot, components: [{ type: 17, components: [section] }] });
    expect(given(click(here.world, { user: here.reader, message, on: 'More' }))).toMatchObject({ custom_id: 'more' });
  });

  it('is refused on what is not there, is switched off, is a link, or is not seen', () => {
    const link = { type: ComponentType.Button, style: ButtonStyle.Link, label: 'Source', url: 'https://example.org' };
    const message = withComponents([{ ...BUTTON, disabled: true }, link]);
    for (const on of ['Less', 'More', 'Source']) expect(() => click(here.world, { user: here.reader, message, on })).toThrow(Impossible);
    const whispered = withComponents([BUTTON], here.reader);
    expect(() => click(here.world, { user: here.moderator, message: whispered, on: 'More' })).toThrow(Impossible);
    expect(given(click(here.world, { user: here.reader, message: whispered, on: 'More' }))).toMatchObject({ custom_id: 'more' });
  });

  it('is refused on a message that is gone', () => {
    const message = withComponents([BUTTON]);
    deletePost(here.world, here.moderator, message);
    expect(() => click(here.world, { user: here.reader, message, on: 'More' })).toThrow(Impossible);
  });

  it('that is forged reaches the app', () => {
    const message = withComponents([{ ...BUTTON, disabled: true }]);
    for (const customId of ['more', 'never there']) {
      expect(given(clickForged(here.world, { user: here.moderator, message, customId }))).toMatchObject({ custom_id: customId });
    }
  });
});

describe('a choice in a select', () => {
  const choose = (...values: readonly string[]) =>
    click(here.world, { user: here.reader, message: withComponents([SELECT]), on: 'Choose', values });

  it('reaches the app with its values', () => {
    expect(given(choose('a', 'c'))).toEqual({ custom_id: 'choose', component_type: ComponentType.StringSelect, values: ['a', 'c'] });
  });

  it('is refused with too few values, too many, or others than there are', () => {
    for (const values of [[], ['a', 'b', 'c'], ['d']]) expect(() => choose(...values)).toThrow(Impossible);
  });

  it('that is forged reaches the app', () => {
    const forged = { user: here.reader, message: withComponents([SELECT]), customId: 'choose', type: ComponentType.StringSelect };
    expect(given(clickForged(here.world, { ...forged, values: ['d'] }))).toMatchObject({ values: ['d'] });
  });
});

describe('a form', () => {
  const label = (component: Body): Body => ({ type: ComponentType.Label, label: 'Label', component });
  const input = (changes: Body = {}): Body => ({
    type: ComponentType.TextInput,
    style: TextInputStyle.Paragraph,
    custom_id: 'why',
    ...changes,
  });
  const option = (value: string, isDefault = false) => ({ label: value, value, default: isDefault });

  /** Shows a modal to the reader. */
  function show(components: readonly Body[], interaction = command(here)): Interaction {
    const { id, token } = interaction;
    const body = { type: 9, data: { title: 'Form', custom_id: 'form', components } };
    callBack(here.world, { id, token, body, files: [], withResponse: false, note: () => undefined });
    return interaction;
  }

  const send = (components: readonly Body[], values: FormValues = {}) => submit(here.world, show(components), values);

  it('reaches the app as it was filled in', () => {
    const interaction = send([{ type: ComponentType.TextDisplay, content: 'Say why.' }, label(input())], { why: 'Because.' });
    expect(interaction.type).toBe(InteractionType.ModalSubmit);
    expect(given(interaction)).toEqual({
      custom_id: 'form',
      components: [
        { type: ComponentType.TextDisplay, id: 0 },
        { type: ComponentType.Label, id: 0, component: { type: ComponentType.TextInput, id: 0, custom_id: 'why', value: 'Because.' } },
      ],
    });
  });

  it('keeps what it came with where nothing is filled in', () => {
    const parts = [
      label(input({ value: 'Kept' })),
      label({ type: ComponentType.StringSelect, custom_id: 'choose', options: [option('a'), option('b', true)] }),
      label({ type: ComponentType.RadioGroup, custom_id: 'one', options: [option('c'), option('d', true)] }),
      label({ type: ComponentType.Checkbox, custom_id: 'tick', default: true }),
    ];
    expect(given(send(parts)).components).toMatchObject([
      { component: { value: 'Kept' } },
      { component: { values: ['b'] } },
      { component: { value: 'd' } },
      { component: { value: true } },
    ]);
    expect(given(send(parts, { why: 'New', choose: ['a'], one: 'c', tick: false })).components).toMatchObject([
      { component: { value: 'New' } },
      { component: { values: ['a'] } },
      { component: { value: 'c' } },
      { component: { value: false } },
    ]);
  });

  it.each<readonly [string, Body, FormValues]>([
    ['a text that must be there', input(), {}],
    ['a text that is too short', input({ min_length: 3 }), { why: 'xx' }],
    ['a text that is too long', input({ max_length: 3 }), { why: 'xxxx' }],
    ['a text over 4,000 characters', input(), { why: 'x'.repeat(4_001) }],
    ['a choice that must be made', { type: ComponentType.StringSelect, custom_id: 'why', options: [option('a')] }, {}],
    ['a choice that there is not', { type: ComponentType.StringSelect, custom_id: 'why', options: [option('a')] }, { why: ['b'] }],
    [
      'two of one radio group',
      { type: ComponentType.RadioGroup, custom_id: 'why', options: [option('a'), option('b')] },
      { why: ['a', 'b'] },
    ],
    ['a file that must be there', { type: ComponentType.FileUpload, custom_id: 'why' }, {}],
    ['more files than may be', { type: ComponentType.FileUpload, custom_id: 'why', max_values: 1 }, { why: [FILE, FILE] }],
    ['a field that it has not', input({ required: false }), { other: 'x' }],
  ])('is not sent with %s', (_, component, values) => {
    const shown = show([label(component)]);
    expect(() => submit(here.world, shown, values)).toThrow(Impossible);
  });

  it.each<readonly [string, Body, unknown]>([
    ['text', input({ required: false, min_length: 3 }), { value: '' }],
    ['choice', { type: ComponentType.StringSelect, custom_id: 'why', required: false, options: [option('a')] }, { values: [] }],
    [
      'choice among a few',
      { type: ComponentType.RadioGroup, custom_id: 'why', required: false, options: [option('a'), option('b')] },
      { value: null },
    ],
    ['file', { type: ComponentType.FileUpload, custom_id: 'why', required: false }, { values: [] }],
  ])('may leave out a %s that is not required', (_, component, expected) => {
    expect(given(send([label(component)])).components).toMatchObject([{ component: expected }]);
  });

  it('that nobody showed cannot be sent', () => {
    expect(() => submit(here.world, command(here), {})).toThrow(Impossible);
  });

  it('belongs to the message whose button showed it, and not to one that a menu was used on', () => {
    const message = withComponents([BUTTON]);
    const clicked = show([label(input())], click(here.world, { user: here.reader, message, on: 'More' }));
    expect(submit(here.world, clicked, { why: 'x' }).raw.message).toMatchObject({ id: message.id });
    register({ type: ApplicationCommandType.Message, name: 'Check', description: '' });
    const used = show([label(input())], useMessageMenu(here.world, { user: here.reader, message, name: 'Check' }));
    expect(submit(here.world, used, { why: 'x' }).raw).not.toHaveProperty('message');
  });

  it('that is forged reaches the app', () => {
    const components = [{ type: ComponentType.Label, component: input() as unknown as Component }];
    const forged = { user: here.reader, channel: here.general, customId: 'never shown', components };
    const long = 'x'.repeat(5_000);
    expect(given(submitForged(here.world, { ...forged, values: { why: long } }))).toMatchObject({
      custom_id: 'never shown',
      components: [{ component: { value: long } }],
    });
  });

  describe('in discord.js', () => {
    let client: Client;

    beforeEach(async () => {
      client = new Client({ intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages], rest: { api: here.discord.apiUrl } });
      const ready = once(client, 'clientReady');
      await client.login(TOKEN);
      await ready;
    });

    afterEach(() => client.destroy());

    /** The next interaction, as discord.js passes it to the app. */
    async function heard<T>(act: () => unknown): Promise<T> {
      const next = once(client, 'interactionCreate');
      act();
      return (await next)[0] as T;
    }

    it('has every kind of field', async () => {
      const group = { options: [option('a'), option('b')] };
      const shown = show([
        label(input()),
        label({ type: ComponentType.FileUpload, custom_id: 'files', max_values: 2 }),
        label({ type: ComponentType.RadioGroup, custom_id: 'one', ...group }),
        label({ type: ComponentType.CheckboxGroup, custom_id: 'some', ...group }),
        label({ type: ComponentType.Checkbox, custom_id: 'tick' }),
      ]);
      await once(client, 'interactionCreate');
      const values = { why: 'Because.', files: [FILE, { ...FILE, name: 'b.txt' }], one: 'b', some: ['a', 'b'], tick: true };
      const { fields } = await heard<ModalSubmitInteraction>(() => submit(here.world, shown, values));
      expect(fields.getTextInputValue('why')).toBe('Because.');
      expect(fields.getRadioGroup('one')).toBe('b');
      expect(fields.getCheckboxGroup('some')).toEqual(['a', 'b']);
      expect(fields.getCheckbox('tick')).toBe(true);
      const files = [...(fields.getUploadedFiles('files')?.values() ?? [])];
      expect(files.map(({ name, size }) => [name, size])).toEqual([
        ['note.txt', 8],
        ['b.txt', 8],
      ]);
      expect(await (await fetch(files[0]?.url ?? '')).text()).toBe('The note');
    });

    it('stands beside commands with every kind of option', async () => {
      const kinds = ['String', 'Integer', 'Number', 'Boolean', 'User', 'Role', 'Channel', 'Attachment', 'Mentionable'] as const;
      registerAsk(...kinds.map((kind) => ({ type: ApplicationCommandOptionType[kind], name: kind.toLowerCase() })));
      const { reader, moderator, moderators, general } = here;
      const { options } = await heard<ChatInputCommandInteraction<'cached'>>(() =>
        ask({
          string: 'x',
          integer: 7,
          number: 7.5,
          boolean: false,
          user: moderator,
          role: moderators,
          channel: general,
          attachment: FILE,
          mentionable: reader,
        }),
      );
      expect([options.getString('string'), options.getInteger('integer'), options.getNumber('number')]).toEqual(['x', 7, 7.5]);
      expect(options.getBoolean('boolean')).toBe(false);
      expect(options.getUser('user')?.username).toBe('moderator');
      expect(options.getMember('user')?.roles.cache.has(moderators.id)).toBe(true);
      expect(options.getRole('role')?.name).toBe('Moderators');
      expect(options.getChannel('channel')?.name).toBe('general');
      expect(await (await fetch(options.getAttachment('attachment')?.url ?? '')).text()).toBe('The note');
      expect(options.getMentionable('mentionable')).toMatchObject({ user: { id: reader.id } });
    });

    it('stands beside suggestions, menus and selects', async () => {
      registerAsk({ type: Text, name: 'topic', autocomplete: true });
      register({ type: ApplicationCommandType.Message, name: 'Check', description: '' });
      const { world, reader: user, general: channel } = here;
      const typed = await heard<AutocompleteInteraction>(() =>
        typeIn(world, { user, channel, name: 'ask', focused: { name: 'topic', value: 'elec' } }),
      );
      expect(typed.options.getFocused(true)).toMatchObject({ name: 'topic', value: 'elec' });
      const message = post(world, { user: here.moderator, channel, content: 'A claim' });
      const used = await heard<MessageContextMenuCommandInteraction>(() => useMessageMenu(world, { user, message, name: 'Check' }));
      expect([used.commandName, used.targetMessage.content]).toEqual(['Check', 'A claim']);
      const chosen = await heard<StringSelectMenuInteraction>(() =>
        click(world, { user, message: withComponents([SELECT]), on: 'Choose', values: ['b'] }),
      );
      expect([chosen.customId, chosen.values]).toEqual(['choose', ['b']]);
    });

    it('stands beside messages of webhooks', async () => {
      const next = once(client, 'messageCreate');
      postAsWebhook(here.world, here.general, 'x');
      const [message] = (await next) as [JsMessage];
      expect([message.webhookId === null, message.author.bot]).toEqual([false, true]);
    });
  });
});
