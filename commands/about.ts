// /about: what the article is, what is kept of a reader, and how well the loaded model was measured to answer.

import { percentOf } from '../src/answer/calibration.js';
import { footerLines, openPage, proseLines } from '../src/console/layout.js';
import { describeSlash } from '../src/discord/describe.js';
import { renderAbout } from '../src/discord/render-about.js';
import { words } from '../src/words/words.js';
import type { Command } from './command.js';

const about: Command = {
  name: 'about',
  console: {
    description: 'console.help.about',
    run: ({ app, page: options, language }) => {
      const page = openPage(options, language);
      const say = words(language);
      const { title, about: text } = app.article.about;
      const { answerable, nearTopic, offTopic } = app.figures;
      return [
        text === undefined ? say('articleAbout.title', { title }) : say('articleAbout.text', { about: text }),
        say('measured.text', {
          model: app.model.id,
          answered: percentOf(answerable.answered),
          nearTopic: percentOf(nearTopic.answered),
          offTopic: percentOf(offTopic.answered),
        }),
      ]
        .map((paragraph) => proseLines(page, paragraph).join('\n'))
        .concat(footerLines(page, app.article).join('\n'))
        .join('\n\n');
    },
  },
  discord: {
    data: describeSlash({ name: 'command.about', description: 'command.about.description' }),
    isPrivate: () => false,
    asksModel: false,
    execute: ({ language, guildId }, { app, reading, version, health, settings }) =>
      renderAbout(
        { ...app, notes: reading(guildId).notes },
        { language, version, health: health(), keptDays: settings(guildId).keepQuestionsDays },
      ),
  },
};

export default about;
