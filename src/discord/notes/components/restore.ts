// "Restore": drafts that a retracted note is shown again.

import { translator } from '../../../words/words.js';
import { defineButton } from '../../kit/handler.js';
import { noteId } from '../../kit/id-fields.js';
import { textReply } from '../../reply.js';

export const restore = defineButton(
  't.r',
  { note: noteId },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'change',
    run: async ({ note }, { guildId, userId, language }, { curation, notes }) => {
      const proposal = await curation.draftRestoration(guildId, note, undefined, userId, '');
      return proposal === undefined ? textReply(translator(language)('note.sameAlready')) : notes.showProposal(proposal, language);
    },
  },
);
