// /help: how to ask, the commands, and the meaning of the notes' statuses.

import { ApplicationCommandType, InteractionContextType } from 'discord.js';
import { isModerator } from '../src/discord/core/input.js';
import { describeSlash } from '../src/discord/kit/describe.js';
import { renderHelp } from '../src/discord/lookups/render-help.js';
import { translator, type UiLanguage } from '../src/i18n/translator.js';
import type { Command } from './command.js';

/** Makes the help for a list of commands and itself. */
export function createHelp(others: readonly Command[]): Command {
  const help: Command = {
    data: describeSlash({ name: 'command.help', description: 'command.help.description' }),
    isPrivate: () => true,
    cost: 'light',
    execute: async (input, bot) => {
      const { language, guildId } = input;
      const isForModerators = isModerator(input, bot.settings.of(guildId));
      const shown = [...others, help].flatMap((command) =>
        (command.forModerators && !isForModerators) || !isOfferedIn(guildId, command) ? [] : [entryFor(command, language)],
      );
      return renderHelp(bot.app.article.about, {
        language,
        commands: shown,
        examples: await bot.about.examples(language),
        keptDays: bot.settings.of(guildId).keepQuestionsDays,
      });
    },
  };
  return help;
}

/** Whether Discord offers a command in a guild, or in direct messages if the guild is undefined. */
function isOfferedIn(guildId: string | undefined, { data }: Command): boolean {
  return guildId !== undefined || data.contexts?.includes(InteractionContextType.BotDM) !== false;
}

/** A command as the reader's Discord shows it. Context-menu commands have no description there. */
function entryFor({ data }: Command, language: UiLanguage): { name: string; description: string } {
  const inLanguage = (inEnglish: string, localised: { readonly 'es-ES'?: string | null | undefined } | null | undefined) =>
    (language === 'es' ? localised?.['es-ES'] : undefined) ?? inEnglish;
  const name = inLanguage(data.name, data.name_localizations);
  if (data.type !== ApplicationCommandType.ChatInput) return { name, description: translator(language)('command.check.description') };
  return { name: `/${name}`, description: inLanguage(data.description, data.description_localizations) };
}
