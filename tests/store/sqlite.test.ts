// Tests of the store's contract over SQLite, and of SQLite's specifics.

import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sqlite } from '../../src/sqlite.js';
import { openSqliteDatabase } from '../../src/store/sqlite-database.js';
import { turnsDuring } from '../turns.js';
import { runStoreContract } from './contract.js';
import { createSqliteDatabase, type TestDatabase } from './databases.js';
import { ADA, AT, BEN, change, content, GUILD, NOTE, proposal, saved } from './examples.js';

runStoreContract('SQLite', createSqliteDatabase);

describe('a SQLite file', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createSqliteDatabase();
  });

  afterEach(() => database.drop());

  it.each([
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['secure_delete', 1],
    ['timeout', 5_000],
  ])('is used with %s = %s', async (name, value) => {
    const opened = await openSqliteDatabase(database.where.file);
    const { rows } = await opened.inTransaction((tables) =>
      sql.raw(`pragma ${name === 'timeout' ? 'busy_timeout' : name}`).execute(tables),
    );
    expect(rows).toEqual([{ [name]: value }]);
    await opened.close();
  });

  it('that another program writes to is waited for, while this one goes on', async () => {
    const store = await database.open();
    await saved(store);
    const other = new Sqlite(database.where.file);
    other.exec('begin immediate');
    let isDone = false;
    const write = saved(store, { baseVersion: 1 }).finally(() => {
      isDone = true;
    });
    expect(await store.keptNote(GUILD, 'none')).toBeUndefined();
    const loop = performance.eventLoopUtilization();
    for (let tick = 0; tick < 5; tick++) {
      await wait(20);
      expect(isDone).toBe(false);
    }
    // Waiting inside SQLite would keep the process busy all the time.
    expect(performance.eventLoopUtilization(loop).utilization).toBeLessThan(0.9);
    other.exec('commit');
    other.close();
    expect(await write).toMatchObject({ version: 2 });
  });

  it('is opened by several at once that all find it new', async () => {
    const stores = await Promise.all([1, 2, 3, 4].map(() => database.open()));
    for (const [baseVersion, store] of stores.entries()) await saved(store, { baseVersion });
    expect(await stores[0]?.revisions(GUILD, NOTE)).toHaveLength(4);
  });

  it('holds nothing any more of what was forgotten', async () => {
    const store = await database.open();
    await saved(store, { content: content('Unmistakable words.') });
    await store.addTrainingExample({ id: 'l1', guildId: GUILD, question: 'Unmistakable words?', answer: undefined, authorId: ADA, at: AT });
    await store.forgetGuild(GUILD);
    await store.close();
    expect(readFileSync(database.where.file).includes('Unmistakable')).toBe(false);
  });

  it('lets other things of the process have their turn while thousands of notes are imported, their author and then their server are forgotten', async () => {
    const store = await database.open();
    const changes = Array.from({ length: 5_000 }, (_, i) => change({ noteId: `note-${i}` }));
    // One turn in each of many batches: read, written as notes, written as revisions.
    expect((await turnsDuring(() => store.addRevisions(changes, AT))).turns).toBeGreaterThan(25);
    expect((await turnsDuring(() => store.forgetUser(ADA))).turns).toBeGreaterThan(8);
    expect((await store.revisions(GUILD, 'note-4999')).map(({ authorId }) => authorId)).toEqual([undefined]);
    // A proposal of this size is read, written and marked as done with turns in between, whatever its content.
    await store.addProposal(proposal({ id: 'note', noteId: 'one' }));
    const { guildId, authorId, reason } = change();
    const wanted = { noteId: 'two', action: 'add' as const, content: content(), baseVersion: 0 };
    const common = { guildId, authorId, reason, origin: 'moderator' as const, state: 'waiting' as const, createdAt: AT };
    await store.addProposal({ ...common, kind: 'import', id: 'import', changes: [wanted] });
    const [ofNote, ofImport] = [
      await turnsDuring(() => store.acceptProposal('note', 'waiting', BEN, AT)),
      await turnsDuring(() => store.acceptProposal('import', 'waiting', BEN, AT)),
    ];
    expect([ofNote.result?.kind, ofImport.result?.kind]).toEqual(['saved', 'imported']);
    expect(ofImport.turns).toBeGreaterThan(ofNote.turns + 2);
    // The file is rebuilt in a separate thread, whose start alone takes a turn.
    expect((await turnsDuring(() => store.scrub())).turns).toBeGreaterThan(25);
    expect((await turnsDuring(() => store.forgetGuild(GUILD))).turns).toBeGreaterThan(25);
    expect([await store.keptVersions(GUILD), await store.revisions(GUILD, 'note-1')]).toEqual([new Map(), []]);
    expect(await database.query('pragma foreign_key_check')).toEqual([]);
  });
});
