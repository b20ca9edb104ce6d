// Tests of a part of the store's contract over PostgreSQL, and of PostgreSQL's specifics.

import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InputError, UnavailableError } from '../../src/input-error.js';
import { openStore } from '../../src/store/open-store.js';
import { openPostgresDatabase } from '../../src/store/postgres-database.js';
import { hasPostgres } from '../missing.js';
import { isLongTier } from '../tier.js';
import { runStoreContract } from './contract.js';
import { createPostgresDatabase, POSTGRES_URL, SOON, type TestDatabase } from './databases.js';
import { GUILD, NOTE, saved } from './examples.js';

const silent = { warn: () => undefined, error: () => undefined };

/** The parts of the contract most specific to PostgreSQL: turns of writers, many rows in one statement, events between connections. */
const PARTS = ['notes', 'many revisions at once', 'events'];

// The long tier has the whole contract.
if (hasPostgres && !isLongTier) runStoreContract('PostgreSQL', createPostgresDatabase, (part) => PARTS.includes(part));

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
  const listens = () =>
    database.query(`select pid from pg_stat_activity where application_name = '${database.where.schema}' and query like 'listen%'`);

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

  it('is brought up to date by several at once that all find it new', async () => {
    const stores = await Promise.all([1, 2, 3].map(() => database.open()));
    for (const [baseVersion, store] of stores.entries()) await saved(store, { baseVersion });
    expect(await stores[0]?.revisions(GUILD, NOTE)).toHaveLength(3);
  });

  it('holds everything in the one schema', async () => {
    await saved(await database.open());
    const tables = (schema: string) => database.query(`select table_name from information_schema.tables where table_schema = '${schema}'`);
    expect(await tables(database.where.schema ?? '')).toHaveLength(14);
    expect((await tables('public')).filter(({ table_name: name }) => /revisions|marginalia/u.test(String(name)))).toEqual([]);
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
  });
});
