// /note history: a note's revisions with their differences; each can be restored.

import { ApplicationCommandOptionType } from 'discord.js';
import { numberOption } from '../../src/discord/core/input.js';
import { describeSubcommand } from '../../src/discord/kit/describe.js';
import { showHistory } from '../../src/discord/notes/note-actions.js';
import type { Subcommand } from '../command.js';
import { chosenNote, completeNote, guildOf, NOTE_OPTION } from './options.js';

const history: Subcommand = {
  data: describeSubcommand({ name: 'command.note.history', description: 'command.note.history.description' }, [
    NOTE_OPTION,
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'command.note.version',
      description: 'command.note.history.version.description',
      min_value: 0,
    },
  ]),
  cost: 'light',
  execute: async (input, bot) => {
    const { note } = await chosenNote(input, bot);
    return showHistory(guildOf(input), note.id, numberOption(input, 'version'), input.language, bot);
  },
  complete: completeNote,
};

export default history;
