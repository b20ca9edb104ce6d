// The option for choosing a sentence of the article, by words, paragraph number or meaning.

import type { Sentence } from '../src/article/article.js';
import type { Bot } from '../src/discord/core/bot.js';
import { type Input, textOption } from '../src/discord/core/input.js';
import { LIMITS } from '../src/discord/kit/limits.js';
import { sentenceChoice } from '../src/discord/lookups/suggestions.js';
import { UserError } from '../src/i18n/user-error.js';
import type { CommandAction } from './command.js';

/** The sentence that the option names: a suggestion's value, else the best match for the words. Throws UserError if there is none. */
export async function chosenSentence(input: Input, bot: Bot): Promise<Sentence> {
  const typed = textOption(input, 'passage') ?? '';
  const { article } = bot.app;
  const [, index] = /^s(\d{1,6})$/u.exec(typed) ?? [];
  const chosen = index === undefined ? undefined : article.sentences[Number(index)];
  const best = chosen ?? (await (await bot.view(input.guildId)).findSentences(typed, 1))[0]?.value;
  if (best === undefined) throw new UserError('command.passage.notFound');
  return best;
}

/** Suggests sentences while the person types. */
export const completeSentence: NonNullable<CommandAction['complete']> = async ({ typed }, { guildId, language }, bot) => {
  const view = await bot.view(guildId);
  const found = await view.findSentences(typed, LIMITS.choices);
  return found.map(({ value }) => sentenceChoice(bot.app.article, value, language));
};

/** `execute` of a command that always shows a modal first. */
export const formFirst: CommandAction['execute'] = () => {
  throw new TypeError('A command that shows a form has nothing else to do.');
};
