// A reader's suggestion of a note on a sentence: it goes to the moderators' queue.

import type { Article } from '../../../article/article.js';
import { onceSaved } from '../../../curation/saved-error.js';
import { translator, type UiLanguage } from '../../../i18n/translator.js';
import { UserError } from '../../../i18n/user-error.js';
import { NO_FIELDS } from '../../../notes/form.js';
import { defineModal } from '../../kit/handler.js';
import { content, whole } from '../../kit/id-fields.js';
import type { Modal } from '../../kit/modal.js';
import { savedReply } from '../../kit/reply.js';
import { fieldsOn, NEW_NOTE, noteFields, noteFieldsIn, sentenceNear } from '../note-modals.js';
import { unfinishedIn } from '../unfinished.js';

export const suggestModal = defineModal(
  'g',
  { content, sentence: whole },
  {
    allow: 'member',
    ack: 'private',
    cost: 'suggestion',
    run: async ({ sentence }, sent, { app, curation, notes }) => {
      const t = translator(sent.language);
      const { guildId, userId: authorId, filled, customId } = sent;
      if (!notes.takesSuggestions(guildId)) throw new UserError('suggest.off');
      const fields = noteFieldsIn(filled, NO_FIELDS);
      const near = sentenceNear(app.article, sentence);
      const drafted = await curation.drafts.fromForm({ guildId, authorId, origin: 'reader', fields, near });
      if (drafted.kind === 'faulty' || drafted.kind === 'gone')
        return notes.showDrafted(drafted, { customId, layout: NEW_NOTE, fields }, sent);
      // Words pasted with other quotation marks or spaces go to the moderators as the article's own words.
      const decided = await curation.decisions.save(drafted.proposal.id, authorId);
      if (decided.kind === 'full')
        return notes.keep(t(`suggest.full.${decided.of}`, { count: decided.count }), unfinishedIn(sent, NEW_NOTE), sent);
      if (decided.kind !== 'waiting') throw new UserError('proposal.gone');
      const isQueued = await onceSaved(() => notes.queue(decided.proposal));
      return savedReply(t(isQueued ? 'suggest.sent' : 'suggest.failed'));
    },
    keep: (why, _, sent, { notes }) => notes.keep(why, unfinishedIn(sent, NEW_NOTE), sent),
  },
);

/** The modal, with the sentence's words filled in. */
export function openSuggestion(article: Article, on: { readonly content: string; readonly sentence: number }, language: UiLanguage): Modal {
  return suggestModal.modal(translator(language)('form.suggest'), on, noteFields(fieldsOn(article, on.sentence), NEW_NOTE, language));
}
