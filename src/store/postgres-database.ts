// A database on a PostgreSQL server, for several machines; all tables are in one schema.

import {
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Driver,
  Kysely,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type SchemaMetadata,
  sql,
  type TableMetadata,
  type Transaction,
} from 'kysely';
import pRetry from 'p-retry';
import pg from 'pg';
import { InputError, UnavailableError } from '../input-error.js';
import { copyTables, requireSameRows } from './copy-tables.js';
import { type Database, describeFailure, type StoreLog } from './database.js';
import { ageOf, MIGRATION_TABLE, migrate } from './migrations.js';
import { type CommitTicket, hasCommitted, runTransaction } from './postgres-commit.js';
import { postgresError, whyUnusable } from './postgres-errors.js';
import { type LeaseLimits, Leases } from './postgres-leases.js';
import type { Tables } from './schema.js';
import { asOneFile } from './sqlite-copy.js';
import { openSqliteDatabase } from './sqlite-database.js';

/** The first version with the function for the outcome of a transaction that we use. */
const LEAST_VERSION = 130_000;
const CONNECT_MS = 10_000;
/** Longest time that a writer waits for the lock. */
const TURN_MS = 8_000;
/** The server cancels a statement after this time, so that nobody waits behind it. */
const STATEMENT_MS = 9_000;
/** The server ends an idle transaction after this time, so that a hanging process does not block other writers. */
const LONGEST_PAUSE_MS = 10_000;
/** For work that a moderator waits for. A stalled server does not apply its own limits; ours are a little longer. */
const QUICK: LeaseLimits = { answerMs: 10_000, workMs: 15_000 };
/** For asking repeatedly about the outcome of a change. */
const BRIEF: LeaseLimits = { answerMs: 2_000, workMs: 2_000 };
/** For imports and backups, of any length. */
const LONG: LeaseLimits = { answerMs: 10_000, workMs: undefined };
/** For migrations, which may change all rows of a table and may have to wait for those of other processes. */
const STARTING: LeaseLimits = { answerMs: 10 * 60_000, workMs: undefined };
const MOST_CONNECTIONS = 8;
/** Interval of looking for unannounced changes, and of checking that the server still listens to us. */
const POLL_MS = 30_000;

export interface PostgresOptions {
  readonly databaseUrl: string;
  readonly schema: string;
  readonly log: StoreLog;
}

/** Connects, and creates or migrates the schema. Throws InputError if that fails; never shows the address, which contains a password. */
export async function openPostgresDatabase({ databaseUrl, schema, log }: PostgresOptions): Promise<Database> {
  const config = connectionConfig(databaseUrl);
  await bringUpToDate(config, schema, log);
  const settings: pg.QueryConfig & { readonly query_timeout: number } = { text: SETTINGS, query_timeout: CONNECT_MS };
  const settle = async (client: pg.ClientBase) => {
    await client.query(settings);
  };
  const pool = createPool({ ...config, max: MOST_CONNECTIONS, onConnect: settle }, log);
  const leases = new Leases(pool);
  const over = (limits: LeaseLimits) => kyselyOver(leases, limits, schema).withSchema(schema);
  const [tables, patient, brief] = [over(QUICK), over(LONG), over(BRIEF)];
  return {
    tables,
    inTransaction: (work, { isLong = false } = {}) => inTransaction(isLong ? patient : tables, brief, schema, work),
    announce: async (transaction) => {
      await sql`select pg_notify(${schema}, '')`.execute(transaction);
    },
    watch: (onChange) => listenForChanges(config, schema, onChange, log),
    copyTo: (file) => copyTo(patient, file),
    // Overwriting deleted data is up to the server: VACUUM, and the files of its write-ahead log.
    scrub: async () => undefined,
    faultOf: postgresError,
    close: () => pool.end(),
  };
}

function createPool(config: pg.PoolConfig, log: StoreLog): pg.Pool {
  const pool = new pg.Pool(config);
  pool.on('error', (error) => log.warn(describeFailure(error), 'An idle connection to the database was lost.'));
  // A connection can also be lost while it is in use; its user then fails at the next query.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function kyselyOver(leases: Leases, limits: LeaseLimits, schema: string): Kysely<Tables> {
  return new Kysely({ dialect: new OneSchemaDialect(schema, { pool: leases.within(limits) }) });
}

/** Migrates over a separate connection, which waits longer than any later work. */
async function bringUpToDate(config: pg.ClientConfig, schema: string, log: StoreLog): Promise<void> {
  const pool = createPool({ ...config, max: 1 }, log);
  const leases = new Leases(pool);
  const db = kyselyOver(leases, STARTING, schema);
  try {
    await requireUsable(kyselyOver(leases, LONG, schema));
    const age = ageOf(await stepsTaken(db, schema));
    if (age === 'newer') {
      throw new InputError(
        `The schema ${schema} of the database that DATABASE_URL names was written by a later version of this program: install that version.`,
      );
    }
    if (age === 'older') await migrateSchema(db, schema);
  } finally {
    await pool.end();
  }
}

/** Runs a transaction in turn. If the connection is lost during the COMMIT, the server is asked for the outcome. */
async function inTransaction<T>(
  tables: Kysely<Tables>,
  brief: Kysely<Tables>,
  schema: string,
  work: (transaction: Transaction<Tables>) => Promise<T>,
): Promise<T> {
  let completing: { readonly ticket: CommitTicket; readonly result: T } | undefined;
  try {
    return await tables.transaction().execute(async (transaction) => {
      const ticket = await runTransaction(transaction, schema);
      const result = await work(transaction);
      completing = { ticket, result };
      return result;
    });
  } catch (error) {
    // A server that refuses a COMMIT says so, and nothing was saved.
    if (completing === undefined || postgresError(error)?.kind !== 'away') throw error;
    if (await hasCommitted(completing.ticket, brief)) return completing.result;
    throw error;
  }
}

/**
 * The settings of each connection, set by a query, since proxies refuse them on connecting. Commits are on disk even if the server's
 * default is weaker; a default stronger than "on" stays.
 */
const SETTINGS = `select
  set_config('lock_timeout', '${TURN_MS}', false),
  set_config('statement_timeout', '${STATEMENT_MS}', false),
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
      // Times and counts: text by default, although all of ours are safe integers.
      getTypeParser: (type, format) => (type === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(type, format)),
    },
  };
}

async function requireUsable(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ encoding: string; version: number }>`
    select current_setting('server_encoding') as encoding, current_setting('server_version_num')::integer as version
  `
    .execute(db)
    .catch((error: unknown) => {
      const { why, mayPass } = whyUnusable(error);
      const message = `The database that DATABASE_URL names cannot be used: ${why}`;
      throw mayPass ? new UnavailableError(message, { cause: error }) : new InputError(message, { cause: error });
    });
  const { encoding, version = 0 } = rows[0] ?? {};
  if (version < LEAST_VERSION) {
    throw new InputError('The server that DATABASE_URL names is older than PostgreSQL 13: use a later one.');
  }
  if (encoding === 'UTF8') return;
  throw new InputError(`The database that DATABASE_URL names keeps text as ${encoding}: create one with the encoding UTF8.`);
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

/** Copies all tables, of one moment, into a SQLite file of the same version. */
async function copyTo(tables: Kysely<Tables>, file: string): Promise<void> {
  const copy = await openSqliteDatabase(file);
  try {
    await tables
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((from) =>
        copy.inTransaction(async (into) => {
          await copyTables(from, into);
          await requireSameRows(from, into, file);
        }),
      );
  } finally {
    await copy.close();
  }
  asOneFile(file);
}

/** Calls back at each announcement, after each lost connection, and every 30 seconds. */
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
        if (!stopping.signal.aborted)
          log.error(describeFailure(error), 'From now on, changes by other processes are found by polling only.');
      },
    );
  };

  await connect();
  const timer = setInterval(() => {
    onChange();
    // A connection can be dead without notice; ending it makes us reconnect.
    current?.query('select 1').catch(() => current?.end());
  }, POLL_MS).unref();
  return async () => {
    stopping.abort();
    clearInterval(timer);
    await current?.end();
  };
}

/** For migrations, which inspect the existing tables. */
class OneSchemaDialect extends PostgresDialect {
  readonly #schema: string;
  readonly #config: PostgresDialectConfig;

  constructor(schema: string, config: PostgresDialectConfig) {
    super(config);
    this.#schema = schema;
    this.#config = config;
  }

  override createDriver(): Driver {
    return new CandidDriver(this.#config);
  }

  override createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new OneSchemaIntrospector(db, this.#schema);
  }
}

/** Preserves the reason of a failed transaction: Kysely would report that the rollback failed on the lost connection. */
class CandidDriver extends PostgresDriver {
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch(() => undefined);
  }
}

/** Kysely's own introspector examines every table of the database, and fails if another is dropped meanwhile. */
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

  /** Tables without their columns, which are not needed. */
  async getTables(): Promise<TableMetadata[]> {
    const { rows } = await sql<{ name: string }>`
      select tablename as name from pg_catalog.pg_tables where schemaname = ${this.#schema}`.execute(this.#db);
    return rows.map(({ name }) => ({ name, schema: this.#schema, isView: false, columns: [] }));
  }

  async getMetadata(): Promise<{ readonly tables: TableMetadata[] }> {
    return { tables: await this.getTables() };
  }
}
