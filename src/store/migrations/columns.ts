// Column types in each of the two databases, and SQLite's strict tables.

import { type CreateTableBuilder, type Expression, sql } from 'kysely';

export type DatabaseKind = 'sqlite' | 'postgres';

export interface ColumnTypes {
  /** Text, compared by its bytes in both. */
  readonly text: 'text' | Expression<unknown>;
  readonly integer: 'integer' | 'bigint';
}

export function columnTypes(kind: DatabaseKind): ColumnTypes {
  return kind === 'sqlite' ? { text: 'text', integer: 'integer' } : { text: sql`text collate "C"`, integer: 'bigint' };
}

/** Makes SQLite refuse values of another type, like PostgreSQL. */
export function strict<Name extends string, Column extends string>(table: CreateTableBuilder<Name, Column>, kind: DatabaseKind) {
  return kind === 'sqlite' ? table.modifyEnd(sql`strict`) : table;
}
