// /note: moderators' work on notes; each subcommand has its own file.

import { describeSubcommands } from '../src/discord/kit/describe.js';
import type { Command, Subcommand } from './command.js';
import add from './note/add.js';
import edit from './note/edit.js';
import exportNotes from './note/export.js';
import history from './note/history.js';
import importNotes from './note/import.js';
import list from './note/list.js';
import preview from './note/preview.js';
import restore from './note/restore.js';
import retract from './note/retract.js';
import show from './note/show.js';
import { withSubcommands } from './subcommands.js';

const subcommands: readonly Subcommand[] = [add, edit, retract, restore, show, list, history, preview, importNotes, exportNotes];

const note: Command = {
  data: describeSubcommands({ name: 'command.note', description: 'command.note.description' }, subcommands),
  ...withSubcommands(subcommands),
};

export default note;
