// Tests that incomplete copies of tables are detected.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { requireSameRows } from '../../src/store/copy-tables.js';
import { openSqliteDatabase } from '../../src/store/sqlite-database.js';
import { createSqliteDatabase, type TestDatabase } from './databases.js';
import { saved } from './examples.js';

let databases: readonly TestDatabase[];

beforeEach(async () => {
  databases = [await createSqliteDatabase(), await createSqliteDatabase()];
});

afterEach(async () => {
  for (const database of databases) await database.drop();
});

it('a copy that lacks a row is refused with its table, and one that has all is not', async () => {
  for (const database of databases) await saved(await database.open());
  await databases[1]?.query('delete from events');
  const [from, into] = await Promise.all(databases.map(({ where }) => openSqliteDatabase(where.file)));
  if (from === undefined || into === undefined) throw new Error('There are two.');
  await expect(requireSameRows(from.tables, into.tables, 'copy.sqlite')).rejects.toThrow(
    'copy.sqlite did not come out whole (events: 0 rows of 1)',
  );
  await expect(requireSameRows(from.tables, from.tables, 'copy.sqlite')).resolves.toBeUndefined();
  for (const one of [from, into]) await one.close();
});
