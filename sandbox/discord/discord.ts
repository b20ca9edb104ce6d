// A loopback Discord: REST and gateway on one port, its state, faults on demand, and a record of all requests.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { createClock } from './clock.js';
import { createFaults, type Faults } from './faults.js';
import { type GatewayControl, openGateway } from './gateway.js';
import { hostsOf, isFromProgram, LOOPBACK } from './hosts.js';
import { createRest } from './rest.js';
import { createWorld, type RequestRecord, type World } from './state.js';

export interface DiscordOptions {
  /** The bot's token; by default a random one. */
  readonly token?: string;
  readonly name?: string;
  /** Bits of the privileged intents enabled in the portal; none by default. */
  readonly privilegedIntents?: number;
  /** Whether a message's text is withheld from the app if only an edit added the mention; false by default. */
  readonly withholdsEdits?: boolean;
  readonly heartbeatMs?: number;
  /** The port; a free one by default. */
  readonly port?: number;
  /** Path of Discord's OpenAPI file; without it nothing is checked against it. */
  readonly openApi?: string | undefined;
  /** Number of requests to keep. */
  readonly mostRequests?: number;
  /** Whether the bot, when it first connects, receives the messages written before; the real Discord does not send them. */
  readonly keepsEarlyMessages?: boolean;
}

export interface Discord {
  readonly world: World;
  /** For the client's setting `rest.api`. */
  readonly apiUrl: string;
  /** The token that the bot logs in with. */
  readonly token: string;
  readonly faults: Faults;
  readonly gateway: GatewayControl;
  /** The last requests, oldest first. */
  readonly requests: readonly RequestRecord[];
  /** Violations of Discord's OpenAPI file in our own answers: bugs of this Discord. */
  readonly badAnswers: readonly string[];
  stop(): Promise<void>;
}

const IDENTIFIES_PER_DAY = 1_000;

/** Starts a Discord without guilds. */
export async function startDiscord(options: DiscordOptions = {}): Promise<Discord> {
  const { token = createToken(), name = 'Marginalia', heartbeatMs = 41_250, port = 0, openApi, mostRequests = 10_000 } = options;
  const { privilegedIntents = 0, withholdsEdits = false, keepsEarlyMessages = false } = options;
  const world = createWorld(createClock(Date.now), { name, token, installs: ['guild', 'user'], privilegedIntents, withholdsEdits });
  const faults = createFaults();
  const requests: RequestRecord[] = [];
  const badAnswers: string[] = [];
  const addressOf = (scheme: string) => `${scheme}://${hostsOf(server)[0]}`;
  // The schema library takes long to load, so it is loaded only when needed.
  const judge = openApi === undefined ? undefined : (await import('./openapi.js')).judgeOf(openApi);
  const rest = createRest(world, {
    faults,
    judge,
    isAllowed: (from) => isFromProgram(server, from),
    gatewayUrl: () => addressOf('ws'),
    identifiesLeft: () => Math.max(0, IDENTIFIES_PER_DAY - gateway.control.identifies),
    record: (request) => {
      requests.push(request);
      if (requests.length > mostRequests) requests.shift();
    },
    onBadAnswer: (what) => badAnswers.push(what),
  });
  const server = serve({ fetch: rest.fetch, port, hostname: LOOPBACK }) as Server;
  const gateway = openGateway(world, server, () => addressOf('ws'), { heartbeatMs, keepsEarlyMessages });
  if (!server.listening) await once(server, 'listening');
  world.origin = addressOf('http');
  return {
    world,
    apiUrl: `${world.origin}/api`,
    token,
    faults,
    gateway: gateway.control,
    requests,
    badAnswers,
    stop: async () => {
      world.ended.abort();
      gateway.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A random string in the form of a bot's token. */
function createToken(): string {
  return [randomBytes(18), Buffer.from('loop'), randomBytes(28)].map((part) => part.toString('base64url')).join('.');
}
