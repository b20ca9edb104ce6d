// "Restore": drafts that a retracted note is shown again.

import { UserError } from '../../../i18n/user-error.js';
import { defineButton } from '../../kit/handler.js';
import { noteId } from '../../kit/id-fields.js';

export const restore = defineButton(
  't.r',
  { note: noteId },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'change',
    run: async ({ note }, { guildId, userId, language }, { curation, notes }) => {
      const proposal = await curation.drafts.restoration(guildId, note, undefined, userId, '');
      if (proposal === undefined) throw new UserError('note.sameAlready');
      return notes.showProposal(proposal, language);
    },
  },
);
