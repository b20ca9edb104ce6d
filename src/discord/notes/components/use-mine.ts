// "Use mine" and, in a conflict, "Approve": applies a change over a newer change that was shown.

import { translator } from '../../../i18n/translator.js';
import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { textReply } from '../../kit/reply.js';
import { openProposal } from '../open-proposal.js';

export const useMine = defineButton(
  'o.m',
  { proposal: key },
  {
    allow: 'moderator',
    ack: 'update',
    cost: 'change',
    run: async ({ proposal: id }, click, bot) => {
      const { curation, notes } = bot;
      const { guildId, userId } = click;
      const gone = () => textReply(translator(click.language)('proposal.gone'));
      const proposal = await openProposal(id, guildId, bot);
      if (proposal === undefined) return gone();
      if (proposal.state === 'draft') return notes.showDecided(await curation.decisions.save(id, userId), click);
      const decided = await curation.decisions.approve(id, userId);
      if (decided.kind !== 'conflict' || decided.proposal.kind !== 'note') return notes.showDecided(decided, click);
      const rebased = await curation.decisions.rebase(id);
      return rebased === undefined ? gone() : notes.showDecided(await curation.decisions.approve(rebased.id, userId), click);
    },
  },
);
