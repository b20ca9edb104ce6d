// /passage: one paragraph of the article in full, with its notes.

import { ApplicationCommandOptionType } from 'discord.js';
import type { LookUp } from '../src/answer/lookup.js';
import { type Paragraph, paragraphNumbered } from '../src/article/article.js';
import { messageOf } from '../src/discord/answers/message-of.js';
import { type Input, numberOption, textOption } from '../src/discord/core/input.js';
import { describeSlash } from '../src/discord/kit/describe.js';
import { LIMITS } from '../src/discord/kit/limits.js';
import { paragraphChoice } from '../src/discord/lookups/suggestions.js';
import { UserError } from '../src/i18n/user-error.js';
import type { ArticleView } from '../src/views/article-view.js';
import type { Command } from './command.js';

const passage: Command = {
  data: describeSlash({ name: 'command.passage', description: 'command.passage.description' }, [
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'command.passage.number',
      description: 'command.passage.number.description',
      min_value: 1,
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'command.passage.find',
      description: 'command.passage.find.description',
      autocomplete: true,
    },
  ]),
  isPrivate: () => false,
  cost: 'light',
  execute: async (input, bot) => {
    const view = await bot.view(input.guildId);
    const { value: paragraph, matched } = await paragraphFor(input, view);
    return messageOf(
      {
        kind: 'passage',
        ...{ language: input.language, form: 'embeds', page: 0 },
        paragraph: paragraph.number,
        isNearest: matched === 'meaning',
      },
      view,
      { ...bot.contextOf(input), isPrivate: false },
    );
  },
  complete: async ({ typed }, { language, guildId }, bot) => {
    const view = await bot.view(guildId);
    const found = await view.findParagraphs(typed, LIMITS.choices);
    return found.map(({ value }) => paragraphChoice(view.article, value, language));
  },
};

/** The requested paragraph: by number, by a suggestion's value (also a number), or the best match for the words. */
async function paragraphFor(input: Input, view: ArticleView): Promise<LookUp<Paragraph>> {
  const find = textOption(input, 'find')?.trim() || undefined;
  const number = numberOption(input, 'number');
  const count = view.article.paragraphs.length;
  if (number !== undefined) {
    if (number > count || number < 1) throw new UserError('console.noPassage', { count });
    return { value: paragraphNumbered(view.article, number), matched: 'number' };
  }
  if (find === undefined) throw new UserError('command.passage.which', { count });
  const [best] = await view.findParagraphs(find, 1);
  if (best === undefined) throw new UserError('command.passage.notFound');
  return best;
}

export default passage;
