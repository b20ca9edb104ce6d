// Users, guilds, channels, threads and direct messages: created, changed and removed, with gateway events.

import { ChannelType, GatewayDispatchEvents, GatewayIntentBits } from 'discord.js';
import { channelPayload, guildCreatePayload, memberPayload, rolePayload, userPayload } from './payloads.js';
import { bitsOf, channelPermissions, EVERYONE_PERMISSIONS, type PermissionName } from './permissions.js';
import type { Channel, Guild, Member, Overwrite, Role, User, World } from './state.js';

export interface NewUser {
  readonly name: string;
  readonly bot?: boolean;
  readonly locale?: string;
}

export function addUser(world: World, { name, bot = false, locale = 'en-US' }: NewUser): User {
  const user: User = { id: world.nextId(), name, bot, locale, acceptsDms: true };
  world.users.set(user.id, user);
  return user;
}

export interface NewGuild {
  readonly name: string;
  readonly owner: User;
  readonly locale?: string;
}

/** Makes a guild with its owner as a member, and without channels. */
export function addGuild(world: World, { name, owner, locale = 'en-US' }: NewGuild): Guild {
  const id = world.nextId();
  const everyone = newRole(id, '@everyone', EVERYONE_PERMISSIONS, 0);
  const guild: Guild = { id, name, owner, locale, roles: new Map([[id, everyone]]), members: new Map(), channels: new Map() };
  world.guilds.set(id, guild);
  addMember(world, guild, owner);
  return guild;
}

function newRole(id: string, name: string, permissions: bigint, position: number, managed = false): Role {
  return { id, name, permissions, position, mentionable: false, managed };
}

export interface NewRole {
  readonly name: string;
  readonly permissions?: readonly PermissionName[];
}

export function addRole(world: World, guild: Guild, { name, permissions = [] }: NewRole): Role {
  const role = newRole(world.nextId(), name, bitsOf(permissions), guild.roles.size);
  guild.roles.set(role.id, role);
  tellRole(world, guild, role, GatewayDispatchEvents.GuildRoleCreate);
  return role;
}

/** Sets a role's permissions in its guild. */
export function setRolePermissions(world: World, guild: Guild, role: Role, permissions: bigint): void {
  role.permissions = permissions;
  tellRole(world, guild, role, GatewayDispatchEvents.GuildRoleUpdate);
}

function tellRole(world: World, guild: Guild, role: Role, name: string): void {
  const data = { guild_id: guild.id, role: rolePayload(role, world.application.bot.id) };
  tell(world, guild, name, GatewayIntentBits.Guilds, data);
}

/** Adds a user to a guild with some roles; an existing member gets these roles. */
export function addMember(world: World, guild: Guild, user: User, roles: readonly Role[] = []): Member {
  const known = guild.members.get(user.id);
  const member: Member = { user, roles: roles.map(({ id }) => id), joinedAt: known?.joinedAt ?? world.clock.now() };
  guild.members.set(user.id, member);
  const data = { guild_id: guild.id, ...memberPayload(member), user: userPayload(user) };
  const name = known === undefined ? GatewayDispatchEvents.GuildMemberAdd : GatewayDispatchEvents.GuildMemberUpdate;
  // The app receives its own member events without the intent.
  tell(world, guild, name, user === world.application.bot ? GatewayIntentBits.Guilds : GatewayIntentBits.GuildMembers, data);
  world.change({ kind: 'guilds' });
  return member;
}

/** Permissions that the bot requests when invited. */
const INVITED_WITH: readonly PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'EmbedLinks',
  'ReadMessageHistory',
];

/** Adds the app's bot to a guild, with its own role. */
export function installBot(world: World, guild: Guild, permissions: readonly PermissionName[] = INVITED_WITH): Role {
  const { bot, name } = world.application;
  const role = newRole(world.nextId(), name, bitsOf(permissions), guild.roles.size, true);
  guild.roles.set(role.id, role);
  guild.members.set(bot.id, { user: bot, roles: [role.id], joinedAt: world.clock.now() });
  world.dispatch({
    name: GatewayDispatchEvents.GuildCreate,
    intents: GatewayIntentBits.Guilds,
    data: (intents) => guildCreatePayload(world, guild, intents),
  });
  world.change({ kind: 'guilds' });
  return role;
}

/** Removes the app's bot from a guild. */
export function kickBot(world: World, guild: Guild): void {
  const { bot } = world.application;
  const member = guild.members.get(bot.id);
  if (member === undefined) return;
  guild.members.delete(bot.id);
  for (const id of member.roles) guild.roles.delete(id);
  world.dispatch({ name: GatewayDispatchEvents.GuildDelete, intents: GatewayIntentBits.Guilds, data: () => ({ id: guild.id }) });
  world.change({ kind: 'guilds' });
}

export interface NewChannel {
  readonly name: string;
  readonly type?: ChannelType.GuildText | ChannelType.GuildForum | ChannelType.GuildVoice;
  readonly overwrites?: readonly ({ readonly id: string } & Overwrite)[];
}

export function addChannel(world: World, guild: Guild, { name, type = ChannelType.GuildText, overwrites = [] }: NewChannel): Channel {
  const channel: Channel = {
    ...placeless(world, name, type),
    guild,
    parent: undefined,
    owner: undefined,
    recipients: [],
    overwrites: new Map(overwrites.map(({ id, ...overwrite }) => [id, overwrite])),
  };
  return open(world, guild, channel, GatewayDispatchEvents.ChannelCreate);
}

/** Opens a public thread in a channel. */
export function addThread(world: World, parent: Channel, owner: User, name: string): Channel {
  const { guild } = parent;
  if (guild === undefined) throw new Error('A direct message has no threads.');
  const thread = { ...placeless(world, name, ChannelType.PublicThread), guild, parent, owner, recipients: [], overwrites: new Map() };
  return open(world, guild, thread, GatewayDispatchEvents.ThreadCreate);
}

/** Sets the permission overwrite of a role or member in a channel. */
export function setOverwrite(world: World, channel: Channel, id: string, overwrite: Overwrite): void {
  channel.overwrites.set(id, overwrite);
  if (channel.guild !== undefined) {
    tell(world, channel.guild, GatewayDispatchEvents.ChannelUpdate, GatewayIntentBits.Guilds, channelPayload(channel));
  }
  world.change({ kind: 'guilds' });
}

/** The direct messages between some people: the existing ones, or new ones. */
export function directMessages(world: World, ...people: readonly User[]): Channel {
  const found = [...world.channels.values()].find(
    ({ guild, recipients }) =>
      guild === undefined && recipients.length === people.length && people.every((person) => recipients.includes(person)),
  );
  if (found !== undefined) return found;
  const type = people.length > 2 ? ChannelType.GroupDM : ChannelType.DM;
  const channel = { ...placeless(world, '', type), guild: undefined, parent: undefined, owner: undefined, recipients: people };
  const made: Channel = { ...channel, overwrites: new Map() };
  world.channels.set(made.id, made);
  world.change({ kind: 'guilds' });
  return made;
}

function placeless(world: World, name: string, type: number) {
  return { id: world.nextId(), type, name, messages: new Map(), nonces: new Map(), archived: false, locked: false };
}

function open(world: World, guild: Guild, channel: Channel, name: string): Channel {
  guild.channels.set(channel.id, channel);
  world.channels.set(channel.id, channel);
  const isSeen = channelPermissions(channel, world.application.bot) !== 0n;
  if (isSeen || channel.parent === undefined) tell(world, guild, name, GatewayIntentBits.Guilds, channelPayload(channel));
  world.change({ kind: 'guilds' });
  return channel;
}

/** Sends the app an event of a guild that it is in. */
function tell(world: World, guild: Guild, name: string, intents: number, data: unknown): void {
  if (guild.members.has(world.application.bot.id)) world.dispatch({ name, intents, data: () => data });
}
