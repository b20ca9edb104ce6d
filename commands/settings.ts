// /settings: the bot's behaviour in a guild; every change is reported in the log channel.

import { ApplicationCommandOptionType, ChannelType } from 'discord.js';
import { type Input, numberOption } from '../src/discord/core/input.js';
import { describeChoice, describeSubcommand, describeSubcommands } from '../src/discord/kit/describe.js';
import { changeSettings } from '../src/discord/settings/change-settings.js';
import { renderSettings } from '../src/discord/settings/render-settings.js';
import type { MessageKey } from '../src/i18n/catalogue.js';
import { UserError } from '../src/i18n/user-error.js';
import { DEFAULT_SETTINGS, type GuildSettings } from '../src/store/store.js';
import type { Command, Subcommand } from './command.js';
import { guildOf } from './note/options.js';
import { withSubcommands } from './subcommands.js';

/** Most days for which questions may be kept. */
const MOST_DAYS = 90;
const MOST_QUESTIONS = 60;
/** Limit of each channel list; both lists must fit in one message. */
const MOST_CHANNELS = 30;

const CHANNEL_OPTION = {
  type: ApplicationCommandOptionType.Channel as const,
  name: 'command.settings.channel' as const,
  description: 'command.settings.channel.description' as const,
  channel_types: [
    ChannelType.GuildText as const,
    ChannelType.GuildAnnouncement as const,
    ChannelType.PublicThread as const,
    ChannelType.PrivateThread as const,
  ],
};

type Options = Parameters<typeof describeSubcommand>[1];

/** A subcommand that changes one setting. */
function setting(
  name: MessageKey,
  description: MessageKey,
  options: Options,
  change: (input: Input, settings: GuildSettings) => Partial<GuildSettings>,
): Subcommand {
  return {
    data: describeSubcommand({ name, description }, options),
    cost: 'change',
    execute: async (input, bot) => changeSettings(guildOf(input), change(input, bot.settings.of(guildOf(input))), input, bot),
  };
}

function channelIn(input: Input): string | undefined {
  const value = input.options.get('channel');
  return typeof value === 'string' ? value : undefined;
}

const show: Subcommand = {
  data: describeSubcommand({ name: 'command.settings.show', description: 'command.settings.show.description' }),
  cost: 'light',
  execute: (input, bot) => renderSettings(bot.settings.of(guildOf(input)), input.language),
};

const subcommands: readonly Subcommand[] = [
  show,
  setting(
    'command.settings.role',
    'command.settings.role.description',
    [
      {
        type: ApplicationCommandOptionType.Role,
        name: 'command.settings.role.role',
        description: 'command.settings.role.role.description',
      },
    ],
    (input) => {
      const role = input.options.get('role');
      // The role @everyone has the guild's id; it would make everybody a moderator without telling them.
      if (role === guildOf(input)) throw new UserError('settings.moderatorRole.everyone');
      return { moderatorRole: typeof role === 'string' ? role : undefined };
    },
  ),
  setting('command.settings.log', 'command.settings.log.description', [CHANNEL_OPTION], (input) => ({ logChannel: channelIn(input) })),
  setting('command.settings.queue', 'command.settings.queue.description', [CHANNEL_OPTION], (input) => ({
    queueChannel: channelIn(input),
  })),
  setting(
    'command.settings.channels',
    'command.settings.channels.description',
    [
      {
        type: ApplicationCommandOptionType.String,
        name: 'command.settings.mode',
        description: 'command.settings.mode.description',
        required: true,
        choices: [
          describeChoice('command.settings.mode.allow', 'allow'),
          describeChoice('command.settings.mode.deny', 'deny'),
          describeChoice('command.settings.mode.clear', 'clear'),
        ],
      },
      CHANNEL_OPTION,
    ],
    (input, { allowedChannels, deniedChannels }) => {
      const channel = channelIn(input);
      const mode = input.options.get('mode');
      const without = (ids: readonly string[]) => ids.filter((id) => id !== channel);
      if (mode === 'clear') {
        if (channel === undefined) return { allowedChannels: [], deniedChannels: [] };
        return { allowedChannels: without(allowedChannels), deniedChannels: without(deniedChannels) };
      }
      if (channel === undefined) throw new UserError('settings.whichChannel');
      const [allowed, denied] = mode === 'allow' ? [[channel], []] : [[], [channel]];
      const changed = {
        allowedChannels: [...without(allowedChannels), ...allowed],
        deniedChannels: [...without(deniedChannels), ...denied],
      };
      if (changed.allowedChannels.length > MOST_CHANNELS || changed.deniedChannels.length > MOST_CHANNELS) {
        throw new UserError('settings.tooManyChannels', { limit: MOST_CHANNELS });
      }
      return changed;
    },
  ),
  setting(
    'command.settings.cooldown',
    'command.settings.cooldown.description',
    [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'command.settings.questions',
        description: 'command.settings.questions.description',
        required: true,
        min_value: 1,
        max_value: MOST_QUESTIONS,
      },
    ],
    (input) => ({ questionsPerWindow: numberOption(input, 'questions') ?? DEFAULT_SETTINGS.questionsPerWindow }),
  ),
  setting(
    'command.settings.twoPerson',
    'command.settings.twoPerson.description',
    [
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'command.settings.on',
        description: 'command.settings.on.description',
        required: true,
      },
    ],
    (input) => ({ isTwoPerson: input.options.get('on') === true }),
  ),
  setting(
    'command.settings.keep',
    'command.settings.keep.description',
    [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'command.settings.days',
        description: 'command.settings.days.description',
        required: true,
        min_value: 0,
        max_value: MOST_DAYS,
      },
    ],
    (input) => ({ keepQuestionsDays: numberOption(input, 'days') ?? 0 }),
  ),
  setting(
    'command.settings.language',
    'command.settings.language.description',
    [
      {
        type: ApplicationCommandOptionType.String,
        name: 'command.settings.language.language',
        description: 'command.settings.language.language.description',
        choices: [describeChoice('settings.language.en', 'en'), describeChoice('settings.language.es', 'es')],
      },
    ],
    (input) => {
      const language = input.options.get('language');
      return { language: language === 'en' || language === 'es' ? language : undefined };
    },
  ),
];

const settings: Command = {
  data: describeSubcommands({ name: 'command.settings', description: 'command.settings.description' }, subcommands),
  ...withSubcommands(subcommands),
};

export default settings;
