// "Save": applies a draft, or submits it to another moderator.

import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { openProposal } from '../open-proposal.js';

export const save = defineButton(
  'o.s',
  { proposal: key },
  {
    allow: 'moderator',
    ack: 'update',
    cost: 'change',
    run: async ({ proposal }, click, bot) => {
      const isOpen = (await openProposal(proposal, click.guildId, bot)) !== undefined;
      const decided = isOpen ? await bot.curation.decisions.save(proposal, click.userId) : undefined;
      // A second click shows the result of the first.
      if (decided === undefined || decided.kind === 'gone') return bot.notes.showSavedBefore(proposal, click);
      return bot.notes.showDecided(decided, click);
    },
  },
);
