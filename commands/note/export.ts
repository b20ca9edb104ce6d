// /note export: the guild's notes as a file that /note import accepts.

import { ApplicationCommandOptionType } from 'discord.js';
import { textOption } from '../../src/discord/core/input.js';
import { describeChoice, describeSubcommand } from '../../src/discord/kit/describe.js';
import { exportFile } from '../../src/discord/notes/note-transfer.js';
import type { Subcommand } from '../command.js';
import { guildOf } from './options.js';

const exportNotes: Subcommand = {
  data: describeSubcommand({ name: 'command.note.export', description: 'command.note.export.description' }, [
    {
      type: ApplicationCommandOptionType.String,
      name: 'command.note.format',
      description: 'command.note.format.description',
      choices: [
        { name: 'JSON', value: 'json' },
        { name: 'CSV', value: 'csv' },
      ],
    },
    {
      type: ApplicationCommandOptionType.String,
      name: 'command.note.scope',
      description: 'command.note.scope.description',
      choices: [describeChoice('command.note.scope.all', 'all'), describeChoice('command.note.scope.own', 'own')],
    },
  ]),
  cost: 'bulk',
  execute: async (input, { curation }) => {
    const format = textOption(input, 'format') === 'csv' ? 'csv' : 'json';
    return exportFile(await curation.notes.states(guildOf(input)), format, textOption(input, 'scope') === 'own', input.language);
  },
};

export default exportNotes;
