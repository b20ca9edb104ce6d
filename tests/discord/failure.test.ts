// Tests of failures: their meaning, the message to the reader, and the permitted content of the log.

import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { TimeoutError } from 'p-queue';
import { describe, expect, it } from 'vitest';
import { classify, describeForLog, explainFailure, redact, UncertainError } from '../../src/discord/core/failure.js';
import { UserError } from '../../src/i18n/user-error.js';

const TOKEN = 'aW50ZXJhY3Rpb246MTIzNDU2Nzg5.abcdef.ghijklmnopqrstuvwxyz0123456789';
const CALLBACK = `https://discord.com/api/v10/interactions/123456789012345678/${TOKEN}/callback`;

function apiError(code: number, status: number): DiscordAPIError {
  return new DiscordAPIError({ code, message: 'It failed' }, code, status, 'POST', CALLBACK, { files: undefined, body: undefined });
}

describe('a failure', () => {
  it.each([
    [10062, 404, 'expired'],
    [10015, 404, 'expired'],
    [10008, 404, 'expired'],
    [50027, 401, 'expired'],
    [40060, 400, 'already-answered'],
    [50001, 403, 'forbidden'],
    [50013, 403, 'forbidden'],
    [160002, 400, 'forbidden'],
    [50007, 403, 'forbidden'],
    [40094, 400, 'capped'],
    [200000, 400, 'blocked'],
    [240000, 400, 'blocked'],
    [50035, 400, 'bad-payload'],
    [50006, 400, 'bad-payload'],
    [99999, 400, 'bug'],
  ] as const)('with code %i and status %i is %s', (code, status, kind) => {
    expect(classify(apiError(code, status)).kind).toBe(kind);
  });

  it('of the network or of Discord’s servers has no known outcome', () => {
    const aborted = new Error('This operation was aborted');
    aborted.name = 'AbortError';
    const refused = new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) });
    const bad = new HTTPError(502, 'Bad Gateway', 'POST', CALLBACK, { files: undefined, body: undefined });
    for (const error of [aborted, refused, bad]) expect(classify(error)).toEqual({ kind: 'network' });
  });

  it('by a rate limit is known not to have happened, and of what must not be sent again nobody knows', () => {
    const limit = {
      global: false,
      hash: '',
      limit: 1,
      majorParameter: '',
      method: 'POST',
      retryAfter: 1,
      route: '',
      scope: 'user',
    } as const;
    expect(classify(new RateLimitError({ ...limit, sublimitTimeout: 0, timeToReset: 1, url: CALLBACK }))).toEqual({ kind: 'limited' });
    expect(classify(new UncertainError(new Error('lost')))).toEqual({ kind: 'uncertain' });
  });

  it('of anything else is a bug, whatever was thrown', () => {
    for (const thrown of [new Error('no'), new RangeError('no'), 'no', undefined, null, 7]) expect(classify(thrown).kind).toBe('bug');
  });
});

describe('the reader', () => {
  it('is told nothing where nothing may be sent', () => {
    for (const code of [10062, 50027, 10008, 40060, 40094]) expect(explainFailure(apiError(code, 400), 'en').text).toBeUndefined();
  });

  it('is told a reference of six characters that the log holds too, and no detail', () => {
    const { text, reference, level } = explainFailure(new Error('secret detail'), 'en');
    expect(reference).toMatch(/^[2-9A-HJ-NP-Z]{6}$/u);
    expect(text).toContain(reference);
    expect(text).not.toContain('secret');
    expect(level).toBe('error');
  });

  it('is told in Spanish too', () => {
    expect(explainFailure(apiError(50013, 403), 'es').text).toContain('servidor');
  });

  it('is told a reference wherever something failed', () => {
    for (const error of [apiError(50013, 403), apiError(200000, 400), new TimeoutError('slow'), new UncertainError('lost')]) {
      const { text, reference } = explainFailure(error, 'en');
      expect(text).toContain(`(Reference ${reference})`);
    }
  });

  it('is told what is wrong with what was typed', () => {
    const error = new UserError('failure.longQuestion', { length: 600, limit: 500 });
    expect(explainFailure(error, 'en')).toMatchObject({
      kind: 'input',
      text: 'The question has 600 characters; at most 500 can be asked at once.',
    });
    expect(explainFailure(error, 'es').text).toContain('600 caracteres');
  });
});

describe('the log', () => {
  it('holds no token of an interaction, a webhook or the bot', () => {
    const lines = [
      JSON.stringify(describeForLog(apiError(10062, 404))),
      JSON.stringify(
        describeForLog(new Error(`failed: ${CALLBACK}`, { cause: new Error(`https://x/webhooks/123456789012345678/${TOKEN}`) })),
      ),
      JSON.stringify(describeForLog('MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.abcdefghijklmnopqrstuvwxyz0123456789AB')),
      redact(`/webhooks/123456789012345678/${TOKEN}/messages/@original`),
    ];
    for (const line of lines) {
      expect(line).toContain('[token]');
      expect(line).not.toContain(TOKEN);
      expect(line).not.toContain('GabcDE');
    }
  });

  it('keeps what tells where it failed', () => {
    expect(describeForLog(apiError(10062, 404))).toMatchObject({ code: 10062, status: 404, request: expect.stringContaining('/callback') });
    expect(redact('/webhooks/1/abc/messages/@original')).toBe('/webhooks/1/[token]/messages/@original');
  });
});
