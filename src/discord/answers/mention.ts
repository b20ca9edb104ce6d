// Messages that ask the bot: a mention, even if an edit adds it, a reply to one of its answers, or a direct message. It
// speaks in no other case.

import {
  ChannelType,
  type Message,
  MessageReferenceType,
  MessageType,
  type PartialMessage,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
} from 'discord.js';
import { LRUCache } from 'lru-cache';
import { pointsAtMessage, topicBehind } from '../../answer/follow-up.js';
import { intentOf, mayMeanMessage } from '../../answer/intent.js';
import { knownLanguage } from '../../answer/language.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import type { Bot } from '../core/bot.js';
import { classify, describeForLog, explainFailure, logFailure } from '../core/failure.js';
import type { Freshness } from '../core/freshness.js';
import { refusal } from '../core/gate.js';
import { languageOfLocale, type Place } from '../core/input.js';
import type { Log } from '../core/log.js';
import { messageBody } from '../core/responder.js';
import { sendAgain } from '../core/send-again.js';
import type { UnderWay } from '../core/under-way.js';
import { escapeMarkdown } from '../kit/escape.js';
import { askedWordsOf, saidIn } from '../kit/message-words.js';
import { type Asked, type Reply, textReply } from '../kit/reply.js';
import { type Showing, shownOfAnswer, shownOfCheck, wordsChecked } from '../kit/shown.js';
import { questionIn } from './conversation.js';
import { howToAsk, isWordless, replyToIntent } from './how-to-ask.js';
import { messageOf } from './message-of.js';

export interface MentionOptions {
  readonly bot: Bot;
  readonly freshness: Freshness;
  readonly underWay: UnderWay;
  readonly log: Log;
}

/** Number of people or channels remembered. */
const MOST_TOLD = 1_000;
/** An answer that comes sooner needs no typing indicator. */
const TYPING_AFTER_MS = 300;

/** The way a message asks the bot. */
type Address = 'direct' | 'mention' | 'reply';
/** The way a message addresses the bot when Discord withholds its text. */
type Unheard = 'role' | 'hidden';

/** Handler of messages; its work is counted as under way. */
export interface MessageHandler {
  created(message: Message): void;
  /** Only an edit by the author, not an addition by Discord, can ask something. */
  updated(message: Message | PartialMessage): void;
}

/** Makes the handler of messages. */
export function createMessageHandler({ bot, freshness, underWay, log }: MentionOptions): MessageHandler {
  /** People told to wait, so that a flood gets only one answer. */
  const told = new LRUCache<string, true>({ max: MOST_TOLD });
  /** People told how to be heard: once is enough. */
  const toldHow = new LRUCache<string, true>({ max: MOST_TOLD });
  /** Channels where the bot was asked but may not write, so that the log mentions each once. */
  const mute = new LRUCache<string, true>({ max: MOST_TOLD });

  async function answer(message: Message, address: Address, place: Place): Promise<void> {
    const question = questionIn(askedWordsOf(saidIn(message)));
    const language = languageFor(message);
    const pointedAt = messagePointedAt(message, question);
    if (pointedAt !== undefined) {
      if (!(await admits(message, place, language))) return;
      const said = await bot.answers.wordsIn(place.channelId, pointedAt);
      if (said === undefined) {
        await send(message, textReply(translator(language)('mention.check', { command: translator(language)('command.check') })));
        return;
      }
      await sendInTurn(message, place, () => checked(said, place, showingIn(message, language)));
      return;
    }
    if (question === undefined || isWordless(question)) {
      await send(message, textReply(howToAsk(question, language)));
      return;
    }
    if (!(await admits(message, place, language))) return;
    const asked: Asked = { question, previous: await previousQuestion(message, address, place) };
    await sendInTurn(message, place, () => answered(asked, place, showingIn(message, language)));
  }

  /** Whether a person may ask now; a refused person is told once. */
  async function admits(message: Message, place: Place, language: UiLanguage): Promise<boolean> {
    const admission = bot.gate.admit(place.userId, 'question', bot.settings.of(place.guildId).questionsPerWindow);
    if (admission.kind === 'admitted') {
      told.delete(place.userId);
      return true;
    }
    if (told.has(place.userId)) return false;
    told.set(place.userId, true);
    await send(message, textReply(refusal(admission).in(language)));
    return false;
  }

  async function answered(asked: Asked, place: Place, showing: Showing): Promise<Reply> {
    const view = await bot.view(place.guildId);
    const full = await view.respond(asked.question, asked);
    const { intent } = full.answer;
    if (intent !== undefined) return replyToIntent(intent, view, { ...bot.contextOf(place), ...showing });
    const shown = shownOfAnswer(full, view.article, showing);
    return { ...messageOf(shown, view, { ...bot.contextOf(place), isPrivate: false }), asked };
  }

  async function checked(said: string, place: Place, showing: Showing): Promise<Reply> {
    const view = await bot.view(place.guildId);
    const found = await view.check(said);
    return messageOf(shownOfCheck(found, showing), view, { ...bot.contextOf(place), isPrivate: false, about: wordsChecked(found) });
  }

  async function sendInTurn(message: Message, place: Place, make: () => Promise<Reply>): Promise<void> {
    const typing = setTimeout(() => showTyping(message), TYPING_AFTER_MS);
    const reply = await bot.gate.run(place.userId, 'question', make).finally(() => clearTimeout(typing));
    const sent = await send(message, reply);
    underWay.add(bot.answers.answered({ messageId: sent.id, place, reply, isPrivate: false }));
  }

  /** Says how to be heard, once to each person. */
  async function explain(message: Message, unheard: Unheard, userId: string): Promise<void> {
    if (toldHow.has(userId)) return;
    toldHow.set(userId, true);
    const t = translator(languageFor(message));
    const name = escapeMarkdown(`@${message.client.user.displayName}`);
    // An edit may put it right and is then answered: that reply needs the message's own nonce.
    await send(message, textReply(t(`mention.${unheard}`, { name })), `how-${message.id}`);
  }

  /** Language of our own words: the question's; if that is unclear, the guild's setting, or the guild's locale in Discord. */
  function languageFor(message: Message): UiLanguage {
    const { guildId, guild } = message;
    const said = questionIn(askedWordsOf(saidIn(message))) ?? '';
    return (
      intentOf(said)?.language ??
      knownLanguage(said) ??
      bot.settings.of(guildId ?? undefined).language ??
      languageOfLocale(guild?.preferredLocale ?? 'en')
    );
  }

  /** The question before: behind the answer that is replied to, or the last one in a direct message. */
  async function previousQuestion({ id, reference }: Message, address: Address, place: Place): Promise<string | undefined> {
    const repliedTo = reference?.type === MessageReferenceType.Forward ? undefined : reference?.messageId;
    if (repliedTo === undefined) {
      const last = address === 'direct' ? bot.answers.recent.lastIn(place) : undefined;
      return last && topicBehind(last);
    }
    try {
      const asked = await bot.answers.askedIn(place.channelId, repliedTo);
      return asked && topicBehind(asked);
    } catch (error) {
      // Most questions make sense without the one before them.
      log.warn({ ...describeForLog(error), message: id }, 'What a message replies to could not be read.');
      return undefined;
    }
  }

  async function handle(message: Message, address: Address | Unheard): Promise<void> {
    const place = placeOf(message);
    if (!bot.settings.mayAnswerIn(place)) return;
    if (!maySpeak(message)) {
      const { channelId, guildId } = place;
      if (!mute.has(channelId)) log.info({ channelId, guildId }, 'Somebody asked in a channel where the bot may not write.');
      mute.set(channelId, true);
      return;
    }
    try {
      await underWay.orStop(() => (isUnheard(address) ? explain(message, address, place.userId) : answer(message, address, place)));
    } catch (error) {
      const { text, ...details } = explainFailure(error, languageFor(message));
      logFailure(log, error, { ...details, message: message.id }, 'A message could not be answered.');
      if (text === undefined || details.kind === 'forbidden' || details.kind === 'network') return;
      await send(message, textReply(text)).catch((second: unknown) => {
        log.warn({ ...describeForLog(second), reference: details.reference }, 'Whoever asked could not be told.');
      });
    }
  }

  /** Whether a message is to be handled now. An unheard message stays open, so that an edit can put it right. */
  const admitsEvent = ({ id }: Message, address: Address | Unheard) =>
    isUnheard(address) ? freshness.isInTime(id, 'message') : freshness.admit(id, 'message');

  /** Runs the work for a message, counted as under way from its event on. */
  const attend = (work: () => Promise<void>) =>
    underWay.add(work().catch((error: unknown) => log.error(describeForLog(error), 'A message could not be looked at.')));

  return {
    created: (message) =>
      attend(async () => {
        const address = addressOf(message);
        if (address !== undefined && admitsEvent(message, address)) await handle(message, address);
      }),
    updated: (message) =>
      attend(async () => {
        // An addition by Discord, such as a link preview, is no edit. Some updates hold only the changed fields.
        if (message.partial || message.editedTimestamp === null) return;
        const address = addressOf(message);
        const isMention = address === 'mention' || (address !== undefined && isUnheard(address));
        if (isMention && admitsEvent(message, address)) await handle(message, address);
      }),
  };
}

function placeOf({ author, channel, channelId, guildId }: Message): Place {
  const parentId = channel.isThread() ? (channel.parentId ?? undefined) : undefined;
  return { userId: author.id, channelId, parentId, guildId: guildId ?? undefined };
}

/** The way a message asks the bot; undefined if it does not. */
function addressOf(message: Message): Address | Unheard | undefined {
  const { author, client, mentions } = message;
  if (author.bot || message.webhookId !== null || message.system) return undefined;
  if (message.type !== MessageType.Default && message.type !== MessageType.Reply) return undefined;
  if (message.channel.type === ChannelType.DM) return 'direct';
  const isHeard = message.content !== '';
  if (mentions.parsedUsers.has(client.user.id)) return 'mention';
  if (mentions.roles.some(({ tags }) => tags?.botId === client.user.id)) return isHeard ? 'mention' : 'role';
  const repliesToBot = mentions.repliedUser?.id === client.user.id;
  // Discord withholds the text of a reply to a command's answer; there is nothing to answer.
  if (repliesToBot) return isHeard ? 'reply' : undefined;
  return !isHeard && mentions.users.has(client.user.id) ? 'hidden' : undefined;
}

function isUnheard(address: Address | Unheard): address is Unheard {
  return address === 'role' || address === 'hidden';
}

/** The id of another person's message that a reply points at instead of asking something itself; undefined for any other message. */
function messagePointedAt({ reference, mentions, client }: Message, question: string | undefined): string | undefined {
  if (reference === null || reference.type === MessageReferenceType.Forward) return undefined;
  if (mentions.repliedUser === null || mentions.repliedUser.id === client.user.id) return undefined;
  return question === undefined || isAboutMessage(question) ? reference.messageId : undefined;
}

/** Whether the words of a reply are about the message replied to. */
function isAboutMessage(said: string): boolean {
  const found = intentOf(said);
  if (found !== undefined && !mayMeanMessage(found)) return false;
  return found?.intent === 'summons' || pointsAtMessage(said);
}

/** Shows that an answer is coming; a failure to show it does not stop the answer. */
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

/** Where the bot may not embed, the whole answer is in the message's text. */
function showingIn(message: Message, language: UiLanguage): Showing {
  return { language, form: mayEmbed(message) ? 'embeds' : 'plain' };
}

function mayEmbed(message: Message): boolean {
  return !message.inGuild() || message.channel.permissionsFor(message.client.user)?.has(PermissionFlagsBits.EmbedLinks) === true;
}

/** Replies to a message; posts in the channel without a reference if the bot may not read its history. */
async function send(message: Message, reply: Reply, nonce = message.id): Promise<{ readonly id: string }> {
  const { content, embeds, components } = messageBody(reply);
  // Discord posts a message with the same nonce once, so a retry or an event that comes again does no harm.
  const payload = {
    content,
    embeds: [...embeds],
    components: [...components],
    allowedMentions: { parse: [], repliedUser: false },
    nonce,
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
