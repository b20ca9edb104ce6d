// Puts together what commands, buttons, forms and mentions work with.

import { createHmac } from 'node:crypto';
import type { Client, REST } from 'discord.js';
import { normaliseQuestion } from '../answer/question.js';
import type { App } from '../app.js';
import { EarlierAnswers, type Pace } from '../curation/earlier-answers.js';
import { Forgetting } from '../curation/forgetting.js';
import type { OpenCuration } from '../curation/open-curation.js';
import { onceSaved } from '../curation/saved-error.js';
import type { GuildSettings, OpenQuestion } from '../store/store.js';
import { createFetchAttachment } from './attachment.js';
import { type Answered, type Bot, CONTENT_DIGITS } from './bot.js';
import { createConversation } from './conversation.js';
import { createEarlierMessages, shownIn } from './earlier-messages.js';
import { paragraphOf } from './embeds.js';
import { describeForLog } from './failure.js';
import type { Gate } from './gate.js';
import { languageOfLocale, type Place } from './input.js';
import type { Log } from './log.js';
import { EffectWaits } from './moderation/effect-waits.js';
import { ANSWERS_KEPT_MS, FEEDBACK_KEPT_MS, Moderation } from './moderation/moderation.js';
import { UnfinishedForms } from './moderation/unfinished.js';
import type { Keeper } from './note-in-full.js';
import { RecentAnswers } from './recent.js';

/** Enough that no two are the same, and short enough for a button. */
const SECRET_ID_LENGTH = 22;

export interface CreateBotOptions {
  readonly app: App;
  readonly client: Client;
  /** For edits that nobody waits for. */
  readonly unhurried: REST;
  readonly kept: OpenCuration;
  readonly gate: Gate;
  /** Where Discord's interface is. */
  readonly apiUrl: string;
  readonly version: string;
  readonly log: Log;
  /** How quickly earlier answers are edited. */
  readonly pace: Pace;
}

/** A question that may be kept, as somebody typed it, and the message that answered it. */
interface Open extends Pick<OpenQuestion, 'why'> {
  readonly guildId: string | undefined;
  readonly messageId: string;
  readonly raw: string;
}

export function createBot({ app, client, unhurried, kept, gate, apiUrl, version, log, pace }: CreateBotOptions): Bot {
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
  const content = app.articleHash.slice(0, CONTENT_DIGITS);
  const shippedIds = new Set(app.shipped.map(({ id }) => id));
  const placeOf: Bot['placeOf'] = ({ userId }) => ({ asker: userId, content, isShipped: (id) => shippedIds.has(id) });
  const earlier = new EarlierAnswers({
    ...{ store, keptMs: ANSWERS_KEPT_MS, pace, now: Date.now, log, describe: describeForLog },
    reading: (guildId) => curation.reading(guildId),
    notesOf: (guildId) => curation.notesOf(guildId),
    messages: createEarlierMessages({ rest: unhurried, placeOf }),
  });
  kept.onNotes((guildId) => void earlier.look(guildId));
  /** Of servers without the bot nothing is kept: nothing there could be rendered again. */
  const isKeptOf = (guildId: string | undefined): guildId is string => guildId !== undefined && client.guilds.cache.has(guildId);
  const keepShown = async ({ messageId, place: { guildId, channelId, userId }, reply: { shows, versions }, isPrivate }: Answered) => {
    if (!isKeptOf(guildId) || shows === undefined || versions === undefined) return;
    // Of what is private, only an answer can be shared.
    if (isPrivate && shows.kind !== 'answer') return;
    await earlier.keep({ guildId, channelId, messageId, askerId: userId, isPrivate, article: content, shown: shows, notes: versions });
  };
  const keep = async (one: Answered) => {
    const { messageId, place, reply, isPrivate } = one;
    const { asked, shows } = reply;
    const { guildId } = place;
    if (!isKeptOf(guildId) || shows === undefined) return;
    await keepShown(one);
    // A private check is nobody's question.
    if (shows.kind === 'check' && isPrivate) return;
    const [first] = shows.kind === 'answer' || shows.kind === 'check' ? shows.quotes : [];
    if (first !== undefined) await store.countAnswer(guildId, paragraphOf(app.article, first.focus));
    if (asked === undefined || shows.kind !== 'answer' || shows.outcome === 'answered') return;
    await keepOpen({ guildId, messageId, raw: asked.question, why: shows.outcome === 'unsure' ? 'unsure' : 'not-covered' });
  };
  return {
    app,
    curation,
    moderation,
    earlier,
    forgetting: new Forgetting({
      ...{ store, now: Date.now, answersKeptMs: ANSWERS_KEPT_MS, feedbackKeptMs: FEEDBACK_KEPT_MS },
      takeNameOut: (message, userId) => moderation.takeNameOut(message, userId),
    }),
    effectWaits: new EffectWaits(),
    unfinished: new UnfinishedForms(() => curation.newId()),
    content,
    version,
    gate,
    recent,
    fetchAttachment: createFetchAttachment({ apiUrl }),
    ...conversation,
    reading: (guildId) => curation.reading(guildId),
    settings: (guildId) => settings.of(guildId),
    changeSettings: (guildId, changes) => settings.change(guildId, changes),
    mayAnswerIn: (place) => place.guildId === undefined || isAllowed(place, settings.of(place.guildId)),
    placeOf,
    keepersOf: async (guildId, noteIds) => {
      const keepers = await Promise.all(
        noteIds.map(async (id) => {
          const state = guildId === undefined ? undefined : await curation.noteState(guildId, id);
          if (guildId === undefined || state === undefined || state.version === 0) return [id, { origin: 'shipped' }] as const;
          const [last] = (await store.revisions(guildId, id)).filter(({ version }) => version === state.version);
          return [id, { origin: state.origin, ...(last === undefined ? {} : { changedAt: last.at }) }] as const;
        }),
      );
      return new Map<string, Keeper>(keepers);
    },
    takesSuggestions: (guildId) => guildId !== undefined && settings.of(guildId).queueChannel !== undefined,
    health: () => ({
      uptime: performance.now() - started,
      ping: client.ws.ping >= 0 ? client.ws.ping : undefined,
      waiting: gate.size,
      answered,
    }),
    answered: async (one) => {
      const { messageId, place, reply, isPrivate } = one;
      const { asked, shows } = reply;
      if (shows?.kind === 'answer' || shows?.kind === 'check') answered += 1;
      if (asked !== undefined) recent.remember(messageId, place, { asked }, isPrivate);
      // The answer stands, whatever becomes of what is kept of it.
      await keep(one).catch((error: unknown) => log.error(describeForLog(error), 'What is kept of an answer could not be written.'));
    },
    showing: async (one) => {
      const { asked } = one.reply;
      if (asked !== undefined) recent.remember(one.messageId, one.place, { asked }, one.isPrivate);
      await keepShown(one).catch((error: unknown) => log.error(describeForLog(error), 'What is kept of a message could not be written.'));
    },
    shownIn: async (messageId) => {
      const answer = await store.answer(messageId);
      return answer && shownIn(answer, content);
    },
    judge: async ({ guildId, channelId, userId }, { messageId, verdict, reason }) => {
      await store.keepFeedback({ id: judgementId(messageId, userId), messageId, channelId, guildId, verdict, reason, at: Date.now() });
      if (verdict !== 'not-helpful') return;
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
