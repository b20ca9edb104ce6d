// Assembles the bot: creates each feature with its dependencies.

import type { Client, REST } from 'discord.js';
import type { App } from '../app.js';
import { EarlierAnswers, type Pace } from '../curation/earlier-answers.js';
import { Forgetting } from '../curation/forgetting.js';
import { keepersOf } from '../curation/keepers.js';
import type { OpenCuration } from '../curation/open-curation.js';
import { answeredQuestions } from '../examples.js';
import type { UiLanguage } from '../i18n/translator.js';
import type { GuildSettings } from '../store/store.js';
import { createAnswers } from './answers/answers.js';
import { createConversation } from './answers/conversation.js';
import { createEarlierMessages } from './answers/earlier-messages.js';
import { RecentAnswers } from './answers/recent.js';
import { createFetchAttachment } from './core/attachment.js';
import type { Bot } from './core/bot.js';
import { describeForLog } from './core/failure.js';
import type { Gate } from './core/gate.js';
import { languageOfLocale, type Place } from './core/input.js';
import type { Log } from './core/log.js';
import { CONTENT_DIGITS } from './kit/id-fields.js';
import { createLookups } from './lookups/lookups.js';
import { ANSWERS_KEPT_MS, FEEDBACK_KEPT_MS, Moderation } from './notes/moderation.js';
import { createNotes } from './notes/notes.js';
import { createOpenQuestions } from './open-questions/open-questions.js';

/** Questions that /help and /about offer. */
const EXAMPLES = 3;

export interface CreateBotOptions {
  readonly app: App;
  readonly client: Client;
  /** For edits that nobody waits for. */
  readonly unhurried: REST;
  readonly kept: OpenCuration;
  readonly gate: Gate;
  /** Address of Discord's API. */
  readonly apiUrl: string;
  readonly version: string;
  readonly log: Log;
  /** Pace at which earlier answers are edited. */
  readonly pace: Pace;
}

export function createBot({ app, client, unhurried, kept, gate, apiUrl, version, log, pace }: CreateBotOptions): Bot {
  const { curation } = kept;
  const { store } = curation;
  const { rest } = client;
  const started = performance.now();
  const settings: Bot['settings'] = {
    of: (guildId) => kept.settings.of(guildId),
    change: (guildId, changes) => kept.settings.change(guildId, changes),
    mayAnswerIn: (place) => place.guildId === undefined || isAllowed(place, settings.of(place.guildId)),
  };
  const view: Bot['view'] = (guildId) => curation.view(guildId);
  const content = app.articleHash.slice(0, CONTENT_DIGITS);
  const shippedIds = new Set(app.shipped.map(({ id }) => id));
  const contextOf: Bot['contextOf'] = ({ userId }) => ({ asker: userId, content, isShipped: (id) => shippedIds.has(id) });
  const moderation = new Moderation({
    rest,
    curation,
    settings: (guildId) => settings.of(guildId),
    languageOf: (guildId) => settings.of(guildId).language ?? languageOfLocale(client.guilds.cache.get(guildId)?.preferredLocale ?? 'en'),
    now: Date.now,
    log,
  });
  const earlier = new EarlierAnswers({
    ...{ store, keptMs: ANSWERS_KEPT_MS, pace, now: Date.now, log, describe: describeForLog },
    view,
    notesOf: (guildId) => curation.notesOf(guildId),
    messages: createEarlierMessages({ rest: unhurried, contextOf, keepersOf: (guildId, noteIds) => keepersOf(curation, guildId, noteIds) }),
  });
  kept.onNotes((guildId) => void earlier.look(guildId));
  const recent = new RecentAnswers();
  const conversation = createConversation({ rest, recent, userId: () => client.user?.id ?? '' });
  const core = { app, curation, gate, settings, moderation, view, contextOf };
  const answers = createAnswers({ ...core, client, recent, conversation, earlier, content, log });
  const bot: Bot = {
    ...core,
    answers,
    lookups: createLookups(() => bot),
    notes: createNotes(() => bot, createFetchAttachment({ apiUrl })),
    openQuestions: createOpenQuestions(() => bot),
    forgetting: new Forgetting({
      ...{ store, now: Date.now, answersKeptMs: ANSWERS_KEPT_MS, feedbackKeptMs: FEEDBACK_KEPT_MS },
      takeNameOut: (message, userId) => moderation.takeNameOut(message, userId),
    }),
    about: {
      version,
      examples: examplesFor(app, log),
      health: () => ({
        uptime: performance.now() - started,
        ping: client.ws.ping >= 0 ? client.ws.ping : undefined,
        waiting: gate.size,
        answered: answers.count(),
      }),
    },
  };
  return bot;
}

/** Tries questions when they are first wanted, and remembers the answered ones. */
function examplesFor(app: App, log: Log): Bot['about']['examples'] {
  const known = new Map<UiLanguage, Promise<readonly string[]>>();
  return async (language) => {
    // Which questions are answered depends on all that belongs to the article.
    if (!app.isWhole) return [];
    const questions = known.get(language) ?? answeredQuestions(app, language, EXAMPLES);
    known.set(language, questions);
    try {
      return await questions;
    } catch (error) {
      known.delete(language);
      log.warn(describeForLog(error), 'No questions could be tried as examples.');
      return [];
    }
  };
}

/** Whether the bot may answer in a channel, or in a thread according to its channel. */
function isAllowed({ channelId, parentId }: Place, { allowedChannels, deniedChannels }: GuildSettings): boolean {
  const isAmong = (ids: readonly string[]) => ids.includes(channelId) || (parentId !== undefined && ids.includes(parentId));
  return !isAmong(deniedChannels) && (allowedChannels.length === 0 || isAmong(allowedChannels));
}
