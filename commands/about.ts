// /about: what the article is, what is kept of a reader, and how well the loaded model was measured to answer.

import { aboutLines, footerLines, openPage, proseLines } from '../src/console/layout.js';
import { describeSlash } from '../src/discord/describe.js';
import { renderAbout } from '../src/discord/render-about.js';
import { answersInWords } from '../src/words/measured-words.js';
import type { Command } from './command.js';

const about: Command = {
  name: 'about',
  console: {
    description: 'console.help.about',
    run: ({ app, page: options, language }) => {
      const page = openPage(options, language);
      const measured = answersInWords(app.measuredFigures, app.model.id, language);
      return [aboutLines(page, app.article), proseLines(page, measured), footerLines(page, app.article)]
        .map((lines) => lines.join('\n'))
        .join('\n\n');
    },
  },
  discord: {
    data: describeSlash({ name: 'command.about', description: 'command.about.description' }),
    isPrivate: () => false,
    cost: 'light',
    execute: async ({ language, guildId }, { app, reading, version, health, settings }) => {
      const { notes } = await reading(guildId);
      return renderAbout({ ...app, notes }, { language, version, health: health(), keptDays: settings(guildId).keepQuestionsDays });
    },
  },
};

export default about;
