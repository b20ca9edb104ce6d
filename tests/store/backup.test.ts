// Tests of backups: complete and consistent while others write; restored into a database of either kind.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputError } from '../../src/input-error.js';
import { Sqlite } from '../../src/sqlite.js';
import { openStore } from '../../src/store/open-store.js';
import { restore } from '../../src/store/restore.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import type { StoreEvent } from '../../src/store/store.js';
import { createSqliteDatabase, SOON, type TestDatabase } from './databases.js';
import { ADA, AT, answer, BEN, CHANNEL, change, content, GUILD, NOTE, OTHER_GUILD, proposal, saved } from './examples.js';
import { DATABASE_KINDS } from './kinds.js';

const silent = { warn: () => undefined, error: () => undefined };

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marginalia-backup-'));
  file = join(folder, 'backup.sqlite');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function fill(store: SqlStore): Promise<void> {
  await store.addRevisions(
    Array.from({ length: 1_200 }, (_, i) => change({ noteId: `note-${i}` })),
    AT,
  );
  await saved(store, { content: content('"quoted" \u0001 🙂'), reason: '\r\n' }, AT, BEN);
  await saved(store, { baseVersion: 1, content: undefined, action: 'withdraw', authorId: undefined });
  await saved(store, { guildId: OTHER_GUILD });
  await store.addProposal(proposal({ id: 'p1', state: 'draft' }));
  await store.addProposal(proposal({ id: 'p2' }));
  await store.moveProposal('p2', 'waiting', 'rejected', BEN, AT + 1);
  await store.setQueueMessage('p2', CHANNEL, '401');
  await store.changeSettings(GUILD, { allowedChannels: [CHANNEL], isTwoPerson: true });
  await store.addTrainingExample({ id: 'l1', guildId: '3', question: 'How much?', answer: 'Nine million.', authorId: ADA, at: AT });
  await store.keepFeedback({
    id: 'one',
    messageId: '1',
    channelId: CHANNEL,
    guildId: undefined,
    verdict: 'helpful',
    reason: undefined,
    at: AT,
  });
  await store.addOpenQuestion({ id: 'q1', guildId: GUILD, question: 'Who?', why: 'unsure', at: AT });
  await store.countAnswer(GUILD, 3);
  await store.keepAnswer(answer());
  await store.scheduleDeletion({ kind: 'user', id: ADA, dueAt: AT });
}

/** Everything that `fill` wrote. */
async function read(store: SqlStore) {
  return {
    guilds: await store.guildsKept(),
    notes: await Promise.all([GUILD, OTHER_GUILD].map((guildId) => store.keptNotes(guildId))),
    histories: await Promise.all([GUILD, OTHER_GUILD].map((guildId) => store.revisions(guildId, NOTE))),
    others: await Promise.all([0, 499, 500, 1_199].map((i) => store.revisions(GUILD, `note-${i}`))),
    proposals: [await store.proposal('p1'), await store.proposal('p2')],
    settings: await store.settings(GUILD),
    lessons: await store.trainingExamples('3'),
    questions: await store.openQuestions(GUILD),
    counts: await store.answerCounts(GUILD),
    answers: await store.publicAnswers(9),
    deletion: await store.deletion('user', ADA),
  };
}

/** The number of the newest event in a file. */
function newestEventIn(name: string): unknown {
  const connection = new Sqlite(name, { readonly: true });
  const seq = connection.prepare('select max(seq) from events').pluck().get();
  connection.close();
  return seq;
}

async function faultOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('Nothing was wrong.');
}

describe.each(DATABASE_KINDS)('a backup of a store in %s', (_, create) => {
  let database: TestDatabase;
  let store: SqlStore;

  beforeEach(async () => {
    database = await create();
    store = await database.open();
  });

  afterEach(() => database.drop());

  it('is one file that opens as a store with the same in it', async () => {
    await fill(store);
    await store.backup(file);
    expect(readdirSync(folder)).toEqual(['backup.sqlite']);
    const copy = await openStore({ file, log: silent });
    try {
      expect(await read(copy)).toEqual(await read(store));
      expect(newestEventIn(file)).toBe(await database.lastSeq());
    } finally {
      await copy.close();
    }
    const connection = new Sqlite(file);
    expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(connection.pragma('foreign_key_check')).toEqual([]);
    expect(connection.prepare('select count(*) as kept from feedback').get()).toEqual({ kept: 1 });
    connection.close();
  });

  it('is of one moment while others write', async () => {
    const other = await database.open();
    await store.addRevisions(
      Array.from({ length: 2_000 }, (_, i) => change({ noteId: `note-${i}` })),
      AT,
    );
    let isWriting = true;
    const versions = [0, 0];
    const writers = [store, other].map(async (one, i) => {
      for (let baseVersion = 0; isWriting; baseVersion++) {
        // One transaction with a note of each kind: both are visible, or neither.
        const pair = ['left', 'right'].map((noteId) => change({ noteId: `${noteId}-${i}`, baseVersion }));
        await one.addRevisions(pair, AT);
        versions[i] = baseVersion + 1;
      }
    });
    await vi.waitFor(() => expect(Math.min(...versions)).toBeGreaterThan(2), SOON);
    const before = [...versions];
    await store.backup(file);
    const after = [...versions];
    isWriting = false;
    await Promise.all(writers);

    const copy = await openStore({ file, log: silent });
    try {
      for (const i of [0, 1]) {
        const histories = await Promise.all(['left', 'right'].map((noteId) => copy.revisions(GUILD, `${noteId}-${i}`)));
        const [left, right] = histories.map((history) => history.map(({ version }) => version));
        expect(right).toEqual(left);
        expect(left).toEqual(left?.map((_, at) => at + 1));
        expect(left?.length).toBeGreaterThanOrEqual(before[i] ?? 0);
        expect(left?.length).toBeLessThanOrEqual((after[i] ?? 0) + 1);
        expect((await copy.keptNote(GUILD, `right-${i}`))?.version ?? 0).toBe(right?.length);
      }
      expect(await copy.keptNotes(GUILD)).toHaveLength(2_004);
    } finally {
      await copy.close();
    }
    expect(after[0]).toBeGreaterThan(before[0] ?? 0);
  });

  it('makes the folder that it goes to, and is waited for when the store is closed', async () => {
    await saved(store);
    const path = join(folder, 'a', 'b', 'backup.sqlite');
    const backup = store.backup(path);
    await store.close();
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['backup.sqlite']);
    await backup;
  });
});

describe.each(
  DATABASE_KINDS.flatMap(([from, createFrom]) => DATABASE_KINDS.map(([to, createTo]) => [from, to, createFrom, createTo] as const)),
)('a backup of %s in %s', (_, __, createFrom, createTo) => {
  let source: TestDatabase;
  let target: TestDatabase;

  beforeEach(async () => {
    [source, target] = await Promise.all([createFrom(), createTo()]);
  });

  afterEach(async () => {
    await Promise.all([source.drop(), target.drop()]);
  });

  it('brings everything back, tells of it, goes on from there, and stays as it is', async () => {
    const from = await source.open();
    await fill(from);
    await from.backup(file);
    const bytes = readFileSync(file);
    const to = await target.open();
    const heard: StoreEvent[] = [];
    to.listen((event) => heard.push(event));
    await restore(file, to);
    expect(await read(to)).toEqual(await read(from));
    const seq = await source.lastSeq();
    expect(heard).toEqual([
      { seq: seq + 1, guildId: GUILD, what: 'notes', subject: undefined },
      { seq: seq + 2, guildId: OTHER_GUILD, what: 'notes', subject: undefined },
      { seq: seq + 3, guildId: '3', what: 'lessons', subject: undefined },
      { seq: seq + 4, guildId: GUILD, what: 'settings', subject: undefined },
    ]);
    expect(await saved(to, { baseVersion: 2 })).toMatchObject({ version: 3 });
    await to.forgetUser(ADA);
    await to.forgetGuild(GUILD);
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(['backup.sqlite']);
  });
});

describe.each(DATABASE_KINDS)('restoring into %s', (_, create) => {
  let database: TestDatabase;
  let store: SqlStore;

  beforeEach(async () => {
    database = await create();
    store = await database.open();
  });

  afterEach(() => database.drop());

  it('is refused where anything is kept, which stays', async () => {
    await saved(store, { guildId: OTHER_GUILD });
    await store.backup(file);
    expect(await faultOf(restore(file, store))).toBe('The database is not empty (there are guilds): restore a backup into a new one.');
    expect(await store.revisions(OTHER_GUILD, NOTE)).toHaveLength(1);
  });

  it('works again where every server was forgotten, and its numbers go on', async () => {
    await saved(store);
    await store.backup(file);
    for (const guildId of [GUILD, '3', '4']) await store.forgetGuild(guildId);
    await restore(file, store);
    expect(await store.revisions(GUILD, NOTE)).toHaveLength(1);
    expect(await database.lastSeq()).toBe(5);
  });

  it('brings a backup of an older version up to date, but not the file', async () => {
    const old = new Sqlite(file);
    old.exec(readFileSync(join(import.meta.dirname, 'fixtures/first-version.sql'), 'utf8'));
    old.close();
    const bytes = readFileSync(file);
    await restore(file, store);
    expect(await store.revisions(GUILD, NOTE)).toHaveLength(2);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});

describe('a file', () => {
  let database: TestDatabase;
  let store: SqlStore;

  beforeEach(async () => {
    database = await createSqliteDatabase();
    store = await database.open();
  });

  afterEach(() => database.drop());

  it('that exists is not replaced by a backup', async () => {
    writeFileSync(file, 'mine');
    expect(await faultOf(store.backup(file))).toBe(`${file} exists already, and a backup replaces nothing: choose another name.`);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual(['backup.sqlite']);
  });

  it('is not there by half where a backup cannot be written', async () => {
    writeFileSync(join(folder, 'occupied'), '');
    const path = join(folder, 'occupied', 'backup.sqlite');
    expect(await faultOf(store.backup(path))).toMatch(/^The backup .*backup[.]sqlite cannot be written \((?:ENOTDIR|EEXIST)\): /u);
    expect(readdirSync(folder)).toEqual(['occupied']);
  });

  it.each([
    ['that is not there', undefined, 'is not there: look at the path.'],
    ['that is no backup', 'Dear diary,\n'.repeat(1_000), 'is no database: choose another backup.'],
    ['that is empty', '', 'is empty (0 bytes), as no database is: choose another backup.'],
  ])('is refused in plain words where something is to be restored from it: one %s', async (_, text, words) => {
    if (text !== undefined) writeFileSync(file, text);
    const fault = await faultOf(restore(file, store));
    expect(fault).toBe(`${file} ${words}`);
    expect(await store.guildsKept()).toEqual([]);
  });
});
