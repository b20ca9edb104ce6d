// "Edit", "Keywords" and "In Spanish" under a proposal: opens the modal for rewording.

import { UserError } from '../../../i18n/user-error.js';
import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { partToEdit } from '../note-modals.js';
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
      const proposal = await openProposal(id, guildId, bot);
      if (proposal === undefined) throw new UserError('proposal.gone');
      if (proposal.kind !== 'note') throw new UserError('button.unknown');
      return openEditProposal(proposal, part, language);
    },
  },
);
