// /passage: one paragraph of the article in full, with its notes.

import { overlaps, paragraphNumbered } from '../src/article/article.js';
import { renderPassage } from '../src/console/render-passage.js';
import { InputError } from '../src/input-error.js';
import { words } from '../src/words/words.js';
import type { Command } from './command.js';

const passage: Command = {
  name: 'passage',
  argument: 'N',
  description: 'console.help.passage',
  run: ({ app, page, language }, argument) => {
    const number = Number(argument);
    const count = app.article.paragraphs.length;
    if (!Number.isInteger(number) || number < 1 || number > count) throw new InputError(words(language)('console.noPassage', { count }));
    const paragraph = paragraphNumbered(app.article, number);
    const notes = app.notes.filter(({ spans }) => spans.some((span) => overlaps(span, paragraph))).map(({ note }) => note);
    return renderPassage(paragraph, app.article, notes, app.noteSpans, { ...page, language });
  },
};

export default passage;
