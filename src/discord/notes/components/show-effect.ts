// "What would it change?": measures which questions a proposal answers otherwise.

import { translator } from '../../../words/words.js';
import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { textReply } from '../../reply.js';
import { openProposal } from '../open-proposal.js';

export const showEffect = defineButton(
  'o.w',
  { proposal: key },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'background',
    run: async ({ proposal: id }, click, bot) => {
      const t = translator(click.language);
      const proposal = await openProposal(id, click.guildId, bot);
      if (proposal === undefined) return textReply(t('proposal.gone'));
      return proposal.kind === 'note' ? bot.notes.showEffect(proposal, click) : textReply(t('button.unknown'));
    },
  },
);
