// The modal for the reason of a change: saves the draft with that reason in its history.

import { translator, type UiLanguage } from '../../../i18n/translator.js';
import { defineModal } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import type { Modal } from '../../kit/modal.js';
import { textReply } from '../../kit/reply.js';
import { reasonField } from '../note-modals.js';
import { openProposal } from '../open-proposal.js';

export const saveReasonModal = defineModal(
  'fw',
  { proposal: key },
  {
    allow: 'moderator',
    ack: 'update-private',
    cost: 'change',
    run: async ({ proposal }, sent, bot) => {
      if ((await openProposal(proposal, sent.guildId, bot)) === undefined) return textReply(translator(sent.language)('proposal.gone'));
      const decided = await bot.curation.decisions.save(proposal, sent.userId, sent.filled.get('reason') ?? '');
      return bot.notes.showDecided(decided, sent);
    },
  },
);

/** The modal that asks for the reason. */
export function openSaveReason(proposal: string, language: UiLanguage): Modal {
  const title = translator(language)('form.why');
  return saveReasonModal.modal(title, { proposal }, [reasonField(title)]);
}
