// One interaction's answer: acknowledged once, then edited; and nothing more once Discord no longer knows it.

import { type APIMessage, InteractionResponseType, MessageFlags, type RawFile, type REST, Routes } from 'discord.js';
import { classify } from './failure.js';
import { type Form, formBody } from './form.js';
import { faultsOf } from './limits.js';
import type { Reply } from './reply.js';
import { sendAgain } from './send-again.js';

/**
 * How an interaction is acknowledged.
 * - public, private: a message of its own, for everybody or for the one who asked
 * - update: the message that the button stands on is changed, or nothing at all
 */
export type AckMode = 'public' | 'private' | 'update';

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

export interface ResponderOptions {
  /** Retries by itself: for requests that may be sent twice. */
  readonly rest: REST;
  /** Never retries: for acknowledgements, which come too late after a retry, and follow-ups, which would appear twice. */
  readonly restOnce: REST;
  readonly applicationId: string;
  readonly interaction: { readonly id: string; readonly token: string };
}

/** An interaction's state: `unknown` after a request that nobody knows the outcome of. */
type State = 'new' | 'acknowledged' | 'unknown' | 'over';

/**
 * Sends the acknowledgement and what follows it. discord.js keeps such a state too, but sets it after the request, and
 * wrongly when the request's outcome is unknown; so this one talks to Discord's REST interface directly.
 * Methods reject with what discord.js's REST client throws, and with RangeError for a reply beyond Discord's limits. After a failure that nothing more may follow, the responder is
 * over, and its methods do nothing.
 */
export class Responder {
  #state: State = 'new';
  #mode: AckMode = 'public';

  constructor(private readonly options: ResponderOptions) {}

  /** Whether whoever asked can still be told something. */
  get canSpeak(): boolean {
    return this.#state !== 'over';
  }

  /** Acknowledges; must come first, and once. A failure without a known outcome is settled by the next edit. */
  async acknowledge(mode: AckMode): Promise<void> {
    this.#mode = mode;
    const type =
      mode === 'update' ? InteractionResponseType.DeferredMessageUpdate : InteractionResponseType.DeferredChannelMessageWithSource;
    await this.#callBack({ type, ...(mode === 'private' ? { data: { flags: MessageFlags.Ephemeral } } : {}) });
  }

  /** Shows a form; must come first, and instead of an acknowledgement. */
  async showForm(form: Form): Promise<void> {
    await this.#callBack({ type: InteractionResponseType.Modal, data: formBody(form) });
    // What is filled in comes as an interaction of its own.
    this.#state = 'over';
  }

  /** Suggests values while somebody types. */
  async suggest(choices: readonly Choice[]): Promise<void> {
    await this.#callBack({ type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } });
  }

  /** Sets the acknowledged message; its id, or undefined when nothing could be sent any more. */
  async edit(reply: Reply): Promise<string | undefined> {
    const body = messageBody(reply);
    const files = rawFiles(reply);
    return this.#send(async ({ rest, applicationId, interaction }) => {
      const route = Routes.webhookMessage(applicationId, interaction.token);
      const message = await sendAgain(() => rest.patch(route, { body, files, auth: false }));
      return (message as APIMessage).id;
    });
  }

  /** Tells whoever asked something instead of what was asked for; a message that a button stands on stays as it is. */
  async tell(reply: Reply): Promise<void> {
    if (this.#state === 'new') await this.acknowledge('private');
    if (this.#mode === 'update') await this.followUp(reply, 'private');
    else await this.edit(reply);
  }

  /** Sends one more message; its id, or undefined when nothing could be sent any more. */
  async followUp(reply: Reply, mode: 'public' | 'private'): Promise<string | undefined> {
    const body = { ...messageBody(reply), ...(mode === 'private' ? { flags: MessageFlags.Ephemeral } : {}) };
    const files = rawFiles(reply);
    return this.#send(async ({ restOnce, applicationId, interaction }) => {
      const message = await restOnce.post(Routes.webhook(applicationId, interaction.token), { body, files, auth: false });
      return (message as APIMessage).id;
    });
  }

  /** Deletes the acknowledged message, or the one that the button stands on. */
  async deleteOriginal(): Promise<void> {
    await this.#send(async ({ rest, applicationId, interaction }) => {
      await rest.delete(Routes.webhookMessage(applicationId, interaction.token), { auth: false });
      return undefined;
    });
  }

  async #callBack(body: unknown): Promise<void> {
    if (this.#state !== 'new') throw new Error('An interaction is acknowledged once.');
    const { restOnce, interaction } = this.options;
    try {
      await restOnce.post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false });
      this.#state = 'acknowledged';
    } catch (error) {
      this.#state = classify(error).kind === 'network' ? 'unknown' : 'over';
      if (this.#state === 'over') throw error;
    }
  }

  async #send(request: (options: ResponderOptions) => Promise<string | undefined>): Promise<string | undefined> {
    if (this.#state === 'new') throw new Error('An interaction is acknowledged before anything else.');
    if (this.#state === 'over') return undefined;
    const wasUnknown = this.#state === 'unknown';
    try {
      const id = await request(this.options);
      this.#state = 'acknowledged';
      return id;
    } catch (error) {
      const { kind } = classify(error);
      // Of an unknown outcome one attempt is made, whatever comes of it.
      if (wasUnknown || kind === 'expired' || kind === 'capped' || kind === 'already-answered') this.#state = 'over';
      throw error;
    }
  }
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
function rawFiles({ files = [] }: Reply): RawFile[] {
  return files.map(({ name, data }) => ({ name, data: Buffer.from(data) }));
}
