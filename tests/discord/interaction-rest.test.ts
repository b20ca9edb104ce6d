// Tests of the REST clients for answers to interactions: not slowed by the global rate limit, from which Discord exempts them,
// and obedient to their own limits.

import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RateLimitError, Routes } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { createInteractionRest, type InteractionRest } from '../../src/discord/core/client.js';

const APPLICATION = '100000000000000001';
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

async function restTo(answer: RequestListener): Promise<InteractionRest> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return createInteractionRest(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api`);
}

const json: RequestListener = (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
const edit = ({ rest }: InteractionRest, token: string) =>
  rest.patch(Routes.webhookMessage(APPLICATION, token), { body: { content: 'x' }, auth: false });

describe('answers to interactions', () => {
  it('go out as they come, however many at once', async () => {
    const clients = await restTo(json);
    const limited: unknown[] = [];
    for (const rest of [clients.rest, clients.restOnce]) rest.on('rateLimited', (limit) => limited.push(limit));
    const edits = Array.from({ length: 120 }, (_, i) => edit(clients, `edit${i}`));
    const followUps = Array.from({ length: 120 }, (_, i) =>
      clients.restOnce.post(Routes.webhook(APPLICATION, `more${i}`), { body: { content: 'x' }, auth: false }),
    );
    // A busy machine may not finish them all in time; held-back requests are reported before anything is sent.
    await Promise.allSettled([...edits, ...followUps]);
    expect(limited).toEqual([]);
  });

  it('wait as long as Discord says, and are made again where that does no harm', async () => {
    let asked = 0;
    const clients = await restTo((request, response) => {
      asked += 1;
      if (asked > 1) return json(request, response);
      const headers = { 'content-type': 'application/json', 'retry-after': '0.05', 'x-ratelimit-scope': 'shared' };
      return response.writeHead(429, headers).end(JSON.stringify({ message: 'Slow down.', retry_after: 0.05, global: false }));
    });
    await edit(clients, 'token');
    expect(asked).toBe(2);
  });

  it('that must not be sent twice are given back when Discord asks for a pause', async () => {
    let asked = 0;
    const { restOnce } = await restTo((_, response) => {
      asked += 1;
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '0.05' }).end('{"retry_after":0.05,"global":false}');
    });
    const callback = restOnce.post(Routes.interactionCallback('200000000000000001', 'token'), { body: { type: 5 }, auth: false });
    await expect(callback).rejects.toThrow(RateLimitError);
    expect(asked).toBe(1);
  });
});
