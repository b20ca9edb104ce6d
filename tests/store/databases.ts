// Databases for tests: each is empty and separate, a file in a temporary folder or a schema with a random name.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { Sqlite } from '../../src/sqlite.js';
import type { StoreLog } from '../../src/store/database.js';
import { openStore, type StoreOptions } from '../../src/store/open-store.js';
import type { SqlStore } from '../../src/store/sql-store.js';

export type Where = Omit<StoreOptions, 'log'>;

export interface TestDatabase {
  readonly where: Where;
  /** All log messages of its stores. */
  readonly logged: string[];
  /** Opens a store on it, which is closed when the database is cleared or dropped. */
  open(): Promise<SqlStore>;
  /** Bypasses the store; table names are taken literally. */
  query(statement: string): Promise<Record<string, unknown>[]>;
  /** The number of the newest event, 0 if there is none. */
  lastSeq(): Promise<number>;
  /** Deletes all rows, which is faster than creating the tables again. */
  clear(): Promise<void>;
  drop(): Promise<void>;
}

/** Time limit for effects that nothing awaits; only a hang reaches it. */
export const SOON = { timeout: 120_000 };

export const POSTGRES_URL = process.env.TEST_DATABASE_URL ?? `postgres://${userInfo().username}@127.0.0.1:5432/test`;

/** Why the PostgreSQL tests cannot run here, and how to enable them, in one line; undefined if they can or must run. */
export async function whyNoPostgres(): Promise<string | undefined> {
  if (process.env.CI_NEEDS_POSTGRES !== undefined) return undefined;
  const how = 'Start one on this machine with a database "test", or name one in TEST_DATABASE_URL';
  const client = new pg.Client({ connectionString: POSTGRES_URL, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return `the tests on PostgreSQL, since no server answers (${why}). ${how}.`;
  } finally {
    await client.end();
  }
}

export async function createSqliteDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-store-'));
  const file = join(folder, 'kept.sqlite');
  return testDatabase(
    { file },
    async (statement) => {
      const connection = new Sqlite(file);
      connection.pragma('foreign_keys = on');
      try {
        const prepared = connection.prepare<[], Record<string, unknown>>(statement);
        if (prepared.reader) return prepared.all();
        prepared.run();
        return [];
      } finally {
        connection.close();
      }
    },
    async () => rmSync(folder, { recursive: true }),
  );
}

export async function createPostgresDatabase(): Promise<TestDatabase> {
  const schema = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: POSTGRES_URL });
  await client.connect();
  await client.query(`set search_path to ${schema}`);
  // The name lets a test tell its connections from others.
  const url = new URL(POSTGRES_URL);
  url.searchParams.set('application_name', schema);
  return testDatabase(
    { databaseUrl: url.href, schema, file: 'none' },
    async (statement) => (await client.query(statement)).rows,
    async () => {
      await client.query(`drop schema if exists ${schema} cascade`);
      await client.end();
    },
  );
}

function testDatabase(where: Where, query: TestDatabase['query'], remove: () => Promise<void>): TestDatabase {
  const stores: SqlStore[] = [];
  const logged: string[] = [];
  const write = (details: object, message: string) => logged.push(`${message} ${JSON.stringify(details)}`);
  const log: StoreLog = { warn: write, error: write };
  const closeAll = () => Promise.all(stores.splice(0).map((store) => store.close()));
  return {
    where,
    logged,
    open: async () => {
      const store = await openStore({ ...where, log });
      stores.push(store);
      return store;
    },
    query,
    lastSeq: async () => Number((await query('select max(seq) as seq from events'))[0]?.seq ?? 0),
    clear: async () => {
      await closeAll();
      logged.length = 0;
      for (const table of ['guilds', 'feedback', 'deletions', 'events']) await query(`delete from ${table}`);
    },
    drop: async () => {
      await closeAll();
      await remove();
    },
  };
}
