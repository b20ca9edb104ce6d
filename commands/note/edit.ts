// /note edit: another text, status or sources for a note; of a shipped note for this server only.

import { describePart } from '../../src/discord/describe.js';
import { editForm } from '../../src/discord/moderation/note-forms.js';
import type { Subcommand } from '../command.js';
import { formFirst } from '../sentence-option.js';
import { chosenNote, completeNote, NOTE_OPTION } from './options.js';

const edit: Subcommand = {
  data: describePart({ name: 'command.note.edit', description: 'command.note.edit.description' }, [NOTE_OPTION]),
  cost: 'light',
  form: async (input, bot) => editForm(await chosenNote(input, bot), 'note', input.language),
  execute: formFirst,
  complete: completeNote,
};

export default edit;
