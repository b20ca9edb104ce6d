// /nearest at the prompt: the last answer with its nearest passages, even where the article does not cover the question.

import { UserError } from '../../i18n/user-error.js';
import { renderAnswer } from '../render-answer.js';
import type { PromptCommand } from './prompt-command.js';

export const nearest: PromptCommand = {
  name: 'nearest',
  description: 'console.help.nearest',
  run: ({ app, page, lastAnswer }) => {
    if (lastAnswer === undefined) throw new UserError('console.noQuestion');
    return renderAnswer(lastAnswer, app.article, app.noteSpans, { ...page, showNearest: true });
  },
};
