// The modal for a new note on a sentence: the filled-in values become a draft.

import type { Article } from '../../../article/article.js';
import { translator, type UiLanguage } from '../../../i18n/translator.js';
import { NO_FIELDS } from '../../../notes/form.js';
import { defineModal } from '../../kit/handler.js';
import { content, whole } from '../../kit/id-fields.js';
import type { Modal } from '../../kit/modal.js';
import { fieldsOn, NEW_NOTE, noteFields, noteFieldsIn, sentenceNear } from '../note-modals.js';
import { unfinishedIn } from '../unfinished.js';

export const addNoteModal = defineModal(
  'fa',
  { content, sentence: whole },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'change',
    run: async ({ sentence }, sent, { app, curation, notes }) => {
      const { guildId, userId: authorId, filled, customId } = sent;
      const fields = noteFieldsIn(filled, NO_FIELDS);
      const near = sentenceNear(app.article, sentence);
      const drafted = await curation.drafts.fromForm({ guildId, authorId, origin: 'moderator', fields, near });
      return notes.showDrafted(drafted, { customId, layout: NEW_NOTE, fields }, sent);
    },
    keep: (why, _, sent, { notes }) => notes.keep(why, unfinishedIn(sent, NEW_NOTE), sent),
  },
);

/** The modal, with the sentence's words filled in. */
export function openAddNote(article: Article, on: { readonly content: string; readonly sentence: number }, language: UiLanguage): Modal {
  return addNoteModal.modal(translator(language)('form.add'), on, noteFields(fieldsOn(article, on.sentence), NEW_NOTE, language));
}
