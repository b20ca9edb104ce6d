// What is taught about questions: how it waits for a second moderator, and what follows once it holds.

import type { Outcome } from '../../answer/answer.js';
import type { Decided } from '../../curation/decisions.js';
import type { LessonProposal } from '../../notes/revision.js';
import type { OpenQuestion } from '../../store/store.js';
import { type WordsLanguage, words } from '../../words/words.js';
import type { Bot } from '../bot.js';
import { button, rows } from '../components.js';
import { escapeMarkdown } from '../escape.js';
import type { Actor } from '../input.js';
import { type Reply, textReply } from '../reply.js';
import { shortened } from '../shortened.js';
import { somebody } from './note-card.js';

const LONGEST_QUESTION = 200;
/** Of a sentence that answers; it can be read in full in the article. */
const LONGEST_ANSWER = 700;

/** What a lesson would teach, as it waits: in words, and as the passage that answers. */
export function lessonLines(proposal: Pick<LessonProposal, 'act' | 'question' | 'answer'>, language: WordsLanguage): string[] {
  const { act, question, answer } = proposal;
  const named = { question: escapeMarkdown(shortened(question, LONGEST_QUESTION)) };
  const say = words(language);
  const passage = answer === undefined ? [] : [`> ${escapeMarkdown(shortened(answer.replace(/\s+/gu, ' '), LONGEST_ANSWER))}`];
  if (act === 'take-back') return [say('proposal.waiting.takeBack', named), ...passage];
  return [say(answer === undefined ? 'proposal.waiting.decoy' : 'proposal.waiting.answer', named), ...passage];
}

/**
 * Tells of a lesson that holds now, or was taken back, and closes what it settles.
 * @param group the open questions beside it; those that wait in the server without it
 */
export async function sayTaught(
  { proposal, approverId, wasThere }: Extract<Decided, { readonly kind: 'taught' }>,
  { language }: Pick<Actor, 'language'>,
  bot: Bot,
  group?: readonly OpenQuestion[],
): Promise<Reply> {
  const { guildId, act, answer, authorId, lessonId } = proposal;
  const say = words(language);
  const ours = bot.moderation.languageOf(guildId);
  const question = escapeMarkdown(shortened(proposal.question, LONGEST_QUESTION));
  const kind = answer === undefined ? 'decoy' : 'answer';
  const who = somebody(authorId, ours);
  if (act === 'take-back' && !wasThere) return textReply(say('gaps.gone'));
  if (act === 'teach') await closeSettled(proposal, group ?? (await groupOf(proposal, bot)), bot);
  const entry = [
    act === 'teach' ? words(ours)(`log.taught.${kind}`, { who, question }) : words(ours)('log.untaught', { who }),
    ...(approverId === undefined || approverId === authorId ? [] : [words(ours)('history.approved', { who: somebody(approverId, ours) })]),
  ].join('\n');
  const isAnnounced = await bot.moderation.announce(guildId, entry);
  const said = act === 'teach' ? say(`taught.${kind}`, { question }) : say('untaught');
  return {
    ...textReply([said, ...(isAnnounced ? [] : [say('log.failed')])].join('\n')),
    components: act === 'teach' ? rows([button(say('button.unteach'), { kind: 'unteach', lesson: lessonId })]) : [],
  };
}

/** The open questions among which one with the lesson's words is now. */
async function groupOf({ guildId, question }: LessonProposal, bot: Bot): Promise<readonly OpenQuestion[]> {
  const gaps = await bot.curation.gaps(guildId);
  return gaps.find(({ questions }) => questions.some((one) => one.question === question))?.questions ?? [];
}

/** Closes a question that was taught, and those of its group that are told by it: what comes near to one passage may ask for different things. */
async function closeSettled({ guildId, question, answer }: LessonProposal, group: readonly OpenQuestion[], bot: Bot): Promise<void> {
  const outcome: Outcome = answer === undefined ? 'not_covered' : 'answered';
  const reading = bot.reading(guildId);
  const settled: string[] = [];
  for (const one of group) {
    const { outcome: reached, candidates, decoys } = await reading.explain(one.question);
    const [nearest] = outcome === 'answered' ? (candidates[0]?.readerQuestions ?? []) : decoys;
    const isToldByIt = reached === outcome && nearest?.question === question;
    if (isToldByIt || one.question === question) settled.push(one.id);
  }
  await bot.curation.store.removeOpenQuestions(guildId, settled);
}
