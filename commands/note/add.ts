// /note add: a new note on a sentence of the article.

import { ApplicationCommandOptionType } from 'discord.js';
import { describeSubcommand } from '../../src/discord/kit/describe.js';
import { openAddNote } from '../../src/discord/notes/components/add-note-modal.js';
import type { Subcommand } from '../command.js';
import { chosenSentence, completeSentence, formFirst } from '../sentence-option.js';

const add: Subcommand = {
  data: describeSubcommand({ name: 'command.note.add', description: 'command.note.add.description' }, [
    {
      type: ApplicationCommandOptionType.String,
      name: 'command.note.passage',
      description: 'command.note.passage.description',
      required: true,
      autocomplete: true,
    },
  ]),
  cost: 'light',
  modal: async (input, bot) => {
    const { index } = await chosenSentence(input, bot);
    return openAddNote(bot.app.article, { content: bot.contextOf(input).content, sentence: index }, input.language);
  },
  execute: formFirst,
  complete: completeSentence,
};

export default add;
