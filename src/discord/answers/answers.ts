// Given answers: the parts that are remembered and stored, and the follow-up requests under them.

import { createHmac } from 'node:crypto';
import type { Client } from 'discord.js';
import { normaliseQuestion } from '../../answer/question.js';
import type { EarlierAnswers } from '../../curation/earlier-answers.js';
import { onceSaved } from '../../curation/saved-error.js';
import type { OpenQuestion } from '../../store/store.js';
import type { Answered, Answers, Bot, Conversation } from '../core/bot.js';
import { describeForLog } from '../core/failure.js';
import type { Log } from '../core/log.js';
import { paragraphOf } from '../kit/embeds.js';
import { shownOfAnswer } from '../kit/shown.js';
import { shownIn } from './earlier-messages.js';
import { messageOf } from './message-of.js';
import type { RecentAnswers } from './recent.js';
import { echoedQuestion, renderFurther } from './render-answer.js';

/** Long enough to be unique, and short enough for a button. */
const SECRET_ID_LENGTH = 22;

export interface AnswersOptions extends Pick<Bot, 'app' | 'curation' | 'gate' | 'settings' | 'view' | 'contextOf'> {
  readonly client: Client;
  readonly recent: RecentAnswers;
  readonly conversation: Conversation;
  readonly earlier: EarlierAnswers;
  readonly content: string;
  readonly log: Log;
}

/** A question that may be kept, as typed, and the message that answered it. */
interface Open extends Pick<OpenQuestion, 'why'> {
  readonly guildId: string | undefined;
  readonly messageId: string;
  readonly raw: string;
}

export function createAnswers(options: AnswersOptions): Answers {
  const { app, curation, gate, settings, view, contextOf, client, recent, conversation, earlier, content, log } = options;
  const { store } = curation;
  let count = 0;
  /** A keyed digest: stable, but meaningless without the bot's token. */
  const secretly = (text: string) =>
    createHmac('sha256', client.token ?? '')
      .update(text)
      .digest('base64url')
      .slice(0, SECRET_ID_LENGTH);
  /** An unanswered question may also be judged, even repeatedly, but counts once: its id is derived from the answer's message. */
  const openId = (messageId: string) => secretly(messageId);
  /** Repeated clicks of one person count as one judgement. */
  const judgementId = (messageId: string, userId: string) => secretly(`${messageId}/${userId}`);
  /** Keeps a question whose answer found nothing, was unsure or did not help, if its guild keeps questions. */
  const keepOpen = async ({ guildId, messageId, raw, why }: Open) => {
    if (guildId === undefined || settings.of(guildId).keepQuestionsDays === 0) return;
    // The message may have been edited since; text that is not a valid question is useless.
    const question = normaliseQuestion(raw);
    if (question.kind !== 'question') return;
    await store.addOpenQuestion({ id: openId(messageId), guildId, question: question.text, why, at: Date.now() });
  };
  /** Nothing is stored for guilds without the bot: messages there could not be rendered again. */
  const isKeptOf = (guildId: string | undefined): guildId is string => guildId !== undefined && client.guilds.cache.has(guildId);
  const keepShown = async ({ messageId, place: { guildId, channelId, userId }, reply: { shows, versions }, isPrivate }: Answered) => {
    if (!isKeptOf(guildId) || shows === undefined || versions === undefined) return;
    // Among private messages, only answers can be shared.
    if (isPrivate && shows.kind !== 'answer') return;
    await earlier.keep({ guildId, channelId, messageId, askerId: userId, isPrivate, article: content, shown: shows, notes: versions });
  };
  const keep = async (one: Answered) => {
    const { messageId, place, reply, isPrivate } = one;
    const { asked, shows } = reply;
    const { guildId } = place;
    if (!isKeptOf(guildId) || shows === undefined) return;
    await keepShown(one);
    // A private check is not a question.
    if (shows.kind === 'check' && isPrivate) return;
    const [first] = shows.kind === 'answer' || shows.kind === 'check' ? shows.quotes : [];
    if (first !== undefined) await store.countAnswer(guildId, paragraphOf(app.article, first.focus));
    if (asked === undefined || shows.kind !== 'answer' || shows.outcome === 'answered') return;
    await keepOpen({ guildId, messageId, raw: asked.question, why: shows.outcome === 'unsure' ? 'unsure' : 'not-covered' });
  };
  return {
    recent,
    earlier,
    ...conversation,
    count: () => count,
    answered: async (one) => {
      const { messageId, place, reply, isPrivate } = one;
      const { asked, shows } = reply;
      if (shows?.kind === 'answer' || shows?.kind === 'check') count += 1;
      if (asked !== undefined) recent.remember(messageId, place, { asked }, isPrivate);
      // The answer was sent, even if its record cannot be stored.
      await keep(one).catch((error: unknown) => log.error(describeForLog(error), 'The record of an answer could not be stored.'));
    },
    showing: async (one) => {
      const { asked } = one.reply;
      if (asked !== undefined) recent.remember(one.messageId, one.place, { asked }, one.isPrivate);
      await keepShown(one).catch((error: unknown) => log.error(describeForLog(error), 'The record of a message could not be stored.'));
    },
    judge: async ({ guildId, channelId, userId }, { messageId, verdict, reason }) => {
      await store.keepFeedback({ id: judgementId(messageId, userId), messageId, channelId, guildId, verdict, reason, at: Date.now() });
      if (verdict !== 'not-helpful') return;
      await onceSaved(async () => {
        const asked = await conversation.askedIn(channelId, messageId);
        if (asked !== undefined) await keepOpen({ guildId, messageId, raw: asked.question, why: 'not-helpful' });
      });
    },
    questionOf: ({ id, content: text }) => echoedQuestion(text) ?? recent.ofMessage(id)?.asked.question,
    forEverybody: async (question, messageId, actor) => {
      const { language, userId, guildId } = actor;
      const seen = await view(guildId);
      const context = { ...contextOf(actor), isPrivate: false };
      const answer = await store.answer(messageId);
      const kept = answer && shownIn(answer, content);
      if (kept !== undefined) return { ...messageOf(kept, seen, { ...context, question }), asked: { question } };
      const full = await gate.run(userId, 'question', () => seen.respond(question));
      const showing = { language: language === 'es' ? 'es' : full.answer.language, form: 'embeds' } as const;
      const shown = shownOfAnswer(full, seen.article, showing);
      return { ...messageOf(shown, seen, { ...context, question: full.answer.question }), asked: { question } };
    },
    showFurther: async (kind, sentences, actor) => {
      const seen = await view(actor.guildId);
      return renderFurther(kind, seen.passagesAround(sentences), seen, { ...contextOf(actor), language: actor.language });
    },
  };
}
