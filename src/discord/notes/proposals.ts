// Moderators' work on proposals: show, save, approve, reject, resolve conflicts, and report the outcome to everybody concerned.

import type { Decided } from '../../curation/decisions.js';
import type { Drafted } from '../../curation/drafts.js';
import type { Trial } from '../../curation/measuring.js';
import { onceSaved } from '../../curation/saved-error.js';
import { sayFault } from '../../i18n/fault-words.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import { differencesOf } from '../../notes/differences.js';
import { noteWith } from '../../notes/effective.js';
import type { Note } from '../../notes/note.js';
import type { ImportProposal, NoteProposal, Proposal, Revision } from '../../notes/revision.js';
import type { NoteState } from '../../views/note-catalog.js';
import type { Bot } from '../core/bot.js';
import type { Actor } from '../core/input.js';
import { rows } from '../kit/components.js';
import { blockQuote, escapeMarkdown } from '../kit/escape.js';
import { LIMITS } from '../kit/limits.js';
import { inPages } from '../kit/pages.js';
import { type Reply, savedReply, textReply } from '../kit/reply.js';
import { exampleLines, sayTaught } from '../open-questions/training-examples.js';
import { reopen } from './components/reopen.js';
import { cardEmbeds } from './note-card.js';
import { coauthorsLine, reasonLine, somebody } from './note-words.js';
import { differencesEmbed } from './render-differences.js';
import { countsOf, renderImport } from './render-import.js';
import {
  authorLines,
  type ProposalView,
  plainDecisionButtons,
  renderConflict,
  renderEffect,
  renderFaulty,
  renderOffer,
  renderProposal,
} from './render-proposal.js';
import type { Unfinished } from './unfinished.js';

/** Renders the outcome of a modal: a draft to review, an offer, or faults with a button to fix them. */
export async function showDrafted(drafted: Drafted, sent: Unfinished, actor: Actor, bot: Bot): Promise<Reply> {
  const { language } = actor;
  switch (drafted.kind) {
    case 'faulty': {
      const t = translator(language);
      const components = rows([reopen.button(t('button.fix'), { draft: bot.notes.unfinished.keep(sent, actor) })]);
      const lines = [
        ...drafted.faults.map((fault) => `– ${escapeMarkdown(sayFault(fault, language))}`),
        ...drafted.warnings.map((one) => `-# ${escapeMarkdown(sayFault(one, language))}`),
      ];
      const listing = (some: readonly string[], left: number) =>
        [t('form.faults', { count: drafted.faults.length }), ...some, ...(left === 0 ? [] : [t('more', { count: left })])].join('\n');
      // A modal may have a fault in each of a thousand lines.
      const [listed = []] = inPages(lines, (some) => listing(some, lines.length).length <= LIMITS.content);
      return { ...textReply(listing(listed, lines.length - listed.length)), components };
    }
    case 'gone':
      return textReply(translator(language)('proposal.gone'));
    case 'offer': {
      const { body } = bot.app.article;
      return renderOffer(drafted.proposal, body.slice(drafted.span.start, drafted.span.end), drafted.pasted, language);
    }
    case 'drafted':
      if (await isUnchanged(drafted.proposal, bot)) return textReply(translator(language)('note.unchanged'));
      return showProposal(
        drafted.proposal,
        language,
        bot,
        drafted.warnings.map((warning) => escapeMarkdown(sayFault(warning, language))),
      );
  }
}

/** A proposal as its author or another moderator sees it. */
export async function showProposal(proposal: Proposal, language: UiLanguage, bot: Bot, warnings: readonly string[] = []): Promise<Reply> {
  switch (proposal.kind) {
    case 'note':
      return renderProposal(bot.app.article, await viewOf(proposal, bot, warnings), language);
    case 'import':
      return showImport(proposal, language, bot);
    case 'lesson':
      return {
        ...textReply([...exampleLines(proposal, language), ...authorLines(proposal, language)].join('\n')),
        components: rows(plainDecisionButtons(proposal, language)),
      };
  }
}

/** Renders the effect of a change once it is measured, or why it was not. */
export async function showEffect(trial: Trial, { userId, language }: Actor, bot: Bot): Promise<Reply> {
  const waited = await bot.notes.effectWaits.wait(userId, (waiting) => bot.curation.measuring.effectOf(trial, waiting));
  if ('result' in waited) return renderEffect(waited.result, language);
  return textReply(translator(language)(waited.end === 'decided' ? 'proposal.gone' : `effect.end.${waited.end}`));
}

/** Renders the outcome of a decision for the decider, and notifies the others. */
export async function showDecided(decided: Decided, actor: Actor, bot: Bot): Promise<Reply> {
  const { language } = actor;
  const t = translator(language);
  switch (decided.kind) {
    case 'gone':
      return textReply(t('proposal.gone'));
    case 'own':
      return textReply(t('proposal.own'));
    case 'full':
      return textReply(t(`suggest.full.${decided.of}`, { count: decided.count }));
    case 'conflict': {
      const { proposal, noteId, current } = decided;
      if (proposal.kind !== 'note') return textReply(t('import.conflict', { id: escapeMarkdown(noteId) }));
      const after = noteAfter(proposal, bot);
      const differences = current === undefined || after === undefined ? [] : differencesOf(current.note, after);
      if (proposal.state !== 'draft') return renderConflict(proposal, current, differences, language);
      // From here on the author knows the current words; another change meanwhile is a conflict again.
      const rebased = await bot.curation.decisions.rebase(proposal.id);
      return rebased === undefined ? textReply(t('proposal.gone')) : renderConflict(rebased, current, differences, language);
    }
    case 'faulty':
      return renderFaulty(
        decided.proposal,
        decided.faults.map(({ noteId, fault }) => (decided.proposal.kind === 'note' ? '' : `${noteId}: `) + sayFault(fault, language)),
        language,
      );
    case 'waiting': {
      const isQueued = await onceSaved(async () => bot.moderation.queue(decided.proposal, await queued(decided.proposal, bot)));
      if (!isQueued) return savedReply(t('proposal.noQueue'));
      if (decided.why === 'suggestion') return savedReply(t('suggest.sent'));
      const isFile = decided.proposal.kind === 'import' && decided.why === 'cooling';
      return savedReply(t(isFile ? 'import.queued.cooling' : `proposal.queued.${decided.why}`));
    }
    case 'imported': {
      await bot.moderation.settle(decided.proposal, outcomeLine('approved', actor, bot, decided.proposal.guildId));
      const isAnnounced = await onceSaved(() => announceImport(decided, bot));
      const done = decided.isShown ? t('import.approved', countsOf(decided.proposal.changes)) : t('notShown');
      return savedReply([done, ...(isAnnounced ? [] : [t('log.failed')])].join('\n'));
    }
    case 'taught':
      await bot.moderation.settle(decided.proposal, outcomeLine('approved', actor, bot, decided.proposal.guildId));
      return sayTaught(decided, actor, bot);
    case 'saved': {
      const { revision, proposal, isShown } = decided;
      const outcome = outcomeLine('approved', actor, bot, revision.guildId);
      await bot.moderation.settle(proposal, outcome);
      if (proposal.origin === 'reader') await tellSuggester(proposal, 'accepted', '', bot);
      // Last, since it needs the database.
      const isAnnounced = await onceSaved(() => announceRevision(revision, bot));
      const { noteId, version } = revision;
      const line = isShown ? saidOf(revision, language) : t('saved.notShown', { id: escapeMarkdown(noteId), version });
      return savedReply([line, ...(isAnnounced ? [] : [t('log.failed')])].join('\n'));
    }
  }
}

/** The reply to a second click on "Save": the result of the first, whose reply it may replace; else that nothing is left to save. */
export async function showSavedBefore(proposalId: string, { userId, guildId, language }: Actor, bot: Bot): Promise<Reply> {
  const t = translator(language);
  const { store } = bot.curation;
  const proposal = await store.proposal(proposalId);
  const isTheirs = proposal?.guildId === guildId && proposal?.decidedBy === userId;
  if (proposal?.kind !== 'note' || proposal.state !== 'accepted' || !isTheirs) return textReply(t('proposal.gone'));
  const { noteId, baseVersion } = proposal;
  const revision = (await store.revisions(proposal.guildId, noteId)).find(({ version }) => version === baseVersion + 1);
  return revision === undefined ? textReply(t('proposal.gone')) : savedReply(saidOf(revision, language));
}

/** The line that a revision is saved and that readers see it. */
function saidOf({ action, isRetracted, noteId, version }: Revision, language: UiLanguage): string {
  const saved = action === 'edit' && isRetracted ? 'saved.editWithdrawn' : (`saved.${action}` as const);
  return translator(language)(saved, { id: escapeMarkdown(noteId), version });
}

/** Rejects a proposal, and notifies its author. */
export async function showRejected(proposal: Proposal, reason: string, actor: Actor, bot: Bot): Promise<Reply> {
  const { guildId } = proposal;
  const ours = translator(bot.moderation.languageOf(guildId));
  const because = reasonLine(reason, bot.moderation.languageOf(guildId));
  await bot.moderation.settle(proposal, [outcomeLine('rejected', actor, bot, guildId), ...because].join('\n'));
  await tellSuggester(proposal, 'rejected', reason, bot);
  const who = `<@${actor.userId}>`;
  const entry =
    proposal.kind === 'note'
      ? ours('log.rejected', { who, id: escapeMarkdown(proposal.noteId) })
      : ours(`log.rejected.${proposal.kind}`, { who });
  const isAnnounced = await bot.moderation.announce(guildId, [entry, ...because].join('\n'));
  const t = translator(actor.language);
  return savedReply([t('proposal.rejected'), ...(isAnnounced ? [] : [t('log.failed')])].join('\n'));
}

/** A proposal as the queue shows it. */
export function queued(proposal: Proposal, bot: Bot): Promise<Reply> {
  const language = bot.moderation.languageOf(proposal.guildId);
  return showProposal({ ...proposal, state: 'waiting' }, language, bot);
}

/** Posts waiting proposals that are in no queue yet, oldest first. */
export async function queueWaiting(guildId: string, bot: Bot): Promise<void> {
  const waiting = await bot.curation.store.waitingProposals(guildId);
  for (const proposal of waiting) {
    if (await bot.moderation.isQueued(proposal)) continue;
    if (!(await bot.moderation.queue(proposal, await queued(proposal, bot)))) return;
  }
}

/** Logs the changes of an import in the log channel. */
export async function announceImport(
  { proposal, approverId }: Extract<Decided, { readonly kind: 'imported' }>,
  bot: Bot,
): Promise<boolean> {
  const { guildId, authorId, changes, reason } = proposal;
  const language = bot.moderation.languageOf(guildId);
  const t = translator(language);
  const lines = [
    t('log.import', { who: somebody(authorId, language), ...countsOf(changes) }),
    ...(approverId === undefined || approverId === authorId ? [] : [t('history.approved', { who: somebody(approverId, language) })]),
    ...reasonLine(reason, language),
  ];
  const reply = renderImport(lines.join('\n'), await bot.curation.imports.notesOf(proposal), language);
  return bot.moderation.announceReply(guildId, reply);
}

/** Renders a waiting import. */
async function showImport(proposal: ImportProposal, language: UiLanguage, bot: Bot): Promise<Reply> {
  const lines = [
    translator(language)('proposal.waiting.import', countsOf(proposal.changes)),
    ...authorLines(proposal, language),
    ...reasonLine(proposal.reason, language),
  ];
  const reply = renderImport(lines.join('\n'), await bot.curation.imports.notesOf(proposal), language);
  return { ...reply, components: rows(plainDecisionButtons(proposal, language)) };
}

async function announceRevision(revision: Revision, bot: Bot): Promise<boolean> {
  const { guildId, noteId, action, authorId, coauthorIds, approverId, version, reason } = revision;
  const language = bot.moderation.languageOf(guildId);
  const t = translator(language);
  const before = (await bot.curation.store.revisions(guildId, noteId)).find((one) => one.version === version - 1);
  const shipped = bot.curation.notes.shipped(noteId);
  const [old, fresh] = [before, revision].map((one) => noteWith(noteId, one?.content, shipped));
  const spans = fresh === undefined ? [] : bot.curation.notes.spansOf(fresh);
  const isNew = old === undefined && fresh !== undefined;
  const embeds = isNew
    ? cardEmbeds(bot.app.article, { note: fresh, spans }, language)
    : differencesEmbed(differencesOf(old, fresh), language);
  const lines = [
    t(`log.${action}`, { who: somebody(authorId, language), id: escapeMarkdown(noteId), version }),
    ...coauthorsLine(coauthorIds, language),
    ...(approverId === undefined || approverId === authorId ? [] : [t('history.approved', { who: somebody(approverId, language) })]),
    ...reasonLine(reason, language),
  ];
  return bot.moderation.announce(guildId, lines.join('\n'), embeds);
}

async function tellSuggester(proposal: Proposal, outcome: 'accepted' | 'rejected', reason: string, bot: Bot): Promise<void> {
  const { authorId, coauthorIds = [] } = proposal;
  const suggester = coauthorIds.length > 0 ? coauthorIds[0] : authorId;
  if (suggester === undefined || proposal.origin !== 'reader' || proposal.kind !== 'note') return;
  const language = bot.moderation.languageOf(proposal.guildId);
  const lines = [
    translator(language)(`suggest.${outcome}`),
    // A person may have several suggestions, in several guilds.
    ...(proposal.content === undefined ? [] : [blockQuote(proposal.content.note)]),
    ...reasonLine(reason, language),
  ];
  await bot.moderation.tell(suggester, lines.join('\n'));
}

function outcomeLine(outcome: 'approved' | 'rejected', { userId }: Actor, bot: Bot, guildId: string): string {
  return translator(bot.moderation.languageOf(guildId))(`queue.${outcome}`, { who: `<@${userId}>` });
}

async function viewOf(proposal: NoteProposal, bot: Bot, warnings: readonly string[]): Promise<ProposalView> {
  const { guildId, noteId } = proposal;
  const current = await bot.curation.notes.state(guildId, noteId);
  const shipped = bot.curation.notes.shipped(noteId);
  const note = noteAfter(proposal, bot) ?? current?.note;
  if (note === undefined) throw new Error(`The proposal ${proposal.id} is about a note that never was.`);
  const after: NoteState = {
    note,
    version: proposal.baseVersion,
    origin: shipped === undefined ? 'own' : proposal.content === undefined ? 'shipped' : 'overridden',
    isRetracted: proposal.action === 'withdraw' || (proposal.action === 'edit' && current?.isRetracted === true),
    spans: bot.curation.notes.spansOf(note),
  };
  const differences = current === undefined ? [] : differencesOf(current.note, note);
  return { proposal, after, differences, isMeasurable: bot.curation.measuresEffects, warnings };
}

/** Whether a draft changes nothing in a note. */
async function isUnchanged(proposal: NoteProposal, bot: Bot): Promise<boolean> {
  if (proposal.action !== 'edit' || proposal.state !== 'draft') return false;
  const current = await bot.curation.notes.state(proposal.guildId, proposal.noteId);
  return differencesOf(current?.note, noteAfter(proposal, bot)).length === 0;
}

/** The note after a proposal; the shipped note if the proposal has no content. */
function noteAfter({ noteId, content }: NoteProposal, bot: Bot): Note | undefined {
  return noteWith(noteId, content, bot.curation.notes.shipped(noteId));
}
