// Tests of what each guild's readers see as its moderators change it: index and notes agree, and other guilds see nothing of it.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { createAnchorFinder } from '../../src/article/anchor.js';
import type { Change } from '../../src/notes/revision.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import type { Store } from '../../src/store/store.js';
import type { ArticleView } from '../../src/views/article-view.js';
import { GuildViews } from '../../src/views/guild-views.js';
import { makeContent, noteOn, openSmallApp, PASSAGES } from '../curation/curated.js';
import { createSqliteDatabase, type TestDatabase } from '../store/databases.js';
import { ADA, AT, GUILD, OTHER_GUILD, saved } from '../store/examples.js';

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
let views: GuildViews;

const open = (from: Store = store, mostBytes?: number) => {
  const finder = createAnchorFinder(app.article.body);
  const log = { warn: (details: object, message: string) => logged.push([details, message]) };
  return new GuildViews({ store: from, base: app, index: app.index, finder, log, ...(mostBytes === undefined ? {} : { mostBytes }) });
};

beforeAll(async () => {
  app = await openSmallApp(content.folder);
  database = await createSqliteDatabase();
});

beforeEach(async () => {
  store = await database.open();
  views = open();
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
    await views.refresh(guildId);
  }
}

/** Everything that readers see, except the durations. */
async function everything(view: ArticleView): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const question of QUESTIONS) {
    const { tookMs: _, ...answer } = await view.ask(question);
    answers.push(answer);
  }
  return answers;
}

/** The notes at the article's words in an answer, and their texts. */
async function flagged(view: ArticleView, question: string): Promise<readonly (readonly [id: string, note: string | undefined])[]> {
  const { quotes, notes } = await view.ask(question);
  return quotes.flatMap(({ flags }) => flags).map((id) => [id, notes.find((note) => note.id === id)?.note]);
}

describe('readers of a server', () => {
  it('see its own notes, its words for the shipped ones, and not those it withdrew; other readers see none of it', async () => {
    const before = await everything(app);
    expect((await flagged(app, COST)).map(([id]) => id)).toContain('cost-of-the-bridge');
    expect((await flagged(app, DROWNED)).map(([id]) => id)).toContain('drowned-in-1951');
    await change(...CHANGES);
    const view = await views.of(GUILD);
    expect(await flagged(view, CARS)).toContainEqual(['deck', OWN.note]);
    expect(await flagged(view, COST)).toContainEqual(['cost-of-the-bridge', OVERRIDDEN.note]);
    expect((await flagged(view, DROWNED)).map(([id]) => id)).not.toContain('drowned-in-1951');
    const { notes } = await view.ask('Did sailors drown beside the ferry in 1951?');
    expect(notes.map(({ id }) => id)).not.toContain('drowned-in-1951');
    expect(await everything(await views.of(OTHER_GUILD))).toEqual(before);
    expect(await views.of(undefined)).toBe(app);
    expect(await everything(app)).toEqual(before);
  });

  it('see what a process would see that starts now, after every change', async () => {
    const back = { noteId: 'drowned-in-1951', action: 'restore', content: undefined } as const;
    const moved = { noteId: 'deck', content: noteOn('A lighthouse from 1871', 'It has a walnut door.') } as const;
    const hidden = { noteId: 'deck', action: 'withdraw', content: moved.content } as const;
    const shown = { noteId: 'deck', action: 'restore', content: OWN } as const;
    const shipped = { noteId: 'cost-of-the-bridge', content: undefined } as const;
    let last = JSON.stringify(await everything(await views.of(GUILD)));
    for (const one of [...CHANGES, back, moved, hidden, shown, shipped]) {
      await change(one);
      const now = await everything(await views.of(GUILD));
      expect(now).toEqual(await everything(await open().of(GUILD)));
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
    views = open(watched);
    const before = new Map((await views.of(GUILD)).notes.map((one) => [one.note.id, one]));
    read.length = 0;
    const compared: string[] = [];
    // Notes are compared as JSON. Shipped ones are frozen.
    for (const { note } of [...before.values()].filter((one) => !Object.isFrozen(one.note))) {
      Object.defineProperty(note, 'toJSON', { value: () => compared.push(note.id) });
    }
    await saved(store, { noteId: 'deck', baseVersion: 1, content: { ...OWN, note: 'Thirty-seven, and a kestrel.' } });
    await views.refresh(GUILD, ['deck']);
    expect(read).toEqual(['keptNotesAmong [["deck"]]']);
    expect(compared).toEqual(['deck']);
    const changed = (await views.of(GUILD)).notes.filter((one) => before.get(one.note.id) !== one);
    expect(changed.map(({ note }) => [note.id, note.note])).toEqual([['deck', 'Thirty-seven, and a kestrel.']]);
    // If the changes are unknown, the versions are compared.
    read.length = 0;
    await saved(store, { noteId: 'deck', baseVersion: 2, content: OWN });
    await views.refresh(GUILD);
    expect(read).toEqual(['keptVersions []', 'keptNotesAmong [["deck"]]']);
    expect((await views.of(GUILD)).notes.find(({ note }) => note.id === 'deck')?.note.note).toBe(OWN.note);
  });

  it('see what was written after everything was forgotten, though its versions are the same as before', async () => {
    const stop = store.listen((event) => void views.apply(event));
    await change({ noteId: 'deck', action: 'add', content: OWN });
    await store.forgetGuild(GUILD);
    await saved(store, { noteId: 'deck', action: 'add', content: { ...OWN, note: 'Written anew.' } });
    await views.refresh(GUILD);
    expect((await views.of(GUILD)).notes.find(({ note }) => note.id === 'deck')?.note.note).toBe('Written anew.');
    stop();
  });

  it('see what is shipped once nothing is kept any more', async () => {
    await change(...CHANGES);
    expect(await views.of(GUILD)).not.toBe(app);
    await store.forgetGuild(GUILD);
    await views.apply({ seq: 99, guildId: GUILD, what: 'forgotten', subject: undefined });
    expect(await views.of(GUILD)).toBe(app);
    expect((await views.kept(GUILD)).size).toBe(0);
  });

  it('see all of what was asked for at once when each of the requests is done', async () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ noteId: `n${i}`, content: noteOn('Olav Strand', `Loaf number ${i} is of rye.`) }));
    await Promise.all(
      many.map(async (one) => {
        await saved(store, one);
        await views.refresh(GUILD);
        expect((await views.of(GUILD)).notes.map(({ note }) => note.id)).toContain(one.noteId);
      }),
    );
    expect((await views.kept(GUILD)).size).toBe(many.length);
  });

  it('are not kept waiting by a lesson about words that the article does not have, which is told to whoever runs the program', async () => {
    await store.addTrainingExample({ id: 'lost', guildId: GUILD, question: 'Why?', answer: 'The tunnel was dug.', authorId: ADA, at: AT });
    await change(...CHANGES.slice(0, 1));
    expect(await flagged(await views.of(GUILD), CARS)).toContainEqual(['deck', OWN.note]);
    expect(logged).toEqual([[{ example: 'lost' }, expect.stringContaining('left out')]]);
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
    const live = await views.of(GUILD);
    const before = await everything(live);
    const { noteId = '', content: of, action } = one;
    const note = action === 'withdraw' || of === undefined ? undefined : { id: noteId, ...of };
    const trial = await views.trial(GUILD, noteId, note);
    const tried = await everything(trial);
    expect(tried).not.toEqual(before);
    expect(await everything(live)).toEqual(before);
    expect(await views.of(GUILD)).toBe(live);
    expect(await everything(live)).toEqual(before);
    await change(one);
    expect(await everything(await views.of(GUILD))).toEqual(tried);
  });

  it('for a server without anything of its own leaves it as it is', async () => {
    const trial = await views.trial(OTHER_GUILD, 'deck', { id: 'deck', ...OWN });
    expect(await flagged(trial, CARS)).toContainEqual(['deck', OWN.note]);
    expect(await views.of(OTHER_GUILD)).toBe(app);
  });
});

describe('a server that is not held', () => {
  /** The store, with a record of reads by guild; `mayRead` can delay or fail them. */
  function watched(mayRead: (guildId: string) => Promise<void> = async () => undefined) {
    const read: string[] = [];
    const seen = new Proxy<Store>(store, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name, target);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          if (name === 'keptVersions' || name === 'trainingExamples') {
            read.push(`${String(name)} ${String(args[0])}`);
            await mayRead(String(args[0]));
          }
          return Reflect.apply(method, target, args);
        };
      },
    });
    return { seen, read };
  }
  /** A latch that opens once. */
  function latch(): { readonly opened: Promise<void>; open(): void } {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    return { opened, open };
  }
  const both = (guildId: string) => [`keptVersions ${guildId}`, `trainingExamples ${guildId}`];

  it('is loaded when it is first asked for, once, however many ask, and held from then on, also where it has nothing', async () => {
    await change(...CHANGES);
    const { seen, read } = watched();
    views = open(seen);
    expect(read).toEqual([]);
    const [first, second] = await Promise.all([views.of(GUILD), views.of(GUILD), views.kept(GUILD)]);
    expect(second).toBe(first);
    expect(await views.of(GUILD)).toBe(first);
    expect(await views.of(OTHER_GUILD)).toBe(app);
    expect(await views.of(OTHER_GUILD)).toBe(app);
    expect(read).toEqual([...both(GUILD), ...both(OTHER_GUILD)]);
  });

  it('keeps nobody of another server waiting while it is loaded, and is seen as a whole or not at all', async () => {
    await change(...CHANGES);
    const gate = latch();
    views = open(watched(async (guildId) => (guildId === GUILD ? gate.opened : undefined)).seen);
    let isThere = false;
    const waiting = views.of(GUILD).then((view) => {
      isThere = true;
      return view;
    });
    expect(await flagged(await views.of(OTHER_GUILD), COST)).toEqual(await flagged(app, COST));
    expect(isThere).toBe(false);
    gate.open();
    expect(await flagged(await waiting, COST)).toContainEqual(['cost-of-the-bridge', OVERRIDDEN.note]);
  });

  it('has a change that comes while it is loaded, and is not loaded for one', async () => {
    const gate = latch();
    const { seen, read } = watched(async (guildId) => (guildId === GUILD && read.length === 2 ? gate.opened : undefined));
    views = open(seen);
    await views.apply({ seq: 1, guildId: GUILD, what: 'notes', subject: 'deck' });
    expect(read).toEqual([]);
    const loading = views.of(GUILD);
    await expect.poll(() => read).toEqual(both(GUILD));
    await saved(store, { noteId: 'deck', action: 'add', content: OWN });
    const taken = views.apply({ seq: 2, guildId: GUILD, what: 'notes', subject: 'deck' });
    gate.open();
    await Promise.all([loading, taken]);
    expect((await views.of(GUILD)).notes.map(({ note }) => note.id)).toContain('deck');
  });

  it('is loaded again where there was no room for it, as it was, while whoever has the earlier view still sees all of it', async () => {
    await change(...CHANGES);
    await saved(store, { guildId: OTHER_GUILD, noteId: 'deck', action: 'add', content: OWN });
    const { seen, read } = watched();
    // There is room for one of the two.
    views = open(seen, 40_000);
    const first = await views.of(GUILD);
    const before = await everything(first);
    expect(await flagged(await views.of(OTHER_GUILD), CARS)).toContainEqual(['deck', OWN.note]);
    expect(await everything(first)).toEqual(before);
    const again = await views.of(GUILD);
    expect(again).not.toBe(first);
    expect(await everything(again)).toEqual(before);
    expect(read).toEqual([...both(GUILD), ...both(OTHER_GUILD), ...both(GUILD)]);
  });

  it('that is larger than all the room is held nevertheless', async () => {
    await change(...CHANGES);
    views = open(store, 1_000);
    expect(await views.of(GUILD)).toBe(await views.of(GUILD));
  });

  it('has its notes looked at without anything being embedded or held', async () => {
    await change(...CHANGES);
    const { seen, read } = watched();
    views = open(seen);
    const notes = await views.notesOf(GUILD);
    expect(read).toEqual([`keptVersions ${GUILD}`]);
    expect(await views.notesOf(OTHER_GUILD)).toMatchObject({ notes: app.notes });
    const view = await views.of(GUILD);
    expect(notes.notes).toEqual(view.notes);
    expect(view.notes.flatMap(({ spans }) => spans).map(notes.notesAt)).toEqual(view.notes.flatMap(({ spans }) => spans).map(view.notesAt));
    expect(await views.notesOf(GUILD)).toBe(view);
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
    const view = await new Promise<{ readonly whole: Promise<void> }>((begun) => {
      const whole = views.refresh(GUILD, undefined, (now) => {
        done = now;
        begun({ whole });
      });
    });
    // One waits for the running read, one has not read from the store yet.
    const waiting = [view.whole, views.refresh(GUILD), views.refresh(OTHER_GUILD)];
    await views.close();
    await store.close();
    await Promise.all(waiting);
    await views.refresh(GUILD);
    expect(done).toBeLessThan(notes.length);
    // A guild is not answered without its notes.
    await expect(views.of(OTHER_GUILD)).rejects.toThrow('the program is ending');
    expect(await views.of(undefined)).toBe(app);
  });
});
