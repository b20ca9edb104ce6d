// Tests of the loopback Discord's injected faults: their effect on a request and its answer, which requests they strike, and their end.

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { HTTPError, InteractionResponseType, RateLimitError, REST, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createFaults, type FaultMatch, type InjectedFault } from '../../../sandbox/discord/faults.js';
import { until } from '../../../sandbox/discord/until.js';
import { SOON } from '../../store/databases.js';
import { inLongTier } from '../../tier.js';
import { TOKEN } from './checked-discord.js';
import { command, type Loopback, openLoopback, refusalOf } from './loopback.js';

let here: Loopback;

beforeEach(async () => {
  here = await openLoopback();
});

afterEach(() => here.stop());

const MESSAGES = /\/messages$/u;

/** Makes the next sent message fail. */
function spoil(fault: InjectedFault, match: Partial<FaultMatch> = {}) {
  return here.discord.faults.add({ match: { path: MESSAGES, ...match }, fault });
}

function send(rest = here.rest): Promise<unknown> {
  return rest.post(Routes.channelMessages(here.general.id), { body: { content: 'x' } });
}

/** A client with its own settings. */
function restWith(options: ConstructorParameters<typeof REST>[0]): REST {
  return new REST({ api: here.discord.apiUrl, version: '10', retries: 0, ...options }).setToken(TOKEN);
}

async function failureOf(request: Promise<unknown>): Promise<unknown> {
  return request.then(
    () => undefined,
    (error: unknown) => error,
  );
}

const sent = () => here.general.messages.size;
const last = () => here.discord.requests.at(-1);

describe('a status on demand', () => {
  it('answers with it, and the request has no effect', async () => {
    spoil({ kind: 'status', status: 502 });
    const error = await failureOf(send());
    expect(error).toBeInstanceOf(HTTPError);
    expect(error).toMatchObject({ status: 502 });
    expect(sent()).toBe(0);
    expect(last()).toMatchObject({ status: 502 });
  });

  it('answers with Discord’s code and message', async () => {
    spoil({ kind: 'status', status: 404, code: 10062, message: 'Unknown interaction' });
    expect(await refusalOf(send())).toEqual({ status: 404, code: 10062, at: [] });
    expect(last()).toMatchObject({ status: 404, code: 10062 });
  });

  it('answers with headers', async () => {
    spoil({ kind: 'status', status: 503, headers: { 'x-reason': 'test' } });
    const response = await fetch(`${here.discord.apiUrl}/v10${Routes.channelMessages(here.general.id)}`, { method: 'POST' });
    expect([response.status, response.headers.get('x-reason')]).toEqual([503, 'test']);
  });
});

describe('a rate limit on demand', () => {
  it.each([
    ['user', undefined],
    ['shared', 'shared'],
    ['global', 'global'],
  ] as const)('of the scope %s tells how long to wait', async (scope, given) => {
    spoil({ kind: 'rate-limit', retryAfter: 1.5, ...(given === undefined ? {} : { scope: given }) });
    const response = await fetch(`${here.discord.apiUrl}/v10${Routes.channelMessages(here.general.id)}`, { method: 'POST' });
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({ retry_after: 1.5, global: scope === 'global' });
    expect(response.headers.get('retry-after')).toBe('1.5');
    expect(response.headers.get('x-ratelimit-scope')).toBe(scope);
    expect(response.headers.get('x-ratelimit-global')).toBe(scope === 'global' ? 'true' : null);
  });

  inLongTier(() => {
    it('is waited for by discord.js, and the request goes out again', async () => {
      spoil({ kind: 'rate-limit', retryAfter: 0.2 });
      const started = performance.now();
      await send();
      expect(performance.now() - started).toBeGreaterThan(200);
      expect(here.discord.requests.map(({ status }) => status)).toEqual([429, 200]);
      expect(sent()).toBe(1);
    });
  });

  it('is an error where discord.js may not wait', async () => {
    spoil({ kind: 'rate-limit', retryAfter: 30 });
    const error = await failureOf(send(restWith({ rejectOnRateLimit: ['/'] })));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfter: expect.any(Number), global: false });
    expect(sent()).toBe(0);
  });
});

describe('a request that hangs', () => {
  it('is never answered, and has no effect', async () => {
    spoil({ kind: 'hang' });
    expect(await failureOf(send(restWith({ timeout: 100 })))).toMatchObject({ name: 'AbortError' });
    await send();
    expect(sent()).toBe(1);
    expect(here.discord.requests[0]).toMatchObject({ status: undefined, ms: undefined });
  });

  it('for some time is answered after it', async () => {
    spoil({ kind: 'hang', ms: 150 });
    const started = performance.now();
    await send();
    expect(performance.now() - started).toBeGreaterThan(149);
  });

  it('is over when Discord stops', async () => {
    const other = await openLoopback();
    other.discord.faults.add({ match: { path: /gateway/u }, fault: { kind: 'hang' } });
    const failure = failureOf(other.rest.get(Routes.gateway()));
    await vi.waitFor(() => expect(other.discord.requests).toHaveLength(1), SOON);
    await other.stop();
    expect(await failure).toBeInstanceOf(Error);
  });
});

describe('a slow request', () => {
  it('is answered late, and its time is written down', async () => {
    spoil({ kind: 'slow', ms: 150 });
    await send();
    expect(sent()).toBe(1);
    expect(last()?.ms).toBeGreaterThan(149);
  });

  it('has no effect when nobody waits any more', async () => {
    spoil({ kind: 'slow', ms: 300 });
    expect(await failureOf(send(restWith({ timeout: 50 })))).toMatchObject({ name: 'AbortError' });
    await new Promise((done) => setTimeout(done, 400));
    expect(sent()).toBe(0);
    expect(last()?.status).toBeUndefined();
  });
});

describe('a connection that breaks', () => {
  it('fails the request, which has no effect', async () => {
    spoil({ kind: 'drop' });
    expect(await failureOf(send())).toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(sent()).toBe(0);
    expect(last()).toMatchObject({ status: undefined, ms: undefined });
  });
});

describe('a fault of the answer alone', () => {
  it.each<readonly [string, InjectedFault]>([
    ['a status', { kind: 'status', status: 500 }],
    ['a broken connection', { kind: 'drop' }],
    ['no answer', { kind: 'hang' }],
    ['a late answer', { kind: 'slow', ms: 2_000 }],
    ['a rate limit', { kind: 'rate-limit', retryAfter: 30 }],
  ])('by %s lets the request have its effect, once', async (_, fault) => {
    spoil({ ...fault, applied: true });
    // Long enough for a busy machine to send the request.
    expect(await failureOf(send(restWith({ timeout: 1_000, rejectOnRateLimit: ['/'] })))).toBeInstanceOf(Error);
    expect(sent()).toBe(1);
  });

  it('to an interaction leaves it acknowledged: a second answer is refused, and @original can be edited', async () => {
    const interaction = command(here);
    here.discord.faults.add({ match: { path: /\/callback$/u }, fault: { kind: 'drop', applied: true } });
    const body = { type: InteractionResponseType.DeferredChannelMessageWithSource };
    const acknowledge = () => here.rest.post(Routes.interactionCallback(interaction.id, interaction.token), { body, auth: false });
    expect(await failureOf(acknowledge())).toBeInstanceOf(Error);
    expect(await refusalOf(acknowledge())).toMatchObject({ code: 40060 });
    await here.rest.patch(Routes.webhookMessage(here.world.application.id, interaction.token), { body: { content: 'x' }, auth: false });
    expect(interaction.original?.content).toBe('x');
  });

  it('is not kept from a request that is refused anyway', async () => {
    spoil({ kind: 'status', status: 500, applied: true });
    const request = here.rest.post(Routes.channelMessages(here.general.id), { body: {} });
    expect(await failureOf(request)).toMatchObject({ status: 500 });
    expect(sent()).toBe(0);
  });
});

describe('the requests that a fault strikes', () => {
  const struck = (match: FaultMatch, requests: readonly (readonly [string, string])[]): boolean[] => {
    const faults = createFaults();
    faults.add({ match, fault: { kind: 'drop' } });
    return requests.map(([method, path]) => faults.take(method, path) !== undefined);
  };
  const posts = (count: number) => Array.from({ length: count }, () => ['POST', '/a'] as const);

  it.each<readonly [string, Partial<FaultMatch>, readonly boolean[]]>([
    ['one', {}, [true, false, false, false]],
    ['as many as it says', { times: 2 }, [true, true, false, false]],
    ['those after the first ones', { after: 2 }, [false, false, true, false]],
    ['several after the first', { after: 1, times: 2 }, [false, true, true, false]],
    ['every one', { times: Number.POSITIVE_INFINITY }, [true, true, true, true]],
    ['every one, by an expression that keeps its place', { path: /a/gu, times: 4 }, [true, true, true, true]],
  ])('are %s', (_, match, expected) => {
    expect(struck({ path: /^\/a$/u, ...match }, posts(4))).toEqual(expected);
  });

  it('are those of its method and path, and others do not count', () => {
    const requests = [
      ['GET', '/a'],
      ['POST', '/b'],
      ['POST', '/a'],
      ['POST', '/a'],
    ] as const;
    expect(struck({ path: /^\/a$/u, method: 'post', after: 1 }, requests)).toEqual([false, false, false, true]);
  });

  it('are told apart from those of other faults: the first that fits strikes', () => {
    const faults = createFaults();
    const first = faults.add({ match: { path: /a/u }, fault: { kind: 'drop' } });
    const second = faults.add({ match: { path: /a/u, times: 2 }, fault: { kind: 'hang' } });
    const kinds = Array.from({ length: 4 }, () => faults.take('GET', '/a')?.kind);
    expect(kinds).toEqual(['drop', 'hang', 'hang', undefined]);
    expect([first.struck, second.struck]).toEqual([1, 2]);
  });

  it('are none after a fault was removed, or all were cleared', () => {
    const faults = createFaults();
    const [one] = ['a', 'b'].map((path) => faults.add({ match: { path: new RegExp(path, 'u'), times: 9 }, fault: { kind: 'drop' } }));
    one?.remove();
    expect([faults.take('GET', '/a'), faults.take('GET', '/b')?.kind]).toEqual([undefined, 'drop']);
    faults.clear();
    expect(faults.take('GET', '/b')).toBeUndefined();
  });
});

describe('waiting', () => {
  it('ends at the change that was waited for', async () => {
    const waited = until(here.world, () => [...here.general.messages.values()][0], { describe: () => 'no message' });
    await send();
    expect((await waited).content).toBe('x');
  });

  it('for too long says what was seen instead', async () => {
    const waited = until(here.world, () => undefined, { timeoutMs: 20, describe: () => `${sent()} messages` });
    await expect(waited).rejects.toThrow('Nothing for 20 ms: 0 messages');
  });

  it('ends with Discord', async () => {
    const other = await openLoopback();
    const waited = failureOf(until(other.world, () => undefined, { describe: () => 'nothing' }));
    await other.stop();
    expect(String(await waited)).toContain('The loopback Discord stopped: nothing');
    expect(other.world.changes.listenerCount('change')).toBe(0);
    await expect(until(other.world, () => 1, { describe: () => 'nothing' })).rejects.toThrow('stopped');
  });
});

describe('a Discord that has stopped', () => {
  it('takes no requests and has closed its connections', async () => {
    const other = await openLoopback();
    const socket = new WebSocket(other.world.origin.replace('http', 'ws'));
    await once(socket, 'message');
    const closed = once(socket, 'close');
    await other.stop();
    expect((await closed)[0]).toBe(1006);
    const error = await failureOf(fetch(`${other.discord.apiUrl}/v10/gateway`));
    expect(error).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  });

  it('keeps no process open, whatever was under way', async () => {
    const root = resolve(import.meta.dirname, '../../..');
    const script = join(import.meta.dirname, 'fixtures/leave-discord.ts');
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', './tests/register-tsx.mjs', script], {
      cwd: root,
      timeout: 30_000,
    });
    expect(stdout.trim()).toBe('rejected rejected rejected rejected');
  });
});
