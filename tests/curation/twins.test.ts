// Tests of two processes that decide on notes with the same statement, before either sees the other's: only one is saved, so that an
// exported file can be read again.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import type { Curation } from '../../src/curation/curation.js';
import type { Decided } from '../../src/curation/decisions.js';
import type { OpenCuration } from '../../src/curation/open-curation.js';
import { effectiveNotes } from '../../src/notes/effective.js';
import { writeNoteFile } from '../../src/notes/note-file.js';
import type { Proposal } from '../../src/notes/revision.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { createSqliteDatabase, type TestDatabase } from '../store/databases.js';
import { ADA, AT, BEN, change, GUILD, saved } from '../store/examples.js';
import { DATABASE_KINDS } from '../store/kinds.js';
import { formOn, makeContent, noteOn, openCurated, openSmallApp, PASSAGES } from './curated.js';

const RITA = '200000000000000003';
const [FIRST, SECOND] = PASSAGES as [(typeof PASSAGES)[number], (typeof PASSAGES)[number]];
const SAME = 'The same words.';
const content = makeContent();

let app: App;

beforeAll(async () => {
  app = await openSmallApp(content.folder);
});

afterAll(async () => {
  await app.close();
  content.remove();
});

describe.each(DATABASE_KINDS)('two processes on %s', (_, create) => {
  let database: TestDatabase;
  let stores: readonly [SqlStore, SqlStore];
  let opened: readonly [OpenCuration, OpenCuration];

  beforeAll(async () => {
    database = await create();
  });

  beforeEach(async () => {
    stores = [await database.open(), await database.open()];
    opened = [await openCurated(app, stores[0]), await openCurated(app, stores[1])];
  });

  afterEach(async () => {
    for (const one of opened) await one.close();
    await database.clear();
  });

  afterAll(async () => {
    await database.drop();
  });

  async function suggest({ curation }: OpenCuration, { quote }: (typeof PASSAGES)[number] = FIRST): Promise<Proposal> {
    const drafted = await curation.drafts.fromForm({ guildId: GUILD, authorId: RITA, origin: 'reader', fields: formOn(quote, SAME) });
    if (drafted.kind !== 'drafted') throw new Error(JSON.stringify(drafted));
    const decided = await curation.decisions.save(drafted.proposal.id, RITA);
    if (decided.kind !== 'waiting') throw new Error(JSON.stringify(decided));
    return decided.proposal;
  }

  /** Whether an export of the stored notes can be imported, regardless of what a process has read. */
  async function canBeImported(curation: Curation): Promise<boolean> {
    const notes = effectiveNotes(app.shipped, await stores[0].keptNotes(GUILD));
    return (await curation.imports.readFile(GUILD, Buffer.from(writeNoteFile(notes, 'json')), 'notes.json')).kind === 'notes';
  }

  const kindOf = ({ kind }: Decided) => kind;

  it('that approve two suggestions at the same moment save one, and name it to whoever was later', async () => {
    for (let round = 0; round < 3; round++) {
      const place = PASSAGES[round] ?? FIRST;
      const [one, two] = [await suggest(opened[0], place), await suggest(opened[1], place)];
      const decided = await Promise.all([
        opened[0].curation.decisions.approve(one.id, ADA),
        opened[1].curation.decisions.approve(two.id, BEN),
      ]);
      expect(decided.map(kindOf).toSorted()).toEqual(['faulty', 'saved']);
      const kept = decided.find(({ kind }) => kind === 'saved');
      const late = decided.find(({ kind }) => kind === 'faulty');
      const id = kept?.kind === 'saved' ? kept.revision.noteId : '';
      expect(late).toMatchObject({ faults: [{ fault: { kind: 'duplicate', id } }] });
    }
    // The refused proposals still wait.
    expect(await stores[0].waitingProposals(GUILD)).toHaveLength(3);
    expect(await canBeImported(opened[1].curation)).toBe(true);
  });

  it('look at what the other has saved, and they have not read in yet: notes, imports and notes that are shown again', async () => {
    const [{ curation }] = opened;
    const importing = (noteId: string, quote: string) =>
      curation.imports.apply(
        { guildId: GUILD, authorId: ADA, reason: '', changes: [{ noteId, action: 'add', content: noteOn(quote, SAME), baseVersion: 0 }] },
        () => undefined,
      );
    expect(kindOf(await importing('mine', FIRST.quote))).toBe('imported');
    const withdrawal = await curation.drafts.retraction(GUILD, 'mine', ADA, '');
    await curation.decisions.save(withdrawal?.id ?? '', ADA);
    const restoration = await curation.drafts.restoration(GUILD, 'mine', undefined, ADA, '');
    await saved(stores[1], { noteId: 'first', action: 'add', content: noteOn(FIRST.quote, SAME) });
    await saved(stores[1], { noteId: 'second', action: 'add', content: noteOn(SECOND.quote, SAME) });
    // Notes that were edited since, or are retracted, make no statement. One transaction, so that nobody reads only the first change.
    const third = change({ noteId: 'third', action: 'add', content: noteOn(PASSAGES[2]?.quote ?? '', SAME) });
    await stores[1].addRevisions([third, { ...third, action: 'withdraw', baseVersion: 1 }], AT);
    const imported = importing('other', SECOND.quote);
    const restored = curation.decisions.save(restoration?.id ?? '', ADA);
    expect(await imported).toMatchObject({ kind: 'faulty', faults: [{ noteId: 'other', fault: { kind: 'duplicate', id: 'second' } }] });
    expect(await restored).toMatchObject({ kind: 'faulty', faults: [{ noteId: 'mine', fault: { kind: 'duplicate', id: 'first' } }] });
    expect(kindOf(await importing('free', PASSAGES[2]?.quote ?? ''))).toBe('imported');
    expect(await canBeImported(curation)).toBe(true);
  });
});

it('of notes that were read in none is read again where something is decided', async () => {
  const database = await createSqliteDatabase();
  const store = await database.open();
  try {
    for (const { word, quote } of PASSAGES)
      await saved(store, { noteId: word, action: 'add', content: noteOn(quote, `About the ${word}.`) });
    const { curation, close } = await openCurated(app, store);
    const drafted = await curation.drafts.fromForm({
      guildId: GUILD,
      authorId: ADA,
      origin: 'moderator',
      fields: formOn(FIRST.quote, SAME),
    });
    if (drafted.kind !== 'drafted') throw new Error(JSON.stringify(drafted));
    let asked: readonly string[] | undefined;
    const accept = store.acceptProposal.bind(store);
    store.acceptProposal = (id, from, by, at, isRight) =>
      accept(id, from, by, at, async (kept) => {
        const counting = {
          keptVersions: kept.keptVersions,
          keptNotesAmong: (guildId: string, noteIds: readonly string[]) => {
            asked = noteIds;
            return kept.keptNotesAmong(guildId, noteIds);
          },
        };
        return (await isRight?.(counting)) ?? true;
      });
    expect(await curation.decisions.save(drafted.proposal.id, ADA)).toMatchObject({ kind: 'saved' });
    expect(asked).toEqual([]);
    await close();
  } finally {
    await database.drop();
  }
});
