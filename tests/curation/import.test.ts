// Tests of importing many notes: all of them or none, reported while they are read, without missing concurrent changes.

import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import type { Change, ImportedChange } from '../../src/notes/revision.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { createSqliteDatabase, SOON, type TestDatabase } from '../store/databases.js';
import { ADA, GUILD, OTHER_GUILD, saved } from '../store/examples.js';
import { sized } from '../tier.js';
import { makeContent, noteOn, openCurated, openSmallApp, PASSAGES } from './curated.js';

/** More than one batch. */
const MANY = sized(300, 120);
const BETWEEN_QUESTIONS_MS = 30;

const content = makeContent();
let app: App;
let database: TestDatabase;
let store: SqlStore;

beforeAll(async () => {
  app = await openSmallApp(content.folder);
  database = await createSqliteDatabase();
});

beforeEach(async () => {
  store = await database.open();
});

afterEach(() => database.clear());

afterAll(async () => {
  await database.drop();
  await app.close();
  content.remove();
});

/** Changes whose notes name a year of this century: texts embedded by other tests take no time. */
function imported(count: number, century = 16): ImportedChange[] {
  return Array.from({ length: count }, (_, i) => {
    const { quote = '', word = '' } = PASSAGES[i % PASSAGES.length] ?? {};
    const note = noteOn(quote, `Entry ${i} of the log of the harbour, about the ${word} of ${century * 100 + i}.`);
    return { noteId: `entry-${i}`, action: 'add', content: note, baseVersion: 0 };
  });
}

function changes(count: number, guildId = GUILD): Change[] {
  return imported(count).map((change) => ({ ...change, guildId, authorId: undefined, reason: 'import' }));
}

const wanted = (count: number, century?: number) => ({
  guildId: GUILD,
  authorId: ADA,
  reason: 'import',
  changes: imported(count, century),
});

const oneTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

describe('an import of many notes', () => {
  it('is told note by note, can be asked over meanwhile, and has all of them read when it is done', async () => {
    const { curation, close } = await openCurated(app, store);
    const steps: string[] = [];
    let isDone = false;
    const importing = curation.imports
      .apply(wanted(MANY), (done, total) => steps.push(`${done}/${total}`))
      .finally(() => {
        isDone = true;
      });
    const seen: number[] = [];
    while (!isDone) {
      const view = await curation.view(GUILD);
      const { quotes } = await view.ask(PASSAGES[1]?.question ?? '');
      const flags = quotes.flatMap((quote) => quote.flags);
      // Every flagged note is one of the view's notes.
      expect(flags.filter((id) => !view.notes.some(({ note }) => note.id === id))).toEqual([]);
      seen.push(flags.length);
      await wait(BETWEEN_QUESTIONS_MS);
    }
    expect(await importing).toMatchObject({ kind: 'imported', proposal: { changes: { length: MANY } } });
    expect(steps).toEqual(oneTo(MANY).map((done) => `${done}/${MANY}`));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));

    const view = await curation.view(GUILD);
    const own = view.notes.filter(({ note }) => note.id.startsWith('entry-'));
    expect(own).toHaveLength(MANY);
    const { embedder, retriever } = view.context;
    for (const i of [0, 31, 32, MANY / 2, MANY - 1]) {
      const asked = await embedder.embedQuestion(`Entry ${i} of the log, about ${1600 + i}`);
      const { notes } = retriever.retrieve(asked, retriever.matchWords(asked.text));
      expect(notes.map(({ id }) => id)).toContain(`entry-${i}`);
    }
    await close();
  });

  it('that meets one note that was changed meanwhile takes none, and readers see nothing of it', async () => {
    const { curation, close } = await openCurated(app, store);
    await saved(store, { noteId: `entry-${MANY - 1}`, content: noteOn('forty cars', 'Somebody was quicker.') });
    const ids = async () => (await curation.view(GUILD)).notes.map(({ note }) => note.id);
    await expect.poll(ids, SOON).toContain(`entry-${MANY - 1}`);
    const before = await curation.view(GUILD);
    const seq = await database.lastSeq();
    const steps: number[] = [];
    const result = await curation.imports.apply(wanted(MANY), (done) => steps.push(done));
    expect(result).toMatchObject({ kind: 'conflict', noteId: `entry-${MANY - 1}`, current: { version: 1 } });
    expect(await store.keptNotes(GUILD)).toHaveLength(1);
    expect(await store.revisions(GUILD, 'entry-0')).toEqual([]);
    expect([await database.lastSeq(), steps]).toEqual([seq, []]);
    expect(await curation.view(GUILD)).toBe(before);
    await close();
  });
});

it('an import that the end of the program meets is kept, and nobody hears of a store that is closed', async () => {
  const { curation, close } = await openCurated(app, store);
  const steps: number[] = [];
  const importing = curation.imports.apply(wanted(MANY, 12), (done) => steps.push(done));
  await expect.poll(() => steps.length, SOON).toBeGreaterThan(0);
  await close();
  await store.close();
  expect(await importing).toMatchObject({ kind: 'imported', proposal: { changes: { length: MANY } } });
  expect(steps.length).toBeLessThan(MANY);
  expect(await (await database.open()).keptNotes(GUILD)).toHaveLength(MANY);
});

describe('a start', () => {
  it('reads no notes: those of a server are loaded when it first asks, and those of no other', async () => {
    await store.addRevisions(changes(MANY), 0);
    await store.addRevisions(changes(1, OTHER_GUILD), 0);
    const read: string[] = [];
    const watched = new Proxy(store, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name, target);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => {
          if (String(name).startsWith('kept') || name === 'trainingExamples') read.push(String(args[0]));
          return Reflect.apply(method, target, args);
        };
      },
    });
    const { curation, close } = await openCurated(app, watched);
    expect(read).toEqual([]);
    expect((await curation.view(GUILD)).notes.filter(({ note }) => note.id.startsWith('entry-'))).toHaveLength(MANY);
    expect(new Set(read)).toEqual(new Set([GUILD]));
    await close();
  });

  it('misses nothing that is changed while settings or notes are read', async () => {
    await saved(store, { content: noteOn('forty cars', 'As it was.') });
    await store.addRevisions(changes(MANY), 0);
    const opening = openCurated(app, store);
    const changing: Promise<unknown>[] = [store.changeSettings(GUILD, { language: 'es' })];
    const { curation, settings, close } = await opening;
    const view = curation.view(GUILD);
    changing.push(saved(store, { baseVersion: 1, content: noteOn('forty cars', 'As it is.') }));
    await Promise.all([view, ...changing]);
    const told = async () => (await curation.view(GUILD)).notes.map(({ note }) => note.note);
    await expect.poll(told, SOON).toContain('As it is.');
    await expect.poll(() => settings.of(GUILD).language, SOON).toBe('es');
    await close();
  });
});
