// /suggest: a reader proposes a note on a sentence, which goes to the moderators' queue.

import { ApplicationCommandOptionType } from 'discord.js';
import { describeInServers } from '../src/discord/kit/describe.js';
import { openSuggestion } from '../src/discord/notes/components/suggest-modal.js';
import { UserError } from '../src/i18n/user-error.js';
import type { Command } from './command.js';
import { chosenSentence, completeSentence, formFirst } from './sentence-option.js';

const suggest: Command = {
  data: describeInServers({ name: 'command.suggest', description: 'command.suggest.description' }, [
    {
      type: ApplicationCommandOptionType.String,
      name: 'command.note.passage',
      description: 'command.note.passage.description',
      required: true,
      autocomplete: true,
    },
  ]),
  isPrivate: () => true,
  cost: 'light',
  modal: async (input, bot) => {
    if (!bot.notes.takesSuggestions(input.guildId)) throw new UserError('suggest.off');
    const { index } = await chosenSentence(input, bot);
    return openSuggestion(bot.app.article, { content: bot.contextOf(input).content, sentence: index }, input.language);
  },
  execute: formFirst,
  complete: completeSentence,
};

export default suggest;
