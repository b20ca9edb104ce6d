// Puts together what commands, buttons, forms and mentions work with.

import { createHmac } from 'node:crypto';
import type { Client } from 'discord.js';
import { normaliseQuestion } from '../answer/question.js';
import type { App } from '../app.js';
import { Forgetting } from '../curation/forgetting.js';
import type { OpenCuration } from '../curation/open-curation.js';
import { onceSaved } from '../curation/saved-error.js';
import type { GuildSettings, OpenQuestion } from '../store/store.js';
import { createFetchAttachment } from './attachment.js';
import { type Answered, type Bot, CONTENT_DIGITS } from './bot.js';
import { createConversation } from './conversation.js';
import { describeForLog } from './failure.js';
import type { Gate } from './gate.js';
import { languageOfLocale, type Place } from './input.js';
import type { Log } from './log.js';
import { EffectWaits } from './moderation/effect-waits.js';
import { ANSWERS_KEPT_MS, FEEDBACK_KEPT_MS, Moderation } from './moderation/moderation.js';
import { UnfinishedForms } from './moderation/unfinished.js';
import { RecentAnswers } from './recent.js';

/** Enough that no two are the same, and short enough for a button. */
const SECRET_ID_LENGTH = 22;

export interface CreateBotOptions {
  readonly app: App;
  readonly client: Client;
  readonly kept: OpenCuration;
  readonly gate: Gate;
  /** Where Discord's interface is. */
  readonly apiUrl: string;
  readonly version: string;
  readonly log: Log;
}

/** A question that may be kept, as somebody typed it, and the message that answered it. */
interface Open extends Pick<OpenQuestion, 'why'> {
  readonly guildId: string | undefined;
  readonly messageId: string;
  readonly raw: string;
}

/** A message that everybody can read, and the notes that it shows. */
interface Public extends Pick<Answered, 'messageId' | 'place'> {
  readonly noteIds: readonly string[];
}

export function createBot({ app, client, kept, gate, apiUrl, version, log }: CreateBotOptions): Bot {
  const { curation, settings } = kept;
  const { store } = curation;
  const { rest } = client;
  const recent = new RecentAnswers();
  const started = performance.now();
  let answered = 0;
  const conversation = createConversation({ rest, recent, userId: () => client.user?.id ?? '' });
  const moderation = new Moderation({
    rest,
    curation,
    settings: (guildId) => settings.of(guildId),
    languageOf: (guildId) => settings.of(guildId).language ?? languageOfLocale(client.guilds.cache.get(guildId)?.preferredLocale ?? 'en'),
    now: Date.now,
    log,
  });
  /** Without the bot's token nobody can tell from it what it was made of, though it is the same whenever it is made. */
  const secretly = (text: string) =>
    createHmac('sha256', client.token ?? '')
      .update(text)
      .digest('base64url')
      .slice(0, SECRET_ID_LENGTH);
  /** What found nothing may also be judged, more than once, and counts once: the id follows from the answer's message, and so from who asked. */
  const openId = (messageId: string) => secretly(messageId);
  /** However often somebody clicks, they judge an answer once. */
  const judgementId = (messageId: string, userId: string) => secretly(`${messageId}/${userId}`);
  /** Keeps a question that found nothing, was unsure or did not help, where its server wants that. */
  const keepOpen = async ({ guildId, messageId, raw, why }: Open) => {
    if (guildId === undefined || settings.of(guildId).keepQuestionsDays === 0) return;
    // The message that asked may have been edited since: what could not be asked now is of no use to anybody.
    const question = normaliseQuestion(raw);
    if (question.kind !== 'question') return;
    await store.addOpenQuestion({ id: openId(messageId), guildId, question: question.text, why, at: Date.now() });
  };
  /** Of servers without the bot nothing is kept: nothing there could be corrected. */
  const isKeptOf = (guildId: string | undefined): guildId is string => guildId !== undefined && client.guilds.cache.has(guildId);
  const logged = async ({ messageId, place: { guildId, channelId }, noteIds }: Public) => {
    if (isKeptOf(guildId)) await store.logAnswer({ guildId, channelId, messageId, noteIds, at: Date.now() });
  };
  const keep = async ({ messageId, place, reply: { asked, shows }, isPrivate }: Answered) => {
    const { guildId } = place;
    if (!isKeptOf(guildId) || shows === undefined) return;
    if (!isPrivate) await logged({ messageId, place, noteIds: shows.noteIds });
    if (shows.paragraph !== undefined) await store.countAnswer(guildId, shows.paragraph);
    if (asked === undefined || shows.outcome === 'answered') return;
    await keepOpen({ guildId, messageId, raw: asked.question, why: shows.outcome === 'unsure' ? 'unsure' : 'not-covered' });
  };
  return {
    app,
    curation,
    moderation,
    forgetting: new Forgetting({
      ...{ store, now: Date.now, answersKeptMs: ANSWERS_KEPT_MS, feedbackKeptMs: FEEDBACK_KEPT_MS },
      takeNameOut: (message, userId) => moderation.takeNameOut(message, userId),
    }),
    effectWaits: new EffectWaits(),
    unfinished: new UnfinishedForms(() => curation.newId()),
    content: app.articleHash.slice(0, CONTENT_DIGITS),
    version,
    gate,
    recent,
    fetchAttachment: createFetchAttachment({ apiUrl }),
    ...conversation,
    reading: (guildId) => curation.reading(guildId),
    settings: (guildId) => settings.of(guildId),
    changeSettings: (guildId, changes) => settings.change(guildId, changes),
    mayAnswerIn: (place) => place.guildId === undefined || isAllowed(place, settings.of(place.guildId)),
    takesSuggestions: (guildId) => guildId !== undefined && settings.of(guildId).queueChannel !== undefined,
    health: () => ({
      uptime: performance.now() - started,
      ping: client.ws.ping >= 0 ? client.ws.ping : undefined,
      waiting: gate.size,
      answered,
    }),
    answered: async (one) => {
      answered += 1;
      const { messageId, place, reply, isPrivate } = one;
      const { asked } = reply;
      if (asked !== undefined) recent.remember(messageId, place, { asked }, isPrivate);
      // The answer stands, whatever becomes of what is kept of it.
      await keep(one).catch((error: unknown) => log.error(describeForLog(error), 'What is kept of an answer could not be written.'));
    },
    shared: async ({ messageId, place, reply: { asked, shows } }) => {
      const noteIds = shows?.noteIds ?? [];
      if (asked !== undefined) recent.remember(messageId, place, { asked }, false);
      await logged({ messageId, place, noteIds }).catch((error: unknown) =>
        log.error(describeForLog(error), 'What is kept of a shared answer could not be written.'),
      );
    },
    judge: async ({ guildId, channelId, userId }, { messageId, verdict, reason }) => {
      await store.keepFeedback({ id: judgementId(messageId, userId), messageId, channelId, guildId, verdict, reason, at: Date.now() });
      if (verdict !== 'not-helpful' || reason !== undefined) return;
      await onceSaved(async () => {
        const asked = await conversation.askedIn(channelId, messageId);
        if (asked !== undefined) await keepOpen({ guildId, messageId, raw: asked.question, why: 'not-helpful' });
      });
    },
  };
}

/** Whether the bot may answer in a channel, or in a thread by its channel. */
function isAllowed({ channelId, parentId }: Place, { allowedChannels, deniedChannels }: GuildSettings): boolean {
  const isAmong = (ids: readonly string[]) => ids.includes(channelId) || (parentId !== undefined && ids.includes(parentId));
  return !isAmong(deniedChannels) && (allowedChannels.length === 0 || isAmong(allowedChannels));
}
