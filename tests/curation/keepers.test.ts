// Tests of who keeps a note, and since when it has its present state, whatever happened in between.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAnchorFinder } from '../../src/article/anchor.js';
import { keepersOf } from '../../src/curation/keepers.js';
import type { Note } from '../../src/notes/note.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { NoteCatalog } from '../../src/views/note-catalog.js';
import { createSqliteDatabase, type TestDatabase } from '../store/databases.js';
import { content, GUILD, NOTE, saved } from '../store/examples.js';

const SHIPPED: Note = { id: NOTE, ...content('As it was shipped.') };
const OWN = 'own-note';

let database: TestDatabase;
let store: SqlStore;

beforeAll(async () => {
  database = await createSqliteDatabase();
  store = await database.open();
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

async function keeperOf(id: string, guildId: string | undefined = GUILD) {
  const kept = new Map((await store.keptNotes(GUILD)).map((note) => [note.noteId, note]));
  const catalog = new NoteCatalog([SHIPPED], kept, createAnchorFinder('So it was.'));
  return (await keepersOf({ store, notes: { state: async (_, noteId) => catalog.state(noteId) } }, guildId, [id])).get(id);
}

it('a shipped note is the server’s from its first change on, until it is as it was shipped', async () => {
  expect(await keeperOf(NOTE)).toEqual({ origin: 'shipped' });
  await saved(store, { content: content('Changed.'), baseVersion: 0 }, 1);
  expect(await keeperOf(NOTE)).toEqual({ origin: 'overridden', since: 1 });
  await saved(store, { content: content('Changed once more.'), baseVersion: 1 }, 2);
  expect(await keeperOf(NOTE)).toEqual({ origin: 'overridden', since: 2 });
  await saved(store, { content: content('Changed.'), baseVersion: 2 }, 3);
  expect(await keeperOf(NOTE)).toEqual({ origin: 'overridden', since: 1 });
  await saved(store, { action: 'restore', content: undefined, baseVersion: 3 }, 4);
  expect(await keeperOf(NOTE)).toEqual({ origin: 'shipped' });
});

it('a note of the server’s own has been as it is since it was first written so, also where it was retracted meanwhile', async () => {
  const own = { noteId: OWN, content: content('Ours.') };
  await saved(store, { ...own, action: 'add', baseVersion: 0 }, 1);
  await saved(store, { ...own, action: 'withdraw', baseVersion: 1 }, 2);
  await saved(store, { ...own, action: 'restore', baseVersion: 2 }, 3);
  expect(await keeperOf(OWN)).toEqual({ origin: 'own', since: 1 });
});

it('without a server every note is as it was shipped', async () => {
  const noteId = 'changed-elsewhere';
  await saved(store, { noteId, content: content('Changed.'), baseVersion: 0 }, 5);
  const kept = { store, notes: { state: async () => undefined } };
  expect((await keepersOf(kept, undefined, [noteId])).get(noteId)).toEqual({ origin: 'shipped' });
});
