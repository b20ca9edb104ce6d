// "Use the article's words": shows a proposal to its author or another moderator.

import { translator } from '../../../i18n/translator.js';
import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { textReply } from '../../kit/reply.js';
import { openProposal } from '../open-proposal.js';

export const previewProposal = defineButton(
  'o.p',
  { proposal: key },
  {
    allow: 'moderator',
    ack: 'update',
    cost: 'light',
    run: async ({ proposal: id }, { guildId, language }, bot) => {
      const proposal = await openProposal(id, guildId, bot);
      return proposal === undefined ? textReply(translator(language)('proposal.gone')) : bot.notes.showProposal(proposal, language);
    },
  },
);
