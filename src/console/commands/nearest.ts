// /nearest at the prompt: the last answer with its nearest passages, also where the article does not cover the question.

import { InputError } from '../../input-error.js';
import { words } from '../../words/words.js';
import { renderAnswer } from '../render-answer.js';
import type { PromptCommand } from './prompt-command.js';

export const nearest: PromptCommand = {
  name: 'nearest',
  description: 'console.help.nearest',
  run: ({ app, page, language, lastAnswer }) => {
    if (lastAnswer === undefined) throw new InputError(words(language)('console.noQuestion'));
    return renderAnswer(lastAnswer, app.article, app.noteSpans, { ...page, showNearest: true });
  },
};
