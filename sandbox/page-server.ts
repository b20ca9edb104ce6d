// The page's web server, on loopback only: the page, files of messages, and a socket for each window.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, Server } from 'node:http';
import { extname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { etag } from 'hono/etag';
import { type WebSocket, WebSocketServer } from 'ws';
import { hostsOf, LOOPBACK } from './discord/hosts.js';
import type { World } from './discord/state.js';
import type { Window, WindowOptions } from './window.js';

export interface PageServerOptions {
  readonly world: World;
  /** The project's folder, with the page and its build. */
  readonly root: string;
  /** The port; a free one by default. */
  readonly port?: number | undefined;
  readonly openWindow: (tell: WindowOptions['tell']) => Window;
}

export interface PageServer {
  readonly url: string;
  stop(): Promise<void>;
}

const SOCKET_PATH = '/window';
/** Ten files of Discord's size, written in base64. */
const MOST_BYTES = 140 * 1024 * 1024;
/** Milliseconds for a page to acknowledge the closing. */
const CLOSING_MS = 500;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** Image types that a browser only draws; an SVG could run scripts. */
const DRAWN: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Starts the server; the address in `url` works from then on. */
export async function startPageServer({ world, root, port = 0, openWindow }: PageServerOptions): Promise<PageServer> {
  const app = new Hono();
  const hosts = () => hostsOf(server);

  app.use(async (context, next) => {
    // The address alone would admit a foreign page whose own domain points here.
    if (!hosts().includes(context.req.header('host') ?? '')) return forbidden(context);
    await next();
    for (const [name, value] of Object.entries(headersFor(hosts()))) context.header(name, value);
    return undefined;
  });
  app.use(compress());
  app.use(etag());
  app.get('/', async (context) => {
    const html = await read(join(root, 'sandbox/page/index.html'));
    return html === undefined ? context.notFound() : answer(context, html, '.html');
  });
  app.get('/files/:id/:name', (context) => attachment(world, context));
  app.get('/favicon.ico', (context) => context.body(null, 204));
  app.get('/page/:name{[\\w-]+\\.(?:js|css)}', async (context) => {
    const { name } = context.req.param();
    const file = await read(join(root, 'dist/sandbox/page', name));
    return file === undefined ? context.notFound() : answer(context, file, extname(name));
  });

  const server = serve({ fetch: app.fetch, port, hostname: LOOPBACK }) as Server;
  if (!server.listening) {
    await Promise.race([once(server, 'listening'), once(server, 'error').then(([error]) => Promise.reject(error as Error))]);
  }
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { host = '', origin } = request.headers;
    // Browsers let any page open a socket to this address; only the origin shows whose page it is.
    if (!hosts().includes(host) || origin !== `http://${host}` || request.url !== SOCKET_PATH) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      const window = openWindow((told) => {
        if (client.readyState === client.OPEN) client.send(JSON.stringify(told));
      });
      client.on('message', (data) => void window.receive(String(data)));
      client.on('error', () => undefined);
      client.on('close', () => window.close());
    });
  });
  return {
    url: `http://${hosts()[0]}`,
    stop: async () => {
      sockets.close();
      await Promise.all([...sockets.clients].map(closed));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Closes a socket; pending data still arrives, unless the client no longer answers. */
async function closed(client: WebSocket): Promise<void> {
  const timer = setTimeout(() => client.terminate(), CLOSING_MS);
  const gone = once(client, 'close');
  client.close();
  await gone;
  clearTimeout(timer);
}

function headersFor(hosts: readonly string[]): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    // Not every browser counts sockets as 'self'.
    `connect-src 'self' ${hosts.map((host) => `ws://${host}`).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
  };
}

function forbidden(context: Context): Response {
  return context.text('This page is for this computer alone.', 403);
}

function answer(context: Context, body: string | Buffer, extension: string): Response {
  context.header('content-type', TYPES[extension] ?? 'application/octet-stream');
  if (context.res.headers.get('cache-control') === null) context.header('cache-control', 'no-cache');
  return context.body(typeof body === 'string' ? body : new Uint8Array(body));
}

async function read(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')) return undefined;
    throw error;
  }
}

function attachment(world: World, context: Context): Response {
  const found = world.attachments.get(context.req.param('id') ?? '');
  if (found === undefined) return new Response('This file is not there.', { status: 404 });
  const isDrawn = DRAWN.has(found.contentType.toLowerCase());
  const disposition = `${isDrawn ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(found.name)}`;
  context.header('content-type', isDrawn ? found.contentType.toLowerCase() : 'application/octet-stream');
  context.header('content-disposition', disposition);
  // Attachments never change.
  context.header('cache-control', 'private, max-age=31536000, immutable');
  return context.body(new Uint8Array(found.data));
}
