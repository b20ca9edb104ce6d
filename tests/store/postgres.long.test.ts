// Tests of the store's whole contract over PostgreSQL, and of a failing server.

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputError } from '../../src/input-error.js';
import { openStore } from '../../src/store/open-store.js';
import { hasPostgres } from '../missing.js';
import { runStoreContract } from './contract.js';
import { createPostgresDatabase, POSTGRES_URL, SOON, type TestDatabase } from './databases.js';
import { change, GUILD, NOTE, saved } from './examples.js';
import { openWire } from './wire.js';

const silent = { warn: () => undefined, error: () => undefined };

if (hasPostgres) runStoreContract('PostgreSQL', createPostgresDatabase);

describe.skipIf(!hasPostgres)('a PostgreSQL server', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createPostgresDatabase();
  });

  afterEach(() => database.drop());

  /** Ends connections of this test's stores, as a server restart would. */
  const cutOff = (which: string) =>
    database.query(`
      select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${database.where.schema}' and ${which}`);
  const lock = (how: 'lock' | 'unlock') =>
    database.query(`select pg_advisory_${how}(hashtextextended('marginalia ${database.where.schema}', 0))`);

  it('that cannot be reached for a while tells of what happened meanwhile as soon as it can', async () => {
    const wire = await openWire(POSTGRES_URL);
    try {
      const store = await database.open();
      const logged: string[] = [];
      const write = (details: object, message: string) => logged.push(`${message} ${JSON.stringify(details)}`);
      const far = await openStore({ ...database.where, databaseUrl: wire.url, log: { warn: write, error: write } });
      const heard: number[] = [];
      far.listen(({ seq }) => heard.push(seq));
      await saved(store);
      await vi.waitFor(() => expect(heard).toEqual([1]), SOON);
      await wire.cut();
      for (const baseVersion of [1, 2]) await saved(store, { baseVersion });
      await expect(far.keptNotes(GUILD)).rejects.toThrow();
      await expect(far.changeSettings(GUILD, { isTwoPerson: true })).rejects.toThrow();
      expect(heard).toEqual([1]);
      await wire.mend();
      await vi.waitFor(() => expect(heard).toEqual([1, 2, 3]), SOON);
      await saved(store, { baseVersion: 3 });
      await vi.waitFor(() => expect(heard).toEqual([1, 2, 3, 4]), SOON);
      await far.close();
      expect(logged).toContain('The connection that tells of changes in the database was lost; connecting again. {}');
      expect(logged.join()).not.toMatch(/127[.]0[.]0[.]1|postgres:/u);
    } finally {
      await wire.cut();
    }
  });

  it('that ends our idle connections is used through new ones', async () => {
    const store = await database.open();
    await saved(store);
    const lost = () => database.logged.filter((line) => line.includes('An idle connection to the database was lost.'));
    // A connection that is cut while in use is not idle, so another one is used and then cut.
    await vi.waitFor(async () => {
      await store.keptNotes(GUILD);
      await cutOff("query not like 'listen%'");
      expect(lost()).not.toEqual([]);
    }, SOON);
    // The last cut may not be noticed yet: then nothing is saved, and the next try uses a new connection.
    const written = await saved(store, { baseVersion: 1 }).catch(() => saved(store, { baseVersion: 1 }));
    expect(written).toMatchObject({ version: 2 });
  });

  it('that ends a connection in the middle of a change leaves nothing of it, and the program goes on', async () => {
    const store = await database.open();
    await saved(store);
    await lock('lock');
    const write = store.addRevisions([change({ baseVersion: 1 })], 0);
    const isWaiting = "wait_event_type = 'Lock'";
    await vi.waitFor(async () => {
      const waiting = `select pid from pg_stat_activity where application_name = '${database.where.schema}' and ${isWaiting}`;
      expect(await database.query(waiting)).toHaveLength(1);
    }, SOON);
    const ended = expect(write).rejects.toThrow('The database cannot be reached (57P01), so nothing was saved.');
    expect(await cutOff(isWaiting)).toHaveLength(1);
    await ended;
    await lock('unlock');
    expect(await store.keptNote(GUILD, NOTE)).toMatchObject({ version: 1 });
    expect(await saved(store, { baseVersion: 1 })).toMatchObject({ version: 2 });
  });

  it('shows events in the order of their numbers and without gaps, at every moment, however many write', async () => {
    const stores = [await database.open(), await database.open()];
    let isWriting = true;
    const writes = Promise.all(
      Array.from({ length: 100 }, (_, i) => stores[i % 2]?.addRevisions([change({ noteId: `n${i}`, guildId: `${i % 5}` })], 0)),
    ).finally(() => {
      isWriting = false;
    });
    const counts = new Set<number>();
    while (isWriting) {
      const rows = await database.query('select seq from events order by seq');
      expect(rows.map(({ seq }) => Number(seq))).toEqual(rows.map((_, i) => i + 1));
      counts.add(rows.length);
    }
    await writes;
    expect(counts.size).toBeGreaterThan(3);
  });

  it('is asked now and then for what nobody announced', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const store = await database.open();
      const heard: number[] = [];
      store.listen(({ seq }) => heard.push(seq));
      await database.query(`insert into events (seq, guild_id, what) values (1, '${GUILD}', 'notes')`);
      vi.advanceTimersByTime(29_000);
      await store.settings(GUILD);
      expect(heard).toEqual([]);
      vi.advanceTimersByTime(1_000);
      await vi.waitFor(() => expect(heard).toEqual([1]), SOON);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a PostgreSQL server that cannot be used', () => {
  async function faultOf(databaseUrl: string, schema = 'test_none'): Promise<string> {
    return (await errorOf(databaseUrl, schema)).message;
  }

  async function errorOf(databaseUrl: string, schema: string): Promise<InputError> {
    try {
      await (await openStore({ databaseUrl, schema, file: 'none', log: silent })).close();
    } catch (error) {
      if (error instanceof InputError) return error;
      throw error;
    }
    throw new Error('It was opened.');
  }

  describe.skipIf(!hasPostgres)('on this machine', () => {
    const name = `test_${randomBytes(6).toString('hex')}`;
    const admin = async (...statements: readonly string[]) => {
      const client = new pg.Client({ connectionString: POSTGRES_URL });
      await client.connect();
      for (const statement of statements) await client.query(statement);
      await client.end();
    };
    const at = (change: (url: URL) => void) => {
      const url = new URL(POSTGRES_URL);
      change(url);
      return url.href;
    };

    it('is told in plain words: another encoding', async () => {
      await admin(`create database ${name} encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0`);
      try {
        const url = at((to) => {
          to.pathname = `/${name}`;
        });
        expect(await faultOf(url)).toBe('The database that DATABASE_URL names keeps text as LATIN1: create one with the encoding UTF8.');
      } finally {
        await admin(`drop database ${name}`);
      }
    });
  });
});
