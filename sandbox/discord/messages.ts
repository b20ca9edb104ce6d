// Messages and their changes: written by people and by the app, edited, deleted, reacted to.

import { ComponentType, GatewayIntentBits, MessageFlags, MessageType } from 'discord.js';
import { apiError, invalidForm } from './errors.js';
import { checkMessage, crashesDiscord, type Fields, isEmptyMessage, isSet, MAX_ATTACHMENTS } from './limits.js';
import { type AllowedMentions, mentionsIn, NO_MENTIONS, pingsSomebody } from './mentions.js';
import { dispatchMessage } from './payloads.js';
import { channelPermissions } from './permissions.js';
import {
  type Attachment,
  type Channel,
  type Component,
  type Embed,
  hasBot,
  type Interaction,
  type Mentions,
  type Message,
  type PingCause,
  type RequestFile,
  type User,
  type World,
} from './state.js';

/** A message's body after its limits were checked. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly Embed[] | null;
  readonly components?: readonly Component[] | null;
  readonly flags?: number | null;
  readonly allowed_mentions?: AllowedMentions | null;
  readonly attachments?: readonly AttachmentFields[] | null;
  readonly message_reference?: MessageReference | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
  readonly poll?: unknown;
  readonly sticker_ids?: readonly string[] | null;
}

interface AttachmentFields {
  readonly id: string | number;
  readonly filename?: string | null;
  readonly description?: string | null;
}

export interface MessageReference {
  readonly message_id: string;
  readonly channel_id?: string | null;
  readonly guild_id?: string | null;
  readonly fail_if_not_exists?: boolean | null;
}

/** A file of a multipart request, with the number in its field's name. */
export interface SentFile extends RequestFile {
  readonly index: number;
}

export interface Draft {
  readonly channel: Channel;
  readonly author: User;
  readonly type?: number;
  readonly content?: string;
  readonly embeds?: readonly Embed[];
  readonly components?: readonly Component[];
  readonly attachments?: readonly Attachment[];
  readonly flags?: number;
  readonly mentions?: Mentions;
  readonly replyTo?: Message | undefined;
  readonly forwarded?: Message | undefined;
  readonly interaction?: Interaction | undefined;
  readonly isFollowUp?: boolean;
  readonly webhook?: Message['webhook'];
  readonly nonce?: string | number | undefined;
  readonly onlyFor?: User | undefined;
}

/** Adds a message to its channel and notifies everybody who may see it. */
export function addMessage(world: World, draft: Draft): Message {
  const { channel, author, replyTo } = draft;
  const message: Message = {
    id: world.nextId(),
    channel,
    author,
    type: draft.type ?? (replyTo === undefined ? MessageType.Default : MessageType.Reply),
    content: draft.content ?? '',
    embeds: draft.embeds ?? [],
    components: draft.components ?? [],
    attachments: draft.attachments ?? [],
    flags: draft.flags ?? 0,
    mentions: draft.mentions ?? NO_MENTIONS,
    createdAt: world.clock.now(),
    editedAt: undefined,
    replyTo: replyTo === undefined ? undefined : { channelId: replyTo.channel.id, messageId: replyTo.id },
    forwarded: draft.forwarded && { ...draft.forwarded },
    interaction: draft.interaction,
    isFollowUp: draft.isFollowUp ?? false,
    webhook: draft.webhook,
    nonce: draft.nonce,
    onlyFor: draft.onlyFor,
    reactions: new Map(),
    deleted: false,
  };
  channel.messages.set(message.id, message);
  channel.archived = false;
  dispatchMessage(world, 'MESSAGE_CREATE', message);
  world.change({ kind: 'message-created', message });
  return message;
}

export function removeMessage(world: World, message: Message): void {
  if (message.deleted) return;
  message.deleted = true;
  message.channel.messages.delete(message.id);
  dispatchMessage(world, 'MESSAGE_DELETE', message);
  world.change({ kind: 'message-deleted', message });
}

/** Adds or removes a reaction. */
export function react(world: World, message: Message, user: User, emoji: string, isAdded: boolean): void {
  const users = message.reactions.get(emoji) ?? new Set();
  if (users.has(user) === isAdded) return;
  if (isAdded) users.add(user);
  else users.delete(user);
  if (users.size > 0) message.reactions.set(emoji, users);
  else message.reactions.delete(emoji);
  const { channel } = message;
  if (hasBot(world, channel) && channelPermissions(channel, world.application.bot) !== 0n) {
    const guild = channel.guild === undefined ? {} : { guild_id: channel.guild.id };
    const data = {
      user_id: user.id,
      channel_id: channel.id,
      message_id: message.id,
      message_author_id: message.author.id,
      emoji: { id: null, name: emoji },
      burst: false,
      type: 0,
      ...guild,
    };
    world.dispatch({
      name: isAdded ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE',
      intents: channel.guild === undefined ? GatewayIntentBits.DirectMessageReactions : GatewayIntentBits.GuildMessageReactions,
      data: () => data,
    });
  }
  world.change({ kind: 'message-updated', message });
}

/** Throws Discord's error for a body that exceeds limits or crashes Discord. @param message the message to edit */
export function checkedBody(body: Fields, message?: Message): MessageBody {
  const { flags = 0, content, embeds } = message ?? {};
  const issues = checkMessage(body, { isV2: isV2(flags), kept: { content, embeds } });
  if (issues.length > 0) throw invalidForm(issues);
  const checked = body as unknown as MessageBody;
  if (crashesDiscord(checked.components ?? [])) throw apiError('crash');
  return checked;
}

export interface AppMessage {
  readonly channel: Channel;
  readonly body: MessageBody;
  readonly files: readonly SentFile[];
  readonly replyTo?: Message | undefined;
  readonly interaction?: Interaction;
  readonly isFollowUp?: boolean;
  readonly type?: number;
  readonly onlyFor?: User | undefined;
}

/** Flags that senders may set. */
const SETTABLE = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;

/** Sends a message of the app. Throws Discord's error for an empty one, or one with too many files. */
export function sendAsApp(world: World, { channel, body, files, replyTo, interaction, isFollowUp, type, onlyFor }: AppMessage): Message {
  const author = world.application.bot;
  const shown = contentOf(world, channel, body, files);
  refuseShown(body, shown);
  const mentions = mentionsIn(world, {
    channel,
    author,
    content: shown.content,
    components: shown.components,
    repliedTo: interaction === undefined ? replyTo?.author : undefined,
    allowed: body.allowed_mentions ?? undefined,
    unspecified: interaction === undefined ? 'all' : 'users',
  });
  const message = addMessage(world, {
    channel,
    author,
    ...shown,
    ...(type === undefined ? {} : { type }),
    flags: ((body.flags ?? 0) & SETTABLE) | (onlyFor === undefined ? 0 : MessageFlags.Ephemeral),
    mentions,
    replyTo,
    interaction,
    ...(isFollowUp === undefined ? {} : { isFollowUp }),
    nonce: body.nonce ?? undefined,
    onlyFor,
  });
  recordPing(world, message, 'message', isSet(body.allowed_mentions));
  return message;
}

/** Edits a message of the app; missing fields stay. Fills a "thinking" placeholder. */
export function editAsApp(world: World, message: Message, body: MessageBody, files: readonly SentFile[]): void {
  const { channel, author } = message;
  const wasLoading = (message.flags & MessageFlags.Loading) !== 0;
  const fresh = contentOf(world, channel, body, files);
  const kept = message.attachments.filter(({ id }) => body.attachments?.some((one) => String(one.id) === id) ?? true);
  const shown = {
    content: body.content === undefined ? message.content : fresh.content,
    embeds: body.embeds === undefined ? message.embeds : fresh.embeds,
    components: body.components === undefined ? message.components : fresh.components,
    attachments: [...kept, ...fresh.attachments],
  };
  refuseShown(body, shown);
  const given = body.flags ?? message.flags & MessageFlags.SuppressEmbeds;
  const settable = MessageFlags.SuppressEmbeds | MessageFlags.IsComponentsV2;
  const stays = message.flags & ~(MessageFlags.SuppressEmbeds | MessageFlags.Loading);
  Object.assign(message, shown);
  message.flags = stays | (given & settable);
  if (!wasLoading) message.editedAt = world.clock.now();
  const repliedTo = message.mentions.repliedUser;
  if (body.content !== undefined || body.components !== undefined) {
    message.mentions = mentionsIn(world, {
      channel,
      author,
      content: shown.content,
      components: shown.components,
      repliedTo,
      allowed: body.allowed_mentions ?? undefined,
      unspecified: message.interaction === undefined ? 'all' : 'users',
    });
  }
  dispatchMessage(world, 'MESSAGE_UPDATE', message);
  world.change({ kind: 'message-updated', message });
  recordPing(world, message, wasLoading ? 'deferred' : 'edit', isSet(body.allowed_mentions));
}

/** Adds the embeds of a message's links some time after it was written. Not an edit: the author changed nothing. */
export function addPreviews(world: World, message: Message, embeds: readonly Embed[]): void {
  message.embeds = [...message.embeds, ...embeds];
  dispatchMessage(world, 'MESSAGE_UPDATE', message);
  world.change({ kind: 'message-updated', message });
}

/** Whether a message, or a body for it, uses components V2. */
function isV2(flags: number): boolean {
  return (flags & MessageFlags.IsComponentsV2) !== 0;
}

interface Shown {
  readonly content: string;
  readonly embeds: readonly Embed[];
  readonly components: readonly Component[];
  readonly attachments: readonly Attachment[];
}

function contentOf(world: World, channel: Channel, body: MessageBody, files: readonly SentFile[]): Shown {
  return {
    content: (body.content ?? '').trim(),
    ...asKept({ embeds: body.embeds ?? [], components: body.components ?? [] }),
    attachments: files.map((file) => {
      const fields = body.attachments?.find((one) => String(one.id) === String(file.index));
      return storeFile(world, channel, { ...file, name: fields?.filename ?? file.name }, fields?.description ?? undefined);
    }),
  };
}

/** Stores a file so that it can be downloaded. */
export function storeFile(world: World, channel: Channel, { name, contentType, data }: RequestFile, description?: string): Attachment {
  const id = world.nextId();
  const url = `${world.origin}/attachments/${channel.id}/${id}/${encodeURIComponent(name)}`;
  const attachment = { id, name, description, contentType, data, url };
  world.attachments.set(id, attachment);
  return attachment;
}

function refuseShown(body: MessageBody, { content, embeds, components, attachments }: Shown): void {
  if (attachments.length > MAX_ATTACHMENTS) {
    throw invalidForm([{ path: ['attachments'], code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${MAX_ATTACHMENTS} or fewer in length.` }]);
  }
  const extra = isSet(body.poll) || (body.sticker_ids ?? []).length > 0;
  if (isEmptyMessage({ content, embeds, components, files: attachments.length, extra })) throw apiError('emptyMessage');
}

function recordPing(world: World, message: Message, cause: PingCause, saidWhom: boolean): void {
  if (pingsSomebody(message.mentions, message.author)) world.pings.push({ ...message.mentions, message, cause, saidWhom });
}

/** Embeds and components in the form that Discord stores. */
export function asKept({ embeds, components }: Pick<Message, 'embeds' | 'components'>): Pick<Message, 'embeds' | 'components'> {
  return { embeds: embeds.map(trimmedEmbed), components: numbered(components) };
}

/** Trims an embed's texts and writes out the fields' defaults, as Discord does. */
function trimmedEmbed(embed: Embed): Embed {
  const trim = (key: string, value: unknown) =>
    typeof value === 'string' && ['title', 'description', 'name', 'value', 'text'].includes(key) ? value.trim() : value;
  const trimmed = JSON.parse(JSON.stringify(embed, trim)) as Embed;
  const fields = trimmed.fields?.map((field) => ({ inline: false, ...field }));
  return { ...trimmed, type: 'rich', ...(fields === undefined ? {} : { fields }) };
}

const ONE_VALUE = { min_values: 1, max_values: 1 };

/** Defaults that Discord writes out, by component type. */
const WRITTEN_OUT: Readonly<Record<number, Readonly<Record<string, unknown>>>> = {
  [ComponentType.StringSelect]: ONE_VALUE,
  [ComponentType.UserSelect]: ONE_VALUE,
  [ComponentType.RoleSelect]: ONE_VALUE,
  [ComponentType.MentionableSelect]: ONE_VALUE,
  [ComponentType.ChannelSelect]: ONE_VALUE,
  [ComponentType.Thumbnail]: { description: null, spoiler: false },
  [ComponentType.File]: { name: null, size: null, spoiler: false },
  [ComponentType.Separator]: { spacing: 1, divider: true },
  [ComponentType.Container]: { accent_color: null, spoiler: false },
};

/** Numbers every component and writes out its defaults, as Discord does. */
function numbered(components: readonly Component[]): Component[] {
  let next = 1;
  const number = (component: Component): Component => {
    const id = component.id || next++;
    return {
      ...WRITTEN_OUT[component.type],
      ...component,
      id,
      ...(component.components === undefined ? {} : { components: component.components.map(number) }),
      ...(component.accessory === undefined ? {} : { accessory: number(component.accessory) }),
    };
  };
  return components.map(number);
}
