// /nearest: the last answer with its nearest passages, also where the article does not cover the question.

import { renderAnswer } from '../src/console/render-answer.js';
import { InputError } from '../src/input-error.js';
import { translator } from '../src/words/words.js';
import type { Command } from './command.js';

const nearest: Command = {
  name: 'nearest',
  console: {
    description: 'console.help.nearest',
    run: ({ app, page, language, lastAnswer }) => {
      if (lastAnswer === undefined) throw new InputError(translator(language)('console.noQuestion'));
      return renderAnswer(lastAnswer, app.article, app.noteSpans, { ...page, showNearest: true });
    },
  },
};

export default nearest;
