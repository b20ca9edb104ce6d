// "Discard" and "Keep theirs": drops a draft.

import { translator } from '../../../i18n/translator.js';
import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { textReply } from '../../kit/reply.js';
import { openProposal } from '../open-proposal.js';

export const discard = defineButton(
  'o.d',
  { proposal: key },
  {
    allow: 'moderator',
    ack: 'update',
    cost: 'change',
    run: async ({ proposal }, { guildId, userId, language }, bot) => {
      const isOpen = (await openProposal(proposal, guildId, bot)) !== undefined;
      const discarded = isOpen ? await bot.curation.decisions.discard(proposal, userId) : undefined;
      return textReply(translator(language)(discarded === undefined ? 'proposal.gone' : 'proposal.discarded'));
    },
  },
);
