// /note list: the guild's notes, including retracted ones, filtered by status and origin.

import { ApplicationCommandOptionType } from 'discord.js';
import { textOption } from '../../src/discord/core/input.js';
import { describeChoice, describeSubcommand } from '../../src/discord/kit/describe.js';
import { LIST_STATES } from '../../src/discord/notes/list-filter.js';
import { renderNoteList } from '../../src/discord/notes/render-list.js';
import { NOTE_STATUSES } from '../../src/notes/note.js';
import type { Subcommand } from '../command.js';
import { guildOf } from './options.js';

const list: Subcommand = {
  data: describeSubcommand({ name: 'command.note.list', description: 'command.note.list.description' }, [
    {
      type: ApplicationCommandOptionType.String,
      name: 'command.claims.status',
      description: 'command.note.list.status.description',
      choices: NOTE_STATUSES.map((status) => describeChoice(`status.${status}`, status)),
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'command.note.list.state',
      description: 'command.note.list.state.description',
      choices: LIST_STATES.map((state) => describeChoice(`note.state.${state}`, state)),
    },
  ]),
  cost: 'light',
  execute: async (input, bot) => {
    const [status, state] = [textOption(input, 'status'), textOption(input, 'state')];
    const filter = { status: NOTE_STATUSES.find((one) => one === status), state: LIST_STATES.find((one) => one === state) };
    return renderNoteList(await bot.curation.notes.states(guildOf(input)), bot.app.article, filter, 0, input.language);
  },
};

export default list;
