// Discord's REST interface, version 10, as far as a bot like ours needs it; every request is written down and judged.

import type { IncomingMessage } from 'node:http';
import { MessageFlags } from 'discord.js';
import { type Context, Hono } from 'hono';
import { commandPayload, commandsIn, deleteCommand, findCommand, patchCommand, replaceCommands, upsertCommand } from './commands.js';
import { ApiError, apiError, describeIssue, invalidForm } from './errors.js';
import type { Fault, Faults } from './faults.js';
import { callBack, deleteResponse, editResponse, followUp, messageOf, openInteraction, type WebhookBody } from './interactions.js';
import { type Fields, isFields } from './limits.js';
import { checkedBody, crashes, editAsApp, isV2, type MessageBody, react, removeMessage, type SentFile, sendAsApp } from './messages.js';
import type { Judge } from './openapi.js';
import {
  appMessagePayload,
  channelPayload,
  fullMessagePayload,
  guildPayload,
  isPublic,
  type Json,
  memberPayload,
  userPayload,
} from './payloads.js';
import { channelPermissions, may, mayWrite } from './permissions.js';
import { directMessages } from './places.js';
import { type Channel, type Guild, hasBot, type Interaction, type Message, type RequestRecord, type World } from './state.js';

export interface RestOptions {
  readonly faults: Faults;
  readonly judge: Judge | undefined;
  /** Where the gateway is. */
  readonly gatewayUrl: () => string;
  /** How many more times a client may identify. */
  readonly identifiesLeft: () => number;
  readonly record: (request: RequestRecord) => void;
  /** Told what our own answers break of Discord's OpenAPI file; undefined: they are not checked. */
  readonly onBadAnswer: ((what: string) => void) | undefined;
}

interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** The body, or nothing where it is no object. */
  readonly fields: Fields;
  readonly files: readonly SentFile[];
  readonly record: RequestRecord;
  note(what: string): void;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As Discord's OpenAPI file writes it. */
  readonly path: string;
  /** Interaction routes carry their token in the path. */
  readonly isOpen?: true;
  readonly handle: (call: Call) => Answer;
}

type Bindings = { Bindings: { incoming: IncomingMessage } };

const BASE = '/api/v10';
/** Discord's answer where components V2 are too long in bytes. */
const SERVER_ERROR = new ApiError(500, 0, '500: Internal Server Error');

/** Makes the application that answers all requests. */
export function createRest(world: World, options: RestOptions): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.get('/attachments/:channel/:id/:name', (context) => serveAttachment(world, context));
  for (const route of [...accountRoutes(world, options), ...interactionRoutes(world), ...channelRoutes(world), ...commandRoutes(world)]) {
    const path = BASE + route.path.replace(/\{(\w+)\}/gu, ':$1');
    app.on(route.method, path, (context) => serveRoute(world, options, route, context));
  }
  app.all('*', (context) => serveRoute(world, options, undefined, context));
  return app;
}

async function serveRoute(world: World, options: RestOptions, route: Route | undefined, context: Context<Bindings>): Promise<Response> {
  const { req } = context;
  const url = new URL(req.url);
  const path = url.pathname.startsWith(`${BASE}/`) ? url.pathname.slice(BASE.length) : url.pathname;
  const record: RequestRecord = {
    method: req.method,
    path,
    route: route?.path,
    query: Object.fromEntries(url.searchParams),
    body: undefined,
    files: [],
    status: undefined,
    code: undefined,
    startedAt: world.clock.now(),
    ms: undefined,
    violations: [],
  };
  options.record(record);
  const started = performance.now();
  const parsed = await readBody(context);
  record.body = parsed.body;
  record.files = parsed.files;

  const respond = async (fault: Fault | undefined): Promise<Response> => {
    const apply = () =>
      answerOf(world, options, route, record, { ...parsed, params: req.param(), authorization: req.header('authorization') });
    if (fault === undefined) return write(record, apply());
    if (fault.applied === true) apply();
    switch (fault.kind) {
      case 'status': {
        const { status, code = 0, message = `${status}: Fault on demand`, headers = {} } = fault;
        return write(record, { status, body: { message, code } }, headers);
      }
      case 'rate-limit':
        return write(record, { status: 429, body: rateLimitBody(fault) }, rateLimitHeaders(fault));
      case 'drop':
        return breakConnection(context);
      case 'hang':
      case 'slow': {
        const isOver = await pause(world, fault.ms);
        // Whoever gave up meanwhile has hung up.
        if (isOver || (fault.kind === 'hang' && context.env.incoming.destroyed)) return breakConnection(context);
        return write(record, fault.applied === true ? { status: 200, body: {} } : apply());
      }
    }
  };
  const response = await respond(options.faults.take(record.method, path));
  if (record.status !== undefined) record.ms = performance.now() - started;
  world.change({ kind: 'request', request: record });
  return response;
}
