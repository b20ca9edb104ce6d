// /note edit: changes a note's text, status or sources; a shipped note changes for this guild only.

import { describeSubcommand } from '../../src/discord/kit/describe.js';
import { openEditNote } from '../../src/discord/notes/components/edit-note-modal.js';
import type { Subcommand } from '../command.js';
import { formFirst } from '../sentence-option.js';
import { chosenNote, completeNote, NOTE_OPTION } from './options.js';

const edit: Subcommand = {
  data: describeSubcommand({ name: 'command.note.edit', description: 'command.note.edit.description' }, [NOTE_OPTION]),
  cost: 'light',
  modal: async (input, bot) => openEditNote(await chosenNote(input, bot), 'note', input.language),
  execute: formFirst,
  complete: completeNote,
};

export default edit;
