// "Retract": drafts a note's retraction.

import { UserError } from '../../../i18n/user-error.js';
import { defineButton } from '../../kit/handler.js';
import { noteId } from '../../kit/id-fields.js';

export const retract = defineButton(
  't.w',
  { note: noteId },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'change',
    run: async ({ note }, { guildId, userId, language }, { curation, notes }) => {
      const proposal = await curation.drafts.retraction(guildId, note, userId, '');
      if (proposal === undefined) throw new UserError('note.withdrawnAlready');
      return notes.showProposal(proposal, language);
    },
  },
);
