// "Edit", "Keywords" and "In Spanish" under a proposal: opens the modal for other words.

import { translator } from '../../../words/words.js';
import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { partToEdit } from '../../moderation/note-forms.js';
import { textReply } from '../../reply.js';
import { openProposal } from '../open-proposal.js';
import { openEditProposal } from './edit-proposal-modal.js';

export const editProposal = defineButton(
  'o',
  { part: partToEdit, proposal: key },
  {
    allow: 'moderator',
    ack: 'modal',
    cost: 'light',
    run: async ({ part, proposal: id }, { guildId, language }, bot) => {
      const t = translator(language);
      const proposal = await openProposal(id, guildId, bot);
      if (proposal === undefined) return textReply(t('proposal.gone'));
      return proposal.kind === 'note' ? openEditProposal(proposal, part, language) : textReply(t('button.unknown'));
    },
  },
);
