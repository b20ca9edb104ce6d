// Tests of the bytes in a SQLite database's files after a person was forgotten, while the program is still running.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Forgetting, USER_GRACE_MS } from '../../src/curation/forgetting.js';
import { Sqlite } from '../../src/sqlite.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { createSqliteDatabase, type TestDatabase } from './databases.js';
import { ADA, AT, BEN, change, content, GUILD, proposal } from './examples.js';

let database: TestDatabase;
let store: SqlStore;

beforeEach(async () => {
  database = await createSqliteDatabase();
  store = await database.open();
});

afterEach(() => database.drop());

/** The bytes of all the database's files. */
function bytes(): string {
  const folder = dirname(database.where.file);
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');
}

/** Writes enough to move pages. */
async function fill(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    const author = (i: number) => (i % 3 === 0 ? ADA : BEN);
    await store.addRevisions(
      Array.from({ length: 300 }, (_, i) =>
        change({
          noteId: `note-${i}`,
          baseVersion: round,
          authorId: author(i + round),
          content: content(`Round ${round}: ${'word '.repeat((i * 7) % 90)}`),
        }),
      ),
      AT,
    );
  }
  for (let i = 0; i < 60; i++) {
    await store.addProposal(proposal({ id: `p${i}`, authorId: i % 2 === 0 ? ADA : BEN, noteId: `note-${i}`, baseVersion: 3 }));
    if (i % 3 === 0) await store.moveProposal(`p${i}`, 'waiting', 'rejected', ADA, AT);
    if (i % 3 === 1) await store.acceptProposal(`p${i}`, 'waiting', ADA, AT);
  }
  await store.addTrainingExample({ id: 'l1', guildId: GUILD, question: 'How much?', answer: undefined, authorId: ADA, at: AT });
}

it('nothing is left of their id once they were forgotten, and of a server’s words once it was', async () => {
  let now = AT;
  const forgetting = new Forgetting({ store, now: () => now, answersKeptMs: 0, feedbackKeptMs: 0, takeNameOut: async () => true });
  await fill();
  await forgetting.askedBy(ADA);
  expect(bytes()).toContain(ADA);
  now += USER_GRACE_MS;
  await forgetting.work();
  expect(bytes().includes(ADA)).toBe(false);
  expect(bytes().includes(BEN)).toBe(true);
  await store.scheduleDeletion({ kind: 'guild', id: GUILD, dueAt: now });
  await forgetting.work();
  expect(bytes().includes('Round 2: ')).toBe(false);
});

it('it is done as soon as whoever reads has read to the end', async () => {
  await fill();
  const reader = new Sqlite(database.where.file, { readonly: true });
  const rows = reader.prepare('select * from revisions').iterate();
  rows.next();
  await store.forgetUser(ADA);
  const scrubbed = store.scrub();
  setTimeout(() => {
    rows.return?.();
    reader.close();
  }, 200);
  await scrubbed;
  expect(bytes().includes(ADA)).toBe(false);
});
