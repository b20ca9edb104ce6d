// "History", "Older" and "Newer": shows one revision of a note.

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
