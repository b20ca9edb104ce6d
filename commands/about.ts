// /about: facts about the article, what the bot stores about a reader, and the measured quality of its answers.

import { describeSlash } from '../src/discord/kit/describe.js';
import { renderAbout } from '../src/discord/lookups/render-about.js';
import type { Command } from './command.js';

const about: Command = {
  data: describeSlash({ name: 'command.about', description: 'command.about.description' }),
  isPrivate: () => false,
  cost: 'light',
  execute: async ({ language, guildId }, { app, view, about: { version, health, examples }, settings }) => {
    const { notes } = await view(guildId);
    const { keepQuestionsDays: keptDays } = settings.of(guildId);
    return renderAbout({ ...app, notes }, { language, version, health: health(), examples: await examples(language), keptDays });
  },
};

export default about;
