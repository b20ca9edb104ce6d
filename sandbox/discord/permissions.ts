// Permissions in a channel: roles and overwrites, computed as Discord documents it.

import { PermissionFlagsBits } from 'discord.js';
import type { Channel, Guild, User } from './state.js';

export type PermissionName = keyof typeof PermissionFlagsBits;

const ALL_PERMISSIONS = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** The permissions of @everyone in a new guild. */
export const EVERYONE_PERMISSIONS = bitsOf([
  'ViewChannel',
  'CreateInstantInvite',
  'ChangeNickname',
  'SendMessages',
  'SendMessagesInThreads',
  'CreatePublicThreads',
  'CreatePrivateThreads',
  'EmbedLinks',
  'AttachFiles',
  'AddReactions',
  'UseExternalEmojis',
  'UseExternalStickers',
  'MentionEveryone',
  'ReadMessageHistory',
  'UseApplicationCommands',
  'UseExternalApps',
  'Connect',
  'Speak',
]);

/** Everybody's permissions in a direct message. */
const DM_PERMISSIONS = bitsOf([
  'ViewChannel',
  'SendMessages',
  'EmbedLinks',
  'AttachFiles',
  'AddReactions',
  'UseExternalEmojis',
  'MentionEveryone',
  'ReadMessageHistory',
  'UseApplicationCommands',
  'UseExternalApps',
]);

/** The bits of permissions by their names in discord.js. */
export function bitsOf(names: readonly PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);
}

/** A user's permissions in a guild as a whole; none for a non-member. */
function guildPermissions(guild: Guild, user: User): bigint {
  const member = guild.members.get(user.id);
  if (member === undefined) return 0n;
  if (guild.owner === user) return ALL_PERMISSIONS;
  const roles = [guild.id, ...member.roles].map((id) => guild.roles.get(id)?.permissions ?? 0n);
  const bits = roles.reduce((all, one) => all | one, 0n);
  return (bits & PermissionFlagsBits.Administrator) === 0n ? bits : ALL_PERMISSIONS;
}

/** A user's permissions in a channel, thread or direct message. */
export function channelPermissions(channel: Channel, user: User): bigint {
  const { guild } = channel;
  if (guild === undefined) return channel.recipients.includes(user) ? DM_PERMISSIONS : 0n;
  const base = guildPermissions(guild, user);
  if (base === ALL_PERMISSIONS) return base;
  // Threads have no overwrites of their own.
  const { overwrites } = channel.parent ?? channel;
  const roles = (guild.members.get(user.id)?.roles ?? []).map((id) => overwrites.get(id));
  const deny = roles.reduce((bits, one) => bits | (one?.deny ?? 0n), 0n);
  const allow = roles.reduce((bits, one) => bits | (one?.allow ?? 0n), 0n);
  const layers = [overwrites.get(guild.id), { allow, deny }, overwrites.get(user.id)];
  const bits = layers.reduce((all, layer) => (layer === undefined ? all : (all & ~layer.deny) | layer.allow), base);
  return (bits & PermissionFlagsBits.ViewChannel) === 0n ? 0n : bits;
}

/** Whether a user has all of some permissions in a channel. */
export function may(user: User, channel: Channel, ...names: readonly PermissionName[]): boolean {
  const needed = bitsOf(names);
  return (channelPermissions(channel, user) & needed) === needed;
}

/** Whether a user may write in a channel; threads have a separate permission. */
export function mayWrite(user: User, channel: Channel): boolean {
  return may(user, channel, 'ViewChannel', channel.parent === undefined ? 'SendMessages' : 'SendMessagesInThreads');
}
