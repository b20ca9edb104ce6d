// Tests of what is stored and for how long, over the loopback Discord: /about names everything, and /forget-me, guilds
// that remove the bot and questions that nobody wanted stored leave nothing behind.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { componentsIn, click as press, useCommand } from '../../sandbox/discord/people.js';
import { installBot, kickBot } from '../../sandbox/discord/places.js';
import type { Channel, Message, User } from '../../sandbox/discord/state.js';
import type { App } from '../../src/app.js';
import { translator } from '../../src/i18n/translator.js';
import { Sqlite } from '../../src/sqlite.js';
import {
  addServer,
  click,
  contentsOf,
  directWith,
  draftNote,
  eventually,
  fillIn,
  giveFeedback,
  keptIn,
  lastIn,
  NOTE,
  newcomer,
  noteIdIn,
  openShippedApp,
  openStage,
  post,
  type Row,
  type Server,
  type Stage,
  textOf,
  use,
} from './stage.js';

const t = translator('en');
const DAY_MS = 24 * 60 * 60_000;

let app: App;
let stage: Stage;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

const moderate = (server: Server, name: string, options = {}, user = server.moderator) =>
  use(server, { user, channel: server.quiet, name, options });
const ask = (server: Server, question: string, user = newcomer(server), channel = server.general) =>
  use(server, { user, channel, name: 'ask', options: { question } });
const forgetMe = (user: User, channel: Channel) => use(stage, { user, channel, name: 'forget-me' });

/** Changes the bot's database: there is no other way to move time. */
function sql(statement: string, ...values: readonly (string | number)[]): void {
  const database = new Sqlite(join(stage.dataDir, 'marginalia.sqlite'));
  database.prepare(statement).run(...values);
  database.close();
}

const setDue = (id: string, dueAt: number) => sql('update deletions set due_at = ? where id = ?', dueAt, id);
const deletionOf = (id: string) =>
  keptIn(stage)
    .get('deletions')
    ?.find((row) => row.id === id);

/** The columns, as `table.column`, that contain one of some texts. */
function columnsWith(texts: readonly string[], kept = keptIn(stage)): string[] {
  const holds = (value: unknown) => texts.some((text) => String(value).includes(text));
  const found = [...kept].flatMap(([table, rows]) =>
    rows.flatMap((row) => Object.entries(row).flatMap(([column, value]) => (holds(value) ? [`${table}.${column}`] : []))),
  );
  return [...new Set(found)].sort();
}

/** The rows of a guild: those that name it, one of its channels, or a message there. */
function rowsOf({ guild }: Server): readonly [string, Row][] {
  const channels = [...guild.channels.values()];
  const ids = new Set([guild.id, ...channels.map(({ id }) => id), ...channels.flatMap(({ messages }) => [...messages.keys()])]);
  const all = [...keptIn(stage)].flatMap(([table, rows]) => rows.map((row): [string, Row] => [table, row]));
  return all.filter(([, row]) => Object.values(row).some((value) => ids.has(String(value))));
}

/** All files on disk, byte by byte. */
function onDisk(): string {
  return readdirSync(stage.dataDir)
    .map((name) => readFileSync(join(stage.dataDir, name), 'latin1'))
    .join('\n');
}

/** Typed texts, each used in one place only. */
const TYPED = {
  answered: 'who won the election?',
  open: 'how do I bake bread with zinc?',
  taught: 'which whales sing under the ice?',
  note: 'Words of a note.',
  reason: 'Words of a reason.',
  accepted: 'Words of an accepted suggestion.',
  rejected: 'Words of a rejected suggestion.',
  waiting: 'Words of a waiting suggestion.',
  draft: 'Words of a draft.',
  mended: 'Words of a form with faults.',
};

async function suggest(server: Server, user: User, note: string, passage: string): Promise<Message> {
  const { discord, general: channel } = server;
  const interaction = useCommand(discord.world, { user, channel, name: 'suggest', options: { passage } });
  await fillIn(server, interaction, { status: NOTE.status, headline: NOTE.headline, sources: NOTE.sources, note });
  return lastIn(server.office);
}

interface Busy extends Server {
  /** The moderator's note. */
  readonly noteId: string;
  /** The queue message of the moderator's own suggestion. */
  readonly queued: Message;
}

/** A guild in which its moderator and some others did everything possible. */
async function busyServer(): Promise<Busy> {
  const server = addServer(stage);
  const { moderator: user, discord } = server;
  await moderate(server, 'settings queue-channel', { channel: server.office });
  await moderate(server, 'settings log-channel', { channel: server.office });
  await moderate(server, 'settings keep-questions', { days: 7 });
  const draft = await draftNote(server, { note: TYPED.note });
  await fillIn(server, press(discord.world, { user, message: draft, on: 'Save, with a reason' }), { reason: TYPED.reason });
  const accepted = await suggest(server, newcomer(server), TYPED.accepted, 's20');
  await click(server, { user, message: accepted, on: 'Approve' });
  const rejected = await suggest(server, newcomer(server), TYPED.rejected, 's21');
  await fillIn(server, press(discord.world, { user, message: rejected, on: 'Reject' }), { reason: '' });
  const queued = await suggest(server, user, TYPED.waiting, 's22');
  await draftNote(server, { note: TYPED.draft });
  await draftNote(server, { note: TYPED.mended, sources: 'none' });
  await click(server, { user, message: await draftNote(server, { note: 'Thrown away.' }), on: 'Discard' });
  const answer = await ask(server, TYPED.answered, user);
  await giveFeedback(server, { user, message: answer, on: 'Helpful' });
  for (const question of [TYPED.taught, TYPED.open]) await ask(server, question);
  await eventually(() => expect(columnsWith([TYPED.open])).toEqual(['open_questions.question']));
  const gaps = await moderate(server, 'gaps');
  const [pick] = componentsIn(gaps);
  const value = pick?.options?.find(({ label }) => label === TYPED.taught)?.value ?? '';
  const group = await click(server, { user, message: gaps, on: t('gaps.pick'), values: [value] });
  await click(server, { user, message: group, on: t('button.decoy') });
  return { ...server, noteId: noteIdIn(draft), queued };
}

let busy: Busy;
/** All rows stored after everything was done. */
let kept: ReturnType<typeof keptIn>;

beforeAll(async () => {
  busy = await busyServer();
  await forgetMe(busy.moderator, busy.general);
  kept = keptIn(stage);
});

describe('what /about says of what is kept', () => {
  const saidIn = async (server: Server) => {
    const { embeds } = await use(server, { user: newcomer(server), channel: server.general, name: 'about' });
    return embeds[0]?.fields?.find(({ name }) => name === t('about.kept'))?.value ?? '';
  };

  it('tells a server that keeps questions from one that does not', async () => {
    expect(await saidIn(busy)).toContain(
      'questions that I could not answer or was unsure of, or whose answer did not help, without your name, for 7 days',
    );
    expect(await saidIn(stage)).toContain('No question is written down here.');
  });

  it('is true of people: their ids stand with what they were answered, wrote, decided and asked to be forgotten, and nowhere else', async () => {
    const people = [...stage.discord.world.users.values()].filter(({ bot }) => !bot);
    expect(
      columnsWith(
        people.map(({ id }) => id),
        kept,
      ),
    ).toEqual([
      'answers.asker_id',
      'deletions.id',
      'lessons.author_id',
      'proposals.author_id',
      'proposals.decided_by',
      'revisions.approver_id',
      'revisions.author_id',
    ]);
    expect(
      columnsWith(
        people.map(({ name }) => name).filter((name) => name.startsWith('newcomer')),
        kept,
      ),
    ).toEqual([]);
  });

  it.each<readonly [keyof typeof TYPED, readonly string[]]>([
    ['answered', []],
    ['open', ['open_questions.question']],
    ['taught', ['lessons.question']],
    ['note', ['notes.content', 'proposals.content', 'revisions.content']],
    ['reason', ['proposals.reason', 'revisions.reason']],
    ['accepted', ['notes.content', 'proposals.content', 'revisions.content']],
    ['rejected', ['proposals.content']],
    ['waiting', ['proposals.content']],
    ['draft', ['proposals.content']],
    ['mended', []],
  ])('is true of what was typed: %s', (what, columns) => {
    expect(columnsWith([TYPED[what]], kept)).toEqual(columns);
  });

  it('is true of every table: it is one of those that hold what is said to be kept', () => {
    const filled = [...kept].flatMap(([table, rows]) => (rows.length > 0 ? [table] : []));
    // Counts and ids of answers, feedback, notes with their decisions, training examples, questions, settings; guilds, and due work.
    expect(filled).toEqual([
      ...['answer_counts', 'answers', 'deletions', 'events', 'feedback', 'guilds', 'lessons', 'notes', 'open_questions'],
      ...['proposals', 'revisions', 'settings'],
    ]);
    expect([...kept.keys()]).toEqual(filled);
  });
});

describe('questions', () => {
  const asked = [
    'how do I knit with a kazoo?',
    'who won the xylophone vote?',
    'where does the zither sleep?',
    'why a theremin at all?',
  ] as const;

  it('that nobody asked to keep stand nowhere on the disk and in no line of the log', async () => {
    const [byCommand, byMention, directly, judged] = asked;
    const { world } = stage.discord;
    const user = newcomer(stage);
    await post(stage, { user, channel: stage.general, content: `<@${world.application.bot.id}> ${byMention}` });
    const direct = await post(stage, { user, channel: directWith(stage, user), content: directly });
    const options = { question: byCommand, private: true };
    const whispered = await use(stage, { user, channel: stage.general, name: 'ask', options });
    const message = await ask(stage, judged, user);
    await giveFeedback(stage, { user, message, on: 'Does not answer it' });
    const disk = onDisk();
    // Stored texts are found there, so an unfound text is really absent.
    expect(disk).toContain(TYPED.open);
    const log = JSON.stringify(stage.logged);
    for (const word of ['kazoo', 'xylophone', 'zither', 'theremin']) {
      expect(disk).not.toContain(word);
      expect(log).not.toContain(word);
    }
    expect(log).not.toContain(user.id);
    // For direct messages not even the answer's id is stored; an ephemeral answer can be shared.
    expect(columnsWith([direct.id])).toEqual([]);
    expect(columnsWith([whispered.id])).toEqual(['answers.message_id']);
    expect(columnsWith([message.id])).toEqual(['answers.message_id', 'feedback.message_id']);
  });

  it('that are kept no more are overwritten on the disk', async () => {
    const server = addServer(stage);
    await moderate(server, 'settings keep-questions', { days: 7 });
    await ask(server, 'who plays the ocarina?');
    await eventually(() => expect(onDisk()).toContain('ocarina'));
    await moderate(server, 'settings keep-questions', { days: 0 });
    // The write-ahead log is emptied when the bot ends.
    await stage.restart();
    expect(onDisk()).not.toContain('ocarina');
  });
});

describe('/forget-me', () => {
  const forgetting = async (user: User) => {
    const { content, onlyFor } = await forgetMe(user, stage.general);
    expect(onlyFor).toBe(user);
    return content;
  };

  it('says when, is taken back by asking again, and begins anew by asking once more', async () => {
    const user = newcomer(stage);
    const asked = Date.now();
    const content = await forgetting(user);
    const dueAt = Number(deletionOf(user.id)?.due_at);
    expect(dueAt - asked).toBeGreaterThanOrEqual(7 * DAY_MS);
    expect(dueAt).toBeLessThanOrEqual(Date.now() + 7 * DAY_MS);
    expect(content).toBe(t('forget.scheduled', { when: `<t:${Math.floor(dueAt / 1000)}:F>` }));
    expect(await forgetting(user)).toBe(t('forget.cancelled'));
    expect(columnsWith([user.id])).toEqual([]);
    expect(await forgetting(user)).toMatch(/^Your id will be removed/u);
  });

  it('works in direct messages, in the person’s own language', async () => {
    const user = newcomer(stage, 'es-ES');
    const { content } = await forgetMe(user, directWith(stage, user));
    expect(content).toMatch(/<t:\d+:F>/u);
    expect((await forgetMe(user, directWith(stage, user))).content).toBe(translator('es')('forget.cancelled'));
  });

  it('leaves the id in no table once the days are over, and takes nothing from others', async () => {
    const { moderator, second, noteId, queued, general } = busy;
    const reader = newcomer(busy);
    const waiting = await suggest(busy, reader, 'Words of somebody who stays.', 's23');
    const [later, changedMind] = [newcomer(busy), newcomer(busy)];
    for (const [i, user] of [later, changedMind].entries()) await suggest(busy, user, `Words of another who stays, ${i}.`, `s${24 + i}`);
    for (const user of [later, changedMind, changedMind]) await forgetMe(user, general);
    setDue(later.id, Date.now() + 60_000);
    setDue(moderator.id, Date.now());
    await stage.restart();
    await eventually(() => expect(columnsWith([moderator.id])).toEqual([]));
    expect(columnsWith([changedMind.id])).toEqual(['proposals.author_id']);
    expect(columnsWith([later.id])).toEqual(['deletions.id', 'proposals.author_id']);
    const inQueue = contentsOf(busy.office).filter((content) => content.includes('Suggested by '));
    expect(inQueue.length).toBeGreaterThan(3);
    expect(inQueue.filter((content) => content.includes(moderator.id))).toEqual([]);
    expect(inQueue.some((content) => content.includes(`Suggested by <@${changedMind.id}>`))).toBe(true);
    // Drafts and waiting suggestions are gone; published changes stay, without a name.
    expect(columnsWith([TYPED.draft, TYPED.waiting, 'Thrown away.'])).toEqual([]);
    expect((await click(busy, { user: second, message: queued, on: 'Approve' })).content).toBe(t('proposal.gone'));
    const history = await moderate(busy, 'note history', { note: noteId }, second);
    expect(textOf(history)).toContain(TYPED.note);
    expect(history.content).toContain(t('history.somebody'));
    expect(history.content).not.toContain(moderator.id);
    expect((await click(busy, { user: second, message: waiting, on: 'Approve' })).content).toMatch(/is saved, and readers see it\.$/u);
  });
});

describe('a draft', () => {
  it('is kept for a week, and no longer where it was thrown away', async () => {
    const server = addServer(stage);
    const { moderator: user } = server;
    const write = async (name: string) => {
      const draft = await draftNote(server, { note: `${name} left.` });
      await click(server, { user, message: await draftNote(server, { note: `${name} binned.` }), on: 'Discard' });
      return draft;
    };
    const [old, young] = [await write('Old and'), await write('Young and')];
    const age = 'update proposals set created_at = created_at - ? where content like ?';
    sql(age, 7 * DAY_MS, '%Old and%');
    sql(age, 7 * DAY_MS - 60_000, '%Young and%');
    await stage.restart();
    await eventually(() => expect(columnsWith(['Old and'])).toEqual([]));
    for (const text of ['Young and left.', 'Young and binned.']) expect(columnsWith([text])).toEqual(['proposals.content']);
    expect((await click(server, { user, message: old, on: 'Save' })).content).toBe(t('proposal.gone'));
    expect((await click(server, { user, message: young, on: 'Save' })).content).toMatch(/is saved, and readers see it\.$/u);
  });
});

describe('a server that removes the bot', () => {
  type Fate = 'as before' | 'as before, to be forgotten' | 'forgotten';
  const remove = async (server: Server) => {
    kickBot(stage.discord.world, server.guild);
    await eventually(() => expect(deletionOf(server.guild.id)).toBeDefined());
  };
  const invite = async (server: Server) => {
    installBot(stage.discord.world, server.guild);
    await eventually(() => expect(deletionOf(server.guild.id)).toBeUndefined());
  };
  const due = ({ guild }: Server, inMs: number) => setDue(guild.id, Date.now() + inMs);
  /** Removes the bot, or adds it again, while it is not running and so receives no event. */
  const unheard = ({ guild: { members }, discord: { world } }: Server) => {
    const { bot } = world.application;
    if (!members.delete(bot.id)) members.set(bot.id, { user: bot, roles: [], joinedAt: world.clock.now() });
  };

  const CASES: readonly (readonly [string, Fate, (server: Server) => Promise<void>])[] = [
    [
      'for good',
      'forgotten',
      async (server) => {
        await remove(server);
        due(server, 0);
      },
    ],
    [
      'for not quite thirty days',
      'as before, to be forgotten',
      async (server) => {
        await remove(server);
        due(server, 60_000);
      },
    ],
    [
      'and takes it back in time',
      'as before',
      async (server) => {
        await remove(server);
        due(server, 60_000);
        await invite(server);
      },
    ],
    ['while it is not running', 'as before, to be forgotten', async (server) => unheard(server)],
    [
      'and takes it back while it is not running, which goes on until the days are over',
      'as before',
      async (server) => {
        await remove(server);
        unheard(server);
        due(server, 0);
      },
    ],
  ];

  const servers = new Map<string, Server & { readonly before: readonly [string, Row][] }>();

  beforeAll(async () => {
    for (const [name, fate, act] of CASES) {
      const server = fate === 'forgotten' ? await busyServer() : addServer(stage);
      await moderate(server, 'settings language', { language: 'es' });
      await ask(server, TYPED.answered);
      await eventually(() => expect(rowsOf(server).some(([table]) => table === 'answer_counts')).toBe(true));
      servers.set(name, { ...server, before: rowsOf(server) });
      await act(server);
    }
    await stage.restart();
  });

  it.each(CASES)('%s: what is kept is %s', async (name, fate) => {
    const server = servers.get(name);
    if (server === undefined) throw new Error('The server was not made.');
    const left = () => rowsOf(server).filter(([table]) => table !== 'deletions');
    const deletion = fate === 'as before, to be forgotten' ? expect.anything() : undefined;
    await eventually(() => expect(deletionOf(server.guild.id)).toEqual(deletion));
    if (fate !== 'forgotten') expect(left()).toEqual(server.before);
    else expect(left()).toMatchObject([['events', { what: 'forgotten', guild_id: server.guild.id }]]);
  });

  it('has thirty days, and is like a new one when it comes back later', async () => {
    const server = await busyServer();
    const removed = Date.now();
    await remove(server);
    const dueAt = Number(deletionOf(server.guild.id)?.due_at);
    expect(dueAt - removed).toBeGreaterThanOrEqual(30 * DAY_MS);
    expect(dueAt).toBeLessThanOrEqual(Date.now() + 30 * DAY_MS);
    due(server, 0);
    // All due work is done together with the work that a setting makes due.
    await moderate(stage, 'settings keep-questions', { days: 0 });
    expect(rowsOf(server).map(([table]) => table)).toEqual(['events']);
    expect(onDisk()).toContain(server.guild.id);
    await invite(server);
    expect(textOf(await moderate(server, 'settings show'))).toContain('**Queue channel**: none');
    expect((await moderate(server, 'note list', { state: 'own' })).content).toBe(t('list.none'));
    expect((await moderate(server, 'gaps')).content).toBe(t('gaps.off'));
  });
});
