// "Approve": another moderator accepts a proposal that waits in the queue.

import { UserError } from '../../../i18n/user-error.js';
import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { openProposal } from '../open-proposal.js';

export const approve = defineButton(
  'o.a',
  { proposal: key },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'change',
    run: async ({ proposal }, click, bot) => {
      if ((await openProposal(proposal, click.guildId, bot)) === undefined) throw new UserError('proposal.gone');
      return bot.notes.showDecided(await bot.curation.decisions.approve(proposal, click.userId), click);
    },
  },
);
