// A database in one file, for one machine: several processes may use it at once.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { CompiledQuery, type DatabaseConnection, type Driver, Kysely, SqliteAdapter, SqliteDialect, SqliteDriver } from 'kysely';
import pRetry from 'p-retry';
import { InputError } from '../input-error.js';
import type { Database } from './database.js';
import { ageOf, migrate } from './migrations.js';
import type { Tables } from './schema.js';
import { BUSY_TIMEOUT_MS, type FileUse, hasCode, inspectFile, stepsTaken, tellingFaults } from './sqlite-file.js';

/** How long a writer waits for its turn. */
const LONGEST_WAIT_MS = 15_000;
/** How often the file is asked whether another process wrote. */
const WATCH_MS = 250;

/** One after the other in a process: while one migrates, another would wait in a way that lets nobody go on. */
let lastOpening: Promise<unknown> = Promise.resolve();

/**
 * Opens a file, or makes it with the folder around it, and brings it up to date. Throws InputError where it is no database of ours, was
 * written by a later version or cannot be used; such a file is not changed.
 */
export function openSqliteDatabase(file: string): Promise<Database> {
  const opening = lastOpening.then(() => open(file));
  lastOpening = opening.catch(() => undefined);
  return opening;
}

async function open(file: string): Promise<Database> {
  const writer = tellingFaults(file, 'kept', () => {
    mkdirSync(dirname(file), { recursive: true });
    inspectFile(file, 'kept');
    return connect(file);
  });
  const forWriting = new Kysely<Tables>({ dialect: new TurnTakingDialect({ database: writer }) });
  let reader: Sqlite.Database;
  try {
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
    inTurn: async (work) => {
      const result = await forWriting.transaction().execute(work);
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
    close: async () => {
      // Not by Kysely, which leaves a connection open that was never used. The last one to close tidies up, and must be able to write.
      reader.close();
      writer.close();
    },
  };
}

/** Copies a database file, with what its write-ahead log holds, as it stands at this moment. Throws InputError where it is not ours. */
export async function copySqliteFile(from: string, to: string, use: FileUse): Promise<void> {
  const source = tellingFaults(from, use, () => {
    if (inspectFile(from, use) === undefined) throw new InputError(`${from} is empty or not there: choose another file.`);
    return new Sqlite(from, { readonly: true, fileMustExist: true });
  });
  try {
    // A transaction that reads holds the copy to this moment, however long it takes and whoever writes meanwhile.
    source.exec('begin');
    source.prepare('select 1 from sqlite_schema').get();
    await source.backup(to);
  } finally {
    source.close();
  }
  asOneFile(to);
}

/** Leaves a closed database without a write-ahead log beside it. */
export function asOneFile(file: string): void {
  const connection = new Sqlite(file, { fileMustExist: true });
  connection.pragma('journal_mode = delete');
  connection.close();
}

function connect(file: string): Sqlite.Database {
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
function watcher(connection: Sqlite.Database, onChange: () => void): () => void {
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
class TurnTakingDialect extends SqliteDialect {
  readonly #config: { readonly database: Sqlite.Database };

  constructor(config: { readonly database: Sqlite.Database }) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new TurnTakingDriver(this.#config);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class TurnTakingDriver extends SqliteDriver {
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
