// Tests of /settings over the loopback Discord: each setting has its effect, is reported in the log channel and survives a restart.

import { join } from 'node:path';
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CommandUse, type FormValues, Impossible, useCommand, post as write } from '../../sandbox/discord/people.js';
import { addChannel, addMember, setOverwrite } from '../../sandbox/discord/places.js';
import type { Channel, Message, Role, User } from '../../sandbox/discord/state.js';
import type { App } from '../../src/app.js';
import { translator } from '../../src/i18n/translator.js';
import { Sqlite } from '../../src/sqlite.js';
import {
  addServer,
  click,
  contentsOf,
  draftNote,
  eventually,
  keptIn,
  newcomer,
  noteIdIn,
  openShippedApp,
  openStage,
  post,
  repliesAfter,
  type Server,
  type Stage,
  textOf,
  use,
} from './stage.js';

const t = translator('en');
const DAY_MS = 24 * 60 * 60_000;
const OFF_TOPIC = 'how do I bake bread?';

let app: App;
let stage: Stage;
/** New for each test; its log records every change. */
let server: Server;
let log: Channel;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
});

beforeEach(async () => {
  server = addServer(stage);
  log = addChannel(stage.discord.world, server.guild, { name: 'log' });
  await set('log-channel', { channel: log });
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

type Options = NonNullable<CommandUse['options']>;

/** Changes a setting as the owner, who may change all of them. */
function set(part: string, options: Options = {}, { guild: { owner: user }, office: channel }: Server = server): Promise<Message> {
  return use(stage, { user, channel, name: `settings ${part}`, options });
}

const shown = async () => (await set('show')).embeds[0]?.description?.split('\n') ?? [];
const mention = (text = '') => `<@${stage.discord.world.application.bot.id}> ${text}`;

/** Asks a cheap question, and gives our own words in the answer. */
async function ask(user: User, { general: channel }: Server = server, question = OFF_TOPIC): Promise<string> {
  return textOf(await use(stage, { user, channel, name: 'ask', options: { question } }));
}

/** The message that asks somebody to wait. */
const WAIT = /you can ask again in \d+ seconds?\./u;

async function draftAndSave(values: FormValues = {}): Promise<Message> {
  return click(stage, { user: server.moderator, message: await draftNote(server, values), on: 'Save' });
}

function lastIn(channel: Channel): Message {
  const message = [...channel.messages.values()].at(-1);
  if (message === undefined) throw new Error('The channel is empty.');
  return message;
}

const rowsOf = (table: string, { guild }: Server) => (keptIn(stage).get(table) ?? []).filter((row) => row.guild_id === guild.id);
const questionsKept = (place = server) => rowsOf('open_questions', place);
const revisionsKept = () => rowsOf('revisions', server);

function moderators({ guild }: Server): Role {
  const role = [...guild.roles.values()].find(({ name }) => name === 'Moderators');
  if (role === undefined) throw new Error('The server has no role for moderators.');
  return role;
}

interface Change {
  readonly part: string;
  readonly options: () => Options;
  /** The setting's line in the reply, in the log and in the list. */
  readonly line: () => string;
  /** The options that reset it, and the resulting line. */
  readonly back: Options;
  readonly backLine: string;
}

const CHANGES: readonly Change[] = [
  {
    part: 'moderator-role',
    options: () => ({ role: moderators(server) }),
    line: () => `**Moderator role**: <@&${moderators(server).id}>`,
    back: {},
    backLine: '**Moderator role**: none',
  },
  {
    part: 'queue-channel',
    options: () => ({ channel: server.office }),
    line: () => `**Queue channel**: <#${server.office.id}>`,
    back: {},
    backLine: '**Queue channel**: none',
  },
  {
    part: 'channels',
    options: () => ({ mode: 'allow', channel: server.general }),
    line: () => `**Answers in**: <#${server.general.id}>`,
    back: { mode: 'clear' },
    backLine: '**Answers in**: every channel',
  },
  {
    part: 'channels',
    options: () => ({ mode: 'deny', channel: server.quiet }),
    line: () => `**Does not answer in**: <#${server.quiet.id}>`,
    back: { mode: 'clear' },
    backLine: '**Does not answer in**: none',
  },
  {
    part: 'cooldown',
    options: () => ({ questions: 1 }),
    line: () => '**Questions**: 1 per person within 15 seconds',
    back: { questions: 6 },
    backLine: '**Questions**: 6 per person within 15 seconds',
  },
  {
    part: 'two-person',
    options: () => ({ on: true }),
    line: () => '**Two-person rule**: on',
    back: { on: false },
    backLine: '**Two-person rule**: off',
  },
  {
    part: 'keep-questions',
    options: () => ({ days: 7 }),
    line: () => '**Unanswered questions**: kept for 7 days',
    back: { days: 0 },
    backLine: '**Unanswered questions**: not kept',
  },
  {
    part: 'language',
    options: () => ({ language: 'en' }),
    line: () => '**Language**: English',
    back: {},
    backLine: '**Language**: the server’s own',
  },
  {
    part: 'log-channel',
    options: () => ({ channel: server.office }),
    line: () => `**Log channel**: <#${server.office.id}>`,
    back: {},
    backLine: '**Log channel**: none',
  },
];

describe('a change of a setting', () => {
  it('is tested here for every part of the command', () => {
    const registered = [...stage.discord.world.commands.values()].find(({ fields: { name } }) => name === 'settings');
    const parts = registered?.fields.options?.map(({ name }) => name);
    expect([...new Set(['show', ...CHANGES.map(({ part }) => part)])].sort()).toEqual(parts?.sort());
  });

  it.each(CHANGES.map((change) => [change.part, change.backLine, change] as const))(
    'is said, shown and told in the log, and so is its end: %s, %s',
    async (_part, _line, { part, options, line, back, backLine }) => {
      const who = `<@${server.guild.owner.id}> changed settings: `;
      expect(await shown()).toContain(part === 'log-channel' ? `**Log channel**: <#${log.id}>` : backLine);
      for (const [given, expected] of [
        [options(), line()],
        [back, backLine],
      ] as const) {
        const said = await set(part, given);
        expect(said.onlyFor).toBe(server.guild.owner);
        expect(said.content.split('\n')).toEqual(expect.arrayContaining([t('settings.changed'), expected]));
        expect(await shown()).toContain(expected);
        // A change of the log channel is reported in the previous one.
        const heard = part === 'log-channel' && given === back ? server.office : log;
        expect(contentsOf(heard).at(-1)).toMatch(/^<@\d+> changed settings: /u);
        expect(
          contentsOf(heard)
            .at(-1)
            ?.replace(who, '')
            .split(/, (?=\*\*)/u),
        ).toContain(expected);
      }
    },
  );
});

describe('all settings', () => {
  it('hold after a restart', async () => {
    const { quiet, office, moderator } = server;
    for (const { part, options } of CHANGES) await set(part, options());
    const before = await shown();
    expect(before.toSorted()).toEqual(CHANGES.map(({ line }) => line()).sort());
    await stage.restart();
    expect(await shown()).toEqual(before);
    const user = newcomer(server);
    expect(await ask(user)).toContain(t('outcome.not_covered'));
    expect(await ask(user)).toMatch(WAIT);
    expect(await ask(user, { ...server, general: quiet })).toContain(t('deny.channel'));
    await eventually(() => expect(questionsKept()).toHaveLength(1));
    expect((await draftAndSave()).content).toBe(t('proposal.queued.rule'));
    expect(textOf(lastIn(office))).toContain(t('proposal.by.moderator', { who: `<@${moderator.id}>` }));
    await set('two-person', { on: false });
    expect(contentsOf(office).at(-1)).toContain('**Two-person rule**: off');
  });
});

describe('the log channel', () => {
  it('that cannot be written to is told to who changes something, and the change holds', async () => {
    const closed = addChannel(stage.discord.world, server.guild, { name: 'closed' });
    const { bot } = stage.discord.world.application;
    setOverwrite(stage.discord.world, closed, bot.id, { kind: 'member', allow: 0n, deny: PermissionFlagsBits.SendMessages });
    expect((await set('log-channel', { channel: closed })).content.split('\n').at(-1)).toBe(t('log.failed'));
    expect((await set('cooldown', { questions: 1 })).content.split('\n').at(-1)).toBe(t('log.failed'));
    expect(await shown()).toEqual(
      expect.arrayContaining([`**Log channel**: <#${closed.id}>`, '**Questions**: 1 per person within 15 seconds']),
    );
    expect(contentsOf(closed)).toEqual([]);
  });
});

describe('the queue channel', () => {
  it('is told what will wait there, and what waited already is laid there', async () => {
    await set('two-person', { on: true });
    expect((await draftAndSave()).content).toBe(t('proposal.noQueue'));
    await set('queue-channel', { channel: server.office });
    await eventually(() => expect(contentsOf(server.office)).toHaveLength(2));
    const [opening, waiting] = contentsOf(server.office);
    expect(opening).toBe(t('queue.here'));
    expect(waiting).toContain(t('proposal.waiting.add'));
  });
});

type Where = 'general' | 'thread' | 'quiet';

describe('channels in which the bot is asked', () => {
  const PLACES: readonly Where[] = ['general', 'thread', 'quiet'];

  it.each<readonly [string, readonly (readonly [mode: string, channel?: Where])[], readonly Where[]]>([
    ['allowed: there alone, and in its threads', [['allow', 'general']], ['general', 'thread']],
    ['a thread allowed: there alone', [['allow', 'thread']], ['thread']],
    ['denied: everywhere else, and not in its threads', [['deny', 'general']], ['quiet']],
    ['a thread denied: everywhere else', [['deny', 'thread']], ['general', 'quiet']],
    [
      'allowed, and its thread denied',
      [
        ['allow', 'general'],
        ['deny', 'thread'],
      ],
      ['general'],
    ],
    [
      'allowed, then denied: it moves',
      [
        ['allow', 'general'],
        ['deny', 'general'],
      ],
      ['quiet'],
    ],
    [
      'denied, then allowed: it moves',
      [
        ['deny', 'general'],
        ['allow', 'general'],
      ],
      ['general', 'thread'],
    ],
    [
      'two allowed, one cleared',
      [
        ['allow', 'general'],
        ['allow', 'quiet'],
        ['clear', 'general'],
      ],
      ['quiet'],
    ],
    ['all cleared', [['allow', 'general'], ['deny', 'quiet'], ['clear']], ['general', 'thread', 'quiet']],
  ])('%s', async (_, steps, expected) => {
    const user = newcomer(server);
    for (const [mode, channel] of steps) await set('channels', { mode, ...(channel === undefined ? {} : { channel: server[channel] }) });
    const byCommand: Where[] = [];
    for (const place of PLACES) {
      const { content, onlyFor } = await use(stage, { user, channel: server[place], name: 'sources' });
      if (content !== t('deny.channel')) byCommand.push(place);
      else expect(onlyFor).toBe(user);
    }
    expect(byCommand).toEqual(expected);
    // Places where it must stay silent come first: after the last answer, all messages have been handled.
    const order = PLACES.toSorted((a, b) => Number(expected.includes(a)) - Number(expected.includes(b)));
    const asked = order.map((place) => [place, write(stage.discord.world, { user, channel: server[place], content: mention() })] as const);
    const answered = () => PLACES.filter((place) => asked.some(([where, message]) => where === place && repliesAfter(message).length > 0));
    await eventually(() => expect(answered()).toEqual(expected));
  });

  it('leave moderators their commands and readers the way to be forgotten', async () => {
    await set('channels', { mode: 'deny', channel: server.general });
    const user = newcomer(server);
    for (const name of ['forget-me', 'forget-me']) {
      expect((await use(stage, { user, channel: server.general, name })).content).not.toBe(t('deny.channel'));
    }
    expect((await use(stage, { user: server.moderator, channel: server.general, name: 'note list' })).content).not.toBe(t('deny.channel'));
  });
});

describe('the cooldown', () => {
  it('counts what one person asks by commands and mentions, in this server, and a larger one holds at once', async () => {
    await set('cooldown', { questions: 2 });
    const user = newcomer(server);
    const { general: channel } = server;
    expect(await ask(user)).not.toMatch(WAIT);
    const content = mention(OFF_TOPIC);
    expect((await post(stage, { user, channel, content })).content).not.toMatch(WAIT);
    expect(await ask(user)).toMatch(WAIT);
    expect((await post(stage, { user, channel, content })).content).toMatch(WAIT);
    expect(await ask(newcomer(server))).not.toMatch(WAIT);
    addMember(stage.discord.world, stage.guild, user);
    expect(await ask(user, stage)).not.toMatch(WAIT);
    await set('cooldown', { questions: 60 });
    expect(await ask(user)).not.toMatch(WAIT);
  });
});

describe('the two-person rule', () => {
  it('has a moderator’s note wait for another moderator, as long as it holds', async () => {
    await set('queue-channel', { channel: server.office });
    await set('two-person', { on: true });
    expect((await draftAndSave()).content).toBe(t('proposal.queued.rule'));
    const message = lastIn(server.office);
    const approve = (user: User) => click(stage, { user, message, on: 'Approve' });
    expect((await approve(server.moderator)).content).toBe(t('proposal.own'));
    expect(revisionsKept()).toEqual([]);
    expect((await approve(server.second)).content).toBe(t('saved.add', { id: noteIdIn(message) }));
    expect(revisionsKept()).toMatchObject([{ author_id: server.moderator.id, approver_id: server.second.id }]);
    await set('two-person', { on: false });
    expect((await draftAndSave({ note: 'Other words on it.' })).content).toMatch(/is saved, and readers see it\.$/u);
  });
});

describe('keeping questions', () => {
  it('for fewer days deletes at once what is older, and nothing of another server', async () => {
    const other = addServer(stage);
    await set('keep-questions', { days: 30 });
    await set('keep-questions', { days: 30 }, other);
    for (const [place, question] of [
      [server, OFF_TOPIC],
      [server, 'who baked it?'],
      [other, OFF_TOPIC],
    ] as const) {
      await ask(newcomer(place), place, question);
    }
    await eventually(() => expect([questionsKept(), questionsKept(other)].map(({ length }) => length)).toEqual([2, 1]));
    const database = new Sqlite(join(stage.dataDir, 'marginalia.sqlite'));
    database.prepare('update open_questions set at = at - ? where question = ?').run(8 * DAY_MS, OFF_TOPIC);
    database.close();
    await set('keep-questions', { days: 9 });
    expect(questionsKept()).toHaveLength(2);
    await set('keep-questions', { days: 7 });
    expect(questionsKept().map(({ question }) => question)).toEqual(['who baked it?']);
    expect(questionsKept(other)).toHaveLength(1);
  });
});

describe('the language', () => {
  it('is spoken where the reader’s own is not known, and ends with the setting', async () => {
    const spoken = async () => {
      await set('queue-channel', { channel: server.office });
      const said = await post(stage, { user: newcomer(server), channel: server.general, content: mention() });
      return [contentsOf(log).at(-1), contentsOf(server.office).at(-1), said.content];
    };
    const expected = (our: typeof t) => {
      const what = `**${our('settings.queueChannel')}**: <#${server.office.id}>`;
      return [our('log.settings', { who: `<@${server.guild.owner.id}>`, what }), our('queue.here'), our('mention.empty')];
    };
    expect(await spoken()).toEqual(expected(t));
    await set('language', { language: 'es' });
    expect(await spoken()).toEqual(expected(translator('es')));
    // The reply to a command is in its user's language.
    expect((await set('cooldown', { questions: 7 })).content).toContain(t('settings.changed'));
    await set('language');
    expect(await spoken()).toEqual(expected(t));
  });
});

describe('a value that a setting cannot have', () => {
  const inVain = async (part: string, options: Options) => {
    const before = [keptIn(stage), contentsOf(log)];
    const { content, onlyFor } = await set(part, options);
    expect([keptIn(stage), contentsOf(log)]).toEqual(before);
    expect(onlyFor).toBe(server.guild.owner);
    return content;
  };

  it.each(['allow', 'deny'])('is refused in plain words: to %s no channel', async (mode) => {
    expect(await inVain('channels', { mode })).toBe('Choose the channel too.');
  });

  it('is refused in plain words: everyone for moderators', async () => {
    const everyone = server.guild.roles.get(server.guild.id);
    if (everyone === undefined) throw new Error('The server has no @everyone.');
    expect(await inVain('moderator-role', { role: everyone })).toBe(t('settings.moderatorRole.everyone'));
  });

  it('is refused in plain words: more channels than there is room for', async () => {
    for (let i = 0; i < 30; i += 1) {
      await set('channels', { mode: 'allow', channel: addChannel(stage.discord.world, server.guild, { name: `room${i}` }) });
    }
    expect(await inVain('channels', { mode: 'allow', channel: server.general })).toBe('At most 30 channels can be listed.');
    expect((await set('channels', { mode: 'deny', channel: server.general })).content).toContain(t('settings.changed'));
  });

  it.each<readonly [string, Options]>([
    ['cooldown', { questions: 0 }],
    ['cooldown', { questions: 61 }],
    ['cooldown', {}],
    ['keep-questions', { days: -1 }],
    ['keep-questions', { days: 91 }],
    ['channels', { mode: 'never' }],
    ['language', { language: 'fr' }],
    ['two-person', {}],
  ])('is not let through by Discord: %s %j', (part, options) => {
    const { guild, office: channel } = server;
    expect(() => useCommand(stage.discord.world, { user: guild.owner, channel, name: `settings ${part}`, options })).toThrow(Impossible);
  });
});
