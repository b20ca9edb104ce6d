// The answer to one interaction: acknowledged once, then edited; nothing is sent once Discord has forgotten the interaction.

import { setTimeout as sleep } from 'node:timers/promises';
import { type APIMessage, InteractionResponseType, MessageFlags, RateLimitError, type RawFile, Routes } from 'discord.js';
import { onceSaved } from '../../curation/saved-error.js';
import { faultsOf } from '../kit/limits.js';
import { type Modal, modalBody } from '../kit/modal.js';
import type { Reply } from '../kit/reply.js';
import type { InteractionRest } from './client.js';
import { classify } from './failure.js';
import { INTERACTION_AGE_MS } from './freshness.js';
import { sendAgain } from './send-again.js';

/**
 * Form of an acknowledgement.
 * - public, private: a new message, for everybody or only for the asker
 * - update: the message with the clicked button is changed, or nothing
 */
export type AckMode = 'public' | 'private' | 'update';

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** Without retries: a late acknowledgement is useless, and a repeated follow-up would appear twice. */
export interface ResponderOptions extends InteractionRest {
  readonly applicationId: string;
  readonly interaction: { readonly id: string; readonly token: string };
  /** Milliseconds since the interaction happened. */
  readonly age: () => number;
  /** Called with the error when it is unknown whether an acknowledgement arrived. */
  readonly onUnknown: (error: unknown) => void;
}

/** A message that Discord took. */
export interface Sent {
  readonly id: string;
  /** Whether only the asker sees it; where the bot is not installed, Discord may decide that. */
  readonly isPrivate: boolean;
}

/** The state of an interaction: `unknown` after a request whose outcome is unknown. */
type State = 'new' | 'acknowledged' | 'unknown' | 'over';

/**
 * Sends the acknowledgement and the messages after it. discord.js keeps such a state too, but sets it after the request, and
 * wrongly when the request's outcome is unknown; so this class talks to Discord's REST interface directly.
 * Methods reject with the errors of discord.js's REST client, and with RangeError for a reply beyond Discord's limits. After
 * a failure that nothing may follow, the responder is over, and its methods do nothing.
 */
export class Responder {
  #state: State = 'new';
  #mode: AckMode = 'public';
  /** The first request, while it is on its way. */
  #beginning: Promise<unknown> = Promise.resolve();
  #isGivenUp = false;

  constructor(private readonly options: ResponderOptions) {}

  /** Whether the asker can still be reached. */
  get canSpeak(): boolean {
    return this.#state !== 'over';
  }

  /** Acknowledges; must come first, and once. A failure without a known outcome is settled by the next edit. */
  acknowledge(mode: AckMode): Promise<void> {
    return this.#begin(() => this.#acknowledge(mode));
  }

  async #acknowledge(mode: AckMode): Promise<void> {
    this.#mode = mode;
    const type =
      mode === 'update' ? InteractionResponseType.DeferredMessageUpdate : InteractionResponseType.DeferredChannelMessageWithSource;
    try {
      await this.#callBack({ type, ...(mode === 'private' ? { data: { flags: MessageFlags.Ephemeral } } : {}) });
      this.#state = 'acknowledged';
    } catch (error) {
      this.#state = classify(error).kind === 'network' ? 'unknown' : 'over';
      if (this.#state === 'over') throw error;
      this.options.onUnknown(error);
    }
  }

  /** Shows a modal; must come first, instead of an acknowledgement. If Discord refuses the modal, a reply can follow. */
  showModal(modal: Modal): Promise<void> {
    return this.#begin(() => this.#showModal(modal));
  }

  async #showModal(modal: Modal): Promise<void> {
    const data = modalBody(modal);
    try {
      await this.#callBack({ type: InteractionResponseType.Modal, data });
      // The filled-in modal arrives as another interaction.
      this.#state = 'over';
    } catch (error) {
      const { kind } = classify(error);
      this.#state = kind === 'limited' || kind === 'bad-payload' ? 'new' : 'over';
      throw error;
    }
  }

  /** Suggests values while the person types. */
  async suggest(choices: readonly Choice[]): Promise<void> {
    await this.#callBack({ type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } });
    this.#state = 'over';
  }

  /** Sets the acknowledged message; undefined if nothing can be sent. Rejects with SavedError if it reports a saved change. */
  async edit(reply: Reply): Promise<Sent | undefined> {
    return this.#edit(reply, (request) => sendAgain(() => this.options.rest.patch(this.#original, request)));
  }

  #editOnce(reply: Reply): Promise<Sent | undefined> {
    return this.#edit(reply, (request) => this.options.restOnce.patch(this.#original, request));
  }

  async #edit(reply: Reply, patch: (request: EditRequest) => Promise<unknown>): Promise<Sent | undefined> {
    const request = { body: messageBody(reply), files: rawFiles(reply), auth: false };
    const send = () => this.#send(() => patch(request));
    const message = await (reply.isSaved === true ? onceSaved(send) : send());
    return message === undefined ? undefined : sentAs(message);
  }

  /**
   * Sends the asker a reply in place of the expected one; the message with the clicked button is unchanged.
   * @param isLast nothing follows, so it does not wait for a hanging request and is not retried
   */
  async tell(reply: Reply, isLast = false): Promise<void> {
    // At shutdown, the first request may still be under way.
    await this.#beginning;
    if (this.#state === 'new') await this.acknowledge('private');
    const telling = this.#mode === 'update' ? this.followUp(reply, 'private') : isLast ? this.#editOnce(reply) : this.edit(reply);
    // Abandoned work may run on for a moment, and must not overwrite this reply.
    this.#isGivenUp ||= isLast;
    await telling;
  }

  /** Sends a follow-up; undefined if nothing can be sent any more. */
  async followUp(reply: Reply, mode: 'public' | 'private'): Promise<Sent | undefined> {
    const body = { ...messageBody(reply), ...(mode === 'private' ? { flags: MessageFlags.Ephemeral } : {}) };
    const { restOnce, applicationId, interaction } = this.options;
    const route = Routes.webhook(applicationId, interaction.token);
    const message = await this.#send(() => restOnce.post(route, { body, files: rawFiles(reply), auth: false }));
    return message === undefined ? undefined : sentAs(message);
  }

  /** Deletes the acknowledged message, or the message with the clicked button. */
  async deleteOriginal(): Promise<void> {
    await this.#send(() => sendAgain(() => this.options.rest.delete(this.#original, { auth: false })));
  }

  get #original() {
    return Routes.webhookMessage(this.options.applicationId, this.options.interaction.token);
  }

  #begin(first: () => Promise<void>): Promise<void> {
    const begun = first();
    this.#beginning = begun.catch(() => undefined);
    return begun;
  }

  /** Makes the first request, and repeats it after a rate limit that leaves enough time. */
  async #callBack(body: unknown): Promise<void> {
    if (this.#state !== 'new') throw new Error('An interaction is acknowledged once.');
    const { restOnce, interaction, age } = this.options;
    const post = () => restOnce.post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false });
    try {
      await post();
    } catch (error) {
      if (!(error instanceof RateLimitError) || age() + error.retryAfter > INTERACTION_AGE_MS) throw error;
      await sleep(error.retryAfter);
      await post();
    }
  }

  /** Makes a request if the state allows it, and updates the state by its outcome. */
  async #send(request: () => Promise<unknown>): Promise<unknown> {
    if (this.#state === 'new') throw new Error('An interaction is acknowledged before anything else.');
    if (this.#state === 'over' || this.#isGivenUp) return undefined;
    const wasUnknown = this.#state === 'unknown';
    try {
      const answer = await request();
      this.#state = 'acknowledged';
      return answer;
    } catch (error) {
      const { kind } = classify(error);
      // One edit settles an unknown outcome, whether it succeeds or not.
      if (wasUnknown || kind === 'expired' || kind === 'capped' || kind === 'already-answered') this.#state = 'over';
      throw error;
    }
  }
}

type EditRequest = { readonly body: unknown; readonly files: RawFile[]; readonly auth: boolean };

function sentAs(message: unknown): Sent {
  const { id, flags = 0 } = message as APIMessage;
  return { id, isPrivate: (flags & MessageFlags.Ephemeral) !== 0 };
}

/**
 * A reply as Discord takes it, with every mention switched off.
 * Throws RangeError for a reply that Discord would refuse: a bug of ours, found before the request.
 */
export function messageBody(reply: Reply) {
  const faults = faultsOf(reply);
  if (faults.length > 0) throw new RangeError(`A reply breaks Discord's limits: ${faults.join('; ')}`);
  const { content, embeds, components, files = [] } = reply;
  const attachments = files.map(({ name, description }, index) => ({
    id: String(index),
    filename: name,
    ...(description === undefined ? {} : { description }),
  }));
  return { content, embeds, components, ...(files.length === 0 ? {} : { attachments }), allowed_mentions: { parse: [] } };
}

/** A reply's files as discord.js sends them. */
export function rawFiles({ files = [] }: Reply): RawFile[] {
  return files.map(({ name, data }) => ({ name, data: Buffer.from(data) }));
}
