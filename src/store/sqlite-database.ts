// A database in one file, for one machine: several processes may use it at once.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  sql,
  type Transaction,
} from 'kysely';
import pRetry from 'p-retry';
import { Sqlite, type SqliteConnection } from '../sqlite.js';
import { SerialQueue } from '../work/serial-queue.js';
import type { Database, StoreLog } from './database.js';
import { ageOf, migrate } from './migrations.js';
import type { Tables } from './schema.js';
import { lookAtTables } from './sqlite-check.js';
import { copySqliteFile } from './sqlite-copy.js';
import { sqliteError } from './sqlite-errors.js';
import { BUSY_TIMEOUT_MS, hasCode, inspectFile, startOf, stepsTaken, tellingFaults } from './sqlite-file.js';
import { buildAnew, emptyLog, isLargeToScrub, scrubElsewhere } from './sqlite-scrub.js';

/** Longest time that a writer waits for its turn. */
const LONGEST_WAIT_MS = 8_000;
/** Interval of checking the file for writes by other processes. */
const WATCH_MS = 250;
/** Time limit for an empty file: another process that creates it leaves it empty only for moments. */
const EMPTY_MS = 2_000;
const GLANCE_MS = 20;

/** Openings run one after the other in a process: while one migrates, another would block the process. */
const openings = new SerialQueue();

/**
 * Opens a file, or creates it with its folder, and brings it up to date. Throws InputError if it is no database of ours, is
 * damaged, was written by a later version or cannot be used; such a file is not changed.
 */
export function openSqliteDatabase(file: string, log?: StoreLog): Promise<Database> {
  return openings.run(() => open(file, log));
}

async function open(file: string, log: StoreLog | undefined): Promise<Database> {
  await whileEmpty(file);
  const writer = tellingFaults(file, 'kept', () => {
    mkdirSync(dirname(file), { recursive: true });
    inspectFile(file, 'kept');
    return connect(file);
  });
  const forWriting = new Kysely<Tables>({ dialect: new SerialDialect({ database: writer }) });
  let reader: SqliteConnection;
  try {
    if (!(await lookAtTables(writer, file, 'kept'))) {
      log?.warn({ file }, 'The database is large, and only a part of it was looked at: a backup looks at all of it.');
    }
    if (ageOf(stepsTaken(writer) ?? []) === 'older') await migrate(forWriting, 'sqlite');
    reader = new Sqlite(file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
  } catch (error) {
    writer.close();
    return tellingFaults(file, 'kept', () => {
      throw error;
    });
  }
  const tables = new Kysely<Tables>({ dialect: new SqliteDialect({ database: reader }) });
  return {
    tables,
    inTransaction: async (work, { isPiecemeal = false } = {}) => {
      const result = await (isPiecemeal ? withoutReferences(forWriting, work) : forWriting.transaction().execute(work));
      // SQLite is synchronous: repeated writes would block everything else in this process.
      await setImmediate();
      return result;
    },
    // Other processes see changes in the file.
    announce: async () => undefined,
    watch: async (onChange) => {
      const timer = setInterval(watcher(writer, onChange), WATCH_MS).unref();
      return async () => clearInterval(timer);
    },
    copyTo: (copy) => copySqliteFile(file, copy, 'kept'),
    scrub: () => scrub(forWriting, writer, file),
    faultOf: sqliteError,
    close: async () => {
      // Not by Kysely, which leaves an unused connection open. The last connection to close tidies up, and must be able to write.
      reader.close();
      writer.close();
    },
  };
}

/** Waits for another process that is creating the file. A file that stays empty is not a new one. */
async function whileEmpty(file: string): Promise<void> {
  const until = performance.now() + EMPTY_MS;
  while (tellingFaults(file, 'kept', () => startOf(file)) === '' && performance.now() < until) await sleep(GLANCE_MS);
}

/** Runs a transaction without checks of references between tables, and so without cascading deletes. */
function withoutReferences<T>(db: Kysely<Tables>, work: (tables: Transaction<Tables>) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    const run = (statement: string) => sql.raw(statement).execute(connection);
    await run('pragma foreign_keys = off');
    try {
      return await connection.transaction().execute(work);
    } finally {
      await run('pragma foreign_keys = on');
    }
  });
}

/** Scrubs the file, see sqlite-scrub.ts. Other writes of this process wait meanwhile. */
async function scrub(db: Kysely<Tables>, writer: SqliteConnection, file: string): Promise<void> {
  await db.connection().execute(async () => {
    if (isLargeToScrub(writer)) return scrubElsewhere({ file, waitMs: LONGEST_WAIT_MS });
    // Waiting inside SQLite would stop this process.
    writer.pragma('busy_timeout = 0');
    try {
      await whileBusy(() => buildAnew(writer));
      await whileBusy(() => emptyLog(writer));
    } finally {
      writer.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    }
  });
}

async function whileBusy(work: () => void): Promise<void> {
  await pRetry(async () => work(), {
    retries: Number.POSITIVE_INFINITY,
    maxRetryTime: LONGEST_WAIT_MS,
    minTimeout: GLANCE_MS,
    maxTimeout: GLANCE_MS,
    shouldRetry: ({ error }) => sqliteError(error)?.kind === 'busy',
  });
}

function connect(file: string): SqliteConnection {
  const connection = new Sqlite(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    connection.pragma('journal_mode = wal');
    connection.pragma('synchronous = full');
    connection.pragma('foreign_keys = on');
    // Deleted data is overwritten, not only marked as free.
    connection.pragma('secure_delete = on');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Calls back when another connection has written since the last look. */
function watcher(connection: SqliteConnection, onChange: () => void): () => void {
  const version = () => {
    try {
      return connection.pragma('data_version', { simple: true });
    } catch {
      // Nobody waits for this check; the next read or write reports the fault.
      return undefined;
    }
  };
  let seen = version();
  return () => {
    const now = version();
    if (now === seen) return;
    seen = now;
    onChange();
  };
}

/** Every transaction takes the write lock when it begins, so that its reads stay valid until it ends. */
class SerialDialect extends SqliteDialect {
  readonly #config: { readonly database: SqliteConnection };

  constructor(config: { readonly database: SqliteConnection }) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new SerialDriver(this.#config);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class SerialDriver extends SqliteDriver {
  readonly #database: SqliteConnection;

  constructor(config: { readonly database: SqliteConnection }) {
    super(config);
    this.#database = config.database;
  }

  /** On a full disk SQLite has already rolled back: another rollback would fail and hide the reason. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }

  override beginTransaction(connection: DatabaseConnection): Promise<void> {
    // Waiting inside SQLite would block this process, which the other writer may depend on.
    return pRetry(() => beginNow(connection), {
      retries: Number.POSITIVE_INFINITY,
      maxRetryTime: LONGEST_WAIT_MS,
      minTimeout: 1,
      maxTimeout: 20,
      randomize: true,
      shouldRetry: ({ error }) => hasCode(error) && error.code.startsWith('SQLITE_BUSY'),
    });
  }
}

async function beginNow(connection: DatabaseConnection): Promise<void> {
  const run = (statement: string) => connection.executeQuery(CompiledQuery.raw(statement));
  await run('pragma busy_timeout = 0');
  try {
    await run('begin immediate');
  } finally {
    await run(`pragma busy_timeout = ${BUSY_TIMEOUT_MS}`);
  }
}

/** SQLite rolls back changes of tables too, which Kysely does not use by default: an interrupted migration leaves nothing half done. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
