// What moderators do about open questions: see a group, teach what answers it, or put it aside.

import type { Gap } from '../../curation/open-questions.js';
import { translator } from '../../i18n/translator.js';
import { UserError } from '../../i18n/user-error.js';
import type { OpenQuestion } from '../../store/store.js';
import type { Bot } from '../core/bot.js';
import type { Actor } from '../core/input.js';
import { type Reply, savedReply, textReply } from '../kit/reply.js';
import { showDecided } from '../notes/proposals.js';
import { renderGap } from './render-open-questions.js';
import { sayTaught } from './training-examples.js';

type Moderator = Actor & { readonly guildId: string };

/** One group of open questions. */
export async function openGap(questionId: string, { guildId, language }: Moderator, bot: Bot): Promise<Reply> {
  const gap = await gapWith(questionId, guildId, bot);
  return gap === undefined ? textReply(translator(language)('gaps.gone')) : renderGap(gap, bot.app.article, language);
}

/**
 * Teaches that a sentence answers a question, or that the article does not, and tells what came of it; or lays that before another
 * moderator, and leaves the question open. Throws UserError for a sentence that the article does not have.
 */
export async function teachSentence(questionId: string, sentence: number | undefined, actor: Moderator, bot: Bot): Promise<Reply> {
  const { guildId, userId, language } = actor;
  const t = translator(language);
  const gap = await gapWith(questionId, guildId, bot);
  const [first] = gap?.questions ?? [];
  if (gap === undefined || first === undefined) return textReply(t('gaps.gone'));
  if (sentence !== undefined && bot.app.article.sentences[sentence] === undefined) throw new UserError('button.unknown');
  const waiting = await bot.curation.store.waitingProposals(guildId);
  if (waiting.some((one) => one.kind === 'lesson' && one.act === 'teach' && one.question === first.question)) {
    return textReply(t('taught.waits'));
  }
  const decided = await bot.curation.teach(guildId, first.question, sentence, userId);
  return decided.kind === 'taught' ? sayTaught(decided, actor, bot, gap.questions) : showDecided(decided, actor, bot);
}

/** Closes a group without having learnt anything. */
export async function putAside(questionId: string, { guildId, language }: Moderator, bot: Bot): Promise<Reply> {
  const gap = await gapWith(questionId, guildId, bot);
  if (gap !== undefined) await close(gap.questions, guildId, bot);
  return savedReply(translator(language)(gap === undefined ? 'gaps.gone' : 'gaps.putAside'));
}

/** Takes a lesson back, or lays that before another moderator. */
export async function takeBack(lessonId: string, actor: Moderator, bot: Bot): Promise<Reply> {
  const decided = await bot.curation.takeBack(actor.guildId, lessonId, actor.userId);
  return decided === undefined ? textReply(translator(actor.language)('gaps.gone')) : showDecided(decided, actor, bot);
}

async function gapWith(questionId: string, guildId: string, bot: Bot): Promise<Gap | undefined> {
  return (await bot.curation.gaps(guildId)).find(({ questions }) => questions.some(({ id }) => id === questionId));
}

async function close(questions: readonly OpenQuestion[], guildId: string, bot: Bot): Promise<void> {
  await bot.curation.store.removeOpenQuestions(
    guildId,
    questions.map(({ id }) => id),
  );
}
