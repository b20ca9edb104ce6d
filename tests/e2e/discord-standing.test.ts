// Tests of earlier messages over the loopback Discord: each shows its notes' present state, whatever happens to them and the connection.

import { join } from 'node:path';
import { PermissionFlagsBits } from 'discord.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deletePost, type FormValues, useCommand, post as write } from '../../sandbox/discord/people.js';
import { setOverwrite } from '../../sandbox/discord/places.js';
import type { Message, User } from '../../sandbox/discord/state.js';
import type { App } from '../../src/app.js';
import { createAnchorFinder } from '../../src/article/anchor.js';
import { translator } from '../../src/i18n/translator.js';
import { anchored } from '../../src/notes/anchored-note.js';
import type { Note } from '../../src/notes/note.js';
import type { Change as Imported } from '../../src/notes/revision.js';
import { openStore } from '../../src/store/open-store.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import type { Answer } from '../../src/store/store.js';
import { createArticleView } from '../../src/views/article-view.js';
import { sampled } from '../tier.js';
import {
  addNote,
  addServer,
  click,
  directWith,
  eventually,
  keptIn,
  newcomer,
  openForm,
  openShippedApp,
  openStage,
  post,
  QUESTION,
  type Row,
  repliesAfter,
  type Server,
  type Stage,
  sendForm,
  settle,
  textOf,
  use,
} from './stage.js';

const t = translator('en');
const SPANISH = translator('es');
const WHEN = /<t:\d+:(?=[DR]>)/gu;

let app: App;
let stage: Stage;
/** New for each test. */
let server: Server;
let mention: string;

beforeAll(async () => {
  app = await openShippedApp();
  stage = await openStage(app);
  mention = `<@${stage.discord.world.application.bot.id}>`;
});

beforeEach(() => {
  server = addServer(stage);
});

afterAll(async () => {
  await stage.stop();
  await app.close();
});

// Moderators' actions

const office = () => ({ user: server.moderator, channel: server.office });
const save = async (draft: Message) => click(stage, { ...office(), message: draft, on: 'Save' });
const change = async (note: string, values: FormValues) => {
  const form = await openForm(stage, useCommand(stage.discord.world, { ...office(), name: 'note edit', options: { note } }));
  return save(await sendForm(stage, form, values));
};
const retract = async (note: string) => save(await use(stage, { ...office(), name: 'note retract', options: { note } }));
/** Works on the stage's database as another process. */
async function elsewhere<T>(work: (store: SqlStore) => Promise<T>): Promise<T> {
  const silent = { warn: () => undefined, error: () => undefined };
  const store = await openStore({ file: join(stage.dataDir, 'marginalia.sqlite'), log: silent });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
/** Restores a note's first version where that needs two people: a terminal needs nobody's consent. */
const undo = (noteId: string) =>
  elsewhere(async (store) => {
    const guildId = server.guild.id;
    const revisions = await store.revisions(guildId, noteId);
    const [content, baseVersion] = [revisions[0]?.content, revisions.length];
    const restored = { guildId, noteId, action: 'restore' as const, content, baseVersion, authorId: undefined, reason: '' };
    expect(await store.addRevisions([restored], Date.now())).toMatchObject({ kind: 'saved' });
  });

// Readers' actions

const ask = (options: Record<string, string | boolean> = {}, user = newcomer(server), channel = server.general) =>
  use(stage, { user, channel, name: 'ask', options: { question: QUESTION, ...options } });
const command = (name: string, options: Record<string, string | number> = {}, user = newcomer(server)) =>
  use(stage, { user, channel: server.general, name, options });
/** A message that the bot can read, since it mentions it, and a reply that has it checked: two messages of the bot. */
const check = async () => {
  const { general: channel } = server;
  const said = write(stage.discord.world, {
    user: newcomer(server),
    channel,
    content: `${mention} The electronic system that transmits the results was hacked a hundred times, and that was traced to North Macedonia, pray tell.`,
  });
  await eventually(() => expect(repliesAfter(said)).not.toEqual([]));
  return post(stage, { user: newcomer(server), channel, content: `${mention} is that true?`, replyTo: said });
};

/** The page of the claims that has `addNote`'s note. */
const secondPage = async () => {
  const user = newcomer(server);
  const message = await click(stage, { user, message: await command('claims', {}, user), on: t('button.next') });
  await eventually(() => expect(JSON.parse(String(rows()[0]?.shown))).toMatchObject({ kind: 'claims', page: 1 }));
  return message;
};

/** Allows or denies the bot permissions in the quiet channel. */
const closing = (allow: bigint, deny: bigint) => {
  const { bot } = stage.discord.world.application;
  setOverwrite(stage.discord.world, server.quiet, bot.id, { kind: 'member', allow, deny });
};

// Stored rows and displayed notes

const rows = (of = server): readonly Row[] => (keptIn(stage).get('answers') ?? []).filter((row) => row.guild_id === of.guild.id);
const kept = (count: number) => eventually(() => expect(rows()).toHaveLength(count));
/** Waits until no message of this guild is due for an edit. */
const settled = () => eventually(() => expect(rows().filter((row) => row.due_at !== null)).toEqual([]));
const stands = ({ content, embeds, components }: Message) => ({ content, embeds, components });
const seen = (message: Message) => textOf(message).replace(WHEN, '<t:…:').replaceAll(mention, '<@…>');
const updateIn = ({ content }: Message) => content.split('\n').filter((line) => /^-# (?:Updated|Actualizado) <t:\d+:R>: /u.test(line));
const updated = (what: 'changed' | 'added' | 'retracted', language: 'en' | 'es' = 'en') => {
  const [before = '', after = ''] = (language === 'en' ? t : SPANISH)(`updated.${what}`, { time: '\n' }).split('\n');
  return expect.stringMatching(new RegExp(`^${before}<t:\\d+:R>${after.replaceAll('.', '[.]')}$`, 'u'));
};
const editsOf = ({ channel, id }: Message) =>
  stage.discord.requests.filter(({ method, path }) => method === 'PATCH' && path.endsWith(`/channels/${channel.id}/messages/${id}`));

const OTHER = 'Said otherwise.';

describe('a message that shows a note', () => {
  let id: string;

  beforeEach(async () => {
    id = await addNote(server);
  });

  const KINDS: readonly (readonly [string, () => Promise<Message>])[] = [
    ['an answer to /ask', () => ask()],
    ['an answer to a mention', () => post(stage, { user: newcomer(server), channel: server.quiet, content: `${mention} ${QUESTION}` })],
    [
      'an answer where there are no embeds',
      () => {
        closing(0n, PermissionFlagsBits.EmbedLinks);
        return post(stage, { user: newcomer(server), channel: server.quiet, content: `${mention} ${QUESTION}` });
      },
    ],
    ['an answer in a thread', () => ask({}, newcomer(server), server.thread)],
    ['a check', check],
    ['/passage', () => command('passage', { find: 'traced to North Macedonia' })],
    ['/claim', () => command('claim', { name: id })],
    ['/claims', secondPage],
  ];

  it.each(sampled(KINDS, 2))('is rendered anew in its place when the note is changed, retracted and restored: %s', async (_, send) => {
    const message = await send();
    await eventually(() => expect(rows().map((row) => row.message_id)).toContain(message.id));
    const before = stands(message);
    expect(seen(message)).toMatchSnapshot('before');

    await change(id, { headline: OTHER });
    await eventually(() => expect(updateIn(message)).toEqual([updated('changed')]));
    expect(seen(message)).toMatchSnapshot('changed');

    await retract(id);
    await eventually(() => expect(updateIn(message)).toEqual([updated('retracted')]));
    expect(seen(message)).toMatchSnapshot('retracted');

    await undo(id);
    await eventually(() => expect(stands(message)).toEqual(before));
    await settled();
    expect(editsOf(message)).toHaveLength(3);
  });
});

describe('a note that is added', () => {
  it('reaches earlier messages that quoted its words without it, and leaves the others alone', async () => {
    const bare = [
      await ask(),
      await post(stage, { user: newcomer(server), channel: server.quiet, content: `${mention} ${QUESTION}` }),
      await command('passage', { find: 'traced to North Macedonia' }),
      await check(),
    ];
    const spanish = await ask({}, newcomer(server, 'es-419'));
    const others = [await ask({ question: 'How many lawsuits did Trump launch?' }), await command('claim', { name: 'trump-63-lawsuits' })];
    await kept(8);
    const before = [...bare, spanish, ...others].map(stands);
    const id = await addNote(server);
    await eventually(() => expect(bare.map(updateIn)).toEqual(bare.map(() => [updated('added')])));
    await eventually(() => expect(updateIn(spanish)).toEqual([updated('added', 'es')]));
    for (const message of bare) expect(seen(message)).toMatchSnapshot();
    await settled();
    expect(others.map(stands)).toEqual(before.slice(-2));
    await retract(id);
    await eventually(() => expect([...bare, spanish, ...others].map(stands)).toEqual(before));
  });
});

/** Imports notes from a file as a terminal does, where another process writes to the same database. */
async function importNotes(of: Server, changes: readonly Pick<Imported, 'noteId' | 'content'>[]): Promise<void> {
  const { guild } = of;
  const known = await elsewhere((store) => store.keptVersions(guild.id));
  const all = changes.map((one): Imported => {
    const version = known.get(one.noteId);
    const action = version === undefined ? 'add' : 'edit';
    return { ...one, guildId: guild.id, action, baseVersion: version ?? 0, authorId: undefined, reason: '' };
  });
  expect(await elsewhere((store) => store.addRevisions(all, Date.now()))).toMatchObject({ kind: 'saved' });
}

const noteOn = (exact: string): Omit<Note, 'id'> => ({
  status: 'disputed',
  quotes: [{ exact }],
  headline: OTHER,
  note: OTHER,
  keywords: [],
  sources: [{ publisher: 'The Herald', title: 'A look at the claim' }],
});

describe('an import', () => {
  it('of another process reaches every message at its words, the newest first', async () => {
    const id = await addNote(server);
    const first = await ask();
    const second = await ask();
    const third = await command('passage', { find: 'traced to North Macedonia' });
    const others = [
      await post(stage, { user: newcomer(server), channel: server.quiet, content: `${mention} ${QUESTION}` }),
      await check(),
      await command('claim', { name: id }),
    ];
    await kept(7);
    await importNotes(server, [
      { noteId: id, content: noteOn('traced to North Macedonia') },
      { noteId: 'imported-one', content: noteOn('traced to North Macedonia') },
      { noteId: 'imported-two', content: noteOn('hacked over a hundred times') },
    ]);
    await eventually(() => {
      for (const message of [first, second, third, ...others]) expect(updateIn(message)).toHaveLength(1);
    });
    await settled();
    for (const message of [first, third, ...others]) expect(seen(message)).toMatchSnapshot();
    const edited = stage.discord.requests.flatMap(({ method, path }) =>
      method === 'PATCH' ? [first, second, third].filter(({ id }) => path.endsWith(`/messages/${id}`)) : [],
    );
    expect(edited.map(({ id }) => id).slice(-3)).toEqual([third, second, first].map(({ id }) => id));
  });
});

describe('a private answer', () => {
  it('stays as it is, and is shared with its notes as they are then', async () => {
    const id = await addNote(server);
    const user = newcomer(server);
    const hidden = await ask({ private: true }, user);
    await kept(1);
    const before = stands(hidden);
    await change(id, { headline: OTHER });
    await settle();
    expect(stands(hidden)).toEqual(before);
    const shared = await click(stage, { user, message: hidden, on: 'Share' });
    expect(textOf(shared)).toContain(OTHER);
    expect(shared.content).toContain(`> ${QUESTION}`);
    expect(updateIn(shared)).toEqual([]);
    await kept(2);
    await retract(id);
    await eventually(() => expect(updateIn(shared)).toEqual([updated('retracted')]));
  });
});

describe('a direct message', () => {
  it('is not kept, and stays as it is', async () => {
    const { size } = keptIn(stage);
    const user = newcomer(server);
    const before = (keptIn(stage).get('answers') ?? []).length;
    const message = await post(stage, { user, channel: directWith(stage, user), content: QUESTION });
    await settle();
    expect([keptIn(stage).size, (keptIn(stage).get('answers') ?? []).length, message.editedAt]).toEqual([size, before, undefined]);
  });
});

describe('what is kept of messages', () => {
  it('holds nothing that anybody typed', async () => {
    await addNote(server);
    const asked = 'Where, pray tell, did that cyber-attack come from?';
    const user = newcomer(server);
    await ask({ question: asked }, user);
    await ask({ question: asked, private: true }, user);
    await post(stage, { user, channel: server.general, content: `${mention} ${asked}` });
    await command('passage', { find: 'the traces of North Macedonia' });
    await command('claim', { name: 'origin of the attack' });
    await check();
    await kept(7);
    // Ids of notes are descriptive.
    const ids = rows().flatMap((row) => Object.keys(JSON.parse(String(row.notes))));
    const dump = ids.reduce((text, noteId) => text.replaceAll(noteId, ''), JSON.stringify(rows()).toLowerCase());
    for (const word of ['pray', 'tell', 'cyber', 'attack', 'traces', 'macedonia', 'hacked', 'origin']) expect(dump).not.toContain(word);
    expect(dump).toContain(user.id);
  });

  it('is replaced where somebody turns the page', async () => {
    const message = await secondPage();
    const before = stands(message);
    const id = await addNote(server);
    await eventually(() => expect(updateIn(message)).toEqual([updated('added')]));
    await retract(id);
    await eventually(() => expect(stands(message)).toEqual(before));
  });
});

describe('a page of the claims', () => {
  it('is marked where something on it changed, and not where something did on another page, of which only the count tells', async () => {
    const user = newcomer(server);
    const [first, second] = [await command('claims', {}, user), await command('claims', {}, user)];
    await kept(2);
    await click(stage, { user, message: second, on: t('button.next') });
    await eventually(() => expect(rows().map(({ shown }) => JSON.parse(String(shown)).page)).toEqual(expect.arrayContaining([0, 1])));
    const [before, count = 0] = [stands(first), Number(/of (\d+):/u.exec(first.content)?.[1])];
    const { notes } = JSON.parse(String(rows().find((row) => row.message_id === second.id)?.shown)) as {
      readonly notes: readonly string[];
    };
    const id = notes[0] ?? '';
    await change(id, { headline: OTHER });
    await eventually(() => expect(updateIn(second)).toEqual([updated('changed')]));
    await settled();
    expect(stands(first)).toEqual(before);
    await retract(id);
    await eventually(() => expect(updateIn(second)).toEqual([updated('retracted')]));
    await eventually(() => expect(first.content).toContain(`of ${count - 1}:`));
    await settled();
    expect(updateIn(first)).toEqual([]);
  });
});

describe('a message that cannot be edited', () => {
  const gone = (message: Message) => stage.logged.filter(({ details }) => details.messageId === message.id && details.why !== undefined);

  it('because it is deleted, or its channel is closed to the bot, is dropped with the reason, at once or after some tries, and holds no other up', async () => {
    const id = await addNote(server);
    const [shown, closed, deleted] = [await ask(), await ask({}, newcomer(server), server.quiet), await ask()];
    await kept(3);
    deletePost(stage.discord.world, server.second, deleted);
    closing(0n, PermissionFlagsBits.ViewChannel);
    await retract(id);
    await kept(1);
    await eventually(() => expect(updateIn(shown)).toEqual([updated('retracted')]));
    expect([deleted, closed].map((one) => gone(one).map(({ details: { why, tries } }) => [why, tries]))).toEqual([
      [['deleted', undefined]],
      [
        ['forbidden', 1],
        ['forbidden', 2],
        ['forbidden', 3],
        ['forbidden', undefined],
      ],
    ]);
  });

  it('because its channel is closed to the bot for a moment is edited when it is open again', async () => {
    const id = await addNote(server);
    const message = await ask({}, newcomer(server), server.quiet);
    await kept(1);
    closing(0n, PermissionFlagsBits.ViewChannel);
    await retract(id);
    await eventually(() => expect(gone(message)).not.toEqual([]));
    closing(PermissionFlagsBits.ViewChannel, 0n);
    await eventually(() => expect(updateIn(message)).toEqual([updated('retracted')]));
    await settled();
  });

  const FAULTS: readonly (readonly [
    string,
    { readonly status: number; readonly code?: number; readonly headers?: Record<string, string> },
  ])[] = [
    ['the limit for messages older than an hour', { status: 429, code: 30046 }],
    ['the same limit, told otherwise', { status: 400, code: 30046 }],
    ['a rate limit', { status: 429, headers: { 'retry-after': '0.2' } }],
    ['a failure of Discord’s', { status: 502 }],
  ];

  it.each(FAULTS)('because of %s is edited later, while others are', async (_, fault) => {
    const id = await addNote(server);
    const reached = await ask({}, newcomer(server), server.quiet);
    const unreached = await ask();
    await kept(2);
    const path = new RegExp(`/messages/${unreached.id}$`, 'u');
    const active = stage.discord.faults.add({ match: { method: 'PATCH', path, times: 100 }, fault: { kind: 'status', ...fault } });
    await change(id, { headline: OTHER });
    await eventually(() => expect(updateIn(reached)).toEqual([updated('changed')]));
    await eventually(() =>
      expect(
        rows()
          .map(({ tries }) => Number(tries))
          .sort(),
      ).toEqual([0, expect.any(Number)]),
    );
    await eventually(() => expect(active.struck).toBeGreaterThan(1));
    expect(updateIn(unreached)).toEqual([]);
    active.remove();
    await eventually(() => expect(updateIn(unreached)).toEqual([updated('changed')]));
    await settled();
  });

  it('though it was, since the answer to the edit was lost, is edited back when the change is taken back', async () => {
    const id = await addNote(server);
    const message = await ask();
    await kept(1);
    const before = stands(message);
    const path = new RegExp(`/messages/${message.id}$`, 'u');
    const active = stage.discord.faults.add({
      match: { method: 'PATCH', path, times: 100 },
      fault: { kind: 'status', status: 502, applied: true },
    });
    await change(id, { headline: OTHER });
    await eventually(() => expect(updateIn(message)).toEqual([updated('changed')]));
    await undo(id);
    // The event comes before the bot may edit again; it must not conclude that there is nothing to do.
    await settle();
    active.remove();
    await eventually(() => expect(stands(message)).toEqual(before));
    await settled();
  });

  it('because its thread is archived is edited when somebody has written there', async () => {
    const id = await addNote(server);
    const message = await ask({}, newcomer(server), server.thread);
    await kept(1);
    server.thread.archived = true;
    await retract(id);
    await eventually(() => expect(rows()[0]?.tries).toBeGreaterThan(1));
    expect(updateIn(message)).toEqual([]);
    server.thread.archived = false;
    await eventually(() => expect(updateIn(message)).toEqual([updated('retracted')]));
  });
});

describe('a restart', () => {
  it('loses nothing that waits, and what was retracted while the bot was away goes too', async () => {
    const id = await addNote(server);
    const [first, second] = [await ask(), await ask({ question: 'Who won the election?' })];
    await kept(2);
    const path = new RegExp(`/messages/${first.id}$`, 'u');
    const active = stage.discord.faults.add({ match: { method: 'GET', path, times: 100 }, fault: { kind: 'status', status: 502 } });
    await retract(id);
    await eventually(() => expect(active.struck).toBeGreaterThan(0));
    await stage.end();
    active.remove();
    await importNotes(server, [{ noteId: 'won', content: noteOn(app.article.body.slice(...focusOf(second))) }]);
    await stage.restart();
    await eventually(() => expect(updateIn(first)).toEqual([updated('retracted')]));
    await eventually(() => expect(updateIn(second)).toEqual([updated('added')]));
  });

  it('with another edition of the shipped notes reaches messages like any change, and the old edition takes it back', async () => {
    const message = await ask({ question: 'How many lawsuits did Trump launch?' });
    await kept(1);
    const before = stands(message);
    const finder = createAnchorFinder(app.article.body);
    const shipped = app.shipped.map((note) => ({ ...note, headline: OTHER }));
    const notes = shipped.map((note) => anchored(note, finder));
    await stage.restart({ ...app, ...createArticleView({ ...app.context, notes }), shipped });
    await eventually(() => expect(updateIn(message)).toEqual([updated('changed')]));
    expect(textOf(message)).toContain(OTHER);
    await stage.restart();
    await eventually(() => expect(stands(message)).toEqual(before));
  });
});

/** The range of a message's first quoted passage, as two arguments of `slice`. */
function focusOf({ id }: Message): [number, number] {
  const row = rows().find(({ message_id: messageId }) => messageId === id);
  const { focus } = (JSON.parse(String(row?.shown)) as { quotes: [{ focus: { start: number; end: number } }] }).quotes[0];
  return [focus.start, focus.end];
}

describe('a message that can no longer be rendered', () => {
  it.each<[string, (kept: Answer) => Partial<Answer>]>([
    ['since it was sent before what it shows was kept', () => ({ article: undefined, shown: undefined, stands: undefined })],
    ['since another version of the program sent it', () => ({ shown: { kind: 'check', language: 'en', passages: [] } })],
    ['since it is of another edition of the article', () => ({ article: 'another' })],
  ])('%s gets one line, once, when a note that it showed changes', async (_, past) => {
    const id = await addNote(server);
    const [message, other] = [await ask(), await ask()];
    await kept(2);
    await stage.end();
    await elsewhere(async (store) => {
      for (const kept of await store.publicAnswers(10, undefined, server.guild.id))
        await store.keepAnswer({ ...kept, ...past(kept), notes: { [kept.messageId === message.id ? id : 'trump-63-lawsuits']: '' } });
    });
    await stage.restart();
    const before = [message, other].map(stands);
    await change(id, { headline: OTHER });
    await kept(1);
    await retract(id);
    await settle();
    const [first, second] = before as [ReturnType<typeof stands>, ReturnType<typeof stands>];
    expect([message, other].map(stands)).toEqual([{ ...first, content: `${first.content}\n-# ${t('correction')}` }, second]);
  });
});

describe('somebody who is forgotten', () => {
  it('is in no record, while their public answers stay true', async () => {
    const id = await addNote(server);
    const user: User = newcomer(server);
    const message = await ask({}, user);
    await ask({ private: true }, user);
    await kept(2);
    await elsewhere((store) => store.forgetUser(user.id));
    await kept(1);
    expect(JSON.stringify(rows())).not.toContain(user.id);
    await retract(id);
    await eventually(() => expect(updateIn(message)).toEqual([updated('retracted')]));
    expect(JSON.stringify(message.components)).not.toContain(BigInt(user.id).toString(36));
  });
});
