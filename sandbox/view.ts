// The sandbox as one person sees it, as data for the page: rooms, messages, commands, modals, the bot's requests.

import {
  ApplicationCommandType,
  ButtonStyle,
  ComponentType,
  InteractionType,
  MessageFlags,
  MessageType,
  ApplicationCommandOptionType as OptionType,
} from 'discord.js';
import { commandsFor, isSub, mayDelete, mayPost, messagesFor } from './discord/people.js';
import { channelPermissions, may } from './discord/permissions.js';
import type {
  Channel,
  Command,
  CommandOption,
  Component,
  Embed,
  Interaction,
  Message,
  RequestRecord,
  SelectOption,
  User,
  World,
} from './discord/state.js';
import { type Names, plainText, toMarkup } from './markdown.js';
import type { Program } from './program.js';
import type { SampleGuild } from './sample-guild.js';
import type {
  Person,
  Room,
  View,
  WireChoice,
  WireCommand,
  WireComponent,
  WireEmbed,
  WireForm,
  WireInput,
  WireMessage,
  WireOption,
  WireRequest,
} from './wire.js';

/** The state to view. */
export interface Scene {
  readonly world: World;
  readonly place: SampleGuild;
  readonly program: Program;
}

/** The person who looks, and the room. */
export interface Viewer {
  readonly user: User;
  readonly channel: Channel;
}

/** Number of messages shown in a room; older ones are left out. */
const MOST_MESSAGES = 200;
const EXCERPT_LENGTH = 100;

/** The whole view of a window. */
export function viewOf(scene: Scene, viewer: Viewer, isConnected: boolean): View {
  const { world, place, program } = scene;
  const { user, channel } = viewer;
  return {
    server: place.guild.name,
    about: 'Nothing here is kept: it is forgotten when the program ends.',
    me: personOf(scene, user),
    people: place.people.map((resident) => personOf(scene, resident.user)),
    room: roomOf(scene, channel, user),
    rooms: roomsFor(scene, user).map((one) => roomOf(scene, one, user)),
    commands: commandsFor(world, user, channel).flatMap((command) => slashCommands(command, user.locale)),
    menu: commandsFor(world, user, channel, ApplicationCommandType.Message).map(({ fields }) => ({
      id: fields.name,
      name: localized(fields.name, fields.name_localizations, user.locale),
    })),
    messages: messagesFor(user, channel)
      .slice(-MOST_MESSAGES)
      .map((message) => messageOf(scene, message, viewer)),
    bot: { id: world.application.bot.id, name: world.application.name, isConnected },
    start: program.start,
    ...(program.article === undefined ? {} : { article: program.article }),
  };
}

/** The channels that a person sees, each followed by its threads, then direct messages with the bot. */
export function roomsFor({ world, place }: Scene, user: User): Channel[] {
  const seen = [...place.guild.channels.values()].filter((channel) => may(user, channel, 'ViewChannel'));
  const inServer = seen
    .filter(({ parent }) => parent === undefined)
    .flatMap((channel) => [channel, ...seen.filter(({ parent }) => parent === channel)]);
  const direct = [...world.channels.values()].filter(
    ({ guild, recipients }) => guild === undefined && recipients.includes(user) && recipients.includes(world.application.bot),
  );
  return [...inServer, ...direct];
}

function roomOf({ world }: Scene, channel: Channel, user: User): Room {
  const { id, name, guild, parent } = channel;
  const kind = guild === undefined ? 'direct' : parent === undefined ? 'channel' : 'thread';
  return {
    id,
    name: kind === 'direct' ? world.application.name : name,
    kind,
    ...(parent === undefined ? {} : { parentId: parent.id }),
    mayWrite: mayPost(user, channel),
  };
}

function personOf({ place }: Scene, { id, name, locale, bot }: User): Person {
  const about = place.people.find(({ user }) => user.id === id)?.about ?? (bot ? 'bot' : '');
  return { id, name, about, locale, isBot: bot };
}

/** A message as its viewer sees it; the viewer must be able to see it. */
export function messageOf(scene: Scene, message: Message, { user: viewer }: Pick<Viewer, 'user'>): WireMessage {
  const { channel, author, mentions, content, embeds, attachments, interaction } = message;
  const names = namesFor(scene, channel, viewer);
  const isMine = author === viewer;
  const reply = replyOf(scene, message, viewer);
  return {
    id: message.id,
    roomId: channel.id,
    author: personOf(scene, author),
    at: message.createdAt,
    isEdited: message.editedAt !== undefined,
    isMine,
    mayDelete: mayDelete(viewer, message),
    isPrivate: message.onlyFor !== undefined,
    isThinking: (message.flags & MessageFlags.Loading) !== 0,
    mentionsMe:
      mentions.users.includes(viewer) ||
      mentions.repliedUser === viewer ||
      mentions.roles.some(({ id }) => names.isMe('role', id)) ||
      (mentions.everyone && !isMine),
    text: toMarkup(content, names),
    raw: content,
    embeds: (message.flags & MessageFlags.SuppressEmbeds) === 0 ? embeds.map((embed) => embedOf(embed, names)) : [],
    files: attachments.map(({ id, name, description, contentType, data }) => ({
      name,
      ...(description === undefined ? {} : { description }),
      contentType,
      size: data.byteLength,
      url: `/files/${id}/${encodeURIComponent(name)}`,
    })),
    rows: rowsOf(scene, message.components, channel),
    ...(reply === undefined ? {} : { replyTo: reply }),
    ...(interaction === undefined || message.isFollowUp ? {} : usedBy(scene, interaction, viewer)),
    reactions: [...message.reactions].map(([emoji, users]) => ({ emoji, count: users.size })),
  };
}

/** The message that a message replies to, as far as the viewer sees it. */
function replyOf(scene: Scene, { type, replyTo }: Message, viewer: User): WireMessage['replyTo'] {
  if (replyTo === undefined || type !== MessageType.Reply) return undefined;
  const { channelId, messageId: id } = replyTo;
  const channel = scene.world.channels.get(channelId);
  const found = channel === undefined ? undefined : messagesFor(viewer, channel).find((one) => one.id === id);
  if (channel === undefined || found === undefined) return { id, excerpt: 'The message is gone.' };
  const [embed] = found.embeds;
  const text = [found.content, embed?.title, embed?.description].find((one) => one !== undefined && one !== '') ?? '';
  const plain = plainText(toMarkup(text, namesFor(scene, channel, viewer)));
  const excerpt = plain.length > EXCERPT_LENGTH ? `${plain.slice(0, EXCERPT_LENGTH).trimEnd()}…` : plain;
  return { id, author: personOf(scene, found.author), excerpt };
}

function usedBy(scene: Scene, interaction: Interaction, viewer: User): Pick<WireMessage, 'usedBy'> {
  const { type, user, triggeredBy, raw } = interaction;
  const who = personOf(scene, user);
  // A submitted modal counts as the command that showed it.
  if (type === InteractionType.ModalSubmit && triggeredBy !== undefined) return usedBy(scene, triggeredBy, viewer);
  if (type !== InteractionType.ApplicationCommand) return { usedBy: { who } };
  const command = scene.world.commands.get(String(raw.data.id));
  const path = pathOf(raw.data.options);
  const given = [String(raw.data.name), ...path];
  return { usedBy: { who, command: (command === undefined ? given : localizedPath(command, path, viewer.locale)).join(' ') } };
}

/** Group and subcommand from an interaction's options. */
function pathOf(options: unknown): string[] {
  const [first] = Array.isArray(options) ? (options as { type: number; name: string; options?: unknown }[]) : [];
  return first !== undefined && isSub(first) ? [first.name, ...pathOf(first.options)] : [];
}

function localizedPath({ fields }: Command, path: readonly string[], locale: string): string[] {
  const names = [localized(fields.name, fields.name_localizations, locale)];
  let options = fields.options ?? [];
  for (const step of path) {
    const option = options.find(({ name }) => name === step);
    names.push(localized(step, option?.name_localizations, locale));
    options = option?.options ?? [];
  }
  return names;
}

function namesFor({ world, place }: Scene, channel: Channel, viewer: User): Names {
  const guild = channel.guild ?? place.guild;
  return {
    user: (id) => world.users.get(id)?.name,
    role: (id) => guild.roles.get(id)?.name,
    channel: (id) => {
      const found = world.channels.get(id);
      return found !== undefined && channelPermissions(found, viewer) !== 0n ? found.name : undefined;
    },
    isMe: (kind, id) => (kind === 'user' ? id === viewer.id : (guild.members.get(viewer.id)?.roles ?? []).includes(id)),
  };
}

function embedOf(embed: Embed, names: Names): WireEmbed {
  const { title, description, url, color, author, footer, fields = [], image } = embed;
  const file = /^attachment:\/\/(.+)$/u.exec(image?.url ?? '')?.[1];
  return {
    ...(title === undefined ? {} : { title: toMarkup(title, names) }),
    ...(url === undefined ? {} : { url }),
    ...(description === undefined ? {} : { description: toMarkup(description, names) }),
    ...(color === undefined ? {} : { colour: `#${color.toString(16).padStart(6, '0')}` }),
    ...(author === undefined ? {} : { author: author.name }),
    ...(footer === undefined ? {} : { footer: footer.text }),
    fields: fields.map(({ name, value, inline = false }) => ({
      name: toMarkup(name, names),
      value: toMarkup(value, names),
      inline,
    })),
    ...(file === undefined ? {} : { image: file }),
  };
}

function rowsOf(scene: Scene, components: readonly Component[], channel: Channel): WireComponent[][] {
  return components
    .filter(({ type }) => type === ComponentType.ActionRow)
    .map((row) => (row.components ?? []).map((component) => componentOf(scene, component, channel)));
}

function componentOf(scene: Scene, component: Component, channel: Channel): WireComponent {
  const { type, custom_id: customId = '', label = '', style = ButtonStyle.Primary, url, disabled: isDisabled = false } = component;
  if (type === ComponentType.Button) {
    const { name } = component.emoji ?? {};
    const button = { is: 'button' as const, label, style, isDisabled, ...(name === undefined ? {} : { emoji: name }) };
    return url === undefined ? { ...button, customId } : { ...button, url };
  }
  const { placeholder = '', min_values: min = 1, max_values: max = 1 } = component;
  return { is: 'select', customId, placeholder, min, max, isDisabled, choices: choicesOf(scene, component, channel) };
}

/** The choices of a select: the given ones, or the guild's entries of its type. */
function choicesOf({ world, place }: Scene, { type, options }: Component, channel: Channel): WireChoice[] {
  const guild = channel.guild ?? place.guild;
  const all = (items: Iterable<{ readonly id: string; readonly name: string }>) =>
    [...items].map(({ id, name }) => ({ label: name, value: id, isDefault: false }));
  const users = () => all(channel.guild === undefined ? [...channel.recipients] : [...guild.members.values()].map(({ user }) => user));
  switch (type) {
    case ComponentType.UserSelect:
      return users();
    case ComponentType.RoleSelect:
      return all(guild.roles.values());
    case ComponentType.MentionableSelect:
      return [...users(), ...all(guild.roles.values())];
    case ComponentType.ChannelSelect:
      return all([...guild.channels.values()].filter((one) => may(world.application.bot, one, 'ViewChannel')));
    default:
      return (options ?? []).map(choiceOf);
  }
}

function choiceOf({ label, value, description, default: isDefault = false }: SelectOption): WireChoice {
  return { label, value, ...(description === undefined ? {} : { description }), isDefault };
}

const OPTION_KINDS: Readonly<Record<number, WireOption['kind']>> = {
  [OptionType.String]: 'text',
  [OptionType.Integer]: 'whole',
  [OptionType.Number]: 'number',
  [OptionType.Boolean]: 'yes-no',
  [OptionType.User]: 'user',
  [OptionType.Mentionable]: 'user',
  [OptionType.Channel]: 'channel',
  [OptionType.Role]: 'role',
  [OptionType.Attachment]: 'file',
};

/** A command, or each of its subcommands, in the viewer's language. */
export function slashCommands({ fields }: Pick<Command, 'fields'>, locale: string): WireCommand[] {
  return flattened({ ...fields, options: fields.options ?? [], description: fields.description ?? '' }, locale);
}

type Described = Pick<CommandOption, 'name' | 'name_localizations' | 'description' | 'description_localizations' | 'options'>;

function flattened(item: Described, locale: string): WireCommand[] {
  const { options = [] } = item;
  const name = localized(item.name, item.name_localizations, locale);
  const subs = options.filter(isSub);
  if (subs.length > 0) {
    return subs.flatMap((sub) =>
      flattened(sub, locale).map((inner) => ({ ...inner, id: `${item.name} ${inner.id}`, name: `${name} ${inner.name}` })),
    );
  }
  const description = localized(item.description ?? '', item.description_localizations, locale);
  return [{ id: item.name, name, description, options: options.map((option) => optionOf(option, locale)) }];
}

function optionOf(option: CommandOption, locale: string): WireOption {
  const { min_value: min, max_value: max, min_length: minLength, max_length: maxLength } = option;
  return {
    id: option.name,
    name: localized(option.name, option.name_localizations, locale),
    description: localized(option.description ?? '', option.description_localizations, locale),
    kind: OPTION_KINDS[option.type] ?? 'text',
    isRequired: option.required === true,
    hasSuggestions: option.autocomplete === true,
    choices: (option.choices ?? []).map(({ name, name_localizations, value }) => ({
      name: localized(name, name_localizations, locale),
      value,
    })),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(minLength === undefined ? {} : { minLength }),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}

/** Locales that Discord tries before the default. */
const FALLBACKS: Readonly<Record<string, string>> = { 'es-419': 'es-ES', 'en-US': 'en-GB', 'en-GB': 'en-US' };

function localized(text: string, byLocale: Readonly<Record<string, string>> | null | undefined, locale: string): string {
  return byLocale?.[locale] ?? byLocale?.[FALLBACKS[locale] ?? ''] ?? text;
}

/** The modal that answered an interaction. */
export function formOf(scene: Scene, { id, modal, channel, user }: Interaction): WireForm | undefined {
  if (modal === undefined) return undefined;
  const names = namesFor(scene, channel, user);
  const parts = modal.components.flatMap((component): WireForm['parts'] => {
    if (component.type === ComponentType.TextDisplay) return [{ is: 'prose', text: toMarkup(component.content ?? '', names) }];
    const { label = '', description, component: labelled, components = [] } = component;
    const inputs = labelled === undefined ? components : [labelled];
    return inputs.map((input) => inputOf(scene, input, { channel, label: input.label ?? label, description }));
  });
  return { id, title: modal.title, parts };
}

interface Labelled {
  readonly channel: Channel;
  readonly label: string;
  readonly description: string | undefined;
}

function inputOf(scene: Scene, input: Component, { channel, label, description }: Labelled): WireInput {
  const { type, custom_id: customId = '', required: isRequired = true, placeholder = '', min_values: min = 1 } = input;
  const { min_length: minLength, max_length: maxLength, style, value = '', default: isOn = false } = input;
  const base = { customId, label, isRequired, ...(description === undefined ? {} : { description }) };
  switch (type) {
    case ComponentType.TextInput:
      return {
        ...base,
        is: 'text',
        isLong: style === 2,
        value,
        placeholder,
        ...(minLength === undefined ? {} : { minLength }),
        ...(maxLength === undefined ? {} : { maxLength }),
      };
    case ComponentType.RadioGroup:
      return { ...base, is: 'radio', choices: (input.options ?? []).map(choiceOf) };
    case ComponentType.CheckboxGroup:
      return { ...base, is: 'checks', choices: (input.options ?? []).map(choiceOf) };
    case ComponentType.Checkbox:
      return { ...base, is: 'tick', isOn };
    case ComponentType.FileUpload:
      return { ...base, is: 'files', min, max: input.max_values ?? 1 };
    default:
      return { ...base, is: 'select', min, max: input.max_values ?? 1, placeholder, choices: choicesOf(scene, input, channel) };
  }
}

const CALLBACK = /^\/interactions\/(?<id>\d+)\/(?<token>[^/]+)\/callback$/u;

/** A request of the bot, without tokens: they would let somebody act as the bot. */
export function requestOf({ world }: Pick<Scene, 'world'>, record: RequestRecord, n: number): WireRequest {
  const { method, path, status, code, startedAt: at, ms, violations, body, files } = record;
  const interaction = world.interactions.get(CALLBACK.exec(path)?.groups?.token ?? '');
  return {
    n,
    method,
    path: path.replace(/^(\/(?:interactions|webhooks)\/\d+)\/[^/]+/u, '$1/…'),
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    at,
    ...(ms === undefined ? {} : { ms }),
    ...(interaction === undefined ? {} : { sinceMs: at - interaction.createdAt }),
    violations: [...violations],
    ...(body === undefined ? {} : { body: JSON.stringify(body, undefined, 2).replaceAll(world.application.token, '…') }),
    files: files.map(({ name }) => name),
  };
}
