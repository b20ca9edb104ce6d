// "History", "Older" and "Newer": a revision of a note, by its version.

import { defineButton } from '../../kit/handler.js';
import { noteId, whole } from '../../kit/id-fields.js';

export const history = defineButton(
  'y',
  { note: noteId, version: whole },
  {
    allow: 'moderator',
    ack: 'update',
    cost: 'light',
    run: ({ note, version }, { guildId, language }, { notes }) => notes.showHistory(guildId, note, version, language),
  },
);
