// Notes for moderators and the readers who suggest them: the feature that commands, buttons and modals call.

import { translator } from '../../i18n/translator.js';
import type { FetchAttachment } from '../core/attachment.js';
import type { Bot, Notes } from '../core/bot.js';
import { rows } from '../kit/components.js';
import { textReply } from '../kit/reply.js';
import { reopen } from './components/reopen.js';
import { EffectWaits } from './effect-waits.js';
import { noteIn, previewNote, showHistory } from './note-actions.js';
import { renderNoteCard } from './note-card.js';
import { queued, showDecided, showDrafted, showEffect, showProposal, showRejected, showSavedBefore } from './proposals.js';
import { renderNoteList } from './render-list.js';
import { UnfinishedForms } from './unfinished.js';

export function createNotes(bot: () => Bot, fetchAttachment: FetchAttachment): Notes {
  const unfinished = new UnfinishedForms(() => bot().curation.newId());
  return {
    effectWaits: new EffectWaits(),
    unfinished,
    fetchAttachment,
    takesSuggestions: (guildId) => guildId !== undefined && bot().settings.of(guildId).queueChannel !== undefined,
    note: (guildId, noteId) => noteIn(guildId, noteId, bot()),
    showCard: (note, language) => renderNoteCard(bot().app.article, note, language),
    showList: async (guildId, filter, page, language) =>
      renderNoteList(await bot().curation.notes.states(guildId), bot().app.article, filter, page, language),
    showHistory: (guildId, noteId, version, language) => showHistory(guildId, noteId, version, language, bot()),
    preview: (guildId, note, actor) => previewNote(guildId, note, actor, bot()),
    showProposal: (proposal, language) => showProposal(proposal, language, bot()),
    showEffect: (trial, actor) => showEffect(trial, actor, bot()),
    showDrafted: (drafted, sent, actor) => showDrafted(drafted, sent, actor, bot()),
    showDecided: (decided, actor) => showDecided(decided, actor, bot()),
    showSavedBefore: (proposalId, actor) => showSavedBefore(proposalId, actor, bot()),
    showRejected: (proposal, reason, actor) => showRejected(proposal, reason, actor, bot()),
    queue: async (proposal) => bot().moderation.queue(proposal, await queued(proposal, bot())),
    requeue: async (proposal) => bot().moderation.requeue(proposal, await queued(proposal, bot())),
    keep: (why, sent, actor) => ({
      ...textReply(why),
      components: rows([reopen.button(translator(actor.language)('button.reopen'), { draft: unfinished.keep(sent, actor) })]),
    }),
  };
}
