// Opens the store: on a PostgreSQL server if one is configured, else in a file.

import { InputError } from '../input-error.js';
import type { StoreLog } from './database.js';
import { SqlStore } from './sql-store.js';
import { openSqliteDatabase } from './sqlite-database.js';

export interface StoreOptions {
  /** DATABASE_URL of a PostgreSQL server; if absent, the file is used. */
  readonly databaseUrl?: string | undefined;
  /** The schema on a PostgreSQL server; by default "marginalia". */
  readonly schema?: string;
  /** A SQLite file, created if missing. */
  readonly file: string;
  readonly log: StoreLog;
}

/** Opens the store and migrates it. Throws InputError if the database cannot be used or was written by a later version. */
export async function openStore({ databaseUrl, schema = 'marginalia', file, log }: StoreOptions): Promise<SqlStore> {
  if (!/^[a-z_][a-z0-9_]{0,62}$/u.test(schema)) {
    throw new InputError(`The schema ${JSON.stringify(schema)} is no plain name: write lower-case letters, digits and _, at most 63.`);
  }
  const openDatabase = async () => {
    if (databaseUrl === undefined) return openSqliteDatabase(file, log);
    // Imported on demand: most installations run without a server.
    const { openPostgresDatabase } = await import('./postgres-database.js');
    return openPostgresDatabase({ databaseUrl, schema, log });
  };
  const database = await openDatabase();
  try {
    return await SqlStore.over(database, log);
  } catch (error) {
    await database.close();
    throw database.faultOf(error) ?? error;
  }
}
