// Tests of the end of a run while people ask: earlier requests are finished and stored, later ones refused, hangs abandoned in time.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InjectedFault } from '../../sandbox/discord/faults.js';
import { isSettled } from '../../sandbox/discord/interactions.js';
import { submit, typeIn, useCommand, post as write } from '../../sandbox/discord/people.js';
import type { Interaction, Message } from '../../sandbox/discord/state.js';
import { until } from '../../sandbox/discord/until.js';
import type { App } from '../../src/app.js';
import { sampled } from '../tier.js';
import {
  answerTo,
  contentsOf,
  eventually,
  keptIn,
  NOTE,
  newcomer,
  openForm,
  openShippedApp,
  openStage,
  QUESTION,
  repliesAfter,
  type Stage,
  type StageOptions,
  settle,
} from './stage.js';

const CALLBACK = /\/callback$/u;
const EDIT = /\/messages\/@original$/u;
/** Time limit for anything on a busy machine. */
const LONG = 60_000;

let app: App;
let stage: Stage;

beforeAll(async () => {
  app = await openShippedApp();
});

afterEach(() => stage.stop());

afterAll(() => app.close());

async function open(options: StageOptions = {}): Promise<void> {
  stage = await openStage(app, options);
}

function strike(method: string, path: RegExp, fault: InjectedFault, times = 1) {
  return stage.discord.faults.add({ match: { method, path, times }, fault });
}

function ask(locale = 'en-US', question = QUESTION): Interaction {
  const { discord, general: channel } = stage;
  return useCommand(discord.world, { user: newcomer(stage, locale), channel, name: 'ask', options: { question } });
}

function mention(content = QUESTION): Message {
  const { discord, general: channel } = stage;
  return write(discord.world, { user: newcomer(stage), channel, content: `<@${discord.world.application.bot.id}> ${content}` });
}

const untilSo = (probe: () => boolean, what: string) =>
  until(stage.discord.world, () => (probe() ? true : undefined), { timeoutMs: LONG, describe: () => what });

const contentOf = ({ original }: Interaction) => original?.content;

describe('a run that is told to end', () => {
  it('answers what is being acknowledged, and keeps what corrections need of the last answers', async () => {
    await open();
    const first = ask();
    await answerTo(stage, first);
    const slow = strike('POST', CALLBACK, { kind: 'slow', ms: 400 }, 12);
    const asked = Array.from({ length: 12 }, () => ask());
    const posted = mention();
    await eventually(() => expect(slow.struck).toBe(12));
    expect(asked.every(isSettled)).toBe(false);
    await stage.end();
    expect(await stage.ended).toBe(0);
    for (const one of asked) expect(contentOf(one)).toContain('The article says (');
    const answers = [...stage.general.messages.values()].filter(({ author }) => author.bot);
    expect(answers.find(({ replyTo }) => replyTo?.messageId === posted.id)?.content).toContain('The article says (');
    const kept = keptIn(stage)
      .get('answers')
      ?.map(({ message_id: id }) => id);
    expect(new Set(kept)).toEqual(new Set(answers.map(({ id }) => id)));
  });

  it('tells who comes now that it is being stopped, in their language, and begins nothing for them', async () => {
    await open();
    const slow = strike('POST', CALLBACK, { kind: 'slow', ms: 1_500 });
    const first = ask();
    await eventually(() => expect(slow.struck).toBe(1));
    const ending = stage.end();
    const late = [ask(), ask('es-ES')];
    const posted = mention();
    await ending;
    expect(contentOf(first)).toContain('The article says (');
    expect(contentOf(late[0] as Interaction)).toMatch(/^I am shutting down, perhaps only for a restart, and did not do that\./u);
    expect(contentOf(late[1] as Interaction)).toMatch(/^Me estoy deteniendo, quizá solo para reiniciarme, y no hice nada de eso\./u);
    expect(repliesAfter(posted).map(({ content }) => content)).toContainEqual(expect.stringMatching(/^I am shutting down/u));
    expect(keptIn(stage).get('answers')).toHaveLength(1);
    expect(JSON.stringify(stage.logged.filter(({ message }) => message.includes('program ends')))).not.toContain('stack');
  });

  const FAULTS: readonly [string, string, RegExp, InjectedFault][] = [
    ['the answer hangs', 'PATCH', EDIT, { kind: 'hang' }],
    ['the acknowledgement hangs', 'POST', CALLBACK, { kind: 'hang', applied: true }],
    ['the acknowledgement is slow', 'POST', CALLBACK, { kind: 'slow', ms: 1_500 }],
  ];
  it.each(sampled(FAULTS, 3))('gives up in time where %s: whoever waits is told so once', async (_, method, path, fault) => {
    await open({ endLimits: { finishMs: 200, tellMs: LONG } });
    const struck = strike(method, path, fault);
    const asked = ask();
    await eventually(() => expect(struck.struck).toBe(1));
    await stage.end();
    expect(await stage.ended).toBe(0);
    expect(contentOf(asked)).toMatch(/^I am shutting down, perhaps only for a restart, before that was finished\./u);
    const callbacks = stage.discord.requests.filter((request) => request.path.includes(asked.token) && CALLBACK.test(request.path));
    expect(callbacks).toHaveLength(1);
    expect(stage.logged).toContainEqual(expect.objectContaining({ message: 'Some work under way could not be finished before the end.' }));
  });

  it('ends also where Discord takes nothing any more', async () => {
    await open({ endLimits: { finishMs: 100, tellMs: 100 } });
    strike('POST', CALLBACK, { kind: 'hang' }, 100);
    strike('PATCH', EDIT, { kind: 'hang' }, 100);
    const asked = ask();
    await untilSo(() => stage.discord.requests.some(({ path }) => path.includes(asked.token)), 'it does not ask');
    await stage.end();
    expect(await stage.ended).toBe(0);
  });

  // An unhandled rejection fails the whole test run.
  it.each(sampled([0, 40, 150, 400, 900], 2))('%i ms after people did things of every kind leaves nobody without a word', async (ms) => {
    await open();
    const { discord, general: channel, office, moderator: user } = stage;
    const { world } = discord;
    await openForm(
      stage,
      useCommand(world, { user, channel: office, name: 'note add', options: { passage: 'traced to North Macedonia' } }),
    ).then((form) => submit(world, form, NOTE));
    strike('POST', CALLBACK, { kind: 'slow', ms: 60 }, 30);
    const person = () => newcomer(stage);
    // Posted first, so that they arrive before the acknowledged interactions.
    const posted = [mention(), mention('who won?')];
    const commands = ['claims', 'sources', 'about', 'why'].map((name) => useCommand(world, { user: person(), channel, name }));
    const moderated = ['note list', 'settings show', 'coverage', 'gaps'].map((name) => useCommand(world, { user, channel: office, name }));
    const asked = [ask(), ask('es-ES'), ask('en-US', 'How do I bake bread?')];
    typeIn(world, { user: person(), channel, name: 'passage', focused: { name: 'find', value: 'who th' } });
    typeIn(world, { user: person(), channel, name: 'claim', focused: { name: 'name', value: 'lithium' } });
    await settle(ms);
    const isLate = ms > 100;
    const began = performance.now();
    // Discord takes no acknowledgement after three seconds, which a busy machine may exceed.
    const isHeard = ({ acknowledgement }: Interaction) => acknowledgement !== undefined || performance.now() - began > 10_000;
    if (isLate) await eventually(() => expect([...commands, ...asked].every(isHeard)).toBe(true));
    await stage.end();
    expect(await stage.ended).toBe(0);
    for (const one of [...commands, ...moderated, ...asked]) {
      if (one.acknowledgement !== undefined) expect([one.raw.data, isSettled(one)]).toEqual([one.raw.data, true]);
    }
    // Everything from before the end was handled.
    if (isLate) expect([...commands, ...asked].filter(({ acknowledgement }) => acknowledgement !== undefined).every(isSettled)).toBe(true);
    if (isLate) expect(contentsOf(channel).length).toBeGreaterThanOrEqual(posted.length * 2);
    expect(stage.logged.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

it('what somebody typed and cannot be used is no failure in the log, and does not stand there', async () => {
  await open();
  const { discord, general: channel } = stage;
  const slip = useCommand(discord.world, { user: newcomer(stage), channel, name: 'why', options: { message: 'what I typed' } });
  await untilSo(() => isSettled(slip), 'no answer');
  expect(contentOf(slip)).not.toContain('Reference');
  const lines = stage.logged.filter(({ details }) => details.interaction === slip.id);
  expect(lines).toEqual([expect.objectContaining({ level: 'debug', message: 'An impossible request was refused, with an explanation.' })]);
  expect(JSON.stringify(stage.logged)).not.toMatch(/what I typed|stack/u);
});
