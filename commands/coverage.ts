// /coverage: which paragraphs have notes and which are asked about most, as a picture.

import { coverageOf } from '../src/curation/coverage.js';
import { describeForModerators } from '../src/discord/kit/describe.js';
import type { Command } from './command.js';
import { guildOf } from './note/options.js';

const coverage: Command = {
  data: describeForModerators({ name: 'command.coverage', description: 'command.coverage.description' }),
  forModerators: true,
  isPrivate: () => true,
  cost: 'light',
  execute: async (input, bot) => {
    // What draws the picture is large and seldom needed, so a start does not read it.
    const { renderCoverage } = await import('../src/discord/coverage/render-coverage.js');
    const guildId = guildOf(input);
    const counts = await bot.curation.store.answerCounts(guildId);
    return renderCoverage(coverageOf(await bot.view(guildId), counts), input.language);
  },
};

export default coverage;
