// /about at the prompt: facts about the article, and the measured quality of the answers.

import { answersInWords } from '../../i18n/measured-words.js';
import { aboutLines, footerLines, openPage, proseLines } from '../layout.js';
import type { PromptCommand } from './prompt-command.js';

export const about: PromptCommand = {
  name: 'about',
  description: 'console.help.about',
  run: ({ app, page: options, language }) => {
    const page = openPage(options, language);
    const measured = answersInWords(app.measuredFigures, app.model.id, language);
    return [aboutLines(page, app.article), proseLines(page, measured), footerLines(page, app.article)]
      .map((lines) => lines.join('\n'))
      .join('\n\n');
  },
};
