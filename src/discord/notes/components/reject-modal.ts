// The modal for the reason of a rejection: rejects the proposal and passes the reason on to the suggesting reader.

import { translator, type UiLanguage } from '../../../i18n/translator.js';
import { UserError } from '../../../i18n/user-error.js';
import { defineModal } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import type { Modal } from '../../kit/modal.js';
import { reasonField } from '../note-modals.js';
import { openProposal } from '../open-proposal.js';

export const rejectModal = defineModal(
  'fr',
  { proposal: key },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'change',
    run: async ({ proposal: id }, sent, bot) => {
      const proposal = await openProposal(id, sent.guildId, bot);
      const rejected = proposal && (await bot.curation.decisions.reject(proposal.id, sent.userId));
      if (rejected === undefined) throw new UserError('proposal.gone');
      return bot.notes.showRejected(rejected, sent.filled.get('reason') ?? '', sent);
    },
  },
);

/** The modal that asks for the reason. */
export function openReject(proposal: string, language: UiLanguage): Modal {
  const title = translator(language)('form.whyNot');
  return rejectModal.modal(title, { proposal }, [reasonField(title)]);
}
