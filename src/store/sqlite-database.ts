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

/** How long a writer waits for its turn. */
const LONGEST_WAIT_MS = 8_000;
/** How often the file is asked whether another process wrote. */
const WATCH_MS = 250;
/** Another process that makes the file has it empty for moments only. */
const EMPTY_MS = 2_000;
const GLANCE_MS = 20;

/** One after the other in a process: while one migrates, another would wait in a way that lets nobody go on. */
const openings = new SerialQueue();

/**
 * Opens a file, or makes it with the folder around it, and brings it up to date. Throws InputError where it is no database of ours, is
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
      // SQLite answers at once: who writes again and again would let nothing else in this process have its turn.
      await setImmediate();
      return result;
    },
    // The others see it in the file.
    announce: async () => undefined,
    watch: async (onChange) => {
      const timer = setInterval(watcher(writer, onChange), WATCH_MS).unref();
      return async () => clearInterval(timer);
    },
    copyTo: (copy) => copySqliteFile(file, copy, 'kept'),
    scrub: () => scrub(forWriting, writer, file),
    faultOf: sqliteError,
    close: async () => {
      // Not by Kysely, which leaves a connection open that was never used. The last one to close tidies up, and must be able to write.
      reader.close();
      writer.close();
    },
  };
}

/** Waits for another process that is making the file. One that stays empty is not a new one. */
async function whileEmpty(file: string): Promise<void> {
  const until = performance.now() + EMPTY_MS;
  while (tellingFaults(file, 'kept', () => startOf(file)) === '' && performance.now() < until) await sleep(GLANCE_MS);
}

/** A transaction in which references between tables are not looked at, and so nothing is deleted with the row that it hangs on. */
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

/** See sqlite-scrub.ts. Whoever writes in this process waits meanwhile. */
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
    // What is forgotten is overwritten, and not only marked as free.
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
      // Nobody waits for this look; whoever reads or writes next hears what is wrong.
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

/** Every transaction is a writer's: it takes its turn when it begins, so that what it reads holds until it ends. */
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

  /** SQLite has done so by itself where the disk is full: saying it again would fail, and hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }

  override beginTransaction(connection: DatabaseConnection): Promise<void> {
    // Waiting inside SQLite would stop this process, which may have to go on for the other one to end.
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

/** SQLite takes back changes of tables too, which Kysely does not make use of: a migration that is cut off leaves nothing half done. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
