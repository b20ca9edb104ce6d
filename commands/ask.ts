// /ask: a question about the article, answered in its own words.

import { ApplicationCommandOptionType } from 'discord.js';
import { LONGEST_QUESTION } from '../src/answer/question.js';
import { describeSlash } from '../src/discord/describe.js';
import { textOption } from '../src/discord/input.js';
import { renderAnswer } from '../src/discord/render-answer.js';
import type { Command } from './command.js';

const ask: Command = {
  name: 'ask',
  discord: {
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
    asksModel: true,
    execute: async (input, { app, content }) => {
      const question = textOption(input, 'question') ?? '';
      const full = await app.respond(question);
      const reply = renderAnswer(full, app.article, {
        language: input.language === 'es' ? 'es' : full.answer.language,
        asker: input.userId,
        content,
        isPrivate: input.options.get('private') === true,
        echoQuestion: true,
        noteSpans: app.noteSpans,
      });
      return { ...reply, asked: { question } };
    },
  },
};

export default ask;
