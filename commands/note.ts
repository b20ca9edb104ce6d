// /note: moderators' work on notes, one part a file.

import { describeParts } from '../src/discord/kit/describe.js';
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
import { inParts } from './parts.js';

const parts: readonly Subcommand[] = [add, edit, retract, restore, show, list, history, preview, importNotes, exportNotes];

const note: Command = {
  name: 'note',
  discord: { data: describeParts({ name: 'command.note', description: 'command.note.description' }, parts), ...inParts(parts) },
};

export default note;
