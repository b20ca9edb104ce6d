// /why: the reasons for the last answer here, or for a linked answer.

import { ApplicationCommandOptionType } from 'discord.js';
import type { Bot } from '../src/discord/core/bot.js';
import { type Input, textOption } from '../src/discord/core/input.js';
import { describeSlash } from '../src/discord/kit/describe.js';
import type { Asked } from '../src/discord/kit/reply.js';
import { renderWhy } from '../src/discord/lookups/render-why.js';
import { UserError } from '../src/i18n/user-error.js';
import type { Command } from './command.js';

const MESSAGE_LINK = /^\s*<?https:\/\/(?:\w+\.)?discord(?:app)?\.com\/channels\/(\d+|@me)\/(\d+)\/(\d+)>?\s*$/u;

const why: Command = {
  data: describeSlash({ name: 'command.why', description: 'command.why.description' }, [
    { type: ApplicationCommandOptionType.String, name: 'command.why.message', description: 'command.why.message.description' },
  ]),
  isPrivate: () => true,
  cost: 'question',
  execute: async (input, bot) => {
    const asked = await askedFor(input, bot);
    if (asked === undefined) throw new UserError('command.why.none');
    const view = await bot.view(input.guildId);
    const explanation = await view.explain(asked.question, asked);
    return renderWhy(explanation, view.article, { language: input.language, notes: view.notes });
  },
};

function askedFor(input: Input, bot: Bot): Promise<Asked | undefined> {
  const link = textOption(input, 'message');
  if (link === undefined) return bot.answers.lastAsked(input);
  const [, , channelId, messageId] = MESSAGE_LINK.exec(link) ?? [];
  if (channelId === undefined || messageId === undefined) throw new UserError('command.why.badLink');
  // The person may not be allowed to read the other channel.
  if (channelId !== input.channelId) throw new UserError('command.why.none');
  return bot.answers.askedIn(channelId, messageId);
}

export default why;
