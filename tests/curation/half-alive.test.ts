// Tests of a database that can be written but not read: saved changes are reported as saved, and readers see every change as soon as it can
// be read, without a second event.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { App } from '../../src/app.js';
import { type OpenCuration, openCuration } from '../../src/curation/open-curation.js';
import { Unread } from '../../src/curation/unread.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import type { StoreEvent } from '../../src/store/store.js';
import { SOON, type TestDatabase } from '../store/databases.js';
import { ADA, BEN, GUILD, OTHER_GUILD, saved } from '../store/examples.js';
import { DATABASE_KINDS } from '../store/kinds.js';
import { formOn, makeContent, noteOn, openSmallApp } from './curated.js';

const OWN = noteOn('carries forty cars', 'The register of ships has it with thirty-six.');
const content = makeContent();
let app: App;

beforeAll(async () => {
  app = await openSmallApp(content.folder);
});

afterAll(async () => {
  await app.close();
  content.remove();
});

describe.each(DATABASE_KINDS)('over %s', (_, create) => {
  let database: TestDatabase;
  let store: SqlStore;
  let other: SqlStore;
  let kept: OpenCuration;
  let logged: string[];

  beforeEach(async () => {
    database = await create();
    [store, other] = [await database.open(), await database.open()];
    logged = [];
    const log = { warn: (_details: object, message: string) => void logged.push(message) };
    kept = await openCuration({ app, store, evaluationQuestions: [], now: Date.now, log });
  });

  afterEach(async () => {
    await kept.close();
    await database.drop();
  });

  /** Removes a table for a while, so that anything that uses it fails. */
  async function without<T>(table: string, work: () => Promise<T>): Promise<T> {
    await database.query(`alter table ${table} rename to ${table}_away`);
    const result = await work();
    await database.query(`alter table ${table}_away rename to ${table}`);
    return result;
  }

  const couldNotBeTakenOver = () =>
    vi.waitFor(() => expect(logged).toContain('A change of the store could not be applied; it is retried.'), SOON);
  const has = async (noteId: string) => (await kept.curation.view(GUILD)).notes.some(({ note }) => note.id === noteId);
  const seen = (noteId: string) => vi.waitFor(async () => expect(await has(noteId)).toBe(true), SOON);

  it('a note that another process saved is seen once it can be read', async () => {
    expect(await has('own')).toBe(false);
    await without('lessons', async () => {
      await saved(other, { noteId: 'own', action: 'add', content: OWN });
      await couldNotBeTakenOver();
      expect(await has('own')).toBe(false);
    });
    await seen('own');
  });

  it('a server whose notes cannot be loaded is refused, not answered without them, and answered once they can be', async () => {
    await saved(other, { noteId: 'own', action: 'add', content: OWN });
    await without('notes', () => expect(has('own')).rejects.toThrow());
    expect(await has('own')).toBe(true);
  });

  it('settings that another process changed hold once they can be read', async () => {
    // Settings stay writable but unreadable while their previous value is invalid JSON.
    await other.changeSettings(GUILD, { isTwoPerson: true });
    await vi.waitFor(() => expect(kept.settings.of(GUILD).isTwoPerson).toBe(true), SOON);
    await other.changeSettings(GUILD, { isTwoPerson: false, keepQuestionsDays: 7 });
    await vi.waitFor(() => expect(kept.settings.of(GUILD).keepQuestionsDays).toBe(7), SOON);
    await database.query(`update settings set changed = '{' where guild_id = '${GUILD}'`);
    await database.query(`insert into events (seq, guild_id, what) values (99, '${GUILD}', 'settings')`);
    // Another guild's event triggers a read that also finds the unannounced one.
    await saved(other, { guildId: OTHER_GUILD });
    await couldNotBeTakenOver();
    await database.query(`update settings set changed = '{"isTwoPerson":true}' where guild_id = '${GUILD}'`);
    await vi.waitFor(() => expect(kept.settings.of(GUILD).isTwoPerson).toBe(true), SOON);
  });

  it('a change is saved also where readers cannot be shown it yet, and is shown by itself', async () => {
    const of = { guildId: GUILD, authorId: ADA, origin: 'moderator' as const };
    const drafted = await kept.curation.drafts.fromForm({ ...of, fields: formOn('carries forty cars', 'It has thirty-six.') });
    if (drafted.kind !== 'drafted') throw new Error(JSON.stringify(drafted));
    const { id, noteId } = drafted.proposal;
    const decided = await without('lessons', () => kept.curation.decisions.save(id, ADA));
    expect(decided).toMatchObject({ kind: 'saved', isShown: false, revision: { version: 1 } });
    await seen(noteId);
    expect(await kept.curation.decisions.save(id, BEN)).toEqual({ kind: 'gone' });
    expect(await store.revisions(GUILD, noteId)).toHaveLength(1);
  });

  it('a lesson is saved also where readers cannot be shown it yet, and nobody is told that nothing was', async () => {
    expect(await has('own')).toBe(false);
    const taught = await without('notes', async () => {
      // Notes changed too, and all changes are read at once.
      await database.query(`insert into events (seq, guild_id, what) values (99, '${GUILD}', 'notes')`);
      await other.changeSettings(OTHER_GUILD, { isTwoPerson: true });
      await couldNotBeTakenOver();
      return kept.curation.teaching.teach(GUILD, 'How many cars?', undefined, ADA);
    });
    expect(taught).toMatchObject({ kind: 'taught', isShown: false });
    expect(await store.trainingExamples(GUILD)).toHaveLength(1);
  });
});

describe('a change that could not be taken over', () => {
  const event = (seq: number): StoreEvent => ({ seq, guildId: GUILD, what: 'notes', subject: undefined });
  const silent = { warn: () => undefined };

  it('is tried again until it can be, and no more then', async () => {
    const tried: number[] = [];
    const take = async ({ seq }: StoreEvent) => {
      tried.push(seq);
      if (tried.length < 3) throw new Error('not yet');
    };
    new Unread({ take, log: silent }).apply(event(1));
    await vi.waitFor(() => expect(tried).toEqual([1, 1, 1]), SOON);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(tried).toEqual([1, 1, 1]);
  });

  it('is tried with the newest one of its kind, at once when that comes, and never beside itself', async () => {
    const tried: number[] = [];
    let underWay = 0;
    const take = async ({ seq }: StoreEvent) => {
      underWay += 1;
      expect(underWay).toBe(1);
      tried.push(seq);
      await new Promise((resolve) => setTimeout(resolve, 5));
      underWay -= 1;
      if (seq < 4) throw new Error('not yet');
    };
    const unread = new Unread({ take, log: silent });
    for (const seq of [1, 2, 3, 4]) unread.apply(event(seq));
    await vi.waitFor(() => expect(tried).toEqual([1, 4]), SOON);
  });

  it.each<[string, boolean, readonly string[], readonly [number, string | undefined][]]>([
    [
      'of the same note names it',
      true,
      ['a', 'a'],
      [
        [1, 'a'],
        [2, 'a'],
      ],
    ],
    [
      'of different notes, of which one could not be read, names none',
      true,
      ['a', 'b'],
      [
        [1, 'a'],
        [2, undefined],
      ],
    ],
    [
      'of different notes that came while another was read names none',
      false,
      ['a', 'b', 'c'],
      [
        [1, 'a'],
        [3, undefined],
      ],
    ],
  ])('leaves out no note: one event that stands for several %s', async (_, fails, subjects, expected) => {
    const tried: [number, string | undefined][] = [];
    const take = async ({ seq, subject }: StoreEvent) => {
      tried.push([seq, subject]);
      if (fails && tried.length === 1) throw new Error('not yet');
    };
    const unread = new Unread({ take, log: silent });
    for (const [i, subject] of subjects.entries()) unread.apply({ ...event(i + 1), subject });
    await vi.waitFor(() => expect(tried).toEqual(expected), SOON);
  });

  it('is tried no more once nobody follows the store', async () => {
    let tries = 0;
    const take = async () => {
      tries += 1;
      throw new Error('never');
    };
    const unread = new Unread({ take, log: silent });
    unread.apply(event(1));
    await vi.waitFor(() => expect(tries).toBe(1), SOON);
    unread.close();
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(tries).toBe(1);
  });
});
