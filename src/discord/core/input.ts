// The input of a command without discord.js's classes: options, place, language, rights, the target message.

import type { UiLanguage } from '../../i18n/translator.js';
import type { GuildSettings } from '../../store/store.js';

/** Where somebody asked, and who. Snowflakes. */
export interface Place {
  readonly userId: string;
  readonly channelId: string;
  /** Of a thread, the channel that it belongs to. */
  readonly parentId?: string | undefined;
  /** Absent in direct messages. */
  readonly guildId: string | undefined;
}

/** What somebody may do. What reaches over the whole guild comes from their roles, never from what one channel lets them do. */
export interface Rights {
  /** In the whole guild; false where the guild is not known at the moment. */
  readonly mayManageMessages: boolean;
  /** As above. */
  readonly mayManageServer: boolean;
  /** Whether they may manage messages in the channel where they act. */
  readonly mayManageMessagesHere: boolean;
  /** Snowflakes of the person's roles. */
  readonly roleIds: readonly string[];
}

/** A file that somebody sent with a command. */
export interface SentFile {
  readonly name: string;
  readonly url: string;
  readonly bytes: number;
}

/** Who acts where, and in which language. */
export interface Actor extends Place {
  readonly rights: Rights;
  /** Of the person's own Discord. */
  readonly language: UiLanguage;
}

export interface Input extends Actor {
  /** Of a command that has some, the English name. */
  readonly subcommand: string | undefined;
  /** Options by their English names; of channels and roles the snowflake. */
  readonly options: ReadonlyMap<string, string | number | boolean>;
  readonly files: ReadonlyMap<string, SentFile>;
  /** The message that a command of the context menu was used on, all that it says, and whether it is the bot's own. */
  readonly target: { readonly id: string; readonly words: string; readonly isOwn: boolean } | undefined;
}

/** Whether somebody moderates a guild: by the right to manage messages in all of it, or by the role that the guild has chosen. */
export function isModerator(
  { guildId, rights }: Pick<Actor, 'guildId' | 'rights'>,
  { moderatorRole }: Pick<GuildSettings, 'moderatorRole'>,
): boolean {
  if (guildId === undefined) return false;
  return rights.mayManageMessages || (moderatorRole !== undefined && rights.roleIds.includes(moderatorRole));
}

/** Language of our words for a locale of Discord's. */
export function languageOfLocale(locale: string): UiLanguage {
  return locale.startsWith('es') ? 'es' : 'en';
}

/** An option that holds text. Throws TypeError when it is there and is none: Discord checks types by the registered command. */
export function textOption({ options }: Pick<Input, 'options'>, name: string): string | undefined {
  const value = options.get(name);
  if (value !== undefined && typeof value !== 'string') throw new TypeError(`The option ${name} is no text.`);
  return value;
}

/** An option that holds a number. Throws TypeError when it is there and is none. */
export function numberOption({ options }: Pick<Input, 'options'>, name: string): number | undefined {
  const value = options.get(name);
  if (value !== undefined && typeof value !== 'number') throw new TypeError(`The option ${name} is no number.`);
  return value;
}
