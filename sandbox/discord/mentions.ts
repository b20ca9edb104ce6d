// The people whom a message pings: mentions in its text, restricted by the allowed mentions.

import { may } from './permissions.js';
import type { Channel, Component, Mentions, Role, User, World } from './state.js';

/** The `allowed_mentions` of a request. */
export interface AllowedMentions {
  readonly parse?: readonly string[] | null;
  readonly users?: readonly string[] | null;
  readonly roles?: readonly string[] | null;
  readonly replied_user?: boolean | null;
}

export const NO_MENTIONS: Mentions = { users: [], roles: [], everyone: false, repliedUser: undefined };

export interface MentionSource {
  readonly channel: Channel;
  readonly author: User;
  readonly content: string;
  readonly components: readonly Component[];
  /** The author of the message that this one replies to. */
  readonly repliedTo: User | undefined;
  readonly allowed: AllowedMentions | undefined;
  /** The default for missing allowed mentions: everything, or users only for interactions and webhooks. */
  readonly unspecified: 'all' | 'users';
}

/** The effective mentions of a message. */
export function mentionsIn(world: World, source: MentionSource): Mentions {
  const { channel, author, allowed, unspecified } = source;
  const text = withoutCode([source.content, ...textsIn(source.components)].join('\n'));
  const parses = (kind: string) =>
    allowed === undefined ? kind === 'users' || unspecified === 'all' : (allowed.parse ?? []).includes(kind);
  const isAllowed = (kind: 'users' | 'roles', id: string) => parses(kind) || (allowed?.[kind] ?? []).includes(id);
  const mayMentionAll = may(author, channel, 'MentionEveryone');

  const users = idsIn(text, /<@!?(\d{1,20})>/gu).flatMap((id): User[] => {
    const user = world.users.get(id);
    return user !== undefined && isAllowed('users', id) ? [user] : [];
  });
  const roles = idsIn(text, /<@&(\d{1,20})>/gu).flatMap((id): Role[] => {
    const role = channel.guild?.roles.get(id);
    return role !== undefined && (role.mentionable || mayMentionAll) && isAllowed('roles', id) ? [role] : [];
  });
  const everyone = /@(?:everyone|here)\b/u.test(text) && channel.guild !== undefined && mayMentionAll && parses('everyone');
  const pingsReply = allowed === undefined ? unspecified === 'all' : allowed.replied_user === true;
  return { users, roles, everyone, repliedUser: pingsReply ? source.repliedTo : undefined };
}

/** Whether anybody except the author is pinged. */
export function pingsSomebody({ users, roles, everyone, repliedUser }: Mentions, author: User): boolean {
  return everyone || roles.length > 0 || [...users, repliedUser].some((user) => user !== undefined && user !== author);
}

/** The `mentions` of a message: users in its text, and the author it replies to. */
export function mentionedUsers({ users, repliedUser }: Mentions): User[] {
  return [...new Set(repliedUser === undefined ? users : [...users, repliedUser])];
}

function idsIn(text: string, tag: RegExp): string[] {
  return [...new Set([...text.matchAll(tag)].map(([, id]) => id ?? ''))];
}

/** Mentions in code are plain text. */
function withoutCode(text: string): string {
  return text.replace(/```[\s\S]*?```|`[^`\n]+`/gu, ' ');
}

/** Texts of the Text Displays among components, at any depth; they ping like content. */
function textsIn(components: readonly Component[]): string[] {
  return components.flatMap((component) => [
    ...(component.type === 10 && typeof component.content === 'string' ? [component.content] : []),
    ...textsIn(component.components ?? []),
  ]);
}
