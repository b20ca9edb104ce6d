// Training examples: waiting for a second moderator, and the steps after an example is saved.

import type { Decided } from '../../curation/decisions.js';
import { onceSaved } from '../../curation/saved-error.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import type { TrainingProposal } from '../../notes/revision.js';
import { shortened } from '../../notes/shortened.js';
import type { OpenQuestion } from '../../store/store.js';
import { askAgain, type Taught } from '../../views/taught.js';
import type { Bot } from '../core/bot.js';
import type { Actor } from '../core/input.js';
import { rows } from '../kit/components.js';
import { escapeMarkdown } from '../kit/escape.js';
import { type Reply, savedReply, textReply } from '../kit/reply.js';
import { somebody } from '../notes/note-words.js';
import { takeBack } from './components/take-back.js';
import { taughtLine } from './render-taught.js';

const LONGEST_QUESTION = 200;
/** Longest excerpt of an answering sentence; the sentence can be read in full in the article. */
const LONGEST_ANSWER = 700;

/** Lines of a waiting training example: its lesson in words, and the passage that answers. */
export function exampleLines(proposal: Pick<TrainingProposal, 'act' | 'question' | 'answer'>, language: UiLanguage): string[] {
  const { act, question, answer } = proposal;
  const named = { question: escapeMarkdown(shortened(question, LONGEST_QUESTION)) };
  const t = translator(language);
  const passage = answer === undefined ? [] : [`> ${escapeMarkdown(shortened(answer.replace(/\s+/gu, ' '), LONGEST_ANSWER))}`];
  if (act === 'take-back') return [t('proposal.waiting.takeBack', named), ...passage];
  return [t(answer === undefined ? 'proposal.waiting.decoy' : 'proposal.waiting.answer', named), ...passage];
}

/**
 * Reports a training example that holds now, or was taken back. An example is one sign among others, so its question is asked again, and
 * the outcome is reported. If the outcome is as taught, the open questions that it settles are closed.
 * @param group the open questions beside it; by default those waiting in the guild
 */
export async function sayTaught(
  { proposal, approverId, wasThere, isShown }: Extract<Decided, { readonly kind: 'taught' }>,
  { language }: Pick<Actor, 'language'>,
  bot: Bot,
  group?: readonly OpenQuestion[],
): Promise<Reply> {
  const { guildId, act, answer, authorId, exampleId } = proposal;
  const t = translator(language);
  const ours = bot.moderation.languageOf(guildId);
  const question = escapeMarkdown(shortened(proposal.question, LONGEST_QUESTION));
  const kind = answer === undefined ? 'decoy' : 'answer';
  const who = somebody(authorId, ours);
  if (act === 'take-back' && !wasThere) return textReply(t('gaps.gone'));
  // An example that is not visible yet cannot be tested.
  const taught = act === 'teach' && isShown ? await onceSaved(() => tryOut(proposal, group, bot)) : undefined;
  const entry = [
    act === 'teach' ? translator(ours)(`log.taught.${kind}`, { who, question }) : translator(ours)('log.untaught', { who }),
    ...(approverId === undefined || approverId === authorId
      ? []
      : [translator(ours)('history.approved', { who: somebody(approverId, ours) })]),
  ].join('\n');
  const isAnnounced = await bot.moderation.announce(guildId, entry);
  const lines = [
    act === 'teach' ? t(`taught.${kind}`, { question }) : t('untaught'),
    ...(taught === undefined ? [] : [taughtLine(taught, kind, language)]),
    ...(isShown ? [] : [t('notShown')]),
    ...(isAnnounced ? [] : [t('log.failed')]),
  ];
  return {
    ...savedReply(lines.join('\n')),
    components: act === 'teach' ? rows([takeBack.button(t('button.unteach'), { example: exampleId })]) : [],
  };
}

/** Asks a taught question again, and closes the open questions that it settles; undefined if the article lost the sentence. */
async function tryOut(proposal: TrainingProposal, group: readonly OpenQuestion[] | undefined, bot: Bot): Promise<Taught | undefined> {
  const { guildId, question, answer } = proposal;
  const view = await bot.view(guildId);
  const { body, sentences } = view.article;
  const sentence = sentences.find(({ start, end }) => body.slice(start, end) === answer);
  if (answer !== undefined && sentence === undefined) return undefined;
  const taught = await askAgain(question, sentence?.index, view);
  if (taught.isAsTaught) await closeSettled(proposal, group ?? (await groupOf(proposal, bot)), taught, bot);
  return taught;
}

/** The group of open questions that has the training example's question. */
async function groupOf({ guildId, question }: TrainingProposal, bot: Bot): Promise<readonly OpenQuestion[]> {
  const groups = await bot.curation.teaching.questionGroups(guildId);
  return groups.find(({ questions }) => questions.some((one) => one.question === question))?.questions ?? [];
}

/** Closes a taught question, and the questions of its group that it decides: those near one passage may ask for different things. */
async function closeSettled(
  { guildId, question }: TrainingProposal,
  group: readonly OpenQuestion[],
  { outcome }: Taught,
  bot: Bot,
): Promise<void> {
  const view = await bot.view(guildId);
  const settled: string[] = [];
  for (const one of group) {
    await bot.gate.quiet();
    const { outcome: reached, candidates, decoys } = await view.explain(one.question);
    const [nearest] = outcome === 'answered' ? (candidates[0]?.readerQuestions ?? []) : decoys;
    const isToldByIt = reached === outcome && nearest?.question === question;
    if (isToldByIt || one.question === question) settled.push(one.id);
  }
  await bot.curation.store.removeOpenQuestions(guildId, settled);
}
