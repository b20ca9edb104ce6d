// Tests of fetching attachments: foreign addresses, redirects, endless and oversized files are not read.

import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type AttachmentError, createFetchAttachment } from '../../src/discord/core/attachment.js';

const LIMIT = 100_000;
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** Serves on a free port; gives the origin. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function fetchFrom(origin: string, path = '/file', deadlineMs = 60_000) {
  return createFetchAttachment({ apiUrl: `${origin}/api`, mostBytes: LIMIT, deadlineMs })(`${origin}${path}`);
}

const kindOf = (fetched: Promise<unknown>) =>
  fetched.then(
    () => 'fetched',
    ({ kind }: AttachmentError) => kind,
  );

describe('an attachment', () => {
  it('comes as it is, up to the limit and to the byte', async () => {
    const origin = await serve((_, response) => response.end(Buffer.alloc(LIMIT, 7)));
    expect(Buffer.from(await fetchFrom(origin))).toEqual(Buffer.alloc(LIMIT, 7));
  });

  it('that goes on and on is given up at the limit, whatever length it was said to have', async () => {
    let sent = 0;
    const origin = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(10_000))) sent += 10_000;
      };
      response.on('drain', more);
      more();
    });
    expect(await kindOf(fetchFrom(origin))).toBe('too-large');
    // Data in network buffers was sent before the reader could stop it.
    expect(sent).toBeLessThan(100 * LIMIT);
  });

  it('that is said to be too long is not read at all', async () => {
    const origin = await serve((_, response) => response.writeHead(200, { 'content-length': LIMIT + 1 }).write('beginning'));
    expect(await kindOf(fetchFrom(origin))).toBe('too-large');
  });

  it('that leads elsewhere is not followed', async () => {
    const asked: string[] = [];
    const elsewhere = await serve(({ url = '' }, response) => {
      asked.push(url);
      response.end('secret');
    });
    const origin = await serve((_, response) => response.writeHead(302, { location: `${elsewhere}/secret` }).end());
    expect(await kindOf(fetchFrom(origin))).toBe('unreachable');
    expect(asked).toEqual([]);
  });

  it('that does not come to its end in time is given up', async () => {
    const origin = await serve((_, response) => response.write('beginning'));
    expect(await kindOf(fetchFrom(origin, '/file', 50))).toBe('unreachable');
  });

  it('that breaks off is unreachable', async () => {
    const origin = await serve((_, response) => response.write('beginning', () => response.destroy()));
    expect(await kindOf(fetchFrom(origin))).toBe('unreachable');
  });

  it('that is gone is unreachable', async () => {
    const origin = await serve((_, response) => response.writeHead(404).end());
    expect(await kindOf(fetchFrom(origin))).toBe('unreachable');
  });

  it.each([
    'http://cdn.discordapp.com/attachments/1/2/notes.json',
    'https://cdn.discordapp.com.example.org/attachments/1/2/notes.json',
    'https://example.org/notes.json',
    'https://discord.com/notes.json',
    'http://127.0.0.1:1/notes.json',
    'file:///etc/passwd',
    'notes.json',
  ])('at %s is none of Discord’s, and nobody is asked for it', async (url) => {
    expect(await kindOf(createFetchAttachment({ apiUrl: 'https://discord.com/api' })(url))).toBe('foreign');
  });

  it('of the loopback Discord comes from there alone', async () => {
    const fetchAttachment = createFetchAttachment({ apiUrl: 'http://127.0.0.1:2/api' });
    expect(await kindOf(fetchAttachment('https://cdn.discordapp.com/attachments/1/2/notes.json'))).toBe('foreign');
  });
});
