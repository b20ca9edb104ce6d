// Tests of migrating older versions; foreign and newer databases are refused and stay unchanged.

import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/input-error.js';
import { Sqlite, type SqliteConnection } from '../../src/sqlite.js';
import { openStore } from '../../src/store/open-store.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { DEFAULT_SETTINGS } from '../../src/store/store.js';
import { hasPostgres } from '../missing.js';
import { createPostgresDatabase } from './databases.js';
import { ADA, AT, BEN, CHANNEL, content, GUILD, NOTE, OTHER_GUILD, saved } from './examples.js';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');
const FIRST_VERSION = fixture('first-version.sql');
const SECOND_VERSION = fixture('second-version.sql');

const silent = { warn: () => undefined, error: () => undefined };

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marginalia-migrations-'));
  file = join(folder, 'kept.sqlite');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function run<T>(path: string, work: (connection: SqliteConnection) => T): T {
  const connection = new Sqlite(path);
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}

const open = (path = file) => openStore({ file: path, log: silent });

async function faultOf(opening: Promise<unknown>): Promise<string> {
  try {
    await opening;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('It was opened.');
}

describe('a file of the first version', () => {
  beforeEach(() => {
    run(file, (connection) => connection.exec(FIRST_VERSION));
  });

  it('is brought up to date with everything in it', async () => {
    const store = await open();
    expect(await store.keptNotes(GUILD)).toEqual([
      { guildId: GUILD, noteId: NOTE, version: 2, isRetracted: false, content: content("Fifteen million, it's said.") },
      { guildId: GUILD, noteId: 'turnout', version: 1, isRetracted: true, content: undefined },
    ]);
    expect(await store.revisions(GUILD, NOTE)).toMatchObject([
      { version: 1, content: content(), authorId: ADA, approverId: undefined, at: AT },
      { version: 2, authorId: BEN, approverId: ADA, at: AT + 1 },
    ]);
    expect(await store.keptNote(OTHER_GUILD, NOTE)).toMatchObject({ version: 1, content: content() });
    expect(await store.settings(GUILD)).toEqual({ ...DEFAULT_SETTINGS, isTwoPerson: true, language: 'es' });
    expect(await saved(store, { baseVersion: 2 })).toMatchObject({ version: 3 });
    await store.close();
    expect(run(file, (connection) => connection.prepare('select message_id from feedback').all())).toEqual([{ message_id: '401' }]);
  });

  it('has the tables of a new one then', async () => {
    const made = join(folder, 'new.sqlite');
    for (const path of [file, made]) await (await open(path)).close();
    const schemaOf = (path: string) =>
      run(path, (connection) =>
        connection.prepare<[], { sql: string | null }>('select type, name, tbl_name, sql from sqlite_schema order by name').all(),
      ).map((row) => ({ ...row, sql: row.sql?.replace(/\s+/gu, ' ').toLowerCase() }));
    expect(schemaOf(file)).toEqual(schemaOf(made));
  });

  it('stays as it was when a step fails in its middle', async () => {
    run(file, (connection) => connection.exec('create table answers (a)'));
    const tables = () => run(file, (connection) => connection.prepare("select name from sqlite_schema where type = 'table'").all());
    const before = tables();
    await expect(open()).rejects.toThrow();
    expect(tables()).toEqual(before);
    run(file, (connection) => connection.exec('drop table answers'));
    await (await open()).close();
  });
});

/** Expects the content of a database of the second version, as this version reads it. */
async function expectSecondVersion(store: SqlStore): Promise<void> {
  const queueMessage = { channelId: CHANNEL, messageId: '400000000000000001' };
  expect(await store.revisions(GUILD, NOTE)).toEqual([
    expect.objectContaining({ version: 1, content: content(), authorId: ADA, coauthorIds: undefined, approverId: undefined }),
    expect.objectContaining({ version: 2, authorId: BEN, coauthorIds: undefined, approverId: ADA, at: AT + 1 }),
  ]);
  expect(await store.waitingProposals(GUILD)).toEqual([
    expect.objectContaining({ id: 'p1', kind: 'note', noteId: NOTE, baseVersion: 2, authorId: ADA, coauthorIds: undefined, queueMessage }),
    expect.objectContaining({ id: 'p2', kind: 'note', origin: 'reader', action: 'add', queueMessage: undefined }),
  ]);
  expect(await store.proposal('p3')).toMatchObject({ kind: 'note', state: 'draft', action: 'withdraw', content: undefined });
  expect((await store.trainingExamples(GUILD)).map(({ id }) => id)).toEqual(['l1']);
  // The second version stored which notes an answer showed, but not the data for rendering it again.
  expect(await store.publicAnswers(9)).toEqual([
    {
      ...{ guildId: GUILD, channelId: CHANNEL, messageId: '400000000000000002', at: AT },
      ...{ askerId: undefined, isPrivate: false, article: undefined, shown: undefined, notes: { [NOTE]: '' }, stands: undefined },
      noticedAt: undefined,
    },
  ]);
  expect(await store.acceptProposal('p1', 'waiting', BEN, AT + 2)).toMatchObject({ kind: 'saved', revision: { version: 3 } });
  const changes = [{ noteId: 'imported', action: 'add' as const, content: content(), baseVersion: 0 }];
  await store.addProposal({ ...wish, id: 'p4', kind: 'import', changes });
  expect(await store.acceptProposal('p4', 'waiting', BEN, AT + 3)).toEqual({ kind: 'imported', count: 1 });
}

const wish = { guildId: GUILD, authorId: ADA, reason: '', origin: 'moderator', state: 'waiting', createdAt: AT } as const;

describe('a file of the second version', () => {
  beforeEach(() => {
    run(file, (connection) => connection.exec(SECOND_VERSION));
  });

  it('is brought up to date with everything in it', async () => {
    const store = await open();
    await expectSecondVersion(store);
    await store.close();
  });

  it('keeps who wrote with others what it is, but for those who are forgotten', async () => {
    await (await open()).close();
    const change = (coauthors: string) =>
      run(file, (connection) => connection.prepare('update revisions set coauthors = ? where version = 1').run(coauthors));
    expect(() => change(`["${ADA}"]`)).toThrow('a revision never changes');
  });
});

describe('a file that cannot be used', () => {
  /** Makes the file; gives the words of the refusal. */
  const files: readonly (readonly [string, () => void, string])[] = [
    [
      'of a later version',
      () => run(file, (c) => c.exec(`${FIRST_VERSION} insert into marginalia_migrations values ('0999-later', '2030-01-01T00:00:00Z')`)),
      'was written by a later version of this program: install that version, or use a backup from before.',
    ],
    [
      'of another program',
      () => run(file, (connection) => connection.exec('create table guilds (id)')),
      'is a database of another program: move it away, or set DATA_DIR to another folder.',
    ],
    [
      'that is text',
      () => writeFileSync(file, 'Dear diary,\n'.repeat(1_000)),
      'is no database: move it away, or put a backup in its place.',
    ],
    ['that is a few bytes', () => writeFileSync(file, 'a'), 'is no database: move it away, or put a backup in its place.'],
    [
      'that is a folder',
      () => mkdirSync(file),
      'cannot be used (EISDIR): look at the permissions of the file and its folder and at the disk, or set DATA_DIR to another folder.',
    ],
  ];

  it.each(files)('is refused in plain words and stays as it is: one %s', async (_, make, words) => {
    make();
    const before = hashOf(file);
    const fault = await faultOf(open());
    expect(fault).toContain(file);
    expect(fault).toContain(words);
    expect(hashOf(file)).toBe(before);
    // SQLite leaves its own files beside one that was only read.
    expect(readdirSync(folder).filter((name) => !/^kept[.]sqlite(?:-wal|-shm)?$/u.test(name))).toEqual([]);
  });

  it('is refused when it was cut off', async () => {
    await (await open()).close();
    writeFileSync(file, readFileSync(file).subarray(0, 5_000));
    expect(await faultOf(open())).toContain(`${file} is damaged (SQLITE_CORRUPT)`);
  });

  it('is refused where its folder cannot be made', async () => {
    writeFileSync(join(folder, 'occupied'), '');
    const path = join(folder, 'occupied', 'kept.sqlite');
    expect(await faultOf(open(path))).toMatch(/kept[.]sqlite cannot be used \((?:ENOTDIR|EEXIST)\): /u);
  });

  it('may have been left by a process that was killed when it had just begun it', async () => {
    run(file, (connection) => connection.exec(FIRST_VERSION.split('\n').slice(0, 5).join('\n')).exec('commit'));
    const store = await open();
    expect(await saved(store)).toMatchObject({ version: 1 });
    await store.close();
  });
});

describe.skipIf(!hasPostgres)('a schema of PostgreSQL', () => {
  it('of the second version is brought up to date with everything in it', async () => {
    const database = await createPostgresDatabase();
    try {
      await database.query(fixture('second-version.postgres.sql').replaceAll(':schema', String(database.where.schema)));
      await expectSecondVersion(await database.open());
    } finally {
      await database.drop();
    }
  });

  it('of a later version is refused in plain words', async () => {
    const database = await createPostgresDatabase();
    try {
      await (await database.open()).close();
      await database.query("insert into marginalia_migrations values ('0999-later', '2030-01-01T00:00:00Z')");
      expect(await faultOf(database.open())).toBe(
        `The schema ${database.where.schema} of the database that DATABASE_URL names was written by a later version of this program: install that version.`,
      );
    } finally {
      await database.drop();
    }
  });

  it('that was not brought up to date in full is the next time', async () => {
    const database = await createPostgresDatabase();
    try {
      await saved(await database.open());
      await database.query("delete from marginalia_migrations where name >= '0002-proposals'");
      await database.query('drop index feedback_at');
      await database.query('drop trigger coauthors_never_change on revisions');
      await database.query('alter table revisions drop column coauthors');
      const made = ['answers', 'answer_counts', 'proposals', 'lessons', 'open_questions', 'deletions', 'events'];
      await database.query(`drop table ${made.join(', ')}`);
      const store = await database.open();
      expect(await store.keptNote(GUILD, NOTE)).toMatchObject({ version: 1 });
      expect(await saved(store, { baseVersion: 1 })).toMatchObject({ version: 2 });
    } finally {
      await database.drop();
    }
  });
});

function hashOf(path: string): string {
  return statSync(path).isDirectory() ? 'a folder' : createHash('sha256').update(readFileSync(path)).digest('hex');
}
