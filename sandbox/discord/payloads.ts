// State in Discord's JSON: users, members, roles, channels, guilds and messages.

import { GatewayIntentBits, MessageFlags, MessageReferenceType } from 'discord.js';
import { mentionedUsers } from './mentions.js';
import { channelPermissions } from './permissions.js';
import { timeOf } from './snowflake.js';
import {
  type Channel,
  type Forwarded,
  type Guild,
  hasBot,
  type Interaction,
  type Member,
  type Message,
  type Role,
  type User,
  type World,
} from './state.js';

export type Json = Record<string, unknown>;

/** The fields that are empty without the message content intent. */
const WITHHELD = { content: '', embeds: [], attachments: [], components: [] } as const;

export function userPayload({ id, name, bot }: User): Json {
  return {
    id,
    username: name,
    discriminator: '0',
    global_name: bot ? null : name,
    avatar: null,
    public_flags: 0,
    flags: 0,
    banner: null,
    accent_color: null,
    primary_guild: null,
    ...(bot ? { bot: true } : {}),
  };
}

export function memberPayload({ roles, joinedAt }: Member): Json {
  return {
    roles: [...roles],
    joined_at: timestamp(joinedAt),
    nick: null,
    avatar: null,
    banner: null,
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  };
}

export function rolePayload({ id, name, permissions, position, mentionable, managed }: Role, botId: string): Json {
  return {
    id,
    name,
    description: null,
    permissions: String(permissions),
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed,
    mentionable,
    icon: null,
    unicode_emoji: null,
    flags: 0,
    ...(managed ? { tags: { bot_id: botId } } : {}),
  };
}

export function channelPayload(channel: Channel): Json {
  const { id, type, name, guild, parent, owner, messages, recipients, archived, locked } = channel;
  const base = { id, type, last_message_id: [...messages.keys()].at(-1) ?? null, flags: 0 };
  if (guild === undefined) return { ...base, recipients: recipients.filter(({ bot }) => !bot).map(userPayload) };
  const inGuild = { ...base, guild_id: guild.id, name, rate_limit_per_user: 0 };
  if (parent !== undefined) {
    const created = timestamp(timeOf(id));
    return {
      ...inGuild,
      parent_id: parent.id,
      owner_id: owner?.id ?? guild.owner.id,
      message_count: messages.size,
      total_message_sent: messages.size,
      member_count: 1,
      thread_metadata: { archived, locked, auto_archive_duration: 1440, archive_timestamp: created, create_timestamp: created },
    };
  }
  const permission_overwrites = [...channel.overwrites].map(([overwriteId, { kind, allow, deny }]) => ({
    id: overwriteId,
    type: kind === 'role' ? 0 : 1,
    allow: String(allow),
    deny: String(deny),
  }));
  const position = [...guild.channels.keys()].indexOf(id);
  return { ...inGuild, position, permission_overwrites, parent_id: null, nsfw: false, topic: null };
}

export function guildPayload(world: World, guild: Guild): Json {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    owner_id: guild.owner.id,
    region: 'local',
    afk_channel_id: null,
    afk_timeout: 300,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 1,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    roles: [...guild.roles.values()].map((role) => rolePayload(role, world.application.bot.id)),
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    nsfw: false,
    nsfw_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    max_members: 500_000,
    max_presences: null,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    premium_progress_bar_enabled: false,
    incidents_data: null,
    preferred_locale: guild.locale,
  };
}

/** A guild as GUILD_CREATE sends it to a session with some intents. */
export function guildCreatePayload(world: World, guild: Guild, intents: number): Json {
  const { bot } = world.application;
  const all = (intents & GatewayIntentBits.GuildMembers) !== 0;
  const members = [...guild.members.values()].filter(({ user }) => all || user === bot);
  const channels = [...guild.channels.values()];
  return {
    ...guildPayload(world, guild),
    joined_at: timestamp(guild.members.get(bot.id)?.joinedAt ?? world.clock.now()),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: members.map((member) => ({ ...memberPayload(member), user: userPayload(member.user) })),
    channels: channels.filter(({ parent }) => parent === undefined).map(channelPayload),
    threads: channels.filter((channel) => channel.parent !== undefined && channelPermissions(channel, bot) !== 0n).map(channelPayload),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

/** Whether the app may read a message's content. */
function revealsContent(world: World, message: Message, hasIntent: boolean): boolean {
  const { application } = world;
  if (hasIntent || message.author === application.bot || message.channel.guild === undefined) return true;
  if (message.mentions.users.includes(application.bot)) return message.editedAt === undefined || !application.withholdsEdits;
  if (message.mentions.repliedUser !== application.bot) return false;
  const repliedTo = repliedMessage(message);
  return repliedTo !== undefined && repliedTo.interaction === undefined;
}

function repliedMessage({ replyTo, channel }: Message): Message | undefined {
  return replyTo === undefined ? undefined : channel.messages.get(replyTo.messageId);
}

/** A message with its full content. */
export function fullMessagePayload(world: World, message: Message): Json {
  return messagePayload(world, message, () => true);
}

/** A message as the app sees it: without its content if the message content intent is needed and missing. */
export function appMessagePayload(world: World, message: Message, hasIntent: boolean): Json {
  return messagePayload(world, message, (one) => revealsContent(world, one, hasIntent));
}

/** A message as the gateway sends it. */
function gatewayMessagePayload(world: World, message: Message, hasIntent: boolean): Json {
  const { guild } = message.channel;
  const payload = appMessagePayload(world, message, hasIntent);
  if (guild === undefined) return { ...payload, channel_type: message.channel.type };
  const memberOf = (user: User) => {
    const member = guild.members.get(user.id);
    return member === undefined ? {} : { member: memberPayload(member) };
  };
  return {
    ...payload,
    guild_id: guild.id,
    channel_type: message.channel.type,
    ...(message.webhook === undefined ? memberOf(message.author) : {}),
    mentions: mentionedUsers(message.mentions).map((user) => ({ ...userPayload(user), ...memberOf(user) })),
  };
}

function messagePayload(world: World, message: Message, reveals: (message: Message) => boolean, depth = 0): Json {
  const { id, channel, author, interaction, webhook, mentions, replyTo, nonce } = message;
  const referenced = repliedMessage(message);
  return {
    id,
    channel_id: channel.id,
    type: message.type,
    content: message.content,
    embeds: message.embeds,
    components: message.components,
    attachments: message.attachments.map(({ id: attachmentId, name, description, contentType, data, url }) => ({
      id: attachmentId,
      filename: name,
      size: data.byteLength,
      url,
      proxy_url: url,
      content_type: contentType,
      ...(description === undefined ? {} : { description }),
    })),
    ...(reveals(message) ? {} : WITHHELD),
    author: webhook === undefined ? userPayload(author) : { ...userPayload(author), id: webhook.id, username: webhook.name },
    timestamp: timestamp(message.createdAt),
    edited_timestamp: message.editedAt === undefined ? null : timestamp(message.editedAt),
    tts: false,
    pinned: false,
    mention_everyone: mentions.everyone,
    mention_roles: mentions.roles.map((role) => role.id),
    mentions: mentionedUsers(mentions).map(userPayload),
    flags: message.flags,
    ...(nonce === undefined ? {} : { nonce }),
    ...(message.reactions.size === 0 ? {} : { reactions: reactionsPayload(world, message) }),
    ...(webhook === undefined ? {} : { webhook_id: webhook.id }),
    ...(author === world.application.bot ? { application_id: world.application.id } : {}),
    ...(replyTo === undefined
      ? {}
      : {
          message_reference: {
            type: 0,
            channel_id: replyTo.channelId,
            message_id: replyTo.messageId,
            ...(channel.guild === undefined ? {} : { guild_id: channel.guild.id }),
          },
        }),
    ...(message.forwarded === undefined ? {} : forwardPayload(message.forwarded, reveals(message))),
    // Discord includes one referenced message, or null for a deleted one.
    ...(replyTo === undefined || depth > 0
      ? {}
      : { referenced_message: referenced === undefined ? null : messagePayload(world, referenced, reveals, depth + 1) }),
    ...(interaction === undefined ? {} : { webhook_id: world.application.id, interaction_metadata: metadataPayload(message) }),
  };
}

/** A forwarded message: its place, and its content if the app may read it. */
function forwardPayload({ id, channel, type, content, embeds, components, flags, createdAt }: Forwarded, isRevealed: boolean): Json {
  const guild = channel.guild === undefined ? {} : { guild_id: channel.guild.id };
  const snapshot = {
    ...{ type, content, embeds, attachments: [], components },
    ...(isRevealed ? {} : WITHHELD),
    ...{ mentions: [], mention_roles: [], timestamp: timestamp(createdAt), edited_timestamp: null, flags },
  };
  return {
    message_reference: { type: MessageReferenceType.Forward, channel_id: channel.id, message_id: id, ...guild },
    message_snapshots: [{ message: snapshot }],
  };
}

function metadataPayload({ interaction, isFollowUp }: Message): Json {
  if (interaction === undefined) return {};
  const { original } = interaction;
  return { ...metadataOf(interaction), ...(isFollowUp && original !== undefined ? { original_response_message_id: original.id } : {}) };
}

/** A message's metadata about its interaction; for a modal, including the interaction that showed it. */
function metadataOf({ id, type, user, raw, message, triggeredBy }: Interaction): Json {
  return {
    id,
    type,
    user: userPayload(user),
    authorizing_integration_owners: raw.authorizing_integration_owners,
    ...(type === 2 ? { name: raw.data.name, command_type: raw.data.type } : {}),
    ...(type === 3 && message !== undefined ? { interacted_message_id: message.id } : {}),
    ...(type === 2 && message !== undefined ? { target_message_id: message.id } : {}),
    ...(triggeredBy === undefined ? {} : { triggering_interaction_metadata: metadataOf(triggeredBy) }),
  };
}

function reactionsPayload({ application }: World, { reactions }: Message): Json[] {
  return [...reactions].map(([emoji, users]) => ({
    emoji: { id: null, name: emoji },
    count: users.size,
    count_details: { burst: 0, normal: users.size },
    burst_colors: [],
    me: users.has(application.bot),
    me_burst: false,
    burst_me: false,
    burst_count: 0,
  }));
}

/** Whether everybody in the channel sees a message. */
export function isPublic({ onlyFor, flags }: Message): boolean {
  return onlyFor === undefined && (flags & MessageFlags.Ephemeral) === 0;
}

/** Dispatches a message's event; ephemeral messages and places without the bot have none. */
export function dispatchMessage(world: World, name: 'MESSAGE_CREATE' | 'MESSAGE_UPDATE' | 'MESSAGE_DELETE', message: Message): void {
  const { channel } = message;
  const { bot } = world.application;
  if (!isPublic(message) || !hasBot(world, channel) || channelPermissions(channel, bot) === 0n) return;
  const guild = channel.guild === undefined ? {} : { guild_id: channel.guild.id };
  // The event's content is fixed when it happens, even if it is delivered later.
  const without = name === 'MESSAGE_DELETE' ? {} : gatewayMessagePayload(world, message, false);
  const withContent = name === 'MESSAGE_DELETE' ? {} : gatewayMessagePayload(world, message, true);
  world.dispatch({
    name,
    intents: channel.guild === undefined ? GatewayIntentBits.DirectMessages : GatewayIntentBits.GuildMessages,
    data: (intents) => {
      if (name === 'MESSAGE_DELETE') return { id: message.id, channel_id: channel.id, ...guild };
      return (intents & GatewayIntentBits.MessageContent) === 0 ? without : withContent;
    },
  });
}

/** A time as Discord writes it. */
function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000+00:00');
}
