// What moderators do about open questions: see a group, teach what answers it, or put it aside.

import type { Outcome } from '../../answer/answer.js';
import type { Gap } from '../../curation/gaps.js';
import { askAgain } from '../../curation/taught.js';
import { InputError } from '../../input-error.js';
import type { OpenQuestion } from '../../store/store.js';
import { words } from '../../words/words.js';
import type { Bot } from '../bot.js';
import { button, rows } from '../components.js';
import { escapeMarkdown } from '../escape.js';
import type { Actor } from '../input.js';
import { type Reply, textReply } from '../reply.js';
import { shortened } from '../shortened.js';
import { renderGap } from './render-gaps.js';
import { taughtLine } from './render-taught.js';

const LONGEST_QUESTION = 200;

type Moderator = Actor & { readonly guildId: string };

/** One group of open questions. */
export async function openGap(questionId: string, { guildId, language }: Moderator, bot: Bot): Promise<Reply> {
  const gap = await gapWith(questionId, guildId, bot);
  return gap === undefined ? textReply(words(language)('gaps.gone')) : renderGap(gap, bot.app.article, language);
}

/**
 * Teaches that a sentence answers a question, or that the article does not. It holds at once: the question is asked again,
 * and what came of that is told. Where it came about, closes the question and those of its group that are settled with it.
 * Throws InputError for a sentence that the article does not have.
 */
export async function teachSentence(questionId: string, sentence: number | undefined, actor: Moderator, bot: Bot): Promise<Reply> {
  const { guildId, userId, language } = actor;
  const say = words(language);
  const gap = await gapWith(questionId, guildId, bot);
  const [first] = gap?.questions ?? [];
  if (gap === undefined || first === undefined) return textReply(say('gaps.gone'));
  if (sentence !== undefined && bot.app.article.sentences[sentence] === undefined) throw new InputError(say('button.unknown'));
  const lesson = await bot.curation.teach(guildId, first.question, sentence, userId);
  const taught = await askAgain(first.question, sentence, bot.reading(guildId));
  if (taught.isAsTaught) await close(await settledWith(first, gap, taught.outcome, guildId, bot), guildId, bot);
  const question = escapeMarkdown(shortened(first.question, LONGEST_QUESTION));
  const kind = sentence === undefined ? 'decoy' : 'answer';
  const isAnnounced = await bot.moderation.announce(
    guildId,
    words(bot.moderation.languageOf(guildId))(`log.taught.${kind}`, { who: `<@${userId}>`, question }),
  );
  return {
    ...textReply(
      [say(`taught.${kind}`, { question }), taughtLine(taught, kind, language), ...(isAnnounced ? [] : [say('log.failed')])].join('\n'),
    ),
    components: rows([button(say('button.unteach'), { kind: 'unteach', lesson })]),
  };
}

/** Closes a group without having learnt anything. */
export async function putAside(questionId: string, { guildId, language }: Moderator, bot: Bot): Promise<Reply> {
  const gap = await gapWith(questionId, guildId, bot);
  if (gap !== undefined) await close(gap.questions, guildId, bot);
  return textReply(words(language)(gap === undefined ? 'gaps.gone' : 'gaps.putAside'));
}

/** Takes a lesson back. */
export async function takeBack(lessonId: string, { guildId, language, userId }: Moderator, bot: Bot): Promise<Reply> {
  const wasThere = await bot.curation.unteach(guildId, lessonId);
  if (wasThere) await bot.moderation.announce(guildId, words(bot.moderation.languageOf(guildId))('log.untaught', { who: `<@${userId}>` }));
  return textReply(words(language)(wasThere ? 'untaught' : 'gaps.gone'));
}

async function gapWith(questionId: string, guildId: string, bot: Bot): Promise<Gap | undefined> {
  return (await bot.curation.gaps(guildId)).find(({ questions }) => questions.some(({ id }) => id === questionId));
}

/** A question and those of its group that are told by it: what comes near to one passage may ask for different things. */
async function settledWith(taught: OpenQuestion, { questions }: Gap, outcome: Outcome, guildId: string, bot: Bot): Promise<OpenQuestion[]> {
  const reading = bot.reading(guildId);
  const settled: OpenQuestion[] = [];
  for (const one of questions) {
    const { outcome: reached, candidates, decoys } = await reading.explain(one.question);
    const [nearest] = outcome === 'answered' ? (candidates[0]?.readerQuestions ?? []) : decoys;
    const isToldByIt = reached === outcome && nearest?.question === taught.question;
    if (isToldByIt || one.question === taught.question) settled.push(one);
  }
  return settled;
}

async function close(questions: readonly OpenQuestion[], guildId: string, bot: Bot): Promise<void> {
  await bot.curation.store.removeOpenQuestions(
    guildId,
    questions.map(({ id }) => id),
  );
}
