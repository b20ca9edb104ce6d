// Tests of faults of Discord and of the connection: the bot's further requests, its message to the reader, and its log.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Discord } from '../../sandbox/discord/discord.js';
import type { InjectedFault } from '../../sandbox/discord/faults.js';
import { isSettled } from '../../sandbox/discord/interactions.js';
import { componentsIn, click as press, typeIn, useCommand, post as write } from '../../sandbox/discord/people.js';
import type { Interaction } from '../../sandbox/discord/state.js';
import { until } from '../../sandbox/discord/until.js';
import type { App } from '../../src/app.js';
import { TOKEN } from '../sandbox/discord/checked-discord.js';
import { inLongTier } from '../tier.js';
import {
  addNote,
  answerTo,
  contentsOf,
  eventually,
  newcomer,
  openForm,
  openShippedApp,
  openStage,
  post,
  publicIn,
  repliesAfter,
  type Stage,
  type StageOptions,
  settle,
  use,
} from './stage.js';

const CALLBACK = /\/callback$/u;
const EDIT = /\/messages\/@original$/u;
const FOLLOW_UP = /^\/webhooks\/\d+\/[^/]+$/u;
const SEND = /^\/channels\/\d+\/messages$/u;

let app: App;
let stage: Stage;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
});

beforeEach(() => stage.discord.faults.clear());

afterAll(async () => {
  expectNoTokenInLog();
  await stage.stop();
  await app.close();
});

/** Covers all failures so far. */
function expectNoTokenInLog(): void {
  const log = JSON.stringify(stage.logged);
  for (const { token } of stage.discord.world.interactions.values()) expect(log).not.toContain(token);
  expect(log).not.toContain(TOKEN);
}

function strike(method: string, path: RegExp, fault: InjectedFault, times = 1): void {
  stage.discord.faults.add({ match: { method, path, times }, fault });
}

function ask(question = 'who won?', locale = 'en-US'): Interaction {
  const { discord, general: channel } = stage;
  return useCommand(discord.world, { user: newcomer(stage, locale), channel, name: 'ask', options: { question } });
}

/** The requests caused by an interaction. */
function requestsFor({ token }: Interaction) {
  return stage.discord.requests.filter(({ path }) => path.includes(token));
}

/** Waits until an interaction has caused some requests, and checks that no other follows. */
async function onlyRequests(interaction: Interaction, count: number): Promise<readonly (number | undefined)[]> {
  const describe = () => `${requestsFor(interaction).length} requests instead of ${count}`;
  await until(stage.discord.world, () => (requestsFor(interaction).length >= count ? true : undefined), { describe });
  await settle(400);
  expect(requestsFor(interaction)).toHaveLength(count);
  return requestsFor(interaction).map(({ status }) => status);
}

const lastLogged = () => stage.logged.findLast(({ level }) => level !== 'info');

describe('an acknowledgement', () => {
  it.each([
    ['is too late', 404, 10_062],
    ['was given by somebody else', 400, 40_060],
  ])('that %s is followed by nothing', async (_, status, code) => {
    strike('POST', CALLBACK, { kind: 'status', status, code });
    expect(await onlyRequests(ask(), 1)).toEqual([status]);
    expect(lastLogged()?.details).toMatchObject({ code, ageMs: expect.any(Number), reference: expect.stringMatching(/^\w{6}$/u) });
  });

  it.each<[string, InjectedFault]>([
    ['of which the answer was lost', { kind: 'drop', applied: true }],
    ['that hangs', { kind: 'hang', applied: true }],
    ['that Discord answers with 502', { kind: 'status', status: 502, applied: true }],
  ])('%s is settled by one edit', async (_, fault) => {
    strike('POST', CALLBACK, fault);
    const interaction = ask();
    await answerTo(stage, interaction);
    expect(interaction.original?.content).toContain('The article says (');
    await onlyRequests(interaction, 2);
    expect(lastLogged()).toMatchObject({
      message: 'Nobody knows whether an acknowledgement arrived.',
      details: { interaction: interaction.id, error: expect.stringMatching(/./u) },
    });
  });

  it('that never arrived is given up after one edit', async () => {
    strike('POST', CALLBACK, { kind: 'drop' });
    const interaction = ask();
    const [, edit] = await onlyRequests(interaction, 2);
    expect(edit).toBe(404);
    expect(isSettled(interaction)).toBe(false);
  });

  it('of which nobody knows is answered by the one edit also where Discord is down for a moment', async () => {
    strike('POST', CALLBACK, { kind: 'status', status: 502, applied: true });
    strike('PATCH', EDIT, { kind: 'status', status: 502 });
    const interaction = ask();
    expect((await answerTo(stage, interaction)).content).toContain('The article says (');
    expect(requestsFor(interaction).map(({ status }) => status)).toEqual([502, 502, 200]);
  });

  it('that met a rate limit is made once more when that is over', async () => {
    strike('POST', CALLBACK, { kind: 'rate-limit', retryAfter: 0.3 });
    const interaction = ask();
    expect((await answerTo(stage, interaction)).content).toContain('The article says (');
    expect(requestsFor(interaction).map(({ status }) => status)).toEqual([429, 204, 200]);
  });

  it('that met a rate limit of too long is followed by nothing', async () => {
    strike('POST', CALLBACK, { kind: 'rate-limit', retryAfter: 2.6 });
    expect(await onlyRequests(ask(), 1)).toEqual([429]);
    expect(lastLogged()?.details).toMatchObject({ kind: 'limited', reference: expect.any(String) });
  });
});

describe('a form', () => {
  const openNote = () => {
    const { discord, moderator: user, office: channel } = stage;
    return useCommand(discord.world, { user, channel, name: 'note add', options: { passage: 'traced to North Macedonia' } });
  };

  it.each<[string, InjectedFault, string]>([
    ['502', { kind: 'status', status: 502 }, 'network'],
    ['a connection that breaks', { kind: 'drop' }, 'network'],
    ['a token that is too old', { kind: 'status', status: 404, code: 10_062 }, 'expired'],
  ])('that meets %s is followed by nothing, and logged', async (_, fault, kind) => {
    strike('POST', CALLBACK, fault);
    const interaction = openNote();
    await onlyRequests(interaction, 1);
    expect(lastLogged()).toMatchObject({
      message: 'An interaction failed.',
      details: { kind, interaction: interaction.id, reference: expect.any(String) },
    });
  });

  it('that meets a rate limit is shown when that is over', async () => {
    strike('POST', CALLBACK, { kind: 'rate-limit', retryAfter: 0.2 });
    expect((await openForm(stage, openNote())).modal).toBeDefined();
  });

  it.each<[string, InjectedFault]>([
    ['for a rate limit', { kind: 'rate-limit', retryAfter: 30 }],
    ['as a bad one', { kind: 'status', status: 400, code: 50_035 }],
  ])('that Discord refuses %s gives way to a private sentence', async (_, fault) => {
    strike('POST', CALLBACK, fault);
    const told = await answerTo(stage, openNote());
    expect(told.onlyFor).toBe(stage.moderator);
    expect(told.content).toContain(`(Reference ${lastLogged()?.details.reference})`);
  });
});

it('suggestions that fail are logged', async () => {
  const { discord, general: channel } = stage;
  strike('POST', CALLBACK, { kind: 'status', status: 502 });
  const focused = { name: 'find', value: 'hack' };
  const interaction = typeIn(discord.world, { user: newcomer(stage), channel, name: 'passage', focused });
  await onlyRequests(interaction, 1);
  expect(lastLogged()?.details).toMatchObject({ kind: 'network', interaction: interaction.id });
});

describe('an answer', () => {
  it.each<[string, InjectedFault, number]>([
    ['meets a rate limit', { kind: 'rate-limit', retryAfter: 0.2 }, 1],
    ['meets a 502', { kind: 'status', status: 502 }, 2],
    ['is lost on the way', { kind: 'drop' }, 1],
    ['is slow', { kind: 'slow', ms: 300 }, 1],
  ])('that %s comes all the same', async (_, fault, times) => {
    strike('PATCH', EDIT, fault, times);
    const message = await answerTo(stage, ask());
    expect(message.content).toContain('The article says (');
  });

  it.each([
    ['the token is no longer valid', 401, 50_027],
    ['the placeholder was deleted', 404, 10_008],
    ['the webhook is gone', 404, 10_015],
  ])('where %s is followed by nothing', async (_, status, code) => {
    strike('PATCH', EDIT, { kind: 'status', status, code });
    const interaction = ask();
    await onlyRequests(interaction, 2);
    expect(lastLogged()?.details).toMatchObject({ kind: 'expired', code });
  });

  it('that Discord refuses as a bad form gives way to a sentence with a reference that the log has too', async () => {
    strike('PATCH', EDIT, { kind: 'status', status: 400, code: 50_035, message: 'Invalid Form Body' });
    const message = await answerTo(stage, ask('¿quién ganó?', 'es-419'));
    const [, reference] = /\(Referencia (\w{6})\)$/u.exec(message.content) ?? [];
    expect(message.content).toMatch(/^Algo salió mal de este lado/u);
    expect(lastLogged()).toMatchObject({ level: 'error', details: { reference, code: 50_035 } });
  });

  it.each([
    [200_000, 'This server’s own filter refused my answer.'],
    [50_013, 'This server does not let me do that here.'],
  ])('that the server refuses with %i is explained', async (code, text) => {
    strike('PATCH', EDIT, { kind: 'status', status: 403, code });
    const { content } = await answerTo(stage, ask());
    expect(content).toContain(text);
    expect(content).toContain(`(Reference ${lastLogged()?.details.reference})`);
  });

  it('that Discord cannot take at all is given up with a sentence, once', async () => {
    strike('PATCH', EDIT, { kind: 'status', status: 500 }, 4);
    const message = await answerTo(stage, ask());
    expect(message.content).toMatch(/^Discord could not be reached\. Try again\. \(Reference \w{6}\)$/u);
  });
});

it('answers to interactions go out while Discord holds everything else back, of which it leaves them out', async () => {
  const own = await openStage(app, { endLimits: { finishMs: 0, tellMs: 0 } });
  const { discord, general: channel } = own;
  discord.faults.add({ match: { method: 'POST', path: SEND }, fault: { kind: 'rate-limit', retryAfter: 600, scope: 'global' } });
  const content = `<@${discord.world.application.bot.id}> who won?`;
  write(discord.world, { user: newcomer(own), channel, content });
  await until(discord.world, () => discord.requests.find(({ status }) => status === 429), { describe: () => 'nothing was sent' });
  const user = newcomer(own);
  const message = await use(own, { user, channel, name: 'ask', options: { question: 'who won?', private: true } });
  expect(message.content).toContain('The article says (');
  const shared = await answerTo(own, press(discord.world, { user, message, on: 'Share' }));
  expect(publicIn(channel).filter(({ author }) => author.bot)).toEqual([shared]);
  await own.stop();
});

describe('sharing', () => {
  it('that failed can be tried again', async () => {
    const user = newcomer(stage);
    const { general: channel, discord } = stage;
    const message = await use(stage, { user, channel, name: 'ask', options: { question: 'who won?', private: true } });
    strike('POST', FOLLOW_UP, { kind: 'status', status: 403, code: 50_013 });
    const refused = await answerTo(stage, press(discord.world, { user, message, on: 'Share' }));
    expect(refused.content).toContain('This server does not let me do that here.');
    const shared = await answerTo(stage, press(discord.world, { user, message, on: 'Share' }));
    expect(shared.onlyFor).toBeUndefined();
  });

  it('of which nobody knows whether it was done cannot be done again', async () => {
    const user = newcomer(stage);
    const { general: channel, discord } = stage;
    const message = await use(stage, { user, channel, name: 'ask', options: { question: 'who won?', private: true } });
    const before = publicIn(channel).length;
    strike('POST', FOLLOW_UP, { kind: 'status', status: 502, applied: true });
    const clicked = press(discord.world, { user, message, on: 'Share' });
    await eventually(() => expect(clicked.followUps).toHaveLength(2));
    expect(clicked.followUps[1]?.content).toBe(
      `Discord did not say whether that was done. Look in the channel: it may be there already. (Reference ${lastLogged()?.details.reference})`,
    );
    expect(clicked.followUps[1]?.onlyFor).toBe(user);
    expect(componentsIn(message).map(({ label }) => label)).not.toContain('Share');
    expect(publicIn(channel)).toHaveLength(before + 1);
  });
});

it('what moderators are told stands in their log once, although the answer to the first request was lost', async () => {
  const { moderator: user, office } = stage;
  await use(stage, { user, channel: office, name: 'settings log-channel', options: { channel: office } });
  strike('POST', SEND, { kind: 'status', status: 502, applied: true });
  const before = contentsOf(office).length;
  const id = await addNote(stage);
  await settle();
  expect(contentsOf(office).slice(before)).toEqual([expect.stringContaining(id)]);
});

describe('the answer to a message', () => {
  it('is posted once, although the answer to the first request was lost', async () => {
    const { discord, general: channel } = stage;
    strike('POST', SEND, { kind: 'drop', applied: true });
    const content = `<@${discord.world.application.bot.id}> who won?`;
    const reply = await post(stage, { user: newcomer(stage), channel, content });
    await settle(500);
    const messages = [...channel.messages.values()];
    expect(messages.slice(messages.indexOf(reply) - 1)).toHaveLength(2);
    expect(discord.requests.filter(({ path, body }) => SEND.test(path) && JSON.stringify(body).includes(String(reply.nonce)))).toHaveLength(
      2,
    );
  });

  it('that Discord refuses gives way to a sentence with a reference', async () => {
    const { discord, general: channel } = stage;
    strike('POST', SEND, { kind: 'status', status: 400, code: 50_035 });
    const content = `<@${discord.world.application.bot.id}> who won?`;
    const reply = await post(stage, { user: newcomer(stage), channel, content });
    expect(reply.content).toMatch(/^Something went wrong on my side, and it has been logged\. \(Reference \w{6}\)$/u);
  });

  it('is given up where the server forbids it', async () => {
    const { discord, general: channel } = stage;
    strike('POST', SEND, { kind: 'status', status: 403, code: 50_013 });
    const message = write(discord.world, { user: newcomer(stage), channel, content: `<@${discord.world.application.bot.id}> who won?` });
    await settle(500);
    expect(repliesAfter(message)).toEqual([]);
    expect(lastLogged()).toMatchObject({ level: 'warn', details: { kind: 'forbidden' } });
  });
});

describe('events', () => {
  it('that come twice are answered once', async () => {
    const { discord, general: channel } = stage;
    discord.gateway.sendTwice(1, 'INTERACTION_CREATE');
    await onlyRequests(ask(), 2);
    discord.gateway.sendTwice(1, 'MESSAGE_CREATE');
    const message = write(discord.world, { user: newcomer(stage), channel, content: `<@${discord.world.application.bot.id}> who won?` });
    await settle(600);
    expect(repliesAfter(message)).toHaveLength(1);
  });

  it('of a connection that was resumed come again and are answered once', async () => {
    const { discord } = stage;
    const interaction = ask();
    await answerTo(stage, interaction);
    discord.gateway.replayOnResume(20);
    const { resumes } = discord.gateway;
    discord.gateway.close(4000);
    await until(discord.world, () => (discord.gateway.resumes > resumes && discord.gateway.connected > 0 ? true : undefined), {
      describe: () => 'not resumed',
    });
    await settle();
    await onlyRequests(interaction, 2);
    expect((await answerTo(stage, ask())).content).toContain('The article says (');
  });

  inLongTier(() => {
    it('of more than three seconds ago are left alone', async () => {
      const { discord } = stage;
      discord.gateway.refuseConnections(true);
      discord.gateway.cut();
      const interaction = ask();
      await settle(3_200);
      discord.gateway.refuseConnections(false);
      await until(discord.world, () => (discord.gateway.connected > 0 ? true : undefined), {
        describe: () => 'not connected',
      });
      await settle();
      expect(requestsFor(interaction)).toEqual([]);
      expect(lastLogged()?.message).toBe('An interaction arrived twice or too late; ignored.');
      expect((await answerTo(stage, ask())).content).toContain('The article says (');
    });
  });
});

describe('a connection', () => {
  it.each<[string, (stage: Stage) => void]>([
    ['is cut', ({ discord }) => discord.gateway.cut()],
    ['is asked to reconnect', ({ discord }) => discord.gateway.reconnect()],
    ['has a session that is invalid', ({ discord }) => discord.gateway.invalidSession(false)],
  ])('that %s is made anew, and questions are answered', async (_, breakIt) => {
    const { discord } = stage;
    const before = discord.gateway.identifies + discord.gateway.resumes;
    breakIt(stage);
    const isAnew = () => discord.gateway.identifies + discord.gateway.resumes > before && discord.gateway.connected > 0;
    await until(discord.world, () => (isAnew() ? true : undefined), { describe: () => 'not connected anew' });
    await settle();
    expect((await answerTo(stage, ask())).content).toContain('The article says (');
  });
});

describe('a run', () => {
  const start = (options: StageOptions = {}) => openStage(app, { heartbeatMs: 100, ...options });
  /** Heartbeats so rare that a busy machine misses none, and the first connection stays. */
  const CALM: StageOptions = { heartbeatMs: 40_000 };

  it.each<[string, number, number, RegExp]>([
    ['token, at the login', 4004, 77, /^Discord does not accept DISCORD_TOKEN\./u],
    ['intents, at the login', 4013, 76, /^Discord refused the intents that the bot asks for \(close code 4013\)/u],
  ])('whose gateway refuses the %s ends at once with a code and one sentence of its own', async (_, close, code, sentence) => {
    const own = await start({ prepare: ({ gateway }) => gateway.refuseIdentify(close) });
    expect(await own.ended).toBe(code);
    expect(own.complaints).toEqual([expect.stringMatching(sentence)]);
    expect(JSON.stringify(own.logged)).not.toContain('node_modules');
    await own.stop();
  });

  it('that finds Discord down ends with a code and one sentence', async () => {
    const prepare = ({ faults }: Discord) =>
      faults.add({ match: { path: /^\/gateway\/bot$/u, times: 10 }, fault: { kind: 'status', status: 503 } });
    const own = await start({ prepare });
    expect(await own.ended).toBe(69);
    expect(own.complaints).toEqual([expect.stringMatching(/^Discord cannot be reached at /u)]);
    await own.stop();
  });

  it('registers its commands in one server alone where it is told so, and no more where nothing has changed', async () => {
    const own = await start({ guildId: ({ guild }) => guild.id });
    const { world, requests } = own.discord;
    expect(new Set([...world.commands.values()].map(({ guildId }) => guildId))).toEqual(new Set([own.guild.id]));
    await own.restart();
    await settle();
    expect(requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/commands'))).toHaveLength(2);
    expect(requests.filter(({ method, path }) => method === 'PUT' && path.endsWith('/commands'))).toHaveLength(1);
    await own.stop();
  });

  it('goes on where the commands cannot be registered, and says so', async () => {
    const own = await start({ ...CALM, guildId: () => '123456789012345678', hasStarted: ({ gateway }) => gateway.connected > 0 });
    await eventually(() => expect(JSON.stringify(own.logged)).toContain('Is the bot in the server that DISCORD_GUILD_ID names?'));
    expect(own.discord.gateway.connected).toBe(1);
    await own.stop();
  });

  it('whose intents are refused later ends with the same code', async () => {
    const own = await start(CALM);
    own.discord.gateway.close(4014);
    expect(await own.ended).toBe(76);
    await own.stop();
  });

  const HANGS: [string, (discord: Discord) => void][] = [
    ['says nothing', ({ gateway }) => gateway.withholdHello(true)],
    ['takes no connections', ({ gateway }) => gateway.refuseConnections(true)],
  ];

  it.each(HANGS)('whose gateway %s ends when it is told to, and connects no more', async (_, prepare) => {
    const hasStarted = ({ requests }: Discord) => requests.some(({ path }) => path === '/gateway/bot');
    const own = await start({ prepare, hasStarted });
    await own.end();
    expect(await own.ended).toBe(0);
    own.discord.gateway.withholdHello(false);
    own.discord.gateway.refuseConnections(false);
    await settle(800);
    expect(own.discord.gateway.identifies).toBe(0);
    await own.stop();
  });

  inLongTier(() => {
    it.each(HANGS)('whose gateway %s is given up', async (_, prepare) => {
      const own = await start({ prepare, awayMs: 500 });
      expect(await own.ended).toBe(69);
      expect(own.complaints).toEqual([expect.stringMatching(/^The connection to Discord has been away for too long\./u)]);
      await own.stop();
    });
  });

  inLongTier(() => {
    it('whose connection is quiet goes on, and one whose connection is lost and stays so is given up', async () => {
      const own = await start({ awayMs: 800 });
      expect(await Promise.race([own.ended, settle(1_500)])).toBeUndefined();
      own.discord.gateway.refuseConnections(true);
      own.discord.gateway.cut();
      expect(await own.ended).toBe(69);
      await own.stop();
    });
  });
});
