// A database on a PostgreSQL server, for several machines: everything lies in one schema.

import {
  CompiledQuery,
  type DatabaseIntrospector,
  Kysely,
  PostgresDialect,
  type PostgresDialectConfig,
  type SchemaMetadata,
  sql,
  type TableMetadata,
} from 'kysely';
import pRetry from 'p-retry';
import pg from 'pg';
import { InputError, UnavailableError } from '../input-error.js';
import { copyTables } from './copy-tables.js';
import { type Database, describeFailure, type StoreLog } from './database.js';
import { ageOf, MIGRATION_TABLE, migrate } from './migrations.js';
import type { Tables } from './schema.js';
import { asOneFile, openSqliteDatabase } from './sqlite-database.js';

const CONNECT_MS = 10_000;
/** How long a writer waits for its turn. */
const LONGEST_WAIT_MS = 15_000;
/** After this, a server ends the transaction of a process that hangs, so that others can write again. */
const LONGEST_PAUSE_MS = 30_000;
const MOST_CONNECTIONS = 8;
/** How often we look for changes even if none was announced, and whether the server still listens to us. */
const POLL_MS = 30_000;

export interface PostgresOptions {
  readonly databaseUrl: string;
  readonly schema: string;
  readonly log: StoreLog;
}

/** Connects, and creates the schema or brings it up to date. Throws InputError where that cannot be; never shows the address, which holds a password. */
export async function openPostgresDatabase({ databaseUrl, schema, log }: PostgresOptions): Promise<Database> {
  const config = connectionConfig(databaseUrl);
  const pool = new pg.Pool({ ...config, max: MOST_CONNECTIONS });
  pool.on('error', (error) => log.warn(describeFailure(error), 'An idle connection to the database was lost.'));
  // A connection can also be lost while somebody has it, who then hears of it at the next query.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const everywhere = new Kysely<Tables>({
    dialect: new OneSchemaDialect(schema, {
      pool,
      onCreateConnection: async (connection) => {
        await connection.executeQuery(CompiledQuery.raw(SETTINGS));
      },
    }),
  });
  try {
    await requireUsable(everywhere);
    const age = ageOf(await stepsTaken(everywhere, schema));
    if (age === 'newer') {
      throw new InputError(
        `The schema ${schema} of the database that DATABASE_URL names was written by a later version of this program: install that version.`,
      );
    }
    if (age === 'older') await migrateSchema(everywhere, schema);
  } catch (error) {
    await everywhere.destroy();
    throw error;
  }
  const tables = everywhere.withSchema(schema);
  return {
    tables,
    inTurn: (work) =>
      tables.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${`marginalia ${schema}`}, 0))`.execute(transaction);
        return work(transaction);
      }),
    announce: async (transaction) => {
      await sql`select pg_notify(${schema}, '')`.execute(transaction);
    },
    watch: (onChange) => listenForChanges(config, schema, onChange, log),
    copyTo: (file) => copyTo(tables, file),
    close: () => everywhere.destroy(),
  };
}

/**
 * How each connection behaves; said in a query, since proxies refuse such settings when one connects. What is committed is on disk, also
 * where the server's default is weaker; a default that is stronger than "on" stays.
 */
const SETTINGS = `select
  set_config('lock_timeout', '${LONGEST_WAIT_MS}', false),
  set_config('idle_in_transaction_session_timeout', '${LONGEST_PAUSE_MS}', false),
  set_config('synchronous_commit', case when current_setting('synchronous_commit') in ('off', 'local', 'remote_write')
    then 'on' else current_setting('synchronous_commit') end, false)`;

function connectionConfig(databaseUrl: string): pg.ClientConfig & { readonly fallback_application_name: string } {
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    fallback_application_name: 'marginalia',
    types: {
      // Times and counts: they come as text by default, though all of ours are safe integers.
      getTypeParser: (type, format) => (type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format)),
    },
  };
}

async function requireUsable(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(db).catch((error: unknown) => {
    const { why, mayPass } = whyUnusable(error);
    const message = `The database that DATABASE_URL names cannot be used: ${why}`;
    throw mayPass ? new UnavailableError(message, { cause: error }) : new InputError(message, { cause: error });
  });
  const encoding = rows[0]?.server_encoding;
  if (encoding === 'UTF8') return;
  throw new InputError(`The database that DATABASE_URL names keeps text as ${encoding}: create one with the encoding UTF8.`);
}

/** Why the first question to a server failed, and whether that may pass by itself. */
function whyUnusable(error: unknown): { readonly why: string; readonly mayPass: boolean } {
  // Without a code it is from the driver itself, which shows no value.
  if (!(error instanceof Error) || !('code' in error)) {
    const message = error instanceof Error ? error.message : String(error);
    return { why: `${message}.`, mayPass: /time-?out|terminated/iu.test(message) };
  }
  const code = String(error.code);
  switch (code) {
    case '28P01':
    case '28000':
      return { why: `the server refuses its user or password (${code}).`, mayPass: false };
    case '3D000':
      return { why: `the server has no database of that name (${code}); create it first.`, mayPass: false };
    case '53300':
      return { why: `the server has no connection left (${code}); allow more, or try again later.`, mayPass: true };
    case '57P03':
      return { why: `the server is starting or stopping (${code}); try again later.`, mayPass: true };
    default:
      return { why: `the server cannot be reached (${code}); see that it runs, and that host and port are right.`, mayPass: true };
  }
}

async function stepsTaken(db: Kysely<Tables>, schema: string): Promise<string[]> {
  const table = await sql<{ found: string | null }>`select to_regclass(${`${schema}.${MIGRATION_TABLE}`}) as found`.execute(db);
  if ((table.rows[0]?.found ?? null) === null) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(`${schema}.${MIGRATION_TABLE}`)}`.execute(db);
  return rows.map(({ name }) => name);
}

async function migrateSchema(db: Kysely<Tables>, schema: string): Promise<void> {
  try {
    await migrate(db, 'postgres', schema);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== '42501') throw error;
    throw new InputError(
      `The user that DATABASE_URL names may not create the schema ${schema} or tables in it: grant that, or create the schema for this user.`,
      { cause: error },
    );
  }
}

/** All tables as they stand at one moment, in a SQLite file of the same version. */
async function copyTo(tables: Kysely<Tables>, file: string): Promise<void> {
  const copy = await openSqliteDatabase(file);
  try {
    await tables
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((from) => copy.inTurn((into) => copyTables(from, into)));
  } finally {
    await copy.close();
  }
  asOneFile(file);
}

/** Calls back at each announcement, after each time that the connection was lost, and now and then. */
async function listenForChanges(
  config: pg.ClientConfig,
  channel: string,
  onChange: () => void,
  log: StoreLog,
): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  let current: pg.Client | undefined;

  const connect = async () => {
    const client = new pg.Client({ ...config, query_timeout: CONNECT_MS });
    client.on('error', () => undefined);
    client.on('notification', onChange);
    client.once('end', () => {
      if (client === current && !stopping.signal.aborted) connectAgain();
    });
    try {
      await client.connect();
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end();
      throw error;
    }
    if (stopping.signal.aborted) await client.end();
    current = client;
  };

  const connectAgain = () => {
    log.warn({}, 'The connection that tells of changes in the database was lost; connecting again.');
    pRetry(connect, { retries: Number.POSITIVE_INFINITY, minTimeout: 250, maxTimeout: 10_000, signal: stopping.signal, unref: true }).then(
      onChange,
      (error: unknown) => {
        if (!stopping.signal.aborted) log.error(describeFailure(error), 'Changes by other processes are only looked for from now on.');
      },
    );
  };

  await connect();
  const timer = setInterval(() => {
    onChange();
    // A connection can be dead without anybody having said so; ending it makes us connect again.
    current?.query('select 1').catch(() => current?.end());
  }, POLL_MS).unref();
  return async () => {
    stopping.abort();
    clearInterval(timer);
    await current?.end();
  };
}

/** For migrations, which ask what is there. */
class OneSchemaDialect extends PostgresDialect {
  readonly #schema: string;

  constructor(schema: string, config: PostgresDialectConfig) {
    super(config);
    this.#schema = schema;
  }

  override createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new OneSchemaIntrospector(db, this.#schema);
  }
}

/** Kysely's own looks at every table of the database, and fails when somebody drops another one meanwhile. */
class OneSchemaIntrospector implements DatabaseIntrospector {
  readonly #db: Kysely<unknown>;
  readonly #schema: string;

  constructor(db: Kysely<unknown>, schema: string) {
    this.#db = db;
    this.#schema = schema;
  }

  async getSchemas(): Promise<SchemaMetadata[]> {
    const { rows } = await sql<SchemaMetadata>`
      select nspname as name from pg_catalog.pg_namespace where nspname = ${this.#schema}`.execute(this.#db);
    return rows;
  }

  /** Without their columns, which nobody asks for. */
  async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<{ name: string }>`
      select tablename as name from pg_catalog.pg_tables where schemaname = ${this.#schema}`.execute(this.#db);
    return rows.map(({ name }) => ({ name, schema: this.#schema, isView: false, columns: [] }));
  }

  async getMetadata(): Promise<{ readonly tables: TableMetadata[] }> {
    return { tables: await this.getTables() };
  }
}
