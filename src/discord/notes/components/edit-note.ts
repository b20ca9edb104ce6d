// "Edit", "Keywords" and "In Spanish" under a note: opens the modal for another version.

import { defineButton } from '../../kit/handler.js';
import { noteId } from '../../kit/id-fields.js';
import { partToEdit } from '../note-modals.js';
import { openEditNote } from './edit-note-modal.js';

export const editNote = defineButton(
  't',
  { part: partToEdit, note: noteId },
  {
    allow: 'moderator',
    ack: 'modal',
    cost: 'light',
    run: async ({ part, note }, { guildId, language }, { notes }) => openEditNote(await notes.note(guildId, note), part, language),
  },
);
