// A proposal: the note as readers will see it, the differences, the effect on answers, and the decision buttons.

import type { APIButtonComponent, APIEmbed } from 'discord.js';
import type { Article } from '../../article/article.js';
import type { Effect } from '../../curation/effect.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import { type Difference, differencesOf } from '../../notes/differences.js';
import type { NoteProposal, Proposal } from '../../notes/revision.js';
import { shortened } from '../../notes/shortened.js';
import type { NoteState } from '../../views/note-catalog.js';
import { rows } from '../kit/components.js';
import { COLOURS, goesOnLine } from '../kit/embeds.js';
import { blockQuote, escapeMarkdown } from '../kit/escape.js';
import { beginningOf, firstThatFits, linesWithin } from '../kit/fit.js';
import { LIMITS } from '../kit/limits.js';
import { type Reply, textReply } from '../kit/reply.js';
import { approve } from './components/approve.js';
import { discard } from './components/discard.js';
import { editProposal } from './components/edit-proposal.js';
import { previewProposal } from './components/preview-proposal.js';
import { reject } from './components/reject.js';
import { save } from './components/save.js';
import { saveWithReason } from './components/save-with-reason.js';
import { showEffect } from './components/show-effect.js';
import { useMine } from './components/use-mine.js';
import { cardEmbeds } from './note-card.js';
import { coauthorsLine, describeState, reasonLine, somebody } from './note-words.js';
import { differencesEmbed } from './render-differences.js';

/** Room for the questions with changed answers. */
const QUESTIONS_ROOM = 3_000;
const LONGEST_QUESTION = 150;
/** Room for each of two texts shown one after the other. */
const TEXT_ROOM = 2_800;
/** Room for the decision and its reason, added under a proposal in the queue. */
const OUTCOME_ROOM = 750;

export interface ProposalView {
  readonly proposal: NoteProposal;
  /** The note after the change. */
  readonly after: NoteState;
  readonly differences: readonly Difference[];
  /** Whether its effect can be measured on demand. */
  readonly isMeasurable: boolean;
  /** Warnings in words, as markdown. */
  readonly warnings: readonly string[];
}

/** Renders a change as its author sees it before it is saved, or as it waits in the moderators' queue. */
export function renderProposal(article: Article, view: ProposalView, language: UiLanguage): Reply {
  return firstThatFits(proposalReplies(article, view, language));
}

/** Replies with less and less of the note, which can be seen in full on its own. */
function* proposalReplies(article: Article, view: ProposalView, language: UiLanguage): Generator<Reply> {
  const { proposal, after, differences, isMeasurable, warnings } = view;
  const t = translator(language);
  const card = cardEmbeds(article, after, language);
  const changes =
    proposal.action === 'withdraw' ? [] : proposal.action === 'add' ? besides(after, language) : differencesEmbed(differences, language);
  const head = [
    t(proposal.state === 'draft' ? `proposal.draft.${proposal.action}` : `proposal.waiting.${proposal.action}`),
    describeState(after, language),
    ...(proposal.state === 'waiting' ? authorLines(proposal, language) : []),
    ...reasonLine(proposal.reason, language),
  ].join('\n');
  const warned = linesWithin(
    warnings.map((warning) => `-# ${warning}`),
    LIMITS.content - OUTCOME_ROOM - head.length,
    (count) => `-# ${t('more', { count })}`,
  );
  const content = [head, ...warned].join('\n');
  const components = rows(
    proposal.state === 'draft' ? draftButtons(proposal, isMeasurable, language) : decisionButtons(proposal, isMeasurable, language),
  );
  for (const embeds of [[...changes, ...card], card, changes, []]) yield { content, embeds, components };
}

/** The fields of a new note that its card does not show in this language, so that nobody accepts them unseen. */
function besides({ note }: NoteState, language: UiLanguage): APIEmbed[] {
  const unseen = differencesOf(undefined, note).filter(({ field }) => UNSEEN.includes(field));
  return differencesEmbed(unseen, language, translator(language)('proposal.besides'));
}

const UNSEEN: readonly Difference['field'][] = ['translatedHeadline', 'translatedNote', 'keywords'];

/** The line with the number of changed answers. */
function effectLine({ asked, changed }: Effect, language: UiLanguage): string {
  const t = translator(language);
  return asked === 0 ? t('effect.unknown') : t('effect', { changed: changed.length, asked });
}

/** Renders the questions whose answers a change affects. */
export function renderEffect({ asked, changed }: Effect, language: UiLanguage): Reply {
  const t = translator(language);
  if (changed.length === 0) return textReply(effectLine({ asked, changed }, language));
  const lines = changed.map(({ question, before, after }) => {
    const outcome =
      before.outcome === after.outcome ? '' : ` · ${t(`effect.outcome.${before.outcome}`)} → ${t(`effect.outcome.${after.outcome}`)}`;
    return `– ${escapeMarkdown(shortened(question, LONGEST_QUESTION))}${outcome}`;
  });
  const embed: APIEmbed = {
    description: linesWithin(lines, QUESTIONS_ROOM, (count) => t('more', { count })).join('\n'),
    color: COLOURS.notes,
  };
  return { content: effectLine({ asked, changed }, language), embeds: [embed], components: [] };
}

/** Renders the offer of the article's own words if the pasted words differ. */
export function renderOffer(proposal: NoteProposal, exact: string, pasted: string, language: UiLanguage): Reply {
  const t = translator(language);
  const on = buttonsFor(proposal, language);
  return {
    content: t('offer'),
    embeds: [
      { title: t('offer.exact'), description: quoted(exact, language), color: COLOURS.article },
      { title: t('offer.pasted'), description: quoted(pasted, language), color: COLOURS.not_covered },
    ],
    // A moderator who gives up changing a waiting proposal must not discard it.
    components: rows([on.useExact(), on.edit(), ...(proposal.state === 'waiting' ? [] : [on.discard()])]),
  };
}

/** A text with all its spaces, since they may be the difference; only the beginning of a long text. */
function quoted(text: string, language: UiLanguage): string {
  const { end } = beginningOf({ body: text, hidden: [] }, { start: 0, end: text.length }, TEXT_ROOM);
  return [blockQuote(text.slice(0, end)), ...(end < text.length ? [goesOnLine(language)] : [])].join('\n');
}

/** Renders a conflict with a quicker change: the current state and the differences. */
export function renderConflict(
  proposal: NoteProposal,
  current: NoteState | undefined,
  differences: readonly Difference[],
  language: UiLanguage,
): Reply {
  const t = translator(language);
  const on = buttonsFor(proposal, language);
  return {
    content: [t('conflict'), ...(current === undefined ? [] : [describeState(current, language)])].join('\n'),
    embeds: differencesEmbed(differences, language, t('conflict.differences')),
    components: rows(
      proposal.state === 'waiting'
        ? [on.mine('button.approve'), on.edit(), on.reject()]
        : [on.mine(), on.edit(), on.discard('button.theirs')],
    ),
  };
}

function draftButtons(proposal: NoteProposal, isMeasurable: boolean, language: UiLanguage): APIButtonComponent[] {
  const on = buttonsFor(proposal, language);
  return [on.save(), on.saveWithReason(), ...formButtons(proposal, language), ...(isMeasurable ? [on.effect()] : []), on.discard()];
}

function decisionButtons(proposal: NoteProposal, isMeasurable: boolean, language: UiLanguage): APIButtonComponent[] {
  const on = buttonsFor(proposal, language);
  return [on.approve(), ...formButtons(proposal, language), on.reject(), ...(isMeasurable ? [on.effect()] : [])];
}

/** Buttons that open the modals for rewording a proposal; none if it has no words to change. */
function formButtons(proposal: NoteProposal, language: UiLanguage): APIButtonComponent[] {
  if (proposal.content === undefined || proposal.action === 'withdraw') return [];
  const on = buttonsFor(proposal, language);
  return [on.edit(), on.keywords(), on.spanish()];
}

/** The people behind a waiting proposal: its author, and the authors of earlier words. */
export function authorLines({ origin, authorId, coauthorIds = [] }: Proposal, language: UiLanguage): string[] {
  const t = translator(language);
  if (origin === 'reader' && coauthorIds.length > 0) {
    return [
      t('proposal.by.reader', { who: somebody(coauthorIds[0], language) }),
      t('proposal.reworded', { who: somebody(authorId, language) }),
    ];
  }
  const by = authorId === undefined ? [] : [t(`proposal.by.${origin}`, { who: somebody(authorId, language) })];
  return [...by, ...coauthorsLine(coauthorIds, language)];
}

/** The buttons of a waiting proposal that cannot be reworded in a modal. */
export function plainDecisionButtons(proposal: Proposal, language: UiLanguage): APIButtonComponent[] {
  const on = buttonsFor(proposal, language);
  return [on.approve(), on.reject()];
}

/** Renders the faults that keep a proposal from being saved, and the actions against them. */
export function renderFaulty(proposal: Proposal, faults: readonly string[], language: UiLanguage): Reply {
  const on = buttonsFor(proposal, language);
  const head = translator(language)('proposal.faulty', { count: faults.length });
  const lines = linesWithin(
    faults.map((fault) => `– ${escapeMarkdown(fault)}`),
    LIMITS.content - head.length - 1,
    (count) => translator(language)('more', { count }),
  );
  const canEdit = proposal.kind === 'note' && proposal.content !== undefined;
  return {
    ...textReply([head, ...lines].join('\n')),
    components: rows([...(canEdit ? [on.edit()] : []), proposal.state === 'waiting' ? on.reject() : on.discard()]),
  };
}

/** The buttons that a proposal can have, each with its label. */
function buttonsFor({ id: proposal }: Pick<Proposal, 'id'>, language: UiLanguage) {
  const t = translator(language);
  const about = { proposal };
  return {
    useExact: () => previewProposal.button(t('button.useExact'), about),
    save: () => save.button(t('button.save'), about),
    saveWithReason: () => saveWithReason.button(t('button.why'), about),
    effect: () => showEffect.button(t('button.which'), about),
    edit: () => editProposal.button(t('button.edit'), { ...about, part: 'note' }),
    keywords: () => editProposal.button(t('button.keywords'), { ...about, part: 'keywords' }),
    spanish: () => editProposal.button(t('button.spanish'), { ...about, part: 'spanish' }),
    discard: (label: 'button.discard' | 'button.theirs' = 'button.discard') => discard.button(t(label), about),
    approve: () => approve.button(t('button.approve'), about),
    reject: () => reject.button(t('button.reject'), about),
    mine: (label: 'button.mine' | 'button.approve' = 'button.mine') => useMine.button(t(label), about),
  };
}
