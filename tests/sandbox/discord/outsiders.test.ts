// Tests of access to the loopback Discord: only programs on this computer with its token, and no web page.

import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Discord, startDiscord } from '../../../sandbox/discord/discord.js';
import { storeFile } from '../../../sandbox/discord/messages.js';
import { addChannel, addGuild, addUser } from '../../../sandbox/discord/places.js';

const running: Discord[] = [];

afterEach(async () => {
  for (const discord of running.splice(0)) await discord.stop();
});

async function start(): Promise<Discord> {
  const discord = await startDiscord();
  running.push(discord);
  return discord;
}

interface Asked {
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The status of a request with the bot's token and some headers. fetch does not allow another host name. */
async function ask({ apiUrl, token }: Discord, { path = '/api/v10/users/@me', headers = {} }: Asked = {}) {
  const asked = request(new URL(path, apiUrl), { headers: { authorization: `Bot ${token}`, ...headers } }).end();
  const [response] = await once(asked, 'response');
  response.resume();
  return { status: response.statusCode, headers: response.headers };
}

/** A gateway socket's first message, or the status of its refusal. */
async function connect({ apiUrl }: Discord, options: { readonly origin?: string; readonly headers?: Readonly<Record<string, string>> }) {
  const socket = new WebSocket(apiUrl.replace('http', 'ws').replace('/api', '/?v=10&encoding=json'), options);
  const refused = new Promise<number | undefined>((resolve) =>
    socket.on('unexpected-response', (_, { statusCode }) => resolve(statusCode)),
  );
  const greeted = new Promise<number>((resolve) => socket.on('message', (data) => resolve(JSON.parse(String(data)).op)));
  socket.on('error', () => undefined);
  const outcome = await Promise.race([refused, greeted.then((op) => `op ${op}`)]);
  socket.terminate();
  return outcome;
}

describe('the REST interface', () => {
  it('answers a program', async () => {
    const discord = await start();
    expect((await ask(discord)).status).toBe(200);
    const { port } = new URL(discord.apiUrl);
    expect((await ask(discord, { headers: { host: `localhost:${port}` } })).status).toBe(200);
  });

  it.each([
    ['leads a name of its own here', { host: 'evil.example' }],
    ['leads a name of its own here, on the same port', { host: 'evil.example:PORT' }],
    ['is somebody else’s', { origin: 'https://evil.example' }],
    ['stands in a file', { origin: 'null' }],
    ['is served by this computer', { origin: 'http://127.0.0.1:PORT' }],
  ])('refuses a page that %s, also where it needs no token, and writes nothing down', async (_, headers) => {
    const discord = await start();
    const { port } = new URL(discord.apiUrl);
    const forged = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)]));
    for (const path of ['/api/v10/users/@me', '/api/v10/webhooks/1/token/messages/@original', '/attachments/1/2/a.txt']) {
      expect((await ask(discord, { path, headers: forged })).status).toBe(403);
    }
    expect(discord.requests).toEqual([]);
  });

  it('gives files for a browser to keep, not to run', async () => {
    const discord = await start();
    const { world } = discord;
    const guild = addGuild(world, { name: 'Readers', owner: addUser(world, { name: 'owner' }) });
    const file = { name: 'a.html', contentType: 'text/html', data: Buffer.from('<script>alert(1)</script>') };
    const { url } = storeFile(world, addChannel(world, guild, { name: 'general' }), file);
    const { status, headers } = await ask(discord, { path: new URL(url).pathname });
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-disposition': 'attachment', 'x-content-type-options': 'nosniff' });
  });
});

describe('the gateway', () => {
  it('greets a program', async () => {
    expect(await connect(await start(), {})).toBe('op 10');
  });

  it('refuses pages, by their origin or by the name that they lead here', async () => {
    const discord = await start();
    for (const origin of ['https://evil.example', 'null', new URL(discord.apiUrl).origin])
      expect(await connect(discord, { origin })).toBe(403);
    expect(await connect(discord, { headers: { host: 'evil.example' } })).toBe(403);
    expect(discord.gateway.connected).toBe(0);
  });
});

describe('the token', () => {
  it('is another at each start, and no other is taken', async () => {
    const [first, second] = [await start(), await start()];
    expect(first.token).not.toBe(second.token);
    expect(first.token).toMatch(/^[\w-]{24,26}\.[\w-]{6}\.[\w-]{27,38}$/u);
    const status = async (token: string) => (await ask(first, { headers: { authorization: `Bot ${token}` } })).status;
    expect([await status(first.token), await status(second.token)]).toEqual([200, 401]);
  });
});
