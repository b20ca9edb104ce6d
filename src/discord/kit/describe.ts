// Describes commands to Discord: names, descriptions and options in every language of the catalogues.

import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type LocalizationMap,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';
import type { Subcommand } from '../../../commands/command.js';
import type { MessageKey } from '../../i18n/catalogue.js';
import { translator } from '../../i18n/translator.js';

/** Commands for readers work in guilds, in DMs with the bot, and for people who installed it for themselves. */
const EVERYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
};

/** Keys of the messages that hold a name and a description. */
interface Keys {
  readonly name: MessageKey;
  readonly description: MessageKey;
}

/** An option as Discord takes it, but named by message keys. */
type Option<One = APIApplicationCommandBasicOption> = One extends unknown ? Omit<One, 'name' | 'description' | OnlyRead> & Keys : never;
type OnlyRead = 'name_localizations' | 'description_localizations';

/** Moderators' commands work in guilds that installed the bot, and are offered to people who may manage messages. */
const FOR_MODERATORS = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
  default_member_permissions: String(PermissionFlagsBits.ManageMessages),
};

/** A slash command for readers, in both languages. Interactions carry the English name. */
export function describeSlash(keys: Keys, options: readonly Option[] = []): RESTPostAPIChatInputApplicationCommandsJSONBody {
  return { type: ApplicationCommandType.ChatInput, ...named(keys), ...EVERYWHERE, options: options.map(describeOption) };
}

/** A slash command for the readers of guilds that installed the bot. */
export function describeInServers(keys: Keys, options: readonly Option[] = []): RESTPostAPIChatInputApplicationCommandsJSONBody {
  const { integration_types, contexts } = FOR_MODERATORS;
  return { type: ApplicationCommandType.ChatInput, ...named(keys), integration_types, contexts, options: options.map(describeOption) };
}

/** A slash command for moderators, in both languages. */
export function describeForModerators(keys: Keys, options: readonly Option[] = []): RESTPostAPIChatInputApplicationCommandsJSONBody {
  return { type: ApplicationCommandType.ChatInput, ...named(keys), ...FOR_MODERATORS, options: options.map(describeOption) };
}

/** A slash command for moderators that has subcommands. */
export function describeSubcommands(keys: Keys, subcommands: readonly Subcommand[]): RESTPostAPIChatInputApplicationCommandsJSONBody {
  return { type: ApplicationCommandType.ChatInput, ...named(keys), ...FOR_MODERATORS, options: subcommands.map(({ data }) => data) };
}

/** A subcommand, in both languages. */
export function describeSubcommand(keys: Keys, options: readonly Option[] = []): APIApplicationCommandSubcommandOption {
  return { type: ApplicationCommandOptionType.Subcommand, ...named(keys), options: options.map(describeOption) };
}

function describeOption(option: Option): APIApplicationCommandBasicOption {
  return { ...option, ...named(option) } as APIApplicationCommandBasicOption;
}

/** A command on the context menu of messages, in both languages. */
export function describeMessageMenu(name: MessageKey): RESTPostAPIContextMenuApplicationCommandsJSONBody {
  return { type: ApplicationCommandType.Message, name: english(name), name_localizations: inSpanish(name), ...EVERYWHERE };
}

/** A choice of an option, in both languages. */
export function describeChoice(name: MessageKey, value: string): { name: string; name_localizations: LocalizationMap; value: string } {
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

function english(key: MessageKey): string {
  return plain('en', key);
}

/** Discord has Spanish of Spain and of Latin America; we have one Spanish. */
function inSpanish(key: MessageKey): LocalizationMap {
  const text = plain('es', key);
  return { 'es-ES': text, 'es-419': text };
}

/** These messages take no parameters. */
function plain(language: 'en' | 'es', key: MessageKey): string {
  return (translator(language) as (key: MessageKey) => string)(key);
}
