// Tests of the page's web server: the files it serves, and the clients it refuses.

import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { post } from '../../sandbox/discord/people.js';
import type { RequestFile } from '../../sandbox/discord/state.js';
import type { Sandbox } from '../../sandbox/sandbox.js';
import { openPage, openSandbox } from './stage.js';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await openSandbox();
});

afterAll(() => sandbox.stop());

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Requests exactly this path: fetch would normalise it and set its own host. */
function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Got> {
  const { hostname, port } = new URL(sandbox.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

function attach(file: RequestFile): string {
  const { place, discord } = sandbox;
  const user = place.people[0]?.user;
  if (user === undefined) throw new Error('Nobody is there.');
  const [attachment] = post(discord.world, { user, channel: place.general, content: '', files: [file] }).attachments;
  return `/files/${attachment?.id}/${encodeURIComponent(file.name)}`;
}

describe('the page', () => {
  it('comes under a policy that lets nothing run but its own script', async () => {
    const { status, headers, body } = await get('/');
    expect(status).toBe(200);
    expect(body).not.toMatch(/<script(?![^>]* src=)/u);
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /u);
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache' });
  });

  it('finds everything that it refers to, compressed', async () => {
    const { body } = await get('/');
    const own = [...body.matchAll(/(?:src|href)="(\/[^"]+)"/gu)].map(([, path]) => path ?? '');
    expect(own).toEqual(['/page/page.css', '/page/main.js']);
    const answers = await Promise.all(own.map((path) => get(path, { 'accept-encoding': 'gzip' })));
    expect(answers.map(({ status, headers }) => [status, headers['content-encoding'], headers['content-type']])).toEqual([
      [200, 'gzip', 'text/css; charset=utf-8'],
      [200, 'gzip', 'text/javascript; charset=utf-8'],
    ]);
  });

  it('is one script and one style sheet, which load nothing else', async () => {
    expect((await get('/page/main.js')).body).not.toMatch(/(?:^|[;}])\s*import\b|\bimport\(/u);
    expect((await get('/page/page.css')).body).not.toMatch(/@import|url\((?!["']?data:)/u);
  });

  it('is not sent twice', async () => {
    const { headers } = await get('/');
    expect((await get('/', { 'if-none-match': String(headers.etag) })).status).toBe(304);
  });
});

describe('a page that is open', () => {
  it('is told how far the start has come, what article there is, and at the end why the program ends', async () => {
    const own = await openSandbox();
    own.program.start = { is: 'loading' };
    const page = await openPage(own);
    expect(page.view.start).toEqual({ is: 'loading' });
    expect(page.view.article).toBeUndefined();
    const closed = new Promise((resolve) => page.socket.once('close', resolve));
    own.program.start = { is: 'reading', done: 320, total: 980, secondsLeft: 12 };
    own.program.article = { title: 'Bees', examples: [] };
    await page.next('view', ({ view }) => view.article?.title === 'Bees', 0);
    own.program.start = { is: 'failed', why: 'There is no such article.' };
    await own.stop();
    await closed;
    expect(page.told.flatMap((one) => (one.tell === 'start' ? [one.start] : []))).toEqual([
      { is: 'reading', done: 320, total: 980, secondsLeft: 12 },
      { is: 'failed', why: 'There is no such article.' },
    ]);
  });
});

describe('refused is', () => {
  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', 'localhost', '[::1]'])('the host %s', async (host) => {
    for (const path of ['/', '/page/main.js', '/page/page.css', '/files/1/a']) {
      expect((await get(path, { host })).status).toBe(403);
    }
  });

  it('not the name localhost', async () => {
    expect((await get('/', { host: `localhost:${new URL(sandbox.url).port}` })).status).toBe(200);
  });

  it.each([
    '/page/%2e%2e/%2e%2e/package.json',
    '/page/..%2f..%2fmain.js',
    '/page/..%5c..%5cmain.js',
    '/page/%00.js',
    '/page/%zz.js',
    '/page/',
    '/page/../package.json',
    '/page/..%2fwire.js',
    '/page/main.ts',
    '/page/index.html',
    '/.env',
    '/package.json',
    '/dist/main.js',
    '/files/1/a',
    '/window',
  ])('%s', async (path) => {
    const { status, body } = await get(path);
    expect([400, 404]).toContain(status);
    expect(body).not.toContain('{');
  });
});

describe('attachments', () => {
  it.each([
    ['page.html', 'text/html', 'application/octet-stream', 'attachment'],
    ['image.svg', 'image/svg+xml', 'application/octet-stream', 'attachment'],
    ['script.js', 'text/javascript', 'application/octet-stream', 'attachment'],
    ['image "ä.png', 'image/png', 'image/png', 'inline'],
  ])('%s of type %s are sent as %s, %s', async (name, contentType, type, disposition) => {
    const { status, headers, body } = await get(attach({ name, contentType, data: Buffer.from('<script>1</script>') }));
    expect([status, body]).toEqual([200, '<script>1</script>']);
    expect(headers['content-type']).toBe(type);
    expect(headers['content-disposition']).toBe(`${disposition}; filename*=UTF-8''${encodeURIComponent(name)}`);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('the socket', () => {
  const codeFor = (path: string, options: { readonly origin?: string; readonly headers?: Record<string, string> }) =>
    new Promise<number>((resolve, reject) => {
      const socket = new WebSocket(sandbox.url.replace('http', 'ws') + path, options);
      socket.on('unexpected-response', (_request, answer) => {
        resolve(answer.statusCode ?? 0);
        socket.terminate();
      });
      socket.on('open', () => {
        resolve(101);
        socket.terminate();
      });
      socket.on('error', reject);
    });

  it('opens for the page itself alone', async () => {
    const { url } = sandbox;
    const { port } = new URL(url);
    expect(await codeFor('/window', { origin: url })).toBe(101);
    expect(await codeFor('/window', {})).toBe(403);
    for (const origin of ['http://evil.example', `https://127.0.0.1:${port}`, `http://localhost:${port}`, 'null', 'file://']) {
      expect([origin, await codeFor('/window', { origin })]).toEqual([origin, 403]);
    }
    const headers = { host: `evil.example:${port}` };
    expect(await codeFor('/window', { origin: `http://evil.example:${port}`, headers })).toBe(403);
    expect(await codeFor('/', { origin: url })).toBe(403);
  });

  it('is forgotten when it closes', async () => {
    const { changes } = sandbox.discord.world;
    const before = changes.listenerCount('change');
    const page = await openPage(sandbox);
    expect(changes.listenerCount('change')).toBe(before + 1);
    page.close();
    await expect.poll(() => changes.listenerCount('change')).toBe(before);
  });
});
