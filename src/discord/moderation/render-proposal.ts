// A change before it is made: the note as readers will see it, what differs, what it does to answers, and who decides.

import type { APIButtonComponent, APIEmbed } from 'discord.js';
import type { Article } from '../../article/article.js';
import type { Effect } from '../../curation/effect.js';
import type { NoteState } from '../../curation/shelf.js';
import type { Difference } from '../../notes/differences.js';
import type { Proposal } from '../../notes/revision.js';
import { type WordsLanguage, words } from '../../words/words.js';
import { button, rows } from '../components.js';
import { COLOURS } from '../embeds.js';
import { blockQuote, escapeMarkdown } from '../escape.js';
import { firstThatFits } from '../fit.js';
import { type Reply, textReply } from '../reply.js';
import { shortened } from '../shortened.js';
import { cardEmbeds, describeState } from './note-card.js';
import { differencesEmbed } from './render-differences.js';

/** Changed questions that are listed. */
const MOST_LISTED = 20;
const LONGEST_QUESTION = 150;

export interface ProposalView {
  readonly proposal: Proposal;
  /** The note as it would be. */
  readonly after: NoteState;
  readonly differences: readonly Difference[];
  readonly effect: Effect;
  /** In words. */
  readonly warnings: readonly string[];
}

/** Renders a change as its author sees it before it is saved, or as it waits in the moderators' queue. */
export function renderProposal(article: Article, view: ProposalView, language: WordsLanguage): Reply {
  return firstThatFits(proposalReplies(article, view, language));
}

/** With ever less of the note, which can be seen in full on its own. */
function* proposalReplies(article: Article, view: ProposalView, language: WordsLanguage): Generator<Reply> {
  const { proposal, after, differences, effect, warnings } = view;
  const say = words(language);
  const card = cardEmbeds(article, after, language);
  const changes = proposal.action === 'edit' || proposal.action === 'restore' ? differencesEmbed(differences, language) : [];
  const content = [
    say(proposal.state === 'draft' ? `proposal.draft.${proposal.action}` : `proposal.waiting.${proposal.action}`),
    describeState(after, language),
    ...(proposal.state === 'waiting' && proposal.authorId !== undefined
      ? [say(`proposal.by.${proposal.origin}`, { who: `<@${proposal.authorId}>` })]
      : []),
    ...(proposal.reason === '' ? [] : [say('proposal.reason', { reason: escapeMarkdown(proposal.reason) })]),
    effectLine(effect, language),
    ...warnings.map((warning) => `-# ${warning}`),
  ].join('\n');
  const components = rows(
    proposal.state === 'draft' ? draftButtons(proposal, effect, language) : decisionButtons(proposal, effect, language),
  );
  for (const embeds of [[...changes, ...card], card, changes, []]) yield { content, embeds, components };
}

/** Says how many answers change. */
export function effectLine({ asked, changed }: Effect, language: WordsLanguage): string {
  const say = words(language);
  return asked === 0 ? say('effect.unknown') : say('effect', { changed: changed.length, asked });
}

/** Renders which questions a change answers otherwise. */
export function renderEffect({ asked, changed }: Effect, language: WordsLanguage): Reply {
  const say = words(language);
  if (changed.length === 0) return textReply(effectLine({ asked, changed }, language));
  const lines = changed.slice(0, MOST_LISTED).map(({ question, before, after }) => {
    const outcome =
      before.outcome === after.outcome ? '' : ` · ${say(`effect.outcome.${before.outcome}`)} → ${say(`effect.outcome.${after.outcome}`)}`;
    return `– ${escapeMarkdown(shortened(question, LONGEST_QUESTION))}${outcome}`;
  });
  const left = changed.length - lines.length;
  const embed: APIEmbed = {
    description: [...lines, ...(left === 0 ? [] : [say('effect.more', { count: left })])].join('\n'),
    color: COLOURS.notes,
  };
  return { content: effectLine({ asked, changed }, language), embeds: [embed], components: [] };
}

/** Renders the offer of the article's own words where what was pasted differs from them. */
export function renderOffer(proposal: Proposal, exact: string, pasted: string, language: WordsLanguage): Reply {
  const say = words(language);
  const act = actOn(proposal, language);
  return {
    content: say('offer'),
    embeds: [
      { title: say('offer.exact'), description: blockQuote(exact), color: COLOURS.article },
      { title: say('offer.pasted'), description: blockQuote(shortened(pasted, 1_500)), color: COLOURS.not_covered },
    ],
    components: rows([act('preview', 'button.useExact'), act('edit'), act('discard')]),
  };
}

/** Renders both texts where somebody else was quicker. */
export function renderConflict(
  proposal: Proposal,
  current: NoteState | undefined,
  differences: readonly Difference[],
  language: WordsLanguage,
): Reply {
  const say = words(language);
  const act = actOn(proposal, language);
  return {
    content: [say('conflict'), ...(current === undefined ? [] : [describeState(current, language)])].join('\n'),
    embeds: differencesEmbed(differences, language, say('conflict.differences')),
    components: rows([act('mine'), act('edit'), act('discard', 'button.theirs')]),
  };
}

function draftButtons(proposal: Proposal, { changed }: Effect, language: WordsLanguage): APIButtonComponent[] {
  const act = actOn(proposal, language);
  return [
    act('save'),
    act('why'),
    ...(proposal.content === undefined || proposal.action === 'withdraw' ? [] : [act('edit')]),
    ...(changed.length === 0 ? [] : [act('which')]),
    act('discard'),
  ];
}

function decisionButtons(proposal: Proposal, { changed }: Effect, language: WordsLanguage): APIButtonComponent[] {
  const act = actOn(proposal, language);
  return [
    act('approve'),
    ...(proposal.content === undefined || proposal.action === 'withdraw' ? [] : [act('edit')]),
    act('reject'),
    ...(changed.length === 0 ? [] : [act('which')]),
  ];
}

function actOn({ id }: Proposal, language: WordsLanguage) {
  type Act = 'preview' | 'which' | 'save' | 'why' | 'edit' | 'discard' | 'approve' | 'reject' | 'mine';
  return (
    act: Act,
    label: 'button.useExact' | 'button.theirs' | `button.${Exclude<Act, 'preview'>}` = `button.${act as Exclude<Act, 'preview'>}`,
  ) => button(words(language)(label), { kind: 'proposal', act, proposal: id });
}
