// The input of a command without discord.js's classes: options, place, language, rights, the target message.

import type { UiLanguage } from '../../i18n/translator.js';
import type { GuildSettings } from '../../store/store.js';

/** The guild, channel and person of a request. Snowflakes. */
export interface Place {
  readonly userId: string;
  readonly channelId: string;
  /** The parent channel of a thread. */
  readonly parentId?: string | undefined;
  /** Absent in direct messages. */
  readonly guildId: string | undefined;
}

/** Rights of a person. Guild-wide rights come from roles, never from a channel's overwrites. */
export interface Rights {
  /** In the whole guild; false if the guild is not cached. */
  readonly mayManageMessages: boolean;
  /** As above. */
  readonly mayManageServer: boolean;
  /** Whether they may manage messages in the channel where they act. */
  readonly mayManageMessagesHere: boolean;
  /** Snowflakes of the person's roles. */
  readonly roleIds: readonly string[];
}

/** A file sent with a command. */
export interface SentFile {
  readonly name: string;
  readonly url: string;
  readonly bytes: number;
}

/** An acting person, with place, rights and language. */
export interface Actor extends Place {
  readonly rights: Rights;
  /** The language of the person's Discord client. */
  readonly language: UiLanguage;
}

export interface Input extends Actor {
  /** English name of the subcommand. */
  readonly subcommand: string | undefined;
  /** Options by their English names; channels and roles as snowflakes. */
  readonly options: ReadonlyMap<string, string | number | boolean>;
  readonly files: ReadonlyMap<string, SentFile>;
  /** The target of a context-menu command: its words, and whether the bot wrote it. */
  readonly target: { readonly id: string; readonly words: string; readonly isOwn: boolean } | undefined;
}

/** Whether a person moderates a guild: by the guild-wide right to manage messages, or by the configured role. */
export function isModerator(
  { guildId, rights }: Pick<Actor, 'guildId' | 'rights'>,
  { moderatorRole }: Pick<GuildSettings, 'moderatorRole'>,
): boolean {
  if (guildId === undefined) return false;
  return rights.mayManageMessages || (moderatorRole !== undefined && rights.roleIds.includes(moderatorRole));
}

/** Language of our words for a Discord locale. */
export function languageOfLocale(locale: string): UiLanguage {
  return locale.startsWith('es') ? 'es' : 'en';
}

/** A text option. Throws TypeError for a value of another type, which Discord rules out. */
export function textOption({ options }: Pick<Input, 'options'>, name: string): string | undefined {
  const value = options.get(name);
  if (value !== undefined && typeof value !== 'string') throw new TypeError(`The option ${name} is no text.`);
  return value;
}

/** A number option. Throws TypeError for a value of another type. */
export function numberOption({ options }: Pick<Input, 'options'>, name: string): number | undefined {
  const value = options.get(name);
  if (value !== undefined && typeof value !== 'number') throw new TypeError(`The option ${name} is no number.`);
  return value;
}
