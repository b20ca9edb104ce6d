// /note preview: a note as readers see it, and how many evaluation questions would be answered otherwise without it.

import { describeSubcommand } from '../../src/discord/kit/describe.js';
import { previewNote } from '../../src/discord/notes/note-actions.js';
import type { Subcommand } from '../command.js';
import { chosenNote, completeNote, NOTE_OPTION, serverOf } from './options.js';

const preview: Subcommand = {
  data: describeSubcommand({ name: 'command.note.preview', description: 'command.note.preview.description' }, [NOTE_OPTION]),
  cost: 'background',
  execute: async (input, bot) => previewNote(serverOf(input), await chosenNote(input, bot), input, bot),
  complete: completeNote,
};

export default preview;
