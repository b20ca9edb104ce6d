// Finds the question behind one of the bot's messages: from memory, else from the messages in the channel.

import { type APIMessage, type REST, Routes } from 'discord.js';
import { isElliptical, topicBehind } from '../../answer/follow-up.js';
import { normaliseQuestion } from '../../answer/question.js';
import type { Conversation } from '../core/bot.js';
import { classify } from '../core/failure.js';
import { askedWordsOf, wordsOf } from '../kit/message-words.js';
import type { Asked } from '../kit/reply.js';
import { asksSomething } from './how-to-ask.js';
import type { RecentAnswers } from './recent.js';
import { echoedQuestion } from './render-answer.js';

/** Number of messages searched for the bot's last answer. */
const MOST_MESSAGES = 50;
/** Number of answers through which a chain of follow-ups is traced to its topic. */
const MOST_HOPS = 4;

export interface ConversationOptions {
  readonly rest: REST;
  readonly recent: RecentAnswers;
  /** The bot's own user id. */
  readonly userId: () => string;
}

export function createConversation({ rest, recent, userId }: ConversationOptions): Conversation {
  /** Discord's reply; undefined if it has nothing or does not let the bot read. */
  const read = async <T>(route: `/${string}`, query?: URLSearchParams): Promise<T | undefined> => {
    try {
      return (await rest.get(route, query === undefined ? {} : { query })) as T;
    } catch (error) {
      const { kind } = classify(error);
      if (kind === 'expired' || kind === 'forbidden') return undefined;
      throw error;
    }
  };
  const askedBy = async (message: APIMessage, hops = MOST_HOPS): Promise<Asked | undefined> => {
    if (message.author.id !== userId()) return undefined;
    const echoed = echoedQuestion(message.content);
    if (echoed !== undefined) return asksSomething(echoed) ? { question: echoed } : undefined;
    const reference = message.message_reference;
    const asked =
      message.referenced_message ??
      (reference?.message_id === undefined
        ? undefined
        : await read<APIMessage>(Routes.channelMessage(message.channel_id, reference.message_id)));
    const question = asked && questionIn(askedWordsOf(asked));
    if (question === undefined) return undefined;
    const previous = await topicOf(question, asked, hops);
    return asksSomething(question, previous) ? { question, previous } : undefined;
  };
  /** The topic of a question that makes no sense alone: it replied to an answer of the bot, itself perhaps to a follow-up. */
  const topicOf = async (question: string, asked: APIMessage | undefined, hops: number): Promise<string | undefined> => {
    const repliedTo = asked?.message_reference?.message_id;
    if (asked === undefined || repliedTo === undefined || hops === 0 || !isElliptical(question)) return undefined;
    const before = await findAsked(asked.channel_id, repliedTo, hops - 1);
    return before && topicBehind(before);
  };
  const findAsked = async (channelId: string, messageId: string, hops: number): Promise<Asked | undefined> => {
    const known = recent.ofMessage(messageId)?.asked;
    if (known !== undefined) return known;
    const message = await read<APIMessage>(Routes.channelMessage(channelId, messageId));
    return message && askedBy(message, hops);
  };
  return {
    askedIn: (channelId, messageId) => findAsked(channelId, messageId, MOST_HOPS),
    wordsIn: async (channelId, messageId) => {
      const message = await read<APIMessage>(Routes.channelMessage(channelId, messageId));
      return (message && wordsOf(message)) || undefined;
    },
    lastAsked: async (place) => {
      const known = recent.lastIn(place);
      if (known !== undefined) return known;
      const query = new URLSearchParams({ limit: String(MOST_MESSAGES) });
      for (const message of (await read<APIMessage[]>(Routes.channelMessages(place.channelId), query)) ?? []) {
        const asked = await askedBy(message);
        if (asked !== undefined) return asked;
      }
      return undefined;
    },
  };
}

/** User, role, channel, command, emoji and time tags, as Discord writes them, and mentions of everybody. */
const TAG = /<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|\/[^:<>]+:\d+|t:-?\d+(?::\w)?)>|(?<![\p{L}\p{N}])@(?:everyone|here)(?![\p{L}\p{N}])/gu;

/** The question in a message, without its tags; undefined if nothing is left. */
export function questionIn(content: string): string | undefined {
  const text = content.replace(TAG, ' ');
  return normaliseQuestion(text).kind === 'empty' ? undefined : text.trim();
}
