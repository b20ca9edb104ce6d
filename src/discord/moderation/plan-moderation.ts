// Moderators' buttons and selects: each checks who acts, whatever its custom id says.

import { InputError } from '../../input-error.js';
import { words } from '../../words/words.js';
import type { Bot } from '../bot.js';
import type { CustomId, FormPart } from '../custom-id.js';
import { isModerator } from '../input.js';
import { type Click, inPlace, type Plan, privately, showForm } from '../plan.js';
import { type Reply, textReply } from '../reply.js';
import { openGap, putAside, takeBack, teachSentence } from './gap-actions.js';
import { noteIn, previewNote, showHistory } from './note-actions.js';
import { renderNoteCard } from './note-card.js';
import { editForm, noteForm, proposalForm, reasonForm } from './note-forms.js';
import { showDecided, showEffect, showProposal, showSavedBefore } from './proposals.js';
import { renderGaps } from './render-gaps.js';
import { renderNoteList } from './render-list.js';

const READERS_KINDS = [
  'context',
  'more',
  'nearest',
  'notes',
  'feedback',
  'judge',
  'share',
  'delete',
  'claimPick',
  'page',
  'suggest',
  'mend',
] as const;

export type ReaderId = Extract<CustomId, { readonly kind: (typeof READERS_KINDS)[number] }>;
export type ModeratorId = Exclude<CustomId, ReaderId>;

export function isForModerators(id: CustomId): id is ModeratorId {
  return !(READERS_KINDS as readonly string[]).includes(id.kind);
}

/** Plans what a moderator's click does. Somebody else gets a private no. */
export function planModeration(id: ModeratorId, click: Click, bot: Bot): Plan {
  const { guildId, language } = click;
  const say = words(language);
  if (guildId === undefined || !isModerator(click, bot.settings(guildId))) return privately(() => textReply(say('deny.moderator')));
  const { article } = bot.app;
  switch (id.kind) {
    case 'proposal':
      return planProposal(id, click, bot);
    case 'note':
      return planNote(id, { ...click, guildId }, bot);
    case 'history':
      return inPlace(() => showHistory(guildId, id.note, id.version, language, bot));
    case 'revert':
      return privately(async () => {
        const proposal = await bot.curation.draftRestoration(guildId, id.note, id.version, click.userId, '');
        return proposal === undefined ? textReply(say('note.sameAlready')) : showProposal(proposal, language, bot);
      });
    case 'noteList':
      return inPlace(async () => renderNoteList(await bot.curation.noteStates(guildId), article, id, id.page, language));
    case 'notePick':
      return privately(async () => renderNoteCard(article, await noteIn(guildId, click.values[0] ?? '', language, bot), language));
    case 'gaps':
      return inPlace(async () => renderGaps(await bot.curation.gaps(guildId), article, id.page, language));
    case 'gapPick':
      return privately(() => openGap(click.values[0] ?? '', { ...click, guildId }, bot));
    case 'teach':
      return inPlace(() => teachSentence(id.question, Number(click.values[0]), { ...click, guildId }, bot));
    case 'decoy':
      return inPlace(() => teachSentence(id.question, undefined, { ...click, guildId }, bot));
    case 'drop':
      return inPlace(() => putAside(id.question, { ...click, guildId }, bot));
    case 'unteach':
      return inPlace(() => takeBack(id.lesson, { ...click, guildId }, bot));
    case 'noteForm':
      return showForm(() => noteForm(article, id, language));
    case 'editForm':
    case 'proposalForm':
    case 'whyForm':
    case 'rejectForm':
      // Ids of forms stand on no button.
      return privately(() => textReply(say('button.unknown')));
  }
}

function planProposal({ act, proposal: proposalId }: Extract<CustomId, { readonly kind: 'proposal' }>, click: Click, bot: Bot): Plan {
  const { language, userId, guildId } = click;
  const say = words(language);
  const { curation } = bot;
  /** The proposal, if it is one of this server's. */
  const found = async () => {
    const proposal = await curation.store.proposal(proposalId);
    return proposal?.guildId === guildId ? proposal : undefined;
  };
  const withProposal = (show: (proposal: NonNullable<Awaited<ReturnType<typeof found>>>) => Promise<Reply>) => async () => {
    const proposal = await found();
    const isOpen = proposal?.state === 'draft' || proposal?.state === 'waiting';
    return proposal === undefined || !isOpen ? textReply(say('proposal.gone')) : show(proposal);
  };
  switch (act) {
    case 'preview':
      return inPlace(withProposal(async (proposal) => showProposal(proposal, language, bot)));
    case 'which':
      return privately(
        withProposal(async (proposal) => (proposal.kind === 'note' ? showEffect(proposal, click, bot) : textReply(say('button.unknown')))),
      );
    case 'save':
      return inPlace(async () => {
        const proposal = await found();
        if (proposal === undefined) return textReply(say('proposal.gone'));
        const decided = await curation.save(proposalId, userId);
        return decided.kind === 'gone' ? showSavedBefore(proposalId, click, bot) : showDecided(decided, click, bot);
      });
    case 'mine':
      return inPlace(
        withProposal(async ({ state }) => {
          if (state === 'draft') return showDecided(await curation.save(proposalId, userId), click, bot);
          const decided = await curation.approve(proposalId, userId);
          if (decided.kind !== 'conflict' || decided.proposal.kind !== 'note') return showDecided(decided, click, bot);
          const rebased = await curation.decisions.rebase(proposalId);
          return rebased === undefined
            ? textReply(say('proposal.gone'))
            : showDecided(await curation.approve(rebased.id, userId), click, bot);
        }),
      );
    case 'why':
      return showForm(() => reasonForm({ kind: 'whyForm', proposal: proposalId }, language));
    case 'edit':
    case 'keywords':
    case 'spanish':
      return showForm(async () => {
        const proposal = await found();
        if (proposal === undefined || proposal.decidedAt !== undefined) throw new InputError(say('proposal.gone'));
        if (proposal.kind !== 'note') throw new InputError(say('button.unknown'));
        return proposalForm(proposal, partOf(act), language);
      });
    case 'discard':
      return inPlace(
        withProposal(async () => {
          const discarded = await curation.decisions.discard(proposalId, userId);
          return textReply(say(discarded === undefined ? 'proposal.gone' : 'proposal.discarded'));
        }),
      );
    case 'approve':
      return privately(withProposal(async () => showDecided(await curation.approve(proposalId, userId), click, bot)));
    case 'reject':
      return showForm(() => reasonForm({ kind: 'rejectForm', proposal: proposalId }, language));
  }
}

/** Which form a button opens. */
function partOf(act: 'edit' | Exclude<FormPart, 'note'>): FormPart {
  return act === 'edit' ? 'note' : act;
}

function planNote(
  { act, note: noteId }: Extract<CustomId, { readonly kind: 'note' }>,
  click: Click & { readonly guildId: string },
  bot: Bot,
): Plan {
  const { guildId, language, userId } = click;
  const say = words(language);
  const { curation } = bot;
  switch (act) {
    case 'show':
      return privately(async () => renderNoteCard(bot.app.article, await noteIn(guildId, noteId, language, bot), language));
    case 'edit':
    case 'keywords':
    case 'spanish':
      return showForm(async () => editForm(await noteIn(guildId, noteId, language, bot), partOf(act), language));
    case 'withdraw':
      return privately(async () => {
        const proposal = await curation.draftWithdrawal(guildId, noteId, userId, '');
        return proposal === undefined ? textReply(say('note.withdrawnAlready')) : showProposal(proposal, language, bot);
      });
    case 'restore':
      return privately(async () => {
        const proposal = await curation.draftRestoration(guildId, noteId, undefined, userId, '');
        return proposal === undefined ? textReply(say('note.sameAlready')) : showProposal(proposal, language, bot);
      });
    case 'preview':
      return privately(async () => previewNote(guildId, await noteIn(guildId, noteId, language, bot), click, bot));
  }
}
