// The store's contract over PostgreSQL, and what is PostgreSQL's alone.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputError, UnavailableError } from '../../src/input-error.js';
import { openStore } from '../../src/store/open-store.js';
import { openPostgresDatabase } from '../../src/store/postgres-database.js';
import { runStoreContract } from './contract.js';
import { createPostgresDatabase, databaseKinds, POSTGRES_URL, SOON, type TestDatabase } from './databases.js';
import { change, GUILD, NOTE, saved } from './examples.js';

const isThere = (await databaseKinds()).length > 1;
const silent = { warn: () => undefined, error: () => undefined };

if (isThere) runStoreContract('PostgreSQL', createPostgresDatabase);

describe.skipIf(!isThere)('a PostgreSQL server', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createPostgresDatabase();
  });

  afterEach(() => database.drop());

  /** Ends connections of this test's stores, as a restart of the server would. */
  const cutOff = (which: string) =>
    database.query(`
      select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${database.where.schema}' and ${which}`);
  const listens = () =>
    database.query(`select pid from pg_stat_activity where application_name = '${database.where.schema}' and query like 'listen%'`);
  const lock = (how: 'lock' | 'unlock') =>
    database.query(`select pg_advisory_${how}(hashtextextended('marginalia ${database.where.schema}', 0))`);

  it('that cuts us off is connected to again, and each event is heard once and in order', async () => {
    const [store, other] = [await database.open(), await database.open()];
    const heard: number[] = [];
    other.listen(({ seq }) => heard.push(seq));
    await saved(store);
    await vi.waitFor(() => expect(heard).toEqual([1]), SOON);
    expect(await cutOff("query like 'listen%'")).toHaveLength(2);
    await saved(store, { baseVersion: 1 });
    await vi.waitFor(async () => expect(await listens()).toHaveLength(2), SOON);
    await saved(store, { baseVersion: 2 });
    await vi.waitFor(() => expect(heard).toEqual([1, 2, 3]), SOON);
    expect(database.logged).toContain('The connection that tells of changes in the database was lost; connecting again. {}');
  });

  it('that cannot be reached for a while tells of what happened meanwhile as soon as it can', async () => {
    const wire = await startWire();
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
    const cut = await cutOff("query not like 'listen%'");
    expect(cut.length).toBeGreaterThan(0);
    // Of each of them the pool hears in its own time.
    const lost = () => database.logged.filter((line) => line.includes('An idle connection to the database was lost.'));
    await vi.waitFor(() => expect(lost()).toHaveLength(cut.length), SOON);
    expect(await saved(store, { baseVersion: 1 })).toMatchObject({ version: 2 });
  });

  it('that ends a connection in the middle of a change leaves nothing of it, and the program goes on', async () => {
    const store = await database.open();
    await saved(store);
    await lock('lock');
    const write = store.addRevision(change({ baseVersion: 1 }), 0);
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
      Array.from({ length: 100 }, (_, i) => stores[i % 2]?.addRevision(change({ noteId: `n${i}`, guildId: `${i % 5}` }), 0)),
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

  it('is asked that what is committed is on disk, where its default is weaker, and not to wait for us too long', async () => {
    const { databaseUrl, schema = '' } = database.where;
    const weak = `${databaseUrl}&options=-c%20synchronous_commit%3Doff`;
    const opened = await openPostgresDatabase({ databaseUrl: weak, schema, log: silent });
    expect((await sql`show synchronous_commit`.execute(opened.tables)).rows).toEqual([{ synchronous_commit: 'on' }]);
    expect((await sql`show idle_in_transaction_session_timeout`.execute(opened.tables)).rows).toEqual([
      { idle_in_transaction_session_timeout: '10s' },
    ]);
    expect((await sql`show statement_timeout`.execute(opened.tables)).rows).toEqual([{ statement_timeout: '9s' }]);
    expect((await sql`show lock_timeout`.execute(opened.tables)).rows).toEqual([{ lock_timeout: '8s' }]);
    await opened.close();
  });

  it('is asked now and then for what nobody announced', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const store = await database.open();
      const heard: number[] = [];
      store.listen(({ seq }) => heard.push(seq));
      await database.query(`insert into events (seq, guild_id, what) values (1, '${GUILD}', 'notes')`);
      vi.advanceTimersByTime(29_000);
      await store.lastSeq();
      expect(heard).toEqual([]);
      vi.advanceTimersByTime(1_000);
      await vi.waitFor(() => expect(heard).toEqual([1]), SOON);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is brought up to date by several at once that all find it new', async () => {
    const stores = await Promise.all([1, 2, 3].map(() => database.open()));
    for (const [baseVersion, store] of stores.entries()) await saved(store, { baseVersion });
    expect(await stores[0]?.revisions(GUILD, NOTE)).toHaveLength(3);
  });

  it('holds everything in the one schema', async () => {
    await saved(await database.open());
    const tables = (schema: string) => database.query(`select table_name from information_schema.tables where table_schema = '${schema}'`);
    expect(await tables(database.where.schema ?? '')).toHaveLength(15);
    expect((await tables('public')).filter(({ table_name: name }) => /revisions|marginalia/u.test(String(name)))).toEqual([]);
  });
});

/** A way to the server that can be cut and mended, as a network can. */
async function startWire() {
  const to = new URL(POSTGRES_URL);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(to.port || 5432), to.hostname);
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from
        .on('error', () => into.destroy())
        .on('close', () => into.destroy())
        .pipe(into);
    }
  });
  const mend = async (port = 0) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await mend();
  const { port } = server.address() as AddressInfo;
  const url = new URL(POSTGRES_URL);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    cut: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      sockets.clear();
    },
    mend: () => mend(port),
  };
}

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

  it('may be there later where it cannot be reached, and so is tried again', async () => {
    expect(await errorOf('postgres://ada:sesame@127.0.0.1:1/notes', 'test_none')).toBeInstanceOf(UnavailableError);
    expect(await errorOf('postgres://ada@127.0.0.1:1/notes', 'No name')).not.toBeInstanceOf(UnavailableError);
  });

  const named = 'The database that DATABASE_URL names cannot be used: ';

  it.each([
    [
      'does not run',
      'postgres://ada:sesame@127.0.0.1:1/notes',
      'the server cannot be reached (ECONNREFUSED); see that it runs, and that host and port are right.',
    ],
    [
      'is not known',
      'postgres://ada:sesame@nowhere.invalid/notes',
      expect.stringMatching(/^the server cannot be reached \((?:ENOTFOUND|EAI_AGAIN)\)/u),
    ],
    [
      'has no such socket',
      'postgres://ada:sesame@/notes?host=/nowhere',
      'the server cannot be reached (ENOENT); see that it runs, and that host and port are right.',
    ],
  ])('is told in plain words, without its address: one that %s', async (_, url, words) => {
    const fault = await faultOf(url);
    expect(fault.slice(0, named.length)).toBe(named);
    expect(fault.slice(named.length)).toEqual(words);
    expect(fault).not.toMatch(/sesame|ada|notes|nowhere|127/u);
  });

  it.each(['Marginalia', 'a-b', '1a', '', 'a'.repeat(64), 'a"; drop schema public; --'])(
    'is not asked for the schema %j',
    async (schema) => {
      expect(await faultOf('postgres://ada@127.0.0.1:1/notes', schema)).toContain(`The schema ${JSON.stringify(schema)} is no plain name`);
    },
  );

  describe.skipIf(!isThere)('on this machine', () => {
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

    it('is told in plain words: no such database', async () => {
      const url = at((to) => {
        to.pathname = `/${name}`;
      });
      expect(await faultOf(url)).toBe(`${named}the server has no database of that name (3D000); create it first.`);
    });

    it('is told in plain words: no such user', async () => {
      const url = at((to) => {
        to.username = name;
      });
      expect(await faultOf(url)).toBe(`${named}the server refuses its user or password (28000).`);
    });

    it('is told in plain words: a user that may not create the schema', async () => {
      await admin(`create role ${name} login`);
      try {
        const url = at((to) => {
          to.username = name;
        });
        expect(await faultOf(url, name)).toBe(
          `The user that DATABASE_URL names may not create the schema ${name} or tables in it: grant that, or create the schema for this user.`,
        );
      } finally {
        await admin(`drop role ${name}`);
      }
    });

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
