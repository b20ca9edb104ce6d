// /note add: a new note on a sentence of the article.

import { ApplicationCommandOptionType } from 'discord.js';
import { describePart } from '../../src/discord/describe.js';
import { noteForm } from '../../src/discord/moderation/note-forms.js';
import type { Subcommand } from '../command.js';
import { chosenSentence, completeSentence, formFirst } from '../sentence-option.js';

const add: Subcommand = {
  data: describePart({ name: 'command.note.add', description: 'command.note.add.description' }, [
    {
      type: ApplicationCommandOptionType.String,
      name: 'command.note.passage',
      description: 'command.note.passage.description',
      required: true,
      autocomplete: true,
    },
  ]),
  cost: 'light',
  form: async (input, bot) => {
    const { index } = await chosenSentence(input, bot);
    return noteForm(bot.app.article, { kind: 'noteForm', content: bot.content, sentence: index }, input.language);
  },
  execute: formFirst,
  complete: completeSentence,
};

export default add;
