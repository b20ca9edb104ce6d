// Tests of the change feed when events cannot be read for a while: it resumes by itself.

import { Kysely, SqliteDialect } from 'kysely';
import { expect, it, vi } from 'vitest';
import { Sqlite } from '../../src/sqlite.js';
import { EventFeed } from '../../src/store/events.js';
import type { Tables } from '../../src/store/schema.js';
import { SOON } from './databases.js';
import { GUILD } from './examples.js';

it('events that could not be read are told of once they can be, though nothing new is announced', async () => {
  const database = new Sqlite(':memory:');
  const logged: string[] = [];
  const log = { warn: (_: object, message: string) => void logged.push(message), error: () => undefined };
  const feed = new EventFeed(new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }), 0, log);
  const heard: number[] = [];
  feed.listen(({ seq }) => heard.push(seq));
  await feed.catchUp();
  expect(logged).toEqual(['The events of the database cannot be read now; retrying.']);
  database.exec('create table events (seq integer, guild_id text, what text, subject text)');
  for (const seq of [1, 2]) database.prepare("insert into events values (?, ?, 'notes', null)").run(seq, GUILD);
  await vi.waitFor(() => expect(heard).toEqual([1, 2]), SOON);
  await feed.stop();
  database.close();
});
