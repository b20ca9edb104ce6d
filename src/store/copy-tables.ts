// Copies every row from one database to another of the same version.

import { type Kysely, sql } from 'kysely';
import { InputError } from '../input-error.js';
import { MOST_ROWS, PRIMARY_KEYS, TABLE_NAMES, type Tables } from './schema.js';

type Row = Readonly<Record<string, string | number | null>>;

/** Any of our tables, as rows only. */
type AnyTable = Kysely<Readonly<Record<string, Row>>>;

/** Copies tables, by default all, in the order of their primary keys. `from` must not change: a transaction that sees one moment. */
export async function copyTables(
  from: Kysely<Tables>,
  into: Kysely<Tables>,
  names: readonly (keyof Tables)[] = TABLE_NAMES,
): Promise<void> {
  for (const name of names) {
    for await (const rows of pages(from as unknown as AnyTable, name)) {
      await (into as unknown as AnyTable).insertInto(name).values(rows).execute();
    }
  }
}

/** Throws InputError if the two databases differ in the number of rows of a table. Neither may change meanwhile. */
export async function requireSameRows(from: Kysely<Tables>, into: Kysely<Tables>, file: string): Promise<void> {
  for (const name of TABLE_NAMES) {
    const [there, here] = [await countRows(from, name), await countRows(into, name)];
    if (there === here) continue;
    throw new InputError(`${file} did not come out whole (${name}: ${here} rows of ${there}): look at its disk, and try again.`);
  }
}

async function countRows(tables: Kysely<Tables>, name: keyof Tables): Promise<number> {
  const { count } = await tables
    .selectFrom(name)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function* pages(from: AnyTable, name: keyof Tables): AsyncGenerator<readonly Row[]> {
  const key: readonly string[] = PRIMARY_KEYS[name];
  const columns = sql.join(key.map((column) => sql.ref(column)));
  let query = from.selectFrom(name).selectAll().orderBy(columns).limit(MOST_ROWS);
  for (;;) {
    const rows = await query.execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    query = from
      .selectFrom(name)
      .selectAll()
      .where(sql<boolean>`(${columns}) > (${sql.join(key.map((column) => last[column]))})`)
      .orderBy(columns)
      .limit(MOST_ROWS);
  }
}
