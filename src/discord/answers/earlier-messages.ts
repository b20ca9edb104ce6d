// Renders the bot's earlier messages again: reads each message, edits it to the current state, and reports the outcome.

import { type APIMessage, DiscordAPIError, RateLimitError, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { listClaims } from '../../answer/claims.js';
import { detectLanguage } from '../../answer/language.js';
import type { Update } from '../../curation/changes-since.js';
import type { Brought, Messages } from '../../curation/earlier-answers.js';
import type { Keepers } from '../../curation/keepers.js';
import { translator } from '../../i18n/translator.js';
import type { Answer } from '../../store/store.js';
import type { ArticleView } from '../../views/article-view.js';
import { classify } from '../core/failure.js';
import { messageBody } from '../core/responder.js';
import type { MessageContext } from '../kit/embeds.js';
import { LIMITS } from '../kit/limits.js';
import { type Shown, shownSchema } from '../kit/shown.js';
import { claimsOnPage } from '../lookups/render-claims.js';
import { type MessageOptions, messageOf } from './message-of.js';
import { changesOnPage, notesShown } from './notes-shown.js';
import { echoedQuestion } from './render-answer.js';
import { checkedWords } from './render-check.js';
import { isSameMessage } from './same-message.js';

/** An asker that matches nobody, for messages whose asker was forgotten. */
const NOBODY = '0';

export interface EarlierMessagesOptions {
  /** Does not wait for rate limits: failed edits are queued again. */
  readonly rest: REST;
  /** The person a message's buttons are for, and the article they work on. */
  readonly contextOf: (reader: { readonly userId: string; readonly guildId: string }) => MessageContext;
  /** The keepers of some notes of a guild. */
  readonly keepersOf: (guildId: string, noteIds: readonly string[]) => Promise<Keepers>;
}

export function createEarlierMessages({ rest, contextOf, keepersOf }: EarlierMessagesOptions): Messages {
  const readable = (answer: Answer) => shownIn(answer, contextFor(answer).content);
  const contextFor = ({ askerId = NOBODY, guildId }: Answer) => contextOf({ userId: askerId, guildId });
  /** Reads a message and applies a change to it. */
  const bring = async ({ channelId, messageId }: Answer, change: (message: APIMessage) => object | undefined): Promise<Brought> => {
    const route = Routes.channelMessage(channelId, messageId);
    try {
      const body = change((await rest.get(route)) as APIMessage);
      if (body !== undefined) await rest.patch(route, { body });
      return { kind: 'done', isSame: body === undefined };
    } catch (error) {
      return broughtTo(error);
    }
  };
  return {
    notesOf: (answer, seen) => {
      const shown = readable(answer);
      return shown && notesShown(shown, seen);
    },
    touching: (answer, view, changes) => {
      const shown = readable(answer);
      if (shown?.kind !== 'claims') return changes;
      const { article, notes } = view;
      const claims = listClaims(article, notes, shown.status);
      const page = claimsOnPage(shown, { article, claims }, contextFor(answer));
      return changesOnPage(changes, { sent: shown.notes ?? [], page, all: claims.map(({ note }) => note.id) });
    },
    renderAnew: async (answer: Answer, view: ArticleView, update: Update | undefined) => {
      const shown = readable(answer);
      const keepers = shown?.kind === 'claim' ? await keepersOf(answer.guildId, [shown.note]) : undefined;
      return bring(answer, (message) => {
        if (shown === undefined) return undefined;
        const reply = messageOf(shown, view, { ...contextFor(answer), isPrivate: false, ...repeatedIn(message, shown), keepers, update });
        return isSameMessage(message, reply) ? undefined : messageBody(reply);
      });
    },
    sayChanged: (answer) =>
      bring(answer, (message) => {
        // The repeated question may be in a different language from our words.
        const line = translator(detectLanguage(message.content.replace(/^> .+\n/u, '')))('correction');
        const corrected = `${message.content}\n-# ${line}`;
        if (message.content.includes(line) || corrected.length > LIMITS.content) return undefined;
        return { content: corrected, allowed_mentions: { parse: [] } };
      }),
  };
}

/** Content of an answer, if it can be rendered: it is about this article, and this version of the program can read it. */
export function shownIn({ shown, article }: Answer, content: string): Shown | undefined {
  if (article !== content) return undefined;
  const read = shownSchema.safeParse(shown);
  return read.success ? read.data : undefined;
}

/** The typed words that a message repeats: they are stored nowhere else. */
function repeatedIn({ content, embeds }: APIMessage, shown: Shown): Pick<MessageOptions, 'question' | 'about'> {
  switch (shown.kind) {
    case 'answer':
      return { question: echoedQuestion(content) };
    case 'check':
      return { about: checkedWords(shown.form === 'plain' ? [content] : embeds.map(({ description = '' }) => description), shown) };
    default:
      return {};
  }
}

/** Archived threads reopen when somebody writes there. */
function broughtTo(error: unknown): Brought {
  const failure = classify(error);
  const code = error instanceof DiscordAPIError ? error.code : undefined;
  if (code === RESTJSONErrorCodes.InvalidActionOnArchivedThread) return { kind: 'later', why: 'archived', channel: 'all' };
  if (code === RESTJSONErrorCodes.MaximumNumberOfEditsToMessagesOlderThanOneHourReached)
    return { kind: 'later', why: 'limited', channel: 'old' };
  switch (failure.kind) {
    case 'expired':
      return { kind: 'gone', why: 'deleted' };
    case 'forbidden':
    case 'blocked':
      return { kind: 'shut', why: failure.kind };
    case 'limited':
      // The limit for messages older than an hour arrives like any other limit and applies to the channel.
      return { kind: 'later', why: 'limited', channel: 'old', waitMs: error instanceof RateLimitError ? error.retryAfter : undefined };
    case 'network':
      return { kind: 'later', why: 'network' };
    default:
      throw error;
  }
}
