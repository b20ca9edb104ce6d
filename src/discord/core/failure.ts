// Failures on the way to Discord: their kinds, the replies that may still be sent, and their form in the log.

import { randomInt } from 'node:crypto';
import { DiscordAPIError, HTTPError, RateLimitError, RESTJSONErrorCodes } from 'discord.js';
import { TimeoutError } from 'p-queue';
import { EmbedderStoppedError } from '../../answer/ports.js';
import { SavedError } from '../../curation/saved-error.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import { UserError } from '../../i18n/user-error.js';
import { InputError } from '../../input-error.js';
import { StoreError, type StoreFailure } from '../../store/store-error.js';
import type { Log } from './log.js';
import { StoppingError } from './under-way.js';

/**
 * The kinds of failures.
 * - expired: the interaction, its token or the message is gone; nothing more can be sent
 * - already-answered: the interaction was acknowledged elsewhere; nothing more may be sent
 * - forbidden: the guild does not let the bot do this
 * - capped: Discord allows no further follow-up to this interaction
 * - blocked: the guild's own rules refused the text
 * - bad-payload: our request broke one of Discord's rules
 * - limited: Discord refused it because of a rate limit; it may be sent later
 * - network: it is unknown whether Discord took the request
 * - uncertain: the same, for a request that must not be repeated
 * - input: a person typed, chose or asked for something impossible
 * - timeout: an answer took too long
 * - model: the embedding model has stopped for good, and the program ends
 * - stopping: the program is ending, and nothing was done
 * - interrupted: the program is ending before the work was finished
 * - store: the database failed
 * - saved: the change was saved, and a later step failed
 * - bug: anything else
 */
export type Failure =
  | { readonly kind: 'expired' | 'already-answered' | 'forbidden' | 'capped' | 'blocked' | 'bad-payload'; readonly code: number | string }
  | { readonly kind: 'limited' | 'network' | 'uncertain' | 'timeout' | 'model' | 'stopping' | 'interrupted' }
  | { readonly kind: 'input'; readonly error: UserError | InputError }
  | { readonly kind: 'store'; readonly fault: Exclude<StoreFailure, 'stopping'> }
  | { readonly kind: 'saved' | 'bug' };

const KINDS = new Map<number | string, Extract<Failure, { readonly code: unknown }>['kind']>([
  [RESTJSONErrorCodes.UnknownInteraction, 'expired'],
  [RESTJSONErrorCodes.UnknownWebhook, 'expired'],
  [RESTJSONErrorCodes.UnknownMessage, 'expired'],
  [RESTJSONErrorCodes.UnknownChannel, 'expired'],
  [RESTJSONErrorCodes.InvalidWebhookToken, 'expired'],
  [RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged, 'already-answered'],
  [RESTJSONErrorCodes.MissingAccess, 'forbidden'],
  [RESTJSONErrorCodes.MissingPermissions, 'forbidden'],
  [RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory, 'forbidden'],
  [RESTJSONErrorCodes.CannotSendMessagesToThisUser, 'forbidden'],
  [RESTJSONErrorCodes.ThisInteractionHasHitTheMaximumNumberOfFollowUpMessages, 'capped'],
  [RESTJSONErrorCodes.MessageWasBlockedByAutomaticModeration, 'blocked'],
  [RESTJSONErrorCodes.MessageBlockedByHarmfulLinksFilter, 'blocked'],
  [RESTJSONErrorCodes.InvalidFormBodyOrContentType, 'bad-payload'],
  [RESTJSONErrorCodes.CannotSendAnEmptyMessage, 'bad-payload'],
]);

/** Codes of Node's network errors begin like this, undici's own with UND_ERR. */
const NETWORK_CODE = /^(?:E(?:CONN|HOST|NET|PIPE|TIMEDOUT|AI_)|ENOTFOUND|UND_ERR)/u;

/** The outcome of a request is unknown, and it must not be repeated; the cause says why. */
export class UncertainError extends Error {
  constructor(cause: unknown) {
    super('Nobody knows whether Discord took it.', { cause });
  }
}

/** Classifies a thrown value. Never throws. */
export function classify(error: unknown): Failure {
  if (error instanceof SavedError) {
    const after = classify(error.cause);
    return isFinal(after) ? after : { kind: 'saved' };
  }
  if (error instanceof StoreError) return error.kind === 'stopping' ? { kind: 'stopping' } : { kind: 'store', fault: error.kind };
  if (error instanceof UserError || error instanceof InputError) return { kind: 'input', error };
  if (error instanceof DiscordAPIError) {
    const kind = KINDS.get(error.code);
    return kind === undefined ? { kind: 'bug' } : { kind, code: error.code };
  }
  if (error instanceof HTTPError) return error.status >= 500 ? { kind: 'network' } : { kind: 'bug' };
  if (error instanceof RateLimitError) return { kind: 'limited' };
  if (error instanceof UncertainError) return { kind: 'uncertain' };
  if (error instanceof TimeoutError) return { kind: 'timeout' };
  if (error instanceof EmbedderStoppedError) return { kind: 'model' };
  if (error instanceof StoppingError) return { kind: error.isBegun ? 'interrupted' : 'stopping' };
  return isNetworkError(error) ? { kind: 'network' } : { kind: 'bug' };
}

/** Whether nothing can be sent any more. */
function isFinal({ kind }: Failure): boolean {
  return kind === 'expired' || kind === 'already-answered' || kind === 'capped';
}

/** Whether the connection broke. discord.js retries timeouts and 5xx answers, but not this. */
export function isConnectionLost(error: unknown): boolean {
  return !(error instanceof HTTPError) && isNetworkError(error) && !(error instanceof Error && error.name === 'AbortError');
}

function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return true;
  if ('code' in error && typeof error.code === 'string' && NETWORK_CODE.test(error.code)) return true;
  return isNetworkError(error.cause);
}

export interface Explained {
  readonly kind: Failure['kind'];
  /** Links the reader's message to the log entry. */
  readonly reference: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Text for the reader; undefined if nothing may be sent. */
  readonly text: string | undefined;
}

/** Explains a failure for the reader and for the log. */
export function explainFailure(error: unknown, language: UiLanguage): Explained {
  const failure = classify(error);
  const reference = createReference();
  const t = translator(language);
  const { kind } = failure;
  switch (kind) {
    case 'expired':
    case 'already-answered':
    case 'capped':
      return { kind, reference, level: 'warn', text: undefined };
    case 'forbidden':
      return { kind, reference, level: 'warn', text: t('failure.forbidden', { reference }) };
    case 'blocked':
      return { kind, reference, level: 'warn', text: t('failure.blocked', { reference }) };
    case 'limited':
    case 'network':
    case 'uncertain':
      return { kind, reference, level: 'warn', text: t(`failure.${kind}`, { reference }) };
    case 'input': {
      const { error: slip } = failure;
      return { kind, reference, level: 'debug', text: slip instanceof UserError ? slip.in(language) : slip.message };
    }
    case 'stopping':
      return { kind, reference, level: 'info', text: t('failure.stopping', { reference }) };
    case 'interrupted':
      return { kind, reference, level: 'warn', text: t('failure.interrupted', { reference }) };
    case 'store': {
      const level = failure.fault === 'away' || failure.fault === 'busy' ? 'warn' : 'error';
      return { kind, reference, level, text: t(`failure.store.${failure.fault}`, { reference }) };
    }
    case 'saved':
      return { kind, reference, level: 'error', text: t('failure.saved', { reference }) };
    case 'timeout':
    case 'model':
      return { kind, reference, level: 'error', text: t(`failure.${kind}`, { reference }) };
    case 'bad-payload':
    case 'bug':
      return { kind, reference, level: 'error', text: t('failure.bug', { reference }) };
  }
}

/** Logs a failure. Mistakes and refusals are logged quietly, and typed text never reaches the log, even if a message repeats it. */
export function logFailure(
  log: Log,
  error: unknown,
  details: Omit<Explained, 'text'> & Readonly<Record<string, unknown>>,
  message: string,
): void {
  const { kind, level } = details;
  if (kind === 'input') log[level](details, 'An impossible request was refused, with an explanation.');
  // The end of the program is logged once; stack traces of waiting work would not help.
  else if (kind === 'stopping' || kind === 'interrupted') log[level](details, 'A reader was told that the program is ending.');
  else log[level]({ ...details, ...describeForLog(error) }, message);
}

/** Letters and digits that cannot be confused when read aloud. */
const REFERENCE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

function createReference(): string {
  return Array.from({ length: 6 }, () => REFERENCE_ALPHABET.charAt(randomInt(REFERENCE_ALPHABET.length))).join('');
}

/** A failure for the log, without the tokens that interaction and webhook addresses hold. */
export function describeForLog(error: unknown): Record<string, unknown> {
  if (error instanceof DiscordAPIError) {
    return { error: redact(error.message), code: error.code, status: error.status, request: redact(`${error.method} ${error.url}`) };
  }
  if (!(error instanceof Error)) return { error: redact(String(error)) };
  const cause = error.cause === undefined ? {} : { cause: describeForLog(error.cause) };
  return { error: redact(error.message), stack: redact(error.stack ?? ''), ...cause };
}

/** Interaction tokens are parts of addresses, and a bot token has three parts joined by dots. */
export function redact(text: string): string {
  return text
    .replace(/(\/(?:interactions|webhooks)\/\d+\/)[^/\s?"]+/gu, '$1[token]')
    .replace(/[\w-]{20,}\.[\w-]{6,}\.[\w-]{20,}/gu, '[token]');
}
