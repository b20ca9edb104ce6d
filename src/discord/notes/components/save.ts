// "Save": makes a draft hold, or lays it before another moderator.

import { translator } from '../../../words/words.js';
import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { textReply } from '../../reply.js';
import { openProposal } from '../open-proposal.js';

export const save = defineButton(
  'o.s',
  { proposal: key },
  {
    allow: 'moderator',
    ack: 'update',
    cost: 'change',
    run: async ({ proposal }, click, bot) => {
      if ((await openProposal(proposal, click.guildId, bot)) === undefined) return textReply(translator(click.language)('proposal.gone'));
      const decided = await bot.curation.save(proposal, click.userId);
      return decided.kind === 'gone' ? bot.notes.showSavedBefore(proposal, click) : bot.notes.showDecided(decided, click);
    },
  },
);
