// "What would it change?": measures the effect of a proposal on answers.

import { UserError } from '../../../i18n/user-error.js';
import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { openProposal } from '../open-proposal.js';

export const showEffect = defineButton(
  'o.w',
  { proposal: key },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'background',
    run: async ({ proposal: id }, click, bot) => {
      const proposal = await openProposal(id, click.guildId, bot);
      if (proposal === undefined) throw new UserError('proposal.gone');
      if (proposal.kind !== 'note') throw new UserError('button.unknown');
      return bot.notes.showEffect(proposal, click);
    },
  },
);
