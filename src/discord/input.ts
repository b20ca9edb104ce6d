// What somebody asked a command for, apart from discord.js's classes: options, place, language, the message pointed at.

import type { WordsLanguage } from '../words/words.js';

/** Where somebody asked, and who. Snowflakes. */
export interface Place {
  readonly userId: string;
  readonly channelId: string;
  /** Absent in direct messages. */
  readonly guildId: string | undefined;
}

export interface Input extends Place {
  /** Options by their English names. */
  readonly options: ReadonlyMap<string, string | number | boolean>;
  /** The message that a command of the context menu was used on. */
  readonly target: { readonly id: string; readonly content: string } | undefined;
  /** Of the reader's own Discord. */
  readonly language: WordsLanguage;
}

/** Language of our words for a locale of Discord's. */
export function languageOfLocale(locale: string): WordsLanguage {
  return locale.startsWith('es') ? 'es' : 'en';
}

/** An option that holds text. Throws TypeError when it is there and is none: Discord checks types by the registered command. */
export function textOption({ options }: Input, name: string): string | undefined {
  const value = options.get(name);
  if (value !== undefined && typeof value !== 'string') throw new TypeError(`The option ${name} is no text.`);
  return value;
}

/** An option that holds a number. Throws TypeError when it is there and is none. */
export function numberOption({ options }: Input, name: string): number | undefined {
  const value = options.get(name);
  if (value !== undefined && typeof value !== 'number') throw new TypeError(`The option ${name} is no number.`);
  return value;
}
