// /passage at the prompt: one paragraph of the article in full, with its notes.

import { overlaps, paragraphNumbered } from '../../article/article.js';
import { UserError } from '../../i18n/user-error.js';
import { renderPassage } from '../render-passage.js';
import type { PromptCommand } from './prompt-command.js';

export const passage: PromptCommand = {
  name: 'passage',
  argument: 'N',
  description: 'console.help.passage',
  run: ({ app, page, language }, argument) => {
    const number = Number(argument);
    const count = app.article.paragraphs.length;
    if (!Number.isInteger(number) || number < 1 || number > count) throw new UserError('console.noPassage', { count });
    const paragraph = paragraphNumbered(app.article, number);
    const notes = app.notes.filter(({ spans }) => spans.some((span) => overlaps(span, paragraph))).map(({ note }) => note);
    return renderPassage(paragraph, app.article, notes, app.noteSpans, { ...page, language });
  },
};
