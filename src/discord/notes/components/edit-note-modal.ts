// The modal for another version of a note: the filled-in values become a draft.

import type { UiLanguage } from '../../../i18n/translator.js';
import { formOf } from '../../../notes/form.js';
import type { NoteState } from '../../../views/note-catalog.js';
import { defineModal } from '../../kit/handler.js';
import { noteId, whole } from '../../kit/id-fields.js';
import type { Modal } from '../../kit/modal.js';
import { editTitle, type NotePart, noteFields, noteFieldsIn, notePart } from '../note-modals.js';
import { unfinishedIn } from '../unfinished.js';

export const editNoteModal = defineModal(
  'fe',
  // The version that it was opened on, and the part of the note that it shows.
  { note: noteId, version: whole, part: notePart },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'change',
    run: async ({ note, version, part }, sent, { curation, notes }) => {
      const { guildId, userId: authorId, filled, customId } = sent;
      // The id can be forged: a note that the guild never had cannot be edited.
      const fields = noteFieldsIn(filled, formOf((await notes.note(guildId, note)).note));
      const edited = { noteId: note, version };
      const drafted = await curation.drafts.fromForm({ guildId, authorId, origin: 'moderator', fields, edited, near: undefined });
      return notes.showDrafted(drafted, { customId, layout: { part }, fields }, sent);
    },
    keep: (why, { part }, sent, { notes }) => notes.keep(why, unfinishedIn(sent, { part }), sent),
  },
);

/** The modal, with a part of a note as it is now. Throws UserError for a note that is too long for a modal. */
export function openEditNote({ note, version }: NoteState, part: NotePart, language: UiLanguage): Modal {
  return editNoteModal.modal(editTitle(part, language), { note: note.id, version, part }, noteFields(formOf(note), { part }, language));
}
