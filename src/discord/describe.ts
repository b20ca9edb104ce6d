// Describes commands to Discord: their names, descriptions and options in every language that our words exist in.

import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type LocalizationMap,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import { type WordKey, words } from '../words/words.js';

/** Commands for readers work in servers, in DMs with the bot, and for people who installed it for themselves. */
const EVERYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
};

/** Keys of the messages that hold a name and a description. */
interface Keys {
  readonly name: WordKey;
  readonly description: WordKey;
}

/** An option as Discord takes it, but named by keys of our words. */
type Option<One = APIApplicationCommandBasicOption> = One extends unknown ? Omit<One, 'name' | 'description' | OnlyRead> & Keys : never;
type OnlyRead = 'name_localizations' | 'description_localizations';

/** A slash command for readers, in both languages. The English name is the one that interactions carry. */
export function describeSlash(keys: Keys, options: readonly Option[] = []): RESTPostAPIChatInputApplicationCommandsJSONBody {
  return {
    type: ApplicationCommandType.ChatInput,
    ...named(keys),
    ...EVERYWHERE,
    options: options.map((option) => ({ ...option, ...named(option) }) as APIApplicationCommandBasicOption),
  };
}

/** A command on the context menu of messages, in both languages. */
export function describeMessageMenu(name: WordKey): RESTPostAPIContextMenuApplicationCommandsJSONBody {
  return { type: ApplicationCommandType.Message, name: english(name), name_localizations: inSpanish(name), ...EVERYWHERE };
}

/** A choice of an option, in both languages. */
export function describeChoice(name: WordKey, value: string): { name: string; name_localizations: LocalizationMap; value: string } {
  return { name: english(name), name_localizations: inSpanish(name), value };
}

function named({ name, description }: Keys) {
  return {
    name: english(name),
    name_localizations: inSpanish(name),
    description: english(description),
    description_localizations: inSpanish(description),
  };
}

function english(key: WordKey): string {
  return plain('en', key);
}

/** Discord knows Spanish of Spain and of Latin America; ours is one. */
function inSpanish(key: WordKey): LocalizationMap {
  const text = plain('es', key);
  return { 'es-ES': text, 'es-419': text };
}

/** These messages take no parameters. */
function plain(language: 'en' | 'es', key: WordKey): string {
  return (words(language) as (key: WordKey) => string)(key);
}
