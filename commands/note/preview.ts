// /note preview: a note as readers see it, and the number of evaluation questions that depend on it.

import { describeSubcommand } from '../../src/discord/kit/describe.js';
import { previewNote } from '../../src/discord/notes/note-actions.js';
import type { Subcommand } from '../command.js';
import { chosenNote, completeNote, guildOf, NOTE_OPTION } from './options.js';

const preview: Subcommand = {
  data: describeSubcommand({ name: 'command.note.preview', description: 'command.note.preview.description' }, [NOTE_OPTION]),
  cost: 'background',
  execute: async (input, bot) => previewNote(guildOf(input), await chosenNote(input, bot), input, bot),
  complete: completeNote,
};

export default preview;
