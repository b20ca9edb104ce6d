// The SQLite driver, in the version that this Node.js can run.

import type BetterSqlite from 'better-sqlite3';

export type SqliteConnection = BetterSqlite.Database;
export type SqliteStatement<Bound extends unknown[], Row = unknown> = BetterSqlite.Statement<Bound, Row>;

/** Version 13 needs Node.js 22; from Node.js 24.19 on, version 12 may end the process whenever memory is freed. */
const isBefore22 = Number(process.versions.node.split('.', 1)[0]) < 22;
const driver: { readonly default: typeof BetterSqlite } = await import(isBefore22 ? 'better-sqlite3' : 'better-sqlite3-13');

export const Sqlite = driver.default;
