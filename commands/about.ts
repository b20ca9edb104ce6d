// /about: what the article is, what is kept of a reader, and how well the loaded model was measured to answer.

import { describeSlash } from '../src/discord/kit/describe.js';
import { renderAbout } from '../src/discord/lookups/render-about.js';
import type { Command } from './command.js';

const about: Command = {
  name: 'about',
  discord: {
    data: describeSlash({ name: 'command.about', description: 'command.about.description' }),
    isPrivate: () => false,
    cost: 'light',
    execute: async ({ language, guildId }, { app, view, about: { version, health, examples }, settings }) => {
      const { notes } = await view(guildId);
      return renderAbout(
        { ...app, notes },
        {
          language,
          version,
          health: health(),
          examples: await examples(language),
          keptDays: settings.of(guildId).keepQuestionsDays,
        },
      );
    },
  },
};

export default about;
