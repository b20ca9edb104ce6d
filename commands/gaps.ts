// /gaps: groups of open questions with sentences that may answer them, for guilds that keep questions.

import { describeForModerators } from '../src/discord/kit/describe.js';
import { textReply } from '../src/discord/kit/reply.js';
import { renderGroups } from '../src/discord/open-questions/render-open-questions.js';
import { translator } from '../src/i18n/translator.js';
import type { Command } from './command.js';
import { guildOf } from './note/options.js';

const gaps: Command = {
  data: describeForModerators({ name: 'command.gaps', description: 'command.gaps.description' }),
  forModerators: true,
  isPrivate: () => true,
  cost: 'background',
  execute: async (input, bot) => {
    const guildId = guildOf(input);
    const found = await bot.curation.teaching.questionGroups(guildId);
    const isOff = bot.settings.of(guildId).keepQuestionsDays === 0;
    if (found.length === 0 && isOff) return textReply(translator(input.language)('gaps.off'));
    return renderGroups(found, bot.app.article, 0, input.language);
  },
};

export default gaps;
