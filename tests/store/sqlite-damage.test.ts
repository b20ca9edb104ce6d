// Tests of SQLite files that are damaged, empty, on a full disk or unwritable: refusals, messages, and continued work.

import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/input-error.js';
import { Sqlite } from '../../src/sqlite.js';
import { backUpFile } from '../../src/store/backup.js';
import { openStore } from '../../src/store/open-store.js';
import { restore } from '../../src/store/restore.js';
import { SqlStore } from '../../src/store/sql-store.js';
import { lookAtTables } from '../../src/store/sqlite-check.js';
import { openSqliteDatabase } from '../../src/store/sqlite-database.js';
import { StoreError } from '../../src/store/store-error.js';
import { ADA, AT, change, content, GUILD, NOTE, proposal, saved } from './examples.js';
import { canMount, mountSmallDisk, type SmallDisk } from './small-disk.js';

const silent = { warn: () => undefined, error: () => undefined };
/** Page size in bytes. */
const PAGE = 4_096;

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'marginalia-damage-'));
  file = join(folder, 'kept.sqlite');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function errorOf(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('Nothing was wrong.');
}

const faultOf = async (work: Promise<unknown>) => (await errorOf(work)).message;
const open = () => openStore({ file, log: silent }).then((store) => store.close());

async function fill(path = file): Promise<void> {
  const store = await openStore({ file: path, log: silent });
  await store.addRevisions(
    Array.from({ length: 500 }, (_, i) => change({ noteId: `note-${i}` })),
    AT,
  );
  await store.close();
}

/** Overwrites the header of a page that belongs to a table. */
function damage(path: string, table: string): void {
  const connection = new Sqlite(path, { readonly: true });
  const { page } = connection.prepare('select rootpage as page from sqlite_schema where name = ?').get(table) as { page: number };
  connection.close();
  const bytes = readFileSync(path);
  bytes.fill(0xa5, (page - 1) * PAGE, (page - 1) * PAGE + 64);
  writeFileSync(path, bytes);
}

describe('a damaged database', () => {
  beforeEach(() => fill());

  it.each(['revisions', 'notes', 'events'])('is not opened, and stays as it is: one whose %s are damaged', async (table) => {
    damage(file, table);
    const bytes = readFileSync(file);
    expect(await faultOf(open())).toMatch(/^.*kept[.]sqlite is damaged [(].+[)]: move it away, or put a backup in its place[.]$/u);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it('is not opened where its end is missing', async () => {
    truncateSync(file, readFileSync(file).byteLength - 40 * PAGE);
    expect(await faultOf(open())).toContain('kept.sqlite is damaged (');
  });

  it('is not saved as a backup, which leaves nothing that could be taken for one', async () => {
    damage(file, 'revisions');
    const backup = join(folder, 'backup.sqlite');
    expect(await faultOf(backUpFile(file, backup))).toMatch(/kept[.]sqlite is damaged [(].*page.*[)]: move it away/u);
    expect(readdirSync(folder).filter((name) => !name.startsWith('kept.sqlite'))).toEqual([]);
  });

  it('that was opened before it was damaged is not saved as a backup either', async () => {
    const store = await openStore({ file, log: silent });
    damage(file, 'notes');
    expect(await faultOf(store.backup(join(folder, 'backup.sqlite')))).toContain('kept.sqlite is damaged (');
    expect(existsSync(join(folder, 'backup.sqlite'))).toBe(false);
    await store.close();
  });

  it('is not saved where a row refers to none', async () => {
    const connection = new Sqlite(file);
    connection.pragma('foreign_keys = off');
    connection.prepare('delete from guilds').run();
    connection.close();
    expect(await faultOf(backUpFile(file, join(folder, 'backup.sqlite')))).toContain('(a row of notes without one of guilds)');
  });

  it('is refused by name as a backup, and nothing of it is restored', async () => {
    const backup = join(folder, 'backup.sqlite');
    await backUpFile(file, backup);
    damage(backup, 'revisions');
    const target = await openStore({ file: join(folder, 'new.sqlite'), log: silent });
    expect(await faultOf(restore(backup, target))).toMatch(/backup[.]sqlite is damaged [(].+[)]: choose another backup[.]$/u);
    expect(await target.guildsKept()).toEqual([]);
    await target.close();
  });

  it('is looked at for no longer than a start has time for', async () => {
    damage(file, 'revisions');
    const connection = new Sqlite(file, { readonly: true });
    expect(await lookAtTables(connection, file, 'kept', 0)).toBe(false);
    await expect(lookAtTables(connection, file, 'kept')).rejects.toThrow('damaged');
    connection.close();
  });
});

describe('an empty file', () => {
  it('is not taken for a new database, and stays', async () => {
    writeFileSync(file, '');
    expect(await faultOf(open())).toBe(
      `${file} is empty (0 bytes), as no database is: put a backup in its place; if nothing was ever kept there, remove it.`,
    );
    expect(readFileSync(file).byteLength).toBe(0);
    expect(await faultOf(backUpFile(file, join(folder, 'backup.sqlite')))).toContain('is empty (0 bytes)');
    expect(readdirSync(folder)).toEqual(['kept.sqlite']);
  });

  it('that another process is just making is waited for', async () => {
    writeFileSync(file, '');
    await fill(join(folder, 'other.sqlite'));
    const opening = openStore({ file, log: silent });
    copyFileSync(join(folder, 'other.sqlite'), file);
    const store = await opening;
    expect(await store.keptNotes(GUILD)).toHaveLength(500);
    await store.close();
  });
});

it('what is not there is not backed up as if nothing were kept', async () => {
  expect(await faultOf(backUpFile(file, join(folder, 'backup.sqlite')))).toBe(
    `${file} is not there: nothing has been kept there yet, or DATA_DIR names another folder.`,
  );
  expect(readdirSync(folder)).toEqual([]);
});

it('a backup of a database by an earlier version brings only what restores it up to date', async () => {
  const old = new Sqlite(file);
  old.exec(readFileSync(join(import.meta.dirname, 'fixtures/first-version.sql'), 'utf8'));
  old.close();
  const bytes = readFileSync(file);
  await backUpFile(file, join(folder, 'backup.sqlite'));
  expect(readFileSync(file).equals(bytes)).toBe(true);
  const target = await openStore({ file: join(folder, 'new.sqlite'), log: silent });
  await restore(join(folder, 'backup.sqlite'), target);
  expect(await target.revisions(GUILD, NOTE)).toHaveLength(2);
  await target.close();
});

describe('a full disk', () => {
  /** Limits the number of pages that SQLite may use. */
  const limitTo = (database: Awaited<ReturnType<typeof openSqliteDatabase>>, pages: number) =>
    database.inTransaction((tables) => sql.raw(`pragma max_page_count = ${pages}`).execute(tables));

  it('is told as such: nothing was saved, what was there is read, and it goes on once there is room', async () => {
    const database = await openSqliteDatabase(file);
    const store = await SqlStore.over(database, silent);
    await saved(store);
    await store.addProposal(proposal({ id: 'p1', baseVersion: 1, content: content('long '.repeat(5_000)) }));
    await limitTo(database, 1);
    const many = Array.from({ length: 500 }, (_, i) => change({ noteId: `note-${i}` }));
    for (const work of [() => store.addRevisions(many, AT), () => store.acceptProposal('p1', 'waiting', ADA, AT)]) {
      const error = await errorOf(work());
      expect(error).toBeInstanceOf(StoreError);
      expect(error.message).toBe('The disk of the database is full (SQLITE_FULL), so nothing was saved. Make room, then try again.');
    }
    expect(await store.keptNotes(GUILD)).toHaveLength(1);
    expect((await store.proposal('p1'))?.state).toBe('waiting');
    await limitTo(database, 100_000);
    expect(await store.acceptProposal('p1', 'waiting', ADA, AT)).toMatchObject({ kind: 'saved', revision: { version: 2 } });
    await store.close();
  });
});

describe.skipIf(!canMount())('a disk of its own', () => {
  let disk: SmallDisk;

  beforeEach(() => {
    disk = mountSmallDisk(1_024);
    file = join(disk.folder, 'kept.sqlite');
  });

  afterEach(() => disk.remove());

  it('that is full is told as such, and works again once there is room', async () => {
    const store = await openStore({ file, log: silent });
    await saved(store);
    const ballast = join(disk.folder, 'ballast');
    expect(() => writeFileSync(ballast, Buffer.alloc(2 ** 21))).toThrow('ENOSPC');
    const error = await errorOf(store.addRevisions([change({ baseVersion: 1, content: content('long '.repeat(5_000)) })], AT));
    expect(error).toMatchObject({ kind: 'full' });
    expect(await store.revisions(GUILD, NOTE)).toHaveLength(1);
    rmSync(ballast);
    expect(await saved(store, { baseVersion: 1 })).toMatchObject({ version: 2 });
    await store.close();
  });

  it.each([
    ['was closed', true],
    // As after a crash, with a write-ahead log beside it.
    ['was in use', false],
  ])('that is read-only can be backed up, with all that was saved: of a database that %s', async (_, isClosed) => {
    const first = await openStore({ file: join(folder, 'first.sqlite'), log: silent });
    await saved(first);
    await saved(first, { baseVersion: 1 });
    if (isClosed) await first.close();
    for (const end of ['', '-wal']) {
      if (existsSync(join(folder, `first.sqlite${end}`))) copyFileSync(join(folder, `first.sqlite${end}`), file + end);
    }
    if (!isClosed) await first.close();
    expect(existsSync(`${file}-wal`)).toBe(!isClosed);
    disk.makeReadOnly();
    const backup = join(folder, 'backup.sqlite');
    await backUpFile(file, backup);
    const copy = await openStore({ file: backup, log: silent });
    expect(await copy.revisions(GUILD, NOTE)).toHaveLength(2);
    await copy.close();
    expect(readdirSync(folder).sort()).toEqual(['backup.sqlite', 'first.sqlite']);
  });

  it('that is read-only can be restored from, and is refused as a place to keep things, by name', async () => {
    await fill(join(folder, 'first.sqlite'));
    await backUpFile(join(folder, 'first.sqlite'), file);
    disk.makeReadOnly();
    const target = await openStore({ file: join(folder, 'new.sqlite'), log: silent });
    await restore(file, target);
    expect(await target.keptNotes(GUILD)).toHaveLength(500);
    await target.close();
    expect(await faultOf(open())).toMatch(/kept[.]sqlite cannot be used [(]SQLITE_(?:READONLY|CANTOPEN).*[)]: look at the permissions/u);
    expect(await faultOf(backUpFile(join(folder, 'first.sqlite'), join(disk.folder, 'backup.sqlite')))).toContain(
      'cannot be written (EROFS)',
    );
  });

  it('that is too small for a backup is told as such, and keeps nothing by half', async () => {
    const store = await openStore({ file: join(folder, 'first.sqlite'), log: silent });
    await store.addRevisions(
      Array.from({ length: 2_000 }, (_, i) => change({ noteId: `note-${i}` })),
      AT,
    );
    expect(await faultOf(store.backup(file))).toMatch(/^The backup .*kept[.]sqlite cannot be written [(]SQLITE_(?:FULL|IOERR).*[)]: /u);
    expect(readdirSync(disk.folder)).toEqual([]);
    await store.close();
  });
});
