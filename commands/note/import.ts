// /note import: adds many notes from a file, all of them or none.

import { ApplicationCommandOptionType } from 'discord.js';
import { describeSubcommand } from '../../src/discord/kit/describe.js';
import { importFile } from '../../src/discord/notes/note-transfer.js';
import type { Subcommand } from '../command.js';
import { REASON_OPTION } from './options.js';

const importNotes: Subcommand = {
  data: describeSubcommand({ name: 'command.note.import', description: 'command.note.import.description' }, [
    {
      type: ApplicationCommandOptionType.Attachment,
      name: 'command.note.file',
      description: 'command.note.file.description',
      required: true,
    },
    REASON_OPTION,
  ]),
  cost: 'bulk',
  execute: importFile,
};

export default importNotes;
