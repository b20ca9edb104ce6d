// The modal for rewording a proposal: a new proposal takes its place, also in the queue.

import { onceSaved } from '../../../curation/saved-error.js';
import { translator, type UiLanguage } from '../../../i18n/translator.js';
import { formOf, NO_FIELDS } from '../../../notes/form.js';
import type { NoteProposal } from '../../../notes/revision.js';
import { defineModal } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import type { Modal } from '../../kit/modal.js';
import { textReply } from '../../kit/reply.js';
import { editTitle, type NotePart, noteFields, noteFieldsIn, notePart } from '../note-modals.js';
import { openProposal } from '../open-proposal.js';
import { unfinishedIn } from '../unfinished.js';

export const editProposalModal = defineModal(
  'fp',
  { proposal: key, part: notePart },
  {
    allow: 'moderator',
    // A preview is replaced by the result of its modal; the queue's message, which everybody sees, is not.
    ack: 'update-private',
    cost: 'change',
    run: async ({ proposal: id, part }, sent, bot) => {
      const { notes } = bot;
      const proposal = await openProposal(id, sent.guildId, bot);
      if (proposal?.kind !== 'note') return textReply(translator(sent.language)('proposal.gone'));
      const fields = noteFieldsIn(sent.filled, fieldsOf(proposal));
      const drafted = await bot.curation.drafts.redraft(proposal, fields, sent.userId);
      if ((drafted.kind === 'drafted' || drafted.kind === 'offer') && proposal.state === 'waiting')
        await onceSaved(() => notes.requeue(drafted.proposal));
      return notes.showDrafted(drafted, { customId: sent.customId, layout: { part }, fields }, sent);
    },
    keep: (why, { part }, sent, { notes }) => notes.keep(why, unfinishedIn(sent, { part }), sent),
  },
);

/** The modal, with a part of a proposal's note. Throws UserError for a note that is too long for a modal. */
export function openEditProposal(proposal: NoteProposal, part: NotePart, language: UiLanguage): Modal {
  const fields = noteFields(fieldsOf(proposal), { part }, language);
  return editProposalModal.modal(editTitle(part, language), { proposal: proposal.id, part }, fields);
}

function fieldsOf({ content }: NoteProposal) {
  return content === undefined ? NO_FIELDS : formOf(content);
}
