// "Bring this back": drafts a note as it was in a version; 0 is the shipped one.

import { translator } from '../../../words/words.js';
import { defineButton } from '../../kit/handler.js';
import { noteId, whole } from '../../kit/id-fields.js';
import { textReply } from '../../reply.js';

export const revert = defineButton(
  'v',
  { note: noteId, version: whole },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'change',
    run: async ({ note, version }, { guildId, userId, language }, { curation, notes }) => {
      const proposal = await curation.draftRestoration(guildId, note, version, userId, '');
      return proposal === undefined ? textReply(translator(language)('note.sameAlready')) : notes.showProposal(proposal, language);
    },
  },
);
