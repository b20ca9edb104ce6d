// People's actions in Discord: write, use commands, type, click, choose, submit modals, as far as their client allows.

import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ComponentType,
  InteractionContextType,
  InteractionType,
  MessageType,
  PermissionFlagsBits,
} from 'discord.js';
import { commandsIn } from './commands.js';
import { interact } from './interactions.js';
import { mentionsIn } from './mentions.js';
import { addMessage, asKept, removeMessage, storeFile } from './messages.js';
import { channelPayload, dispatchMessage, fullMessagePayload, type Json, memberPayload, rolePayload, userPayload } from './payloads.js';
import { channelPermissions, may, mayWrite } from './permissions.js';
import type { Channel, Command, CommandOption, Component, Interaction, Message, RequestFile, Role, User, World } from './state.js';

/** Thrown if a Discord client would not allow the action. */
export class Impossible extends Error {}

export interface Post {
  readonly user: User;
  readonly channel: Channel;
  readonly content: string;
  readonly replyTo?: Message;
  /** Whether the reply pings; true by default. */
  readonly pings?: boolean;
  readonly files?: readonly RequestFile[];
}

const MOST_CHARACTERS = 2_000;

/** Whether a client lets somebody write in a channel; a locked thread requires the permission to manage threads. */
export function mayPost(user: User, channel: Channel): boolean {
  return mayWrite(user, channel) && (!channel.locked || may(user, channel, 'ManageThreads'));
}

function checkLength(content: string, least: number): void {
  const { length } = content.trim();
  if (length > MOST_CHARACTERS || length < least) throw new Impossible(`A message cannot have ${length} characters.`);
}

/** Writes a message. */
export function post(world: World, { user, channel, content, replyTo, pings = true, files = [] }: Post): Message {
  if (!mayPost(user, channel)) throw new Impossible(`${user.name} may not write in ${channel.name}.`);
  if (files.length > 0 && !may(user, channel, 'AttachFiles')) throw new Impossible(`${user.name} may not attach files.`);
  checkLength(content, files.length > 0 ? 0 : 1);
  const mentions = mentionsIn(world, {
    channel,
    author: user,
    content,
    components: [],
    repliedTo: replyTo?.author,
    allowed: { parse: ['users', 'roles', 'everyone'], replied_user: pings },
    unspecified: 'all',
  });
  const attachments = files.map((file) => storeFile(world, channel, file));
  return addMessage(world, { channel, author: user, content: content.trim(), mentions, replyTo, attachments });
}

/** Forwards a message to another channel, without text of its own. */
export function forward(world: World, { user, channel, message }: { user: User; channel: Channel; message: Message }): Message {
  if (!messagesFor(user, message.channel).includes(message)) throw new Impossible(`${user.name} does not see this message.`);
  if (!mayPost(user, channel)) throw new Impossible(`${user.name} may not write in ${channel.name}.`);
  return addMessage(world, { channel, author: user, forwarded: message });
}

/** Posts as a webhook, which has no account: a news feed may post embeds or components alone. */
export function postAsWebhook(
  world: World,
  channel: Channel,
  content: string,
  { embeds = [], components = [], flags = 0 }: Partial<Pick<Message, 'embeds' | 'components' | 'flags'>> = {},
): Message {
  const id = world.nextId();
  const author: User = { id, name: 'hook', bot: true, locale: 'en-US', acceptsDms: false };
  const mentions = mentionsIn(world, {
    channel,
    author,
    content,
    components,
    repliedTo: undefined,
    allowed: undefined,
    unspecified: 'all',
  });
  return addMessage(world, { channel, author, content, ...asKept({ embeds, components }), flags, mentions, webhook: { id, name: 'hook' } });
}

/** Edits a message as its author. */
export function editPost(world: World, message: Message, content: string): void {
  checkLength(content, 1);
  const { channel, author, mentions } = message;
  message.content = content.trim();
  message.editedAt = world.clock.now();
  // An edit updates the mentions and pings nobody.
  const { users, roles, everyone } = mentionsIn(world, {
    channel,
    author,
    content,
    components: [],
    repliedTo: undefined,
    allowed: undefined,
    unspecified: 'all',
  });
  message.mentions = { users, roles, everyone, repliedUser: mentions.repliedUser };
  dispatchMessage(world, 'MESSAGE_UPDATE', message);
  world.change({ kind: 'message-updated', message });
}

/** Whether a client lets somebody delete a message: their own, or any with the permission for it. */
export function mayDelete(user: User, { author, onlyFor, channel }: Message): boolean {
  return author === user || onlyFor === user || may(user, channel, 'ManageMessages');
}

export function deletePost(world: World, user: User, message: Message): void {
  if (!mayDelete(user, message)) throw new Impossible(`${user.name} may not delete this message.`);
  removeMessage(world, message);
}

/** The messages of a channel that somebody sees, oldest first. */
export function messagesFor(user: User, channel: Channel): Message[] {
  if (!may(user, channel, 'ViewChannel')) return [];
  return [...channel.messages.values()].filter(({ onlyFor }) => onlyFor === undefined || onlyFor === user);
}

/** The commands of one type that a client offers in a channel; guild commands come first. */
export function commandsFor(world: World, user: User, channel: Channel, type: number = ApplicationCommandType.ChatInput): Command[] {
  const { guild } = channel;
  const installed = installedFor(world, channel);
  const context = contextOf(world, channel);
  const permissions = channelPermissions(channel, user);
  const all = [...(guild === undefined ? [] : commandsIn(world, guild.id)), ...commandsIn(world, undefined)];
  return all.filter(({ type: own, guildId, fields }) => {
    if (own !== type || !may(user, channel, 'UseApplicationCommands')) return false;
    const { default_member_permissions: needed, contexts, integration_types: types } = fields;
    if (guildId === undefined) {
      if (!(contexts ?? [InteractionContextType.Guild, InteractionContextType.BotDM]).includes(context)) return false;
      if (!(types ?? [0]).includes(installed === 'guild' ? 0 : 1)) return false;
    }
    if (needed === undefined || needed === null || guild === undefined) return true;
    const isAdministrator = (permissions & PermissionFlagsBits.Administrator) !== 0n;
    return isAdministrator || (BigInt(needed) !== 0n && (permissions & BigInt(needed)) === BigInt(needed));
  });
}

/** The installation that an interaction comes through. */
function installedFor({ application }: World, { guild, recipients }: Channel): 'guild' | 'user' {
  const isThere = guild === undefined ? recipients.includes(application.bot) : guild.members.has(application.bot.id);
  return isThere ? 'guild' : 'user';
}

function contextOf({ application }: World, { guild, recipients }: Channel): InteractionContextType {
  if (guild !== undefined) return InteractionContextType.Guild;
  return recipients.includes(application.bot) ? InteractionContextType.BotDM : InteractionContextType.PrivateChannel;
}

/** A value for a command's option. */
export type OptionValue = string | number | boolean | User | Role | Channel | RequestFile;

export interface CommandUse {
  readonly user: User;
  readonly channel: Channel;
  /** In English, with group and subcommand: `note add`. */
  readonly name: string;
  readonly options?: Readonly<Record<string, OptionValue>>;
  /** Whether the client checks nothing. */
  readonly isForged?: boolean;
}

/** Uses a slash command. */
export function useCommand(world: World, use: CommandUse): Interaction {
  const { user, channel, options = {} } = use;
  const { command, path, accepted } = find(world, use);
  const resolved: Resolved = {};
  const values = accepted.flatMap((option) => {
    const value = options[option.name];
    if (value === undefined) {
      if (option.required === true && use.isForged !== true) throw new Impossible(`/${use.name} needs ${option.name}.`);
      return [];
    }
    if (use.isForged !== true) checkValue(use.name, option, value);
    return [{ name: option.name, type: option.type, value: resolve(world, channel, value, resolved) }];
  });
  for (const name of Object.keys(options)) {
    if (!accepted.some((option) => option.name === name)) throw new Impossible(`/${use.name} has no option ${name}.`);
  }
  const data = { ...identityOf(command), options: nest(path, values), ...(Object.keys(resolved).length === 0 ? {} : { resolved }) };
  return interact(world, {
    ...source(world, user, channel),
    type: InteractionType.ApplicationCommand,
    data,
    responseType: MessageType.ChatInputCommand,
  });
}

export interface Typing extends CommandUse {
  /** The option that is being typed in, and its text so far. */
  readonly focused: { readonly name: string; readonly value: string };
}

/** Types in an option with autocompletion. */
export function typeIn(world: World, typing: Typing): Interaction {
  const { user, channel, options = {}, focused } = typing;
  const { command, path, accepted } = find(world, typing);
  const option = accepted.find(({ name }) => name === focused.name);
  if (option?.autocomplete !== true && typing.isForged !== true)
    throw new Impossible(`${focused.name} of /${typing.name} has no autocompletion.`);
  const values = accepted.flatMap(({ name, type }): Json[] => {
    if (name === focused.name) return [{ name, type, value: focused.value, focused: true }];
    const value = options[name];
    return value === undefined || typeof value === 'object' ? [] : [{ name, type, value }];
  });
  const data = { ...identityOf(command), options: nest(path, values) };
  return interact(world, { ...source(world, user, channel), type: InteractionType.ApplicationCommandAutocomplete, data });
}

/** Uses a context-menu command on a message. */
export function useMessageMenu(world: World, { user, message, name }: { user: User; message: Message; name: string }): Interaction {
  const { channel } = message;
  if (!messagesFor(user, channel).includes(message)) throw new Impossible(`${user.name} does not see this message.`);
  const command = commandsFor(world, user, channel, ApplicationCommandType.Message).find(({ fields }) => fields.name === name);
  if (command === undefined) throw new Impossible(`The menu of messages has no ${name} for ${user.name} in ${channel.name}.`);
  const resolved = { messages: { [message.id]: fullMessagePayload(world, message) } };
  const data = { ...identityOf(command), target_id: message.id, resolved };
  return interact(world, {
    ...source(world, user, channel),
    type: InteractionType.ApplicationCommand,
    data,
    message,
    responseType: MessageType.ContextMenuCommand,
  });
}

export interface ComponentUse {
  readonly user: User;
  readonly message: Message;
  /** The label of a button, the placeholder of a select, or the custom id of either. */
  readonly on: string;
  readonly values?: readonly string[];
}

/** Clicks a button, or chooses in a select. */
export function click(world: World, { user, message, on, values }: ComponentUse): Interaction {
  if (!messagesFor(user, message.channel).includes(message)) throw new Impossible(`${user.name} does not see this message.`);
  const component = componentsIn(message).find(({ custom_id, label, placeholder }) => [custom_id, label, placeholder].includes(on));
  if (component === undefined) {
    const there = componentsIn(message).map(({ label, placeholder }) => label ?? placeholder);
    throw new Impossible(`The message has no “${on}”, only ${there.map((name) => `“${name}”`).join(', ') || 'nothing to click'}.`);
  }
  if (component.disabled === true) throw new Impossible(`“${on}” is switched off.`);
  if (component.type !== ComponentType.Button) checkChosen(component, values ?? []);
  return clickForged(world, {
    user,
    message,
    customId: component.custom_id ?? '',
    type: component.type,
    ...(values === undefined ? {} : { values }),
  });
}

export interface ForgedClick {
  readonly user: User;
  readonly message: Message;
  readonly customId: string;
  readonly type?: number;
  readonly values?: readonly string[];
}

/** Clicks a component that need not exist. */
export function clickForged(world: World, { user, message, customId, type = ComponentType.Button, values }: ForgedClick): Interaction {
  const isSelect = type !== ComponentType.Button;
  const data = { custom_id: customId, component_type: type, ...(isSelect ? { values: values ?? [] } : {}) };
  return interact(world, { ...source(world, user, message.channel), type: InteractionType.MessageComponent, data, message });
}

/** Values of a modal by custom id: a text or the choice of a radio group, several choices, files, or a tick. */
export type FormValues = Readonly<Record<string, string | boolean | readonly string[] | readonly RequestFile[]>>;

/** Submits a modal that answered an interaction; inputs without a value keep their initial one. */
export function submit(world: World, shown: Interaction, values: FormValues): Interaction {
  const { modal, user, channel, message } = shown;
  if (modal === undefined) throw new Impossible('No form was shown.');
  const inputs = inputsIn(modal.components);
  const known = inputs.map(({ custom_id }) => custom_id);
  for (const id of Object.keys(values)) {
    if (!known.includes(id)) throw new Impossible(`The form has no ${id}, only ${known.join(', ')}.`);
  }
  for (const input of inputs) checkFilled(input, filledIn(input, values));
  // Only a modal shown by a message's component belongs to that message.
  const on = shown.type === InteractionType.MessageComponent ? message : undefined;
  return submitForged(world, {
    user,
    channel,
    message: on,
    customId: modal.custom_id,
    components: modal.components,
    values,
    triggeredBy: shown,
  });
}

export interface ForgedForm {
  readonly user: User;
  readonly channel: Channel;
  readonly message?: Message | undefined;
  readonly customId: string;
  readonly components: readonly Component[];
  readonly values: FormValues;
  readonly triggeredBy?: Interaction;
}

/** Submits a modal that need not have been shown. */
export function submitForged(world: World, { user, channel, message, customId, components, values, triggeredBy }: ForgedForm): Interaction {
  const resolved: Resolved = {};
  const filled = components.map((component) => fillIn(world, channel, component, values, resolved));
  const data = { custom_id: customId, components: filled, ...(Object.keys(resolved).length === 0 ? {} : { resolved }) };
  return interact(world, { ...source(world, user, channel), type: InteractionType.ModalSubmit, data, message, triggeredBy });
}

/** The buttons and selects of a message. */
export function componentsIn({ components }: Pick<Message, 'components'>): Component[] {
  return inputsIn(components);
}

/** All components with a custom id, at any depth. */
function inputsIn(components: readonly Component[]): Component[] {
  return components.flatMap((one) => {
    const inner = [...(one.components ?? []), ...[one.accessory, one.component].filter((part) => part !== undefined)];
    return [...(one.custom_id === undefined ? [] : [one]), ...inputsIn(inner)];
  });
}

interface Found {
  readonly command: Command;
  /** Group and subcommand. */
  readonly path: readonly CommandOption[];
  readonly accepted: readonly CommandOption[];
}

function find(world: World, { user, channel, name, isForged }: CommandUse): Found {
  const [first, ...rest] = name.split(' ');
  const offered = isForged === true ? [...world.commands.values()] : commandsFor(world, user, channel);
  const command = offered.find(({ fields, type }) => fields.name === first && type === ApplicationCommandType.ChatInput);
  if (command === undefined) throw new Impossible(`/${first} is not offered to ${user.name} in ${channel.name || 'this direct message'}.`);
  let accepted = command.fields.options ?? [];
  const path: CommandOption[] = [];
  for (const step of rest) {
    const inner = accepted.find((option) => option.name === step && isSub(option));
    if (inner === undefined) throw new Impossible(`/${first} has no ${step}.`);
    path.push(inner);
    accepted = inner.options ?? [];
  }
  if (accepted.some(isSub)) throw new Impossible(`/${name} needs a subcommand.`);
  return { command, path, accepted };
}

/** Whether an option is a subcommand or a group of them. */
export function isSub({ type }: Pick<CommandOption, 'type'>): boolean {
  return type === ApplicationCommandOptionType.Subcommand || type === ApplicationCommandOptionType.SubcommandGroup;
}

function nest(path: readonly CommandOption[], values: readonly Json[]): readonly Json[] {
  return path.reduceRight<readonly Json[]>((options, { name, type }) => [{ name, type, options }], values);
}

function identityOf({ id, guildId, type, fields }: Command): Json {
  return { id, name: fields.name, type, ...(guildId === undefined ? {} : { guild_id: guildId }) };
}

function source(world: World, user: User, channel: Channel) {
  return { user, channel, installed: installedFor(world, channel), locale: user.locale };
}

function checkValue(command: string, option: CommandOption, value: OptionValue): void {
  const refuse = (why: string): never => {
    throw new Impossible(`/${command} ${option.name}: ${why}.`);
  };
  if (!isOfType(option, value)) refuse(`takes no ${typeof value} like this`);
  const { min_value: least = Number.NEGATIVE_INFINITY, max_value: most = Number.POSITIVE_INFINITY } = option;
  if (typeof value === 'number' && (value < least || value > most)) refuse(`${value} lies not between ${least} and ${most}`);
  if (typeof value === 'string') {
    const { min_length: shortest = 0, max_length: longest = 6_000 } = option;
    if (value.length < shortest || value.length > longest) refuse(`${value.length} characters, not ${shortest} to ${longest}`);
  }
  if (option.choices !== undefined && option.choices.length > 0 && !option.choices.some((choice) => choice.value === value))
    refuse('no such choice');
}

function isOfType({ type, channel_types: types }: CommandOption, value: OptionValue): boolean {
  const isA = (key: keyof User | keyof Role | keyof Channel | keyof RequestFile) => typeof value === 'object' && key in value;
  switch (type) {
    case ApplicationCommandOptionType.String:
      return typeof value === 'string';
    case ApplicationCommandOptionType.Integer:
      return Number.isInteger(value);
    case ApplicationCommandOptionType.Number:
      return typeof value === 'number';
    case ApplicationCommandOptionType.Boolean:
      return typeof value === 'boolean';
    case ApplicationCommandOptionType.User:
      return isA('acceptsDms');
    case ApplicationCommandOptionType.Role:
      return isA('managed');
    case ApplicationCommandOptionType.Mentionable:
      return isA('acceptsDms') || isA('managed');
    case ApplicationCommandOptionType.Channel:
      return isA('messages') && (types === undefined || types.includes((value as Channel).type));
    default:
      return isA('data');
  }
}

type Resolved = Record<string, Record<string, Json>>;

function resolve(world: World, channel: Channel, value: OptionValue, resolved: Resolved): string | number | boolean {
  if (typeof value !== 'object') return value;
  const add = (kind: string, id: string, payload: Json): string => {
    resolved[kind] = { ...resolved[kind], [id]: payload };
    return id;
  };
  if ('data' in value) {
    const { id, name, data, contentType, url } = storeFile(world, channel, value);
    return add('attachments', id, {
      id,
      filename: name,
      size: data.byteLength,
      content_type: contentType,
      url,
      proxy_url: url,
      ephemeral: true,
    });
  }
  if ('messages' in value) {
    const { permission_overwrites: _, ...payload } = channelPayload(value);
    return add('channels', value.id, { ...payload, permissions: String(channelPermissions(value, world.application.bot)) });
  }
  if ('permissions' in value) return add('roles', value.id, rolePayload(value, world.application.bot.id));
  const member = channel.guild?.members.get(value.id);
  if (member !== undefined) add('members', value.id, { ...memberPayload(member), permissions: String(channelPermissions(channel, value)) });
  return add('users', value.id, userPayload(value));
}

function fillIn(world: World, channel: Channel, component: Component, values: FormValues, resolved: Resolved): Json {
  const { type, id = 0, custom_id: customId, components, component: inner } = component;
  const base = { type, id };
  if (inner !== undefined) return { ...base, component: fillIn(world, channel, inner, values, resolved) };
  if (components !== undefined) return { ...base, components: components.map((one) => fillIn(world, channel, one, values, resolved)) };
  if (customId === undefined) return base;
  const filled = filledIn(component, values);
  if (typeof filled !== 'object') return { ...base, custom_id: customId, value: filled };
  const chosen = filled.map((one) => (typeof one === 'string' ? one : String(resolve(world, channel, one, resolved))));
  if (type === ComponentType.RadioGroup) return { ...base, custom_id: customId, value: chosen[0] ?? null };
  return { ...base, custom_id: customId, values: chosen };
}

type Filled = string | boolean | readonly (string | RequestFile)[];

/** The value of a modal's input: the given one, else the initial one. */
function filledIn(component: Component, values: FormValues): Filled {
  const { type, custom_id: customId = '', options = [] } = component;
  const given = values[customId];
  if (type === ComponentType.TextInput) return typeof given === 'string' ? given : (component.value ?? '');
  if (type === ComponentType.Checkbox) return typeof given === 'boolean' ? given : component.default === true;
  if (typeof given === 'string') return [given];
  return Array.isArray(given) ? given : options.filter((option) => option.default === true).map((option) => option.value);
}

/** Refuses a value that a modal would not let somebody submit. */
function checkFilled(input: Component, filled: Filled): void {
  const { custom_id: name, required = true } = input;
  if (typeof filled === 'string') {
    const { min_length: shortest = 0, max_length: longest = 4_000 } = input;
    if (filled.length > longest || (filled.length < shortest && (required || filled !== ''))) {
      throw new Impossible(`${name} takes ${shortest} to ${longest} characters, not ${filled.length}.`);
    }
    if (required && filled === '') throw new Impossible(`${name} must be filled in.`);
  } else if (typeof filled === 'object' && (required || filled.length > 0)) checkChosen(input, filled);
}

/** Refuses a choice that a client would not allow. */
function checkChosen(component: Component, chosen: readonly (string | RequestFile)[]): void {
  const { type, custom_id: name, options } = component;
  const usual = type === ComponentType.CheckboxGroup ? options?.length : undefined;
  const { min_values: fewest = 1, max_values: most = usual ?? 1 } = component;
  if (chosen.length < fewest || chosen.length > most) {
    throw new Impossible(`${name} takes ${fewest} to ${most} values, not ${chosen.length}.`);
  }
  const strange = options === undefined ? undefined : chosen.find((one) => !options.some(({ value }) => value === one));
  if (strange !== undefined) throw new Impossible(`${name} has no ${String(strange)}.`);
}
