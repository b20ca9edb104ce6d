// "Bring this back": drafts a note as it was in a version; 0 is the shipped note.

import { UserError } from '../../../i18n/user-error.js';
import { defineButton } from '../../kit/handler.js';
import { noteId, whole } from '../../kit/id-fields.js';

export const revert = defineButton(
  'v',
  { note: noteId, version: whole },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'change',
    run: async ({ note, version }, { guildId, userId, language }, { curation, notes }) => {
      const proposal = await curation.drafts.restoration(guildId, note, version, userId, '');
      if (proposal === undefined) throw new UserError('note.sameAlready');
      return notes.showProposal(proposal, language);
    },
  },
);
