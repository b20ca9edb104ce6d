// Messages that ask the bot: a mention, a reply to one of its answers, a direct message. It speaks in no other case.

import { ChannelType, type Message, MessageReferenceType, MessageType, PermissionFlagsBits, RESTJSONErrorCodes } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { topicBehind } from '../answer/follow-up.js';
import { knownLanguage } from '../answer/language.js';
import { type WordsLanguage, words } from '../words/words.js';
import type { Bot } from './bot.js';
import { questionIn, textOf } from './conversation.js';
import { classify, describeForLog, explainFailure } from './failure.js';
import type { Freshness } from './freshness.js';
import { refusalText } from './gate.js';
import { asksSomething, howToAsk } from './how-to-ask.js';
import { languageOfLocale, type Place } from './input.js';
import type { Log } from './log.js';
import { renderAnswer } from './render-answer.js';
import { type Asked, type Reply, textReply } from './reply.js';
import { messageBody } from './responder.js';
import { sendAgain } from './send-again.js';

export interface MentionOptions {
  readonly bot: Bot;
  readonly freshness: Freshness;
  readonly log: Log;
}

/** People, or channels. */
const MOST_TOLD = 1_000;
/** An answer that is there sooner needs no sign that it is coming. */
const TYPING_AFTER_MS = 300;

/** How a message asks the bot. */
type Address = 'direct' | 'mention' | 'reply';

/** Makes the handler of messages. It never rejects. */
export function createMessageHandler({ bot, freshness, log }: MentionOptions): (message: Message) => Promise<void> {
  /** Who was told to wait, so that a flood gets one answer and no more. */
  const told = new LRUCache<string, true>({ max: MOST_TOLD });
  /** Channels where the bot was asked and may not write, so that the log says so once of each. */
  const mute = new LRUCache<string, true>({ max: MOST_TOLD });

  async function answer(message: Message, address: Address, place: Place): Promise<void> {
    const question = questionIn(textOf(message));
    const language = languageFor(message);
    if (!asksSomething(question)) {
      await send(message, textReply(howToAsk(question, language)));
      return;
    }
    const admission = bot.gate.admit(place.userId, 'question', bot.settings(place.guildId).questionsPerWindow);
    if (admission.kind !== 'admitted') {
      if (told.has(place.userId)) return;
      told.set(place.userId, true);
      await send(message, textReply(refusalText(admission, language)));
      return;
    }
    told.delete(place.userId);
    const asked: Asked = { question, previous: await previousQuestion(message, address, place) };
    const typing = setTimeout(() => showTyping(message), TYPING_AFTER_MS);
    const reading = bot.reading(place.guildId);
    const answered = bot.gate.run(place.userId, 'question', async () => {
      const full = await reading.respond(question, asked);
      const reply = renderAnswer(full, reading.article, {
        language,
        asker: place.userId,
        content: bot.content,
        isPrivate: false,
        echoQuestion: false,
        noteSpans: reading.noteSpans,
        takesSuggestions: bot.takesSuggestions(place.guildId),
      });
      return { ...reply, asked };
    });
    const reply = await answered.finally(() => clearTimeout(typing));
    if (!mayEmbed(message)) {
      await send(message, textReply(words(language)('mention.noEmbeds')));
      return;
    }
    const sent = await send(message, reply);
    await bot.answered({ messageId: sent.id, place, reply, isPrivate: false });
  }

  /** Of our own words: the question's; where that does not tell, the server's choice, or what is spoken there. */
  function languageFor(message: Message): WordsLanguage {
    const { guildId, guild } = message;
    const asked = knownLanguage(questionIn(textOf(message)) ?? '');
    return asked ?? bot.settings(guildId ?? undefined).language ?? languageOfLocale(guild?.preferredLocale ?? 'en');
  }

  /** What was asked before: in the answer that is replied to, or just before in a conversation of two. */
  async function previousQuestion({ id, reference }: Message, address: Address, place: Place): Promise<string | undefined> {
    const repliedTo = reference?.type === MessageReferenceType.Forward ? undefined : reference?.messageId;
    if (repliedTo === undefined) {
      const last = address === 'direct' ? bot.recent.lastIn(place) : undefined;
      return last && topicBehind(last);
    }
    try {
      const asked = await bot.askedIn(place.channelId, repliedTo);
      return asked && topicBehind(asked);
    } catch (error) {
      // Most questions make sense without the one before them.
      log.warn({ ...describeForLog(error), message: id }, 'What a message replies to could not be read.');
      return undefined;
    }
  }

  return async (message) => {
    const address = addressOf(message);
    if (address === undefined || !freshness.admit(message.id, 'message')) return;
    const place = placeOf(message);
    if (!bot.mayAnswerIn(place)) return;
    if (!maySpeak(message)) {
      const { channelId, guildId } = place;
      if (!mute.has(channelId)) log.info({ channelId, guildId }, 'Somebody asked in a channel where the bot may not write.');
      mute.set(channelId, true);
      return;
    }
    try {
      await answer(message, address, place);
    } catch (error) {
      const { text, ...details } = explainFailure(error, languageFor(message));
      log[details.level]({ ...details, ...describeForLog(error), message: message.id }, 'A message could not be answered.');
      if (text === undefined || details.kind === 'forbidden' || details.kind === 'network') return;
      await send(message, textReply(text)).catch((second: unknown) => {
        log.warn({ ...describeForLog(second), reference: details.reference }, 'Whoever asked could not be told.');
      });
    }
  };
}

function placeOf({ author, channel, channelId, guildId }: Message): Place {
  const parentId = channel.isThread() ? (channel.parentId ?? undefined) : undefined;
  return { userId: author.id, channelId, parentId, guildId: guildId ?? undefined };
}

/** How a message asks the bot; undefined where it does not. */
function addressOf(message: Message): Address | undefined {
  const { author, client } = message;
  if (author.bot || message.webhookId !== null || message.system) return undefined;
  if (message.type !== MessageType.Default && message.type !== MessageType.Reply) return undefined;
  if (message.channel.type === ChannelType.DM) return 'direct';
  if (message.mentions.parsedUsers.has(client.user.id)) return 'mention';
  // Without a ping Discord withholds the text, so there is nothing to answer.
  if (message.mentions.repliedUser?.id === client.user.id && message.content !== '') return 'reply';
  return undefined;
}

/** Shows that an answer is coming; that it cannot be shown is no reason not to answer. */
function showTyping({ channel }: Message): void {
  if (channel.isSendable()) channel.sendTyping().catch(() => undefined);
}

function maySpeak(message: Message): boolean {
  if (!message.inGuild()) return true;
  const { channel } = message;
  const permissions = channel.permissionsFor(message.client.user);
  const speak = channel.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
  return permissions?.has([PermissionFlagsBits.ViewChannel, speak]) === true;
}

function mayEmbed(message: Message): boolean {
  return !message.inGuild() || message.channel.permissionsFor(message.client.user)?.has(PermissionFlagsBits.EmbedLinks) === true;
}

/** Replies to a message; in the channel without a reference where the bot may not read what stands there. */
async function send(message: Message, reply: Reply): Promise<{ readonly id: string }> {
  const { content, embeds, components } = messageBody(reply);
  // Discord posts a message with the same nonce once, so a retry or an event that comes again does no harm.
  const payload = {
    content,
    embeds: [...embeds],
    components: [...components],
    allowedMentions: { parse: [], repliedUser: false },
    nonce: message.id,
    enforceNonce: true,
  };
  try {
    return await sendAgain(() => message.reply({ ...payload, failIfNotExists: false }));
  } catch (error) {
    const failure = classify(error);
    const mayNotRefer =
      failure.kind === 'forbidden' && failure.code === RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory;
    if (!mayNotRefer || !message.channel.isSendable()) throw error;
    const { channel } = message;
    return await sendAgain<{ readonly id: string }>(() => channel.send(payload));
  }
}
