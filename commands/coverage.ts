// /coverage: a picture of the notes and the answers at each paragraph.

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
    // The drawing code is large and seldom needed, so it is not loaded at the start.
    const { renderCoverage } = await import('../src/discord/coverage/render-coverage.js');
    const guildId = guildOf(input);
    const counts = await bot.curation.store.answerCounts(guildId);
    return renderCoverage(coverageOf(await bot.view(guildId), counts), input.language);
  },
};

export default coverage;
