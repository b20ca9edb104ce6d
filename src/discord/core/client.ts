// The discord.js client as this bot uses it: few intents, small caches, and the meaning of a failed connection.

import {
  ActivityType,
  Client,
  type ClientOptions,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  GatewayCloseCodes,
  GatewayIntentBits,
  HTTPError,
  Options,
  Partials,
  REST,
} from 'discord.js';
import { shortened } from '../../notes/shortened.js';
import { classify } from './failure.js';
import { INTERACTION_AGE_MS } from './freshness.js';
import { Shards } from './shards.js';

const REQUEST_TIMEOUT_MS = 10_000;
/** Discord's limit for the status under the bot's name, in code units. */
const LONGEST_STATUS = 128;
/** discord.js holds back interactions while the client waits for its guilds, so the wait must be short. */
const WAIT_FOR_GUILDS_MS = 1_000;
/** Refused requests in ten minutes after which a warning is logged; at 10,000 Discord bars the bot. */
const INVALID_REQUESTS_WARNING = 100;

/**
 * The gateway client: guilds and messages that mention it, direct messages, and no privileged intent.
 * @param title the article's title, shown under the bot's name in every language
 */
export function createClient(apiUrl: string, title: string): Client {
  const options: ClientOptions = {
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages],
    // Without these partials, direct messages and edits of uncached messages never arrive, and no messages are cached.
    partials: [Partials.Channel, Partials.Message],
    allowedMentions: { parse: [], repliedUser: false },
    // Old messages are never looked up; permissions need guilds, roles, channels and the bot's own member.
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
      PresenceManager: 0,
      UserManager: { maxSize: 1_000, keepOverLimit: (user) => user.id === user.client.user?.id },
      GuildMemberManager: { maxSize: 200, keepOverLimit: (member) => member.id === member.client.user.id },
    }),
    // Discord shows a custom status unchanged; the name is required for a custom status.
    presence: { activities: [{ type: ActivityType.Custom, name: 'Custom Status', state: shortened(title, LONGEST_STATUS) }] },
    waitGuildTimeout: WAIT_FOR_GUILDS_MS,
    ws: { buildStrategy: (manager) => new Shards(manager) },
    rest: { api: apiUrl, timeout: REQUEST_TIMEOUT_MS, invalidRequestWarningInterval: INVALID_REQUESTS_WARNING },
  };
  return new Client(options);
}

/** Two clients, both for answers to interactions only. */
export interface InteractionRest {
  /** Retries: for requests that may be sent twice. */
  readonly rest: REST;
  /** For requests that must not be sent twice, nor late: no retry, and no waiting for a rate limit. */
  readonly restOnce: REST;
}

/**
 * The clients for answers to interactions. Discord does not count them among the 50 requests that a bot may make in a second, so that
 * limit neither delays them nor is used up by them; they still obey their own limits.
 */
export function createInteractionRest(apiUrl: string): InteractionRest {
  const options = {
    api: apiUrl,
    version: '10',
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    invalidRequestWarningInterval: INVALID_REQUESTS_WARNING,
  };
  return {
    rest: new REST({ ...options, timeout: REQUEST_TIMEOUT_MS }),
    restOnce: new REST({ ...options, retries: 0, timeout: INTERACTION_AGE_MS, rejectOnRateLimit: ['/'] }),
  };
}

/** The client for edits in the background: it waits for no rate limit and retries little, since every edit is queued again later. */
export function createUnhurriedRest(apiUrl: string, token: string): REST {
  return new REST({
    api: apiUrl,
    version: '10',
    timeout: REQUEST_TIMEOUT_MS,
    retries: 1,
    rejectOnRateLimit: ['/'],
    invalidRequestWarningInterval: INVALID_REQUESTS_WARNING,
  }).setToken(token);
}

/** Reason that the program cannot go on with Discord; its kind decides the exit code. */
export interface Refusal {
  readonly kind: 'token' | 'intents' | 'network' | 'model' | 'other';
  readonly message: string;
}

/** Reason for a failed login, in a sentence for the operator. */
export function explainLogin(error: unknown, apiUrl: string): Refusal {
  const isTokenRefused =
    (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) ||
    (error instanceof DiscordAPIError && error.status === 401);
  if (isTokenRefused) return TOKEN_REFUSED;
  if (classify(error).kind === 'network' || error instanceof HTTPError) {
    const detail = error instanceof Error ? ` (${[error.message, causeOf(error)].filter((part) => part !== '').join(': ')})` : '';
    return {
      kind: 'network',
      message: `Discord cannot be reached at ${apiUrl}${detail}. Check the network, a proxy, and https://discordstatus.com.`,
    };
  }
  return { kind: 'other', message: `Discord refused the connection: ${error instanceof Error ? error.message : String(error)}` };
}

/** Reason that the gateway closed for good; undefined for a close after which discord.js connects again. */
export function explainClose(code: number): Refusal | undefined {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return TOKEN_REFUSED;
    case GatewayCloseCodes.InvalidIntents:
    case GatewayCloseCodes.DisallowedIntents:
      return {
        kind: 'intents',
        message: `Discord refused the intents that the bot asks for (close code ${code}). It needs none of the privileged ones; check the application in the Discord Developer Portal under Bot.`,
      };
    case GatewayCloseCodes.InvalidShard:
    case GatewayCloseCodes.ShardingRequired:
    case GatewayCloseCodes.InvalidAPIVersion:
      return { kind: 'other', message: `Discord closed the connection for good (close code ${code}).` };
    default:
      return undefined;
  }
}

const TOKEN_REFUSED: Refusal = {
  kind: 'token',
  message:
    'Discord does not accept DISCORD_TOKEN. Reset the token in the Discord Developer Portal under Bot, and put the new one into .env.',
};

function causeOf(error: Error): string {
  return error.cause instanceof Error ? error.cause.message : '';
}
