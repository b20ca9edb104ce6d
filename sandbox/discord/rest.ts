// Discord's REST interface, version 10, as far as this bot needs it; every request is recorded and checked.

import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import { ApiError, apiError, describeIssue } from './errors.js';
import type { Faults, InjectedFault } from './faults.js';
import { isFields } from './limits.js';
import type { SentFile } from './messages.js';
import type { Judge } from './openapi.js';
import { type AccountOptions, accountRoutes } from './routes/account.js';
import { channelRoutes } from './routes/channels.js';
import { commandRoutes } from './routes/commands.js';
import { interactionRoutes } from './routes/interactions.js';
import type { Answer, Call, Route } from './routes/route.js';
import type { RequestRecord, World } from './state.js';

export interface RestOptions extends AccountOptions {
  /** Whether a request may be answered, judged by its sender. */
  readonly isAllowed: (from: { readonly host: string | undefined; readonly origin: string | undefined }) => boolean;
  readonly faults: Faults;
  readonly judge: Judge | undefined;
  /** Called with every request, before it is answered. */
  readonly record: (request: RequestRecord) => void;
  /** Called with violations of Discord's OpenAPI file by our own answers; undefined: answers are not checked. */
  readonly onBadAnswer: ((what: string) => void) | undefined;
}

type Bindings = { Bindings: { incoming: IncomingMessage } };

interface Parsed {
  readonly body: unknown;
  readonly files: readonly SentFile[];
  readonly isMalformed: boolean;
}

const BASE = '/api/v10';
const MOST_FILE_BYTES = 10 * 1024 * 1024;
const MOST_REQUEST_BYTES = 25 * 1024 * 1024;

/** Makes the application that answers all requests. */
export function createRest(world: World, options: RestOptions): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.use(async (context, next) => {
    const from = { host: context.req.header('host'), origin: context.req.header('origin') };
    return options.isAllowed(from) ? next() : context.text('This Discord is for programs on this computer alone.', 403);
  });
  app.get('/attachments/:channel/:id/:name', (context) => serveAttachment(world, context));
  for (const route of [...accountRoutes(world, options), ...interactionRoutes(world), ...channelRoutes(world), ...commandRoutes(world)]) {
    app.on(route.method, BASE + route.path.replace(/\{(\w+)\}/gu, ':$1'), (context) => serve(world, options, route, context));
  }
  app.all('*', (context) => serve(world, options, undefined, context));
  return app;
}

async function serve(world: World, options: RestOptions, route: Route | undefined, context: Context<Bindings>): Promise<Response> {
  const { req, env } = context;
  const url = new URL(req.url);
  const started = performance.now();
  const { body, files, isMalformed } = await readBody(context);
  const record: RequestRecord = {
    method: req.method,
    path: url.pathname.startsWith(`${BASE}/`) ? url.pathname.slice(BASE.length) : url.pathname,
    route: route?.path,
    query: Object.fromEntries(url.searchParams),
    body,
    files,
    status: undefined,
    code: undefined,
    startedAt: world.clock.now(),
    ms: undefined,
    violations: [],
  };
  options.record(record);
  const apply = (): Answer => {
    try {
      if (route === undefined) throw apiError('notFound');
      if (route.isOpen !== true && req.header('authorization') !== `Bot ${world.application.token}`) throw apiError('unauthorized');
      if (isTooLarge(files)) throw apiError('tooLarge');
      if (isMalformed) throw apiError('invalidJson');
      try {
        return checkAnswer(options, record, route.handle(callOf(context, record, { body, files })));
      } finally {
        // Checked after the route has run: compiling its check takes long, and must not count against an interaction's deadline.
        if (body !== undefined) record.violations.push(...(options.judge?.checkRequest(record.method, route.path, body) ?? []));
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      record.code = error.code;
      record.violations.push(...error.issues.map(describeIssue));
      return { status: error.status, body: error.body };
    }
  };
  const response = await respond(world, options.faults.take(record.method, record.path), record, env.incoming, apply);
  if (record.status !== undefined) record.ms = performance.now() - started;
  world.change({ kind: 'request', request: record });
  return response;
}

function callOf(context: Context<Bindings>, record: RequestRecord, { body, files }: Pick<Parsed, 'body' | 'files'>): Call {
  return {
    param: (name) => {
      const value = context.req.param(name as never) as string | undefined;
      if (value === undefined) throw new Error(`${record.route} has no parameter ${name}.`);
      return value;
    },
    query: record.query,
    body,
    fields: isFields(body) ? body : {},
    files,
    note: (what) => record.violations.push(what),
  };
}

/** Answers, or lets a pending fault happen. */
async function respond(
  world: World,
  fault: InjectedFault | undefined,
  record: RequestRecord,
  incoming: IncomingMessage,
  apply: () => Answer,
): Promise<Response> {
  if (fault === undefined) return write(record, apply());
  const applied = fault.applied === true ? apply() : undefined;
  switch (fault.kind) {
    case 'status': {
      const { status, code = 0, message = `${status}: Fault on demand`, headers } = fault;
      record.code = code;
      return write(record, { status, body: { message, code } }, headers);
    }
    case 'rate-limit': {
      const { retryAfter, scope = 'user' } = fault;
      const body = { message: 'You are being rate limited.', retry_after: retryAfter, global: scope === 'global' };
      return write(record, { status: 429, body }, rateLimitHeaders(retryAfter, scope));
    }
    case 'drop':
      return breakConnection(incoming);
    case 'hang':
    case 'slow': {
      const isAwaited = await pause(world, incoming, fault.ms);
      return isAwaited ? write(record, applied ?? apply()) : breakConnection(incoming);
    }
  }
}

function rateLimitHeaders(retryAfter: number, scope: string): Record<string, string> {
  return {
    'retry-after': String(retryAfter),
    'x-ratelimit-scope': scope,
    ...(scope === 'global'
      ? { 'x-ratelimit-global': 'true' }
      : { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': String(retryAfter) }),
  };
}

/** Waits for some time, or forever; false if the client no longer waits for the answer. */
async function pause({ ended }: World, incoming: IncomingMessage, ms: number | undefined): Promise<boolean> {
  const over = new AbortController();
  const signal = AbortSignal.any([ended.signal, over.signal]);
  const gone = once(incoming, 'close', { signal }).then(
    () => false,
    () => false,
  );
  // A fully read request has already closed, so its connection is watched.
  const cut = once(incoming.socket, 'close', { signal }).then(
    () => false,
    () => false,
  );
  const time = ms === undefined ? [] : [sleep(ms, true, { signal }).catch(() => false)];
  try {
    return await Promise.race([...(incoming.complete ? [] : [gone]), cut, ...time]);
  } finally {
    over.abort();
  }
}

function write(record: RequestRecord, { status, body }: Answer, headers: Readonly<Record<string, string>> = {}): Response {
  record.status = status;
  return body === undefined ? new Response(null, { status, headers }) : Response.json(body, { status, headers });
}

function breakConnection({ socket }: IncomingMessage): Response {
  socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

function checkAnswer({ judge, onBadAnswer }: RestOptions, { method, route }: RequestRecord, answer: Answer): Answer {
  if (onBadAnswer !== undefined && route !== undefined && answer.body !== undefined) {
    for (const fault of judge?.checkAnswer(method, route, answer.status, JSON.parse(JSON.stringify(answer.body))) ?? []) {
      onBadAnswer(`${method} ${route} ${answer.status}: ${fault}`);
    }
  }
  return answer;
}

function isTooLarge(files: readonly SentFile[]): boolean {
  const sizes = files.map(({ data }) => data.byteLength);
  return sizes.some((size) => size > MOST_FILE_BYTES) || sizes.reduce((sum, size) => sum + size, 0) > MOST_REQUEST_BYTES;
}

async function readBody({ req }: Context<Bindings>): Promise<Parsed> {
  const type = req.header('content-type') ?? '';
  if (type.startsWith('multipart/form-data')) return readForm(await req.parseBody());
  const text = await req.text();
  if (text === '') return { body: undefined, files: [], isMalformed: false };
  return parsed(text, []);
}

async function readForm(form: Readonly<Record<string, unknown>>): Promise<Parsed> {
  const files: SentFile[] = [];
  for (const [field, value] of Object.entries(form)) {
    const [, index] = /^files\[(\d+)\]$/u.exec(field) ?? [];
    if (index === undefined || !(value instanceof File)) continue;
    const data = new Uint8Array(await value.arrayBuffer());
    files.push({ name: value.name, contentType: value.type || 'application/octet-stream', data, index: Number(index) });
  }
  return parsed(typeof form.payload_json === 'string' ? form.payload_json : '{}', files);
}

function parsed(json: string, files: readonly SentFile[]): Parsed {
  try {
    return { body: JSON.parse(json), files, isMalformed: false };
  } catch {
    return { body: undefined, files, isMalformed: true };
  }
}

function serveAttachment(world: World, context: Context<Bindings>): Response {
  const found = world.attachments.get(context.req.param('id') ?? '');
  if (found === undefined) return Response.json(apiError('notFound').body, { status: 404 });
  // Opened in a browser, the file must not run as a page.
  const headers = { 'content-type': found.contentType, 'content-disposition': 'attachment', 'x-content-type-options': 'nosniff' };
  return new Response(Buffer.from(found.data), { headers });
}
