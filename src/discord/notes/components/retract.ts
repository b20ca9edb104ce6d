// "Retract": drafts a note's retraction.

import { translator } from '../../../words/words.js';
import { defineButton } from '../../kit/handler.js';
import { noteId } from '../../kit/id-fields.js';
import { textReply } from '../../reply.js';

export const retract = defineButton(
  't.w',
  { note: noteId },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'change',
    run: async ({ note }, { guildId, userId, language }, { curation, notes }) => {
      const proposal = await curation.draftWithdrawal(guildId, note, userId, '');
      return proposal === undefined ? textReply(translator(language)('note.withdrawnAlready')) : notes.showProposal(proposal, language);
    },
  },
);
