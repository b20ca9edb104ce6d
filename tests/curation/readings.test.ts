// What the readers of each server see, as its moderators change it: in the index as in the notes, and for nobody else.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { createAnchorFinder } from '../../src/article/anchor.js';
import { Readings } from '../../src/curation/readings.js';
import type { Change } from '../../src/notes/revision.js';
import type { Reading } from '../../src/reading.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import type { Store } from '../../src/store/store.js';
import { createSqliteDatabase, type TestDatabase } from '../store/databases.js';
import { ADA, AT, GUILD, OTHER_GUILD, saved } from '../store/examples.js';
import { makeContent, noteOn, openSmallApp, PASSAGES } from './curated.js';

const CARS = 'How many cars fit on the boat?';
const COST = 'What does the bridge cost?';
const DROWNED = 'Has anybody drowned on the crossing since 1938?';
const QUESTIONS = [
  ...PASSAGES.map(({ question }) => question),
  DROWNED,
  'Is there a kestrel?',
  'Did sailors drown beside the ferry in 1951?',
];
const OWN = noteOn('carries forty cars', 'The register of ships has it with thirty-six, and a kestrel on the funnel.');
const OVERRIDDEN = noteOn('ninety million kroner', 'The county has 150 million in its budget.');
const CHANGES: readonly Partial<Change>[] = [
  { noteId: 'deck', action: 'add', content: OWN },
  { noteId: 'cost-of-the-bridge', content: OVERRIDDEN },
  { noteId: 'drowned-in-1951', action: 'withdraw', content: undefined },
];

const content = makeContent();
const logged: unknown[] = [];
let app: App;
let database: TestDatabase;
let store: SqlStore;
let readings: Readings;

const open = (from: Store = store) => {
  const finder = createAnchorFinder(app.article.body);
  const log = { warn: (details: object, message: string) => logged.push([details, message]) };
  return Readings.open({ store: from, base: app, index: app.index, finder, log });
};

beforeAll(async () => {
  app = await openSmallApp(content.folder);
  database = await createSqliteDatabase();
});

beforeEach(async () => {
  store = await database.open();
  readings = await open();
});

afterEach(() => database.clear());

afterAll(async () => {
  await database.drop();
  await app.close();
  content.remove();
});

async function change(...all: readonly Partial<Change>[]): Promise<void> {
  for (const one of all) {
    const { guildId = GUILD, noteId = '' } = one;
    const baseVersion = (await store.keptNote(guildId, noteId))?.version ?? 0;
    await saved(store, { guildId, baseVersion, ...one });
    await readings.refresh(guildId);
  }
}

/** All that readers are told, but how long it took. */
async function everything(reading: Reading): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const question of QUESTIONS) {
    const { tookMs: _, ...answer } = await reading.ask(question);
    answers.push(answer);
  }
  return answers;
}

/** The notes that are shown at the article's words in an answer, and what they say. */
async function flagged(reading: Reading, question: string): Promise<readonly (readonly [id: string, note: string | undefined])[]> {
  const { quotes, notes } = await reading.ask(question);
  return quotes.flatMap(({ flags }) => flags).map((id) => [id, notes.find((note) => note.id === id)?.note]);
}

describe('readers of a server', () => {
  it('see its own notes, its words for the shipped ones, and not those it withdrew; other readers see none of it', async () => {
    const before = await everything(app);
    expect((await flagged(app, COST)).map(([id]) => id)).toContain('cost-of-the-bridge');
    expect((await flagged(app, DROWNED)).map(([id]) => id)).toContain('drowned-in-1951');
    await change(...CHANGES);
    const reading = readings.of(GUILD);
    expect(await flagged(reading, CARS)).toContainEqual(['deck', OWN.note]);
    expect(await flagged(reading, COST)).toContainEqual(['cost-of-the-bridge', OVERRIDDEN.note]);
    expect((await flagged(reading, DROWNED)).map(([id]) => id)).not.toContain('drowned-in-1951');
    const { notes } = await reading.ask('Did sailors drown beside the ferry in 1951?');
    expect(notes.map(({ id }) => id)).not.toContain('drowned-in-1951');
    expect(await everything(readings.of(OTHER_GUILD))).toEqual(before);
    expect(readings.of(undefined)).toBe(app);
    expect(await everything(app)).toEqual(before);
  });

  it('see what a process would see that starts now, after every change', async () => {
    const back = { noteId: 'drowned-in-1951', action: 'restore', content: undefined } as const;
    const moved = { noteId: 'deck', content: noteOn('A lighthouse from 1871', 'It has a walnut door.') } as const;
    const hidden = { noteId: 'deck', action: 'withdraw', content: moved.content } as const;
    const shown = { noteId: 'deck', action: 'restore', content: OWN } as const;
    const shipped = { noteId: 'cost-of-the-bridge', content: undefined } as const;
    let last = JSON.stringify(await everything(readings.of(GUILD)));
    for (const one of [...CHANGES, back, moved, hidden, shown, shipped]) {
      await change(one);
      const now = await everything(readings.of(GUILD));
      expect(now).toEqual(await everything((await open()).of(GUILD)));
      expect(JSON.stringify(now)).not.toBe(last);
      last = JSON.stringify(now);
    }
  });

  it('see a change for which nothing was read but the note that changed', async () => {
    await change(...CHANGES);
    const read: string[] = [];
    const watched = new Proxy<Store>(store, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name, target);
        if (typeof method !== 'function') return method;
        return (...args: unknown[]) => {
          if (String(name).startsWith('kept')) read.push(`${String(name)} ${JSON.stringify(args.slice(1))}`);
          return Reflect.apply(method, target, args);
        };
      },
    });
    readings = await open(watched);
    const before = new Map(readings.of(GUILD).notes.map((one) => [one.note.id, one]));
    read.length = 0;
    const compared: string[] = [];
    // Notes are compared as JSON. Shipped ones are frozen.
    for (const { note } of [...before.values()].filter((one) => !Object.isFrozen(one.note))) {
      Object.defineProperty(note, 'toJSON', { value: () => compared.push(note.id) });
    }
    await saved(store, { noteId: 'deck', baseVersion: 1, content: { ...OWN, note: 'Thirty-seven, and a kestrel.' } });
    await readings.refresh(GUILD, ['deck']);
    expect(read).toEqual(['keptNotesAmong [["deck"]]']);
    expect(compared).toEqual(['deck']);
    const changed = readings.of(GUILD).notes.filter((one) => before.get(one.note.id) !== one);
    expect(changed.map(({ note }) => [note.id, note.note])).toEqual([['deck', 'Thirty-seven, and a kestrel.']]);
    // Where nobody knows what changed, the versions tell.
    read.length = 0;
    await saved(store, { noteId: 'deck', baseVersion: 2, content: OWN });
    await readings.refresh(GUILD);
    expect(read).toEqual(['keptVersions []', 'keptNotesAmong [["deck"]]']);
    expect(readings.of(GUILD).notes.find(({ note }) => note.id === 'deck')?.note.note).toBe(OWN.note);
  });

  it('see what was written after everything was forgotten, though its versions are the same as before', async () => {
    const stop = store.listen((event) => void readings.heed(event));
    await change({ noteId: 'deck', action: 'add', content: OWN });
    await store.forgetGuild(GUILD);
    await saved(store, { noteId: 'deck', action: 'add', content: { ...OWN, note: 'Written anew.' } });
    await readings.refresh(GUILD);
    expect(readings.of(GUILD).notes.find(({ note }) => note.id === 'deck')?.note.note).toBe('Written anew.');
    stop();
  });

  it('see what is shipped once nothing is kept any more', async () => {
    await change(...CHANGES);
    expect(readings.of(GUILD)).not.toBe(app);
    await store.forgetGuild(GUILD);
    await readings.heed({ seq: 99, guildId: GUILD, what: 'forgotten', subject: undefined });
    expect(readings.of(GUILD)).toBe(app);
    expect(readings.kept(GUILD).size).toBe(0);
  });

  it('see all of what was asked for at once when each of the requests is done', async () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ noteId: `n${i}`, content: noteOn('Olav Strand', `Loaf number ${i} is of rye.`) }));
    await Promise.all(
      many.map(async (one) => {
        await saved(store, one);
        await readings.refresh(GUILD);
        expect(readings.of(GUILD).noteSpans.has(one.noteId)).toBe(true);
      }),
    );
    expect(readings.kept(GUILD).size).toBe(many.length);
  });

  it('are not kept waiting by a lesson about words that the article does not have, which is told to whoever runs the program', async () => {
    await store.addLesson({ id: 'lost', guildId: GUILD, question: 'Why?', answer: 'The tunnel was dug.', authorId: ADA, at: AT });
    await change(...CHANGES.slice(0, 1));
    expect(await flagged(readings.of(GUILD), CARS)).toContainEqual(['deck', OWN.note]);
    expect(logged).toEqual([[{ lesson: 'lost' }, expect.stringContaining('left out')]]);
  });
});

describe('a trial', () => {
  it.each<readonly [string, Partial<Change>]>([
    ['a new note', { noteId: 'lamp', action: 'add', content: noteOn('A lighthouse from 1871', 'Its lamp is from 1902.') }],
    ['other words for its own note', { noteId: 'deck', content: noteOn('Olav Strand', 'He bakes with a walnut.') }],
    ['other words for a shipped note', { noteId: 'turnout-of-the-vote', content: noteOn('61 percent', 'Of 900 islanders 300 voted.') }],
    ['a withdrawal', { noteId: 'deck', action: 'withdraw', content: OWN }],
  ])('of %s is what readers see once it is saved, and changes nothing before', async (_, one) => {
    await change(...CHANGES);
    const live = readings.of(GUILD);
    const before = await everything(live);
    const { noteId = '', content: of, action } = one;
    const note = action === 'withdraw' || of === undefined ? undefined : { id: noteId, ...of };
    const trial = await readings.trial(GUILD, noteId, note);
    const tried = await everything(trial.reading);
    expect(tried).not.toEqual(before);
    expect(await everything(live)).toEqual(before);
    trial.release();
    expect(readings.of(GUILD)).toBe(live);
    expect(await everything(live)).toEqual(before);
    await change(one);
    expect(await everything(readings.of(GUILD))).toEqual(tried);
  });

  it('for a server without anything of its own leaves it as it is', async () => {
    const trial = await readings.trial(OTHER_GUILD, 'deck', { id: 'deck', ...OWN });
    expect(await flagged(trial.reading, CARS)).toContainEqual(['deck', OWN.note]);
    trial.release();
    expect(readings.of(OTHER_GUILD)).toBe(app);
  });
});

describe('closing', () => {
  it('ends what is being read in and begins nothing more, so that the store can be closed after it, and fails nobody who waits', async () => {
    const notes = Array.from({ length: 60 }, (_, i) => ({
      noteId: `n${i}`,
      content: noteOn('Olav Strand', `Loaf number ${i} is of rye.`),
    }));
    for (const one of notes) await saved(store, { guildId: GUILD, baseVersion: 0, ...one });
    await saved(store, { guildId: OTHER_GUILD, baseVersion: 0, noteId: 'deck', content: OWN });
    let done = 0;
    const reading = await new Promise<{ readonly whole: Promise<void> }>((begun) => {
      const whole = readings.refresh(GUILD, undefined, (now) => {
        done = now;
        begun({ whole });
      });
    });
    // One waits for the one that has begun, one has not looked into the store yet.
    const waiting = [reading.whole, readings.refresh(GUILD), readings.refresh(OTHER_GUILD)];
    await readings.close();
    await store.close();
    await Promise.all(waiting);
    await readings.refresh(GUILD);
    expect(done).toBeLessThan(notes.length);
    expect(readings.of(OTHER_GUILD)).toBe(app);
  });
});
