// "Approve": another moderator's yes to what waits in the queue.

import { translator } from '../../../words/words.js';
import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { textReply } from '../../reply.js';
import { openProposal } from '../open-proposal.js';

export const approve = defineButton(
  'o.a',
  { proposal: key },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'change',
    run: async ({ proposal }, click, bot) => {
      if ((await openProposal(proposal, click.guildId, bot)) === undefined) return textReply(translator(click.language)('proposal.gone'));
      return bot.notes.showDecided(await bot.curation.approve(proposal, click.userId), click);
    },
  },
);
