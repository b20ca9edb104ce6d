// Moderation messages outside the place of the action: the queue, the log channel, direct messages to people who
// suggested a note. A place that cannot be written to delays nobody.

import { type APIChannel, type APIEmbed, type APIMessage, type REST, Routes, SnowflakeUtil } from 'discord.js';
import PQueue from 'p-queue';
import type { Curation } from '../../curation/curation.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import type { Proposal } from '../../notes/revision.js';
import type { GuildSettings, QueueMessage } from '../../store/store.js';
import { classify, describeForLog } from '../core/failure.js';
import type { Log } from '../core/log.js';
import { messageBody, rawFiles } from '../core/responder.js';
import { type Reply, textReply } from '../kit/reply.js';
import { somebody } from './note-words.js';

/** Answers are kept up to date, and stored, for this long; /about states it. */
export const ANSWERS_KEPT_MS = 30 * 24 * 60 * 60_000;
/** Feedback is stored for this long; /about states it. */
export const FEEDBACK_KEPT_MS = 90 * 24 * 60 * 60_000;

export interface ModerationOptions {
  readonly rest: REST;
  readonly curation: Curation;
  readonly settings: (guildId: string) => GuildSettings;
  /** The language for a guild's moderators. */
  readonly languageOf: (guildId: string) => UiLanguage;
  readonly now: () => number;
  readonly log: Log;
}

export class Moderation {
  /** Messages one after the other, because of rate limits. */
  readonly #unhurried = new PQueue({ concurrency: 1 });

  constructor(private readonly options: ModerationOptions) {}

  languageOf(guildId: string): UiLanguage {
    return this.options.languageOf(guildId);
  }

  /** Writes an entry into a guild's log channel, if it has one. False if it could not be written. */
  async announce(
    guildId: string,
    content: string,
    embeds: readonly APIEmbed[] = [],
    logChannel = this.options.settings(guildId).logChannel,
  ): Promise<boolean> {
    return this.announceReply(guildId, { content, embeds, components: [] }, logChannel);
  }

  /** Writes a whole reply into a guild's log channel, like `announce`. */
  async announceReply(guildId: string, reply: Reply, logChannel = this.options.settings(guildId).logChannel): Promise<boolean> {
    if (logChannel === undefined) return true;
    return (await this.#postIn(guildId, logChannel, reply)) !== undefined;
  }

  /** Posts an introduction in a guild's queue. False if the queue cannot be written to. */
  async openQueue(guildId: string): Promise<boolean> {
    const { queueChannel } = this.options.settings(guildId);
    if (queueChannel === undefined) return true;
    return (await this.#post(queueChannel, textReply(translator(this.languageOf(guildId))('queue.here')))) !== undefined;
  }

  /** Posts a proposal in a guild's queue. False if the guild has no queue or it cannot be written to. */
  async queue(proposal: Proposal, reply: Reply): Promise<boolean> {
    const { queueChannel } = this.options.settings(proposal.guildId);
    if (queueChannel === undefined) return false;
    const message = await this.#postIn(proposal.guildId, queueChannel, reply);
    if (message === undefined) return false;
    await this.options.curation.store.setQueueMessage(proposal.id, queueChannel, message.id);
    return true;
  }

  /** Whether a proposal's message is still in the queue: the message or the whole channel may have been deleted. */
  async isQueued({ queueMessage }: Proposal): Promise<boolean> {
    if (queueMessage === undefined) return false;
    try {
      await this.options.rest.get(Routes.channelMessage(queueMessage.channelId, queueMessage.messageId));
      return true;
    } catch (error) {
      // Moderators can still decide on messages that only the bot cannot see.
      return classify(error).kind !== 'expired';
    }
  }

  /** Adds the decision to a proposal in the queue, and removes its buttons. */
  async settle({ queueMessage, guildId }: Proposal, outcome: string): Promise<void> {
    if (queueMessage === undefined) return;
    const { channelId, messageId } = queueMessage;
    await this.#trying({ guildId, messageId }, 'A proposal in the queue could not be marked as decided.', async () => {
      const message = (await this.options.rest.get(Routes.channelMessage(channelId, messageId))) as APIMessage;
      const content = `${message.content}\n${outcome}`;
      await this.options.rest.patch(Routes.channelMessage(channelId, messageId), {
        body: { content, components: [], allowed_mentions: { parse: [] } },
      });
    });
  }

  /** Updates a proposal's message in the queue. */
  async requeue({ queueMessage, guildId }: Proposal, reply: Reply): Promise<void> {
    if (queueMessage === undefined) return;
    const { channelId, messageId } = queueMessage;
    await this.#trying({ guildId, messageId }, 'A proposal in the queue could not be shown anew.', () =>
      this.options.rest.patch(Routes.channelMessage(channelId, messageId), { body: messageBody(reply) }),
    );
  }

  /** Removes a person's name from a message in a queue; false if Discord cannot be reached, so that it may work later. */
  async takeNameOut({ guildId, channelId, messageId }: QueueMessage, userId: string): Promise<boolean> {
    const { rest, log } = this.options;
    const route = Routes.channelMessage(channelId, messageId);
    const without = (text: string) => text.replaceAll(`<@${userId}>`, somebody(undefined, this.languageOf(guildId)));
    try {
      const { content } = (await rest.get(route)) as APIMessage;
      if (without(content) !== content) await rest.patch(route, { body: { content: without(content), allowed_mentions: { parse: [] } } });
      return true;
    } catch (error) {
      const { kind } = classify(error);
      // Deleted and unreachable messages stay that way.
      log.info({ ...describeForLog(error), messageId }, 'The name of a forgotten person could not be removed from a message.');
      return kind !== 'network' && kind !== 'limited';
    }
  }

  /** Sends a direct message, if the person accepts them. */
  async tell(userId: string, content: string): Promise<void> {
    await this.#trying({}, 'The person who suggested a note could not be notified.', async () => {
      const channel = (await this.options.rest.post(Routes.userChannels(), { body: { recipient_id: userId } })) as APIChannel;
      await this.#send(channel.id, textReply(content));
    });
  }

  /** Queues a message that nobody waits for. */
  later(work: () => Promise<void>): void {
    void this.#unhurried.add(work).catch((error: unknown) => {
      this.options.log.warn(describeForLog(error), 'A message to moderators or readers could not be sent.');
    });
  }

  /** Resolves when all queued messages were sent. */
  async drain(): Promise<void> {
    await this.#unhurried.onIdle();
  }

  /** Without the permission to attach files, sends the message without them and says so. */
  async #postIn(guildId: string, channelId: string, reply: Reply): Promise<APIMessage | undefined> {
    const { files = [], ...rest } = reply;
    const posted = await this.#post(channelId, reply);
    if (posted !== undefined || files.length === 0) return posted;
    return this.#post(channelId, { ...rest, content: `${reply.content}\n-# ${translator(this.languageOf(guildId))('log.noFile')}` });
  }

  async #post(channelId: string, reply: Reply): Promise<APIMessage | undefined> {
    return this.#trying({ channelId }, 'A channel of the moderators could not be written to.', () => this.#send(channelId, reply));
  }

  /** Discord posts a message with the same nonce once, so a retry does no harm. */
  async #send(channelId: string, reply: Reply): Promise<APIMessage> {
    const body = { ...messageBody(reply), nonce: String(SnowflakeUtil.generate()), enforce_nonce: true };
    return (await this.options.rest.post(Routes.channelMessages(channelId), { body, files: rawFiles(reply) })) as APIMessage;
  }

  async #trying<T>(details: object, failure: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.options.log.warn({ ...details, ...describeForLog(error) }, failure);
      return undefined;
    }
  }
}
