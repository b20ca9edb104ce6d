// Finds the proposal behind a button or a modal, as long as it is undecided.

import type { Proposal } from '../../notes/revision.js';
import type { Bot } from '../core/bot.js';

/** An undecided proposal of a guild: ids can be forged, and another moderator may have been quicker. */
export async function openProposal(id: string, guildId: string, { curation }: Pick<Bot, 'curation'>): Promise<Proposal | undefined> {
  const proposal = await curation.store.proposal(id);
  const isOpen = proposal?.state === 'draft' || proposal?.state === 'waiting';
  return isOpen && proposal.guildId === guildId ? proposal : undefined;
}
