// /note show: one note, its origin, and the actions on it.

import { describeSubcommand } from '../../src/discord/kit/describe.js';
import { renderNoteCard } from '../../src/discord/notes/note-card.js';
import type { Subcommand } from '../command.js';
import { chosenNote, completeNote, NOTE_OPTION } from './options.js';

const show: Subcommand = {
  data: describeSubcommand({ name: 'command.note.show', description: 'command.note.show.description' }, [NOTE_OPTION]),
  cost: 'light',
  execute: async (input, bot) => renderNoteCard(bot.app.article, await chosenNote(input, bot), input.language),
  complete: completeNote,
};

export default show;
