// Moderators' work on open questions: show a group, teach its answer, or put it aside.

import type { QuestionGroup } from '../../curation/open-questions.js';
import { translator } from '../../i18n/translator.js';
import { UserError } from '../../i18n/user-error.js';
import type { OpenQuestion } from '../../store/store.js';
import type { Bot } from '../core/bot.js';
import type { Actor } from '../core/input.js';
import { type Reply, savedReply, textReply } from '../kit/reply.js';
import { showDecided } from '../notes/proposals.js';
import { renderGroup } from './render-open-questions.js';
import { sayTaught } from './training-examples.js';

type Moderator = Actor & { readonly guildId: string };

/** One group of open questions. */
export async function showGroup(questionId: string, { guildId, language }: Moderator, bot: Bot): Promise<Reply> {
  const group = await groupWith(questionId, guildId, bot);
  return group === undefined ? textReply(translator(language)('gaps.gone')) : renderGroup(group, bot.app.article, language);
}

/**
 * Teaches that a sentence answers a question, or that the article does not, and reports the outcome; or submits that to another
 * moderator, and leaves the question open. Throws UserError for a sentence that the article does not have.
 */
export async function teachSentence(questionId: string, sentence: number | undefined, actor: Moderator, bot: Bot): Promise<Reply> {
  const { guildId, userId, language } = actor;
  const t = translator(language);
  const group = await groupWith(questionId, guildId, bot);
  const [first] = group?.questions ?? [];
  if (group === undefined || first === undefined) return textReply(t('gaps.gone'));
  if (sentence !== undefined && bot.app.article.sentences[sentence] === undefined) throw new UserError('button.unknown');
  const waiting = await bot.curation.store.waitingProposals(guildId);
  if (waiting.some((one) => one.kind === 'lesson' && one.act === 'teach' && one.question === first.question)) {
    return textReply(t('taught.waits'));
  }
  const decided = await bot.curation.teaching.teach(guildId, first.question, sentence, userId);
  return decided.kind === 'taught' ? sayTaught(decided, actor, bot, group.questions) : showDecided(decided, actor, bot);
}

/** Closes a group without teaching anything. */
export async function putAside(questionId: string, { guildId, language }: Moderator, bot: Bot): Promise<Reply> {
  const group = await groupWith(questionId, guildId, bot);
  if (group !== undefined) await close(group.questions, guildId, bot);
  return savedReply(translator(language)(group === undefined ? 'gaps.gone' : 'gaps.putAside'));
}

/** Takes a training example back, or submits that to another moderator. */
export async function takeBack(exampleId: string, actor: Moderator, bot: Bot): Promise<Reply> {
  const decided = await bot.curation.teaching.takeBack(actor.guildId, exampleId, actor.userId);
  return decided === undefined ? textReply(translator(actor.language)('gaps.gone')) : showDecided(decided, actor, bot);
}

async function groupWith(questionId: string, guildId: string, bot: Bot): Promise<QuestionGroup | undefined> {
  return (await bot.curation.teaching.questionGroups(guildId)).find(({ questions }) => questions.some(({ id }) => id === questionId));
}

async function close(questions: readonly OpenQuestion[], guildId: string, bot: Bot): Promise<void> {
  await bot.curation.store.removeOpenQuestions(
    guildId,
    questions.map(({ id }) => id),
  );
}
