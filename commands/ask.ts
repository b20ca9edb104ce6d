// /ask: answers a question about the article in the article's own words.

import { ApplicationCommandOptionType } from 'discord.js';
import { LONGEST_QUESTION } from '../src/answer/question.js';
import { isWordless, replyToIntent } from '../src/discord/answers/how-to-ask.js';
import { messageOf } from '../src/discord/answers/message-of.js';
import { textOption } from '../src/discord/core/input.js';
import { describeSlash } from '../src/discord/kit/describe.js';
import { textReply } from '../src/discord/kit/reply.js';
import { shownOfAnswer } from '../src/discord/kit/shown.js';
import { translator } from '../src/i18n/translator.js';
import type { Command } from './command.js';

const ask: Command = {
  data: describeSlash({ name: 'command.ask', description: 'command.ask.description' }, [
    {
      type: ApplicationCommandOptionType.String,
      name: 'command.ask.question',
      description: 'command.ask.question.description',
      required: true,
      max_length: LONGEST_QUESTION,
    },
    { type: ApplicationCommandOptionType.Boolean, name: 'command.ask.private', description: 'command.ask.private.description' },
  ]),
  isPrivate: ({ options }) => options.get('private') === true,
  cost: 'question',
  execute: async (input, bot) => {
    const view = await bot.view(input.guildId);
    const question = textOption(input, 'question') ?? '';
    // There is no answer to judge, explain or follow up.
    if (isWordless(question)) return textReply(translator(input.language)('question.wordless'));
    const full = await view.respond(question);
    const language = input.language === 'es' ? 'es' : full.answer.language;
    const { intent } = full.answer;
    if (intent !== undefined) {
      return replyToIntent(intent, view, { ...bot.contextOf(input), language, form: 'embeds', question: full.answer.question });
    }
    const reply = messageOf(shownOfAnswer(full, view.article, { language, form: 'embeds' }), view, {
      ...bot.contextOf(input),
      isPrivate: input.options.get('private') === true,
      question: full.answer.question,
    });
    return { ...reply, asked: { question } };
  },
};

export default ask;
