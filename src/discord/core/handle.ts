// Handles a click or a sent modal: decodes its custom id, finds its handler, checks the right once, acknowledges the
// interaction, and runs the handler.

import type { MessageKey } from '../../i18n/catalogue.js';
import { UserError } from '../../i18n/user-error.js';
import type { Click, Handler, Submission } from '../kit/handler.js';
import type { Modal } from '../kit/modal.js';
import type { Reply } from '../kit/reply.js';
import type { Bot } from './bot.js';
import { type Cost, refusal } from './gate.js';
import { isModerator } from './input.js';
import type { Responder } from './responder.js';

type Event = Click | Submission;

/** A handler with the data of a custom id. */
interface Found {
  readonly handler: Handler;
  readonly data: object;
}

/** Whether a click or a sent modal reaches its handler, and the reason if not. */
export type Authorization = (Found & { readonly kind: 'allowed' }) | { readonly kind: 'refused'; readonly why: MessageKey };

/**
 * The handler of a custom id; undefined for an id that no handler writes.
 * @param isSent whether a modal was sent: a modal may have the sign of the button that opens it
 */
export function findHandler(customId: string, isSent: boolean, handlers: readonly Handler[]): Found | undefined {
  for (const handler of handlers) {
    const data = (handler.kind === 'modal') === isSent ? handler.decode(customId) : undefined;
    if (data !== undefined) return { handler, data: data as object };
  }
  return undefined;
}

/** Checks the right to act, and that the target exists. Synchronous, so that it can precede the acknowledgement. */
export function authorize(found: Found | undefined, event: Event, bot: Bot): Authorization {
  if (found === undefined) return { kind: 'refused', why: 'button.unknown' };
  const why = whyNotAllowed(found, event, bot) ?? whyNotFresh(found, event, bot);
  return why === undefined ? { ...found, kind: 'allowed' } : { kind: 'refused', why };
}

/** Ids can be forged, so every right is checked for the person who acts. */
function whyNotAllowed({ handler, data }: Found, { userId, guildId, rights }: Event, bot: Bot): MessageKey | undefined {
  const isAsker = 'asker' in data && data.asker === userId;
  switch (handler.allow) {
    case 'anyone':
      return undefined;
    case 'asker':
      return isAsker ? undefined : 'deny.asker';
    case 'asker-or-channel-moderator':
      return isAsker || rights.mayManageMessagesHere ? undefined : 'deny.delete';
    case 'member':
      return guildId === undefined ? 'button.unknown' : undefined;
    case 'moderator':
      // A modal that is sent from outside a guild is forged: it cannot have been opened there.
      if (guildId === undefined && handler.kind === 'modal') return 'button.unknown';
      return isModerator({ guildId, rights }, bot.settings.of(guildId)) ? undefined : 'deny.moderator';
  }
}

/** A modal is accepted even if the article has changed since: its quote is located again. */
function whyNotFresh({ handler, data }: Found, event: Event, bot: Bot): MessageKey | undefined {
  if (handler.kind !== 'modal' && 'content' in data && data.content !== bot.contextOf(event).content) return 'button.stale';
  return handler.isThere?.(data as never, bot.app.article) === false ? 'button.unknown' : undefined;
}

/** Answers a click or a sent modal. */
export async function handle(event: Event, isSent: boolean, handlers: readonly Handler[], bot: Bot, responder: Responder): Promise<void> {
  const { userId, language } = event;
  const found = findHandler(event.customId, isSent, handlers);
  const authorization = authorize(found, event, bot);
  const cost: Cost = found?.handler.cost ?? 'light';
  const admission = bot.gate.admit(userId, cost);
  if (admission.kind !== 'admitted') {
    const why = refusal(admission);
    const kept = keptReply(why.in(language), authorization, event, bot);
    if (kept === undefined) throw why;
    return reply(kept, responder);
  }
  if (authorization.kind === 'refused') throw new UserError(authorization.why);
  const { handler, data } = authorization;
  const run = async () => handler.run(data as never, event as never, bot, responder);
  // Opening a modal skips the queue of the gate: it must open within Discord's time for acknowledgements.
  if (handler.ack === 'modal') {
    const outcome = await run();
    if (outcome !== undefined) await (isModal(outcome) ? responder.showModal(outcome) : reply(outcome, responder));
    return;
  }
  const isUpdate = handler.ack === 'update' || (handler.ack === 'update-private' && event.message?.isPrivate === true);
  await responder.acknowledge(isUpdate ? 'update' : 'private');
  await bot.gate.run(userId, cost, async () => {
    const outcome = await run();
    if (outcome === undefined || isModal(outcome)) return;
    const sent = await responder.edit(outcome);
    if (sent !== undefined) await bot.answers.showing({ messageId: sent.id, place: event, reply: outcome, isPrivate: sent.isPrivate });
  });
}

/** The refusal by the gate; typed text is kept, so that the person can send it later. */
function keptReply(why: string, authorization: Authorization, event: Event, bot: Bot): Reply | undefined {
  if (authorization.kind === 'refused' || authorization.handler.keep === undefined || !('filled' in event)) return undefined;
  return authorization.handler.keep(why, authorization.data as never, event, bot);
}

function isModal(outcome: Reply | Modal): outcome is Modal {
  return 'customId' in outcome;
}

async function reply(what: Reply, responder: Responder): Promise<void> {
  await responder.acknowledge('private');
  await responder.edit(what);
}
