// Opens a note's card.

import { defineButton } from '../../kit/handler.js';
import { noteId } from '../../kit/id-fields.js';

export const showNote = defineButton(
  't.s',
  { note: noteId },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'light',
    run: async ({ note }, { guildId, language }, { notes }) => notes.showCard(await notes.note(guildId, note), language),
  },
);
