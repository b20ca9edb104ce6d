// What the two databases call the same column, and how each refuses a change.

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

/** Lets SQLite refuse values of another type, as PostgreSQL does. */
export function strict<Name extends string, Column extends string>(table: CreateTableBuilder<Name, Column>, kind: DatabaseKind) {
  return kind === 'sqlite' ? table.modifyEnd(sql`strict`) : table;
}
