// Tests of changes that one person can make and of those that need two: suggestions, edits, files, training examples, undoing.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import type { Curation } from '../../src/curation/curation.js';
import type { Decided } from '../../src/curation/decisions.js';
import type { OpenCuration } from '../../src/curation/open-curation.js';
import { formOf } from '../../src/notes/form.js';
import { writeNoteFile } from '../../src/notes/note-file.js';
import type { ImportedChange, NoteProposal } from '../../src/notes/revision.js';
import type { SqlStore } from '../../src/store/sql-store.js';
import { createSqliteDatabase, type TestDatabase } from '../store/databases.js';
import { ADA, BEN, GUILD, OTHER_GUILD, saved } from '../store/examples.js';
import { turnsDuring } from '../turns.js';
import { formOn, makeContent, noteOn, openCurated, openSmallApp, PASSAGES } from './curated.js';

const RITA = '200000000000000003';
const [FIRST, SECOND] = PASSAGES as [(typeof PASSAGES)[number], (typeof PASSAGES)[number]];
const content = makeContent();

let app: App;
let database: TestDatabase;
let store: SqlStore;
let opened: OpenCuration;
let curation: Curation;

beforeAll(async () => {
  app = await openSmallApp(content.folder);
  database = await createSqliteDatabase();
});

beforeEach(async () => {
  store = await database.open();
  opened = await openCurated(app, store);
  curation = opened.curation;
});

afterEach(async () => {
  await opened.close();
  await database.clear();
});

afterAll(async () => {
  await database.drop();
  await app.close();
  content.remove();
});

const setRule = (isTwoPerson: boolean) => opened.settings.change(GUILD, { isTwoPerson });
const ownNotes = async () => (await curation.notes.states(GUILD)).filter(({ origin }) => origin === 'own');
const shownTexts = async () => (await curation.view(GUILD)).notes.map(({ note }) => note.note);
const kindOf = ({ kind }: Decided) => kind;

/** A reader suggests a note, which waits for a decision. */
async function suggest(words = 'As a reader saw it.', by = RITA): Promise<NoteProposal> {
  const drafted = await curation.drafts.fromForm({ guildId: GUILD, authorId: by, origin: 'reader', fields: formOn(FIRST.quote, words) });
  if (drafted.kind !== 'drafted') throw new Error(JSON.stringify(drafted));
  const decided = await curation.decisions.save(drafted.proposal.id, by);
  if (decided.kind !== 'waiting' || decided.proposal.kind !== 'note') throw new Error(JSON.stringify(decided));
  return decided.proposal;
}

async function reword(proposal: NoteProposal, by: string, words: string): Promise<NoteProposal> {
  const fields = proposal.content === undefined ? formOn(FIRST.quote, words) : { ...formOf(proposal.content), note: words };
  const drafted = await curation.drafts.redraft(proposal, fields, by);
  if (drafted.kind !== 'drafted') throw new Error(JSON.stringify(drafted));
  return drafted.proposal;
}

async function withdraw(noteId: string, by: string): Promise<Decided> {
  const draft = await curation.drafts.retraction(GUILD, noteId, by, '');
  if (draft === undefined) throw new Error('There is nothing to withdraw.');
  return curation.decisions.save(draft.id, by);
}

async function restore(noteId: string, by: string): Promise<Decided> {
  const draft = await curation.drafts.restoration(GUILD, noteId, undefined, by, '');
  if (draft === undefined) throw new Error('There is nothing to restore.');
  return curation.decisions.save(draft.id, by);
}

const importNotes = (changes: readonly ImportedChange[], authorId = ADA) =>
  curation.imports.apply({ guildId: GUILD, authorId, reason: 'A file.', changes }, () => undefined);

const addOf = (noteId: string, { quote, word }: (typeof PASSAGES)[number]): ImportedChange => ({
  noteId,
  action: 'add',
  content: noteOn(quote, `About the ${word}.`),
  baseVersion: 0,
});

describe('a suggestion that a moderator puts into other words', () => {
  it('is the moderator’s from then on, who cannot agree to it where it takes two', async () => {
    await setRule(true);
    const suggested = await suggest();
    const reworded = await reword(suggested, ADA, 'As a moderator would have it.');
    expect(reworded).toMatchObject({ authorId: ADA, coauthorIds: [RITA], state: 'waiting', origin: 'reader' });
    expect(await curation.decisions.approve(reworded.id, ADA)).toEqual({ kind: 'own' });
    expect(await ownNotes()).toEqual([]);
    expect(await curation.decisions.approve(reworded.id, BEN)).toMatchObject({
      kind: 'saved',
      revision: { authorId: ADA, coauthorIds: [RITA], approverId: BEN },
    });
    expect(await shownTexts()).toContain('As a moderator would have it.');
  });

  it('is approved with that by a moderator who is alone, and names both', async () => {
    const reworded = await reword(await suggest(), ADA, 'As a moderator would have it.');
    expect(await curation.decisions.approve(reworded.id, ADA)).toMatchObject({
      kind: 'saved',
      revision: { authorId: ADA, coauthorIds: [RITA] },
    });
  });

  it('stays the reader’s where no word of it changes', async () => {
    await setRule(true);
    const suggested = await suggest();
    const same = await reword(suggested, ADA, 'As a reader saw it.');
    expect(same).toEqual(suggested);
    expect(await curation.decisions.approve(same.id, ADA)).toMatchObject({
      kind: 'saved',
      revision: { authorId: RITA, coauthorIds: undefined },
    });
  });

  it('is another one: what was shown before it can no longer be approved, rejected or reworded', async () => {
    const suggested = await suggest();
    await reword(suggested, ADA, 'As a moderator would have it.');
    expect(await curation.decisions.approve(suggested.id, BEN)).toEqual({ kind: 'gone' });
    expect(await curation.decisions.reject(suggested.id, BEN)).toBeUndefined();
    expect(await curation.drafts.redraft(suggested, formOn(FIRST.quote, 'Too late.'), BEN)).toEqual({ kind: 'gone' });
  });

  it('in the moment in which the same moderator agrees to it is either agreed to as it was, or not at all', async () => {
    await setRule(true);
    for (let i = 0; i < 10; i++) {
      const suggested = await suggest(`Suggestion ${i} said ${'so '.repeat(i)}.`);
      const words = `Moderation ${i} slips this in ${'again '.repeat(i)}.`;
      await Promise.all([
        curation.decisions.approve(suggested.id, ADA),
        curation.drafts.redraft(suggested, formOn(FIRST.quote, words), ADA),
      ]);
      for (const { note } of await ownNotes()) {
        expect(note.note).not.toContain('slips this in');
        await withdrawByTwo(note.id);
      }
    }
  });

  async function withdrawByTwo(noteId: string): Promise<void> {
    if ((await curation.notes.state(GUILD, noteId))?.isRetracted === true) return;
    const waiting = await withdraw(noteId, ADA);
    if (waiting.kind === 'waiting') await curation.decisions.approve(waiting.proposal.id, BEN);
  }
});

describe('a draft that somebody else saves', () => {
  it('is that person’s then, so that nobody agrees to what they proposed', async () => {
    await setRule(true);
    const drafted = await curation.drafts.fromForm({
      guildId: GUILD,
      authorId: ADA,
      origin: 'moderator',
      fields: formOn(FIRST.quote, 'A draft.'),
    });
    if (drafted.kind !== 'drafted') throw new Error(JSON.stringify(drafted));
    const taken = await curation.decisions.save(drafted.proposal.id, BEN);
    expect(taken).toMatchObject({ kind: 'waiting', why: 'rule', proposal: { authorId: BEN, coauthorIds: [ADA] } });
    if (taken.kind === 'waiting') expect(await curation.decisions.approve(taken.proposal.id, BEN)).toEqual({ kind: 'own' });
  });
});

describe('a file of notes', () => {
  it('waits as one proposal where it takes two, and is taken over whole by one decision', async () => {
    await setRule(true);
    const waiting = await importNotes([addOf('one', FIRST), addOf('two', SECOND)]);
    expect(waiting).toMatchObject({ kind: 'waiting', why: 'rule', proposal: { kind: 'import' } });
    expect([await ownNotes(), (await store.waitingProposals(GUILD)).length]).toEqual([[], 1]);
    if (waiting.kind !== 'waiting') return;
    expect(await curation.decisions.approve(waiting.proposal.id, ADA)).toEqual({ kind: 'own' });
    expect(await curation.decisions.approve(waiting.proposal.id, BEN)).toMatchObject({ kind: 'imported', approverId: BEN });
    expect(await shownTexts()).toEqual(expect.arrayContaining([`About the ${FIRST.word}.`, `About the ${SECOND.word}.`]));
    expect(await store.revisions(GUILD, 'two')).toMatchObject([{ authorId: ADA, approverId: BEN, reason: 'A file.' }]);
  });

  it('that turns back one claim waits with all its notes, and can be turned down', async () => {
    const disputed = { ...noteOn(SECOND.quote, 'Contested.'), status: 'disputed' as const };
    await importNotes([{ noteId: 'turned', action: 'add', content: noteOn(SECOND.quote, 'Contested.'), baseVersion: 0 }]);
    await importNotes([{ noteId: 'turned', action: 'edit', content: disputed, baseVersion: 1 }]);
    const back: ImportedChange = { noteId: 'turned', action: 'edit', content: noteOn(SECOND.quote, 'Contested no more.'), baseVersion: 2 };
    const waiting = await importNotes([addOf('one', FIRST), back]);
    expect(waiting).toMatchObject({ kind: 'waiting', why: 'cooling' });
    expect(await shownTexts()).not.toContain(`About the ${FIRST.word}.`);
    if (waiting.kind === 'waiting') await curation.decisions.reject(waiting.proposal.id, BEN);
    expect((await ownNotes()).map(({ note }) => [note.id, note.status])).toEqual([['turned', 'disputed']]);
  });

  it('is told by what each of its notes said before and says after, also once it is done', async () => {
    await importNotes([addOf('one', FIRST)]);
    const changed = { ...noteOn(FIRST.quote, 'Otherwise.'), status: 'disputed' as const };
    const done = await importNotes([{ noteId: 'one', action: 'edit', content: changed, baseVersion: 1 }, addOf('two', SECOND)]);
    if (done.kind !== 'imported') throw new Error(JSON.stringify(done));
    expect(await curation.imports.notesOf(done.proposal)).toMatchObject([
      {
        noteId: 'one',
        action: 'edit',
        before: { status: 'context' },
        after: { status: 'disputed' },
        differences: [{ field: 'status' }, { field: 'note' }],
      },
      { noteId: 'two', action: 'add', before: undefined, differences: [] },
    ]);
  });

  it('of many notes that have a past is judged by it while others have their turn', async () => {
    await setRule(true);
    const ids = Array.from({ length: 800 }, (_, i) => `past-${i}`);
    const past = { guildId: GUILD, authorId: ADA, reason: '', content: noteOn(FIRST.quote, 'Shown no more.') };
    await store.addRevisions(
      ids.map((noteId) => ({ ...past, noteId, action: 'withdraw', baseVersion: 0 })),
      0,
    );
    const changes = ids.map((noteId) => ({ noteId, action: 'withdraw' as const, content: undefined, baseVersion: 1 }));
    const { turns, result } = await turnsDuring(() => importNotes(changes));
    expect(result.kind).toBe('waiting');
    expect(turns).toBeGreaterThan(12);
  });

  it('is checked again when it is approved: nothing of it is taken where somebody said the same meanwhile', async () => {
    await setRule(true);
    const waiting = await importNotes([addOf('one', FIRST), addOf('two', SECOND)]);
    if (waiting.kind !== 'waiting') throw new Error(JSON.stringify(waiting));
    await saved(store, { noteId: 'quicker', action: 'add', content: noteOn(SECOND.quote, `About the ${SECOND.word}!`) });
    await expect.poll(async () => (await shownTexts()).includes(`About the ${SECOND.word}!`)).toBe(true);
    expect(await curation.decisions.approve(waiting.proposal.id, BEN)).toMatchObject({
      kind: 'faulty',
      faults: [{ noteId: 'two', fault: { kind: 'duplicate', id: 'quicker' } }],
    });
    expect((await ownNotes()).map(({ note }) => note.id)).toEqual(['quicker']);
  });
});

describe('what is taught about a question', () => {
  const QUESTION = 'which bird nests on the crane?';
  const decoysOf = async () => (await (await curation.view(GUILD)).explain(QUESTION)).decoys.map(({ question }) => question);

  it('holds at once by one alone, and is taken back likewise', async () => {
    const taught = await curation.teaching.teach(GUILD, QUESTION, undefined, ADA);
    expect(taught).toMatchObject({ kind: 'taught', wasThere: true });
    expect(await decoysOf()).toContain(QUESTION);
    const exampleId = taught.kind === 'taught' ? taught.proposal.exampleId : '';
    expect(await curation.teaching.takeBack(GUILD, exampleId, BEN)).toMatchObject({ kind: 'taught', wasThere: true });
    expect(await decoysOf()).not.toContain(QUESTION);
    expect(await curation.teaching.takeBack(GUILD, exampleId, BEN)).toBeUndefined();
  });

  it('waits where it takes two, and so does taking it back', async () => {
    await setRule(true);
    const waiting = await curation.teaching.teach(GUILD, QUESTION, undefined, ADA);
    expect(waiting).toMatchObject({ kind: 'waiting', why: 'rule', proposal: { kind: 'lesson', question: QUESTION } });
    expect([await store.trainingExamples(GUILD), await decoysOf()]).toEqual([[], expect.not.arrayContaining([QUESTION])]);
    if (waiting.kind !== 'waiting') return;
    expect(await curation.decisions.approve(waiting.proposal.id, ADA)).toEqual({ kind: 'own' });
    const taught = await curation.decisions.approve(waiting.proposal.id, BEN);
    expect(taught).toMatchObject({ kind: 'taught', approverId: BEN });
    expect(await decoysOf()).toContain(QUESTION);
    const back = await curation.teaching.takeBack(GUILD, taught.kind === 'taught' ? taught.proposal.exampleId : '', ADA);
    expect(back).toMatchObject({ kind: 'waiting', why: 'rule' });
    expect(await decoysOf()).toContain(QUESTION);
  });

  it('of another server is not there to be taken back', async () => {
    const taught = await curation.teaching.teach(GUILD, QUESTION, undefined, ADA);
    expect(await curation.teaching.takeBack(OTHER_GUILD, taught.kind === 'taught' ? taught.proposal.exampleId : '', BEN)).toBeUndefined();
    expect(await store.trainingExamples(GUILD)).toHaveLength(1);
  });
});

describe('a slip', () => {
  const disputed = { ...noteOn(FIRST.quote, 'Contested.'), status: 'disputed' as const };

  it('is undone by whoever made it, once, and by nobody else', async () => {
    await importNotes([{ noteId: 'contested', action: 'add', content: disputed, baseVersion: 0 }]);
    expect(kindOf(await withdraw('contested', ADA))).toBe('saved');
    expect(await restore('contested', BEN)).toMatchObject({ kind: 'waiting', why: 'cooling' });
    expect(kindOf(await restore('contested', ADA))).toBe('saved');
    expect(await shownTexts()).toContain('Contested.');
    expect(await withdraw('contested', ADA)).toMatchObject({ kind: 'waiting', why: 'cooling' });
  });

  it('is not undone alone where it takes two for everything', async () => {
    await importNotes([{ noteId: 'contested', action: 'add', content: disputed, baseVersion: 0 }]);
    await withdraw('contested', ADA);
    await setRule(true);
    expect(await restore('contested', ADA)).toMatchObject({ kind: 'waiting', why: 'rule' });
  });
});

describe('two suggestions that say the same', () => {
  /** The notes as exported to a file. */
  const exported = async () => (await curation.notes.states(GUILD)).flatMap(({ note, isRetracted }) => (isRetracted ? [] : [note]));

  it('become one note, also by two moderators at once, and what is exported then is imported', async () => {
    const waiting = [await suggest('The same words.'), await suggest('The same words.')] as const;
    const decided = await Promise.all([curation.decisions.approve(waiting[0].id, ADA), curation.decisions.approve(waiting[1].id, BEN)]);
    expect(decided.map(kindOf).toSorted()).toEqual(['faulty', 'saved']);
    expect((await store.waitingProposals(GUILD)).map(({ kind }) => kind)).toEqual(['note']);
    expect((await curation.imports.readFile(GUILD, Buffer.from(writeNoteFile(await exported(), 'json')), 'n.json')).kind).toBe('notes');
  });

  it('that were both approved before are exported and imported as they are', async () => {
    for (const noteId of ['one', 'two']) await saved(store, { noteId, action: 'add', content: noteOn(FIRST.quote, 'The same words.') });
    await expect.poll(async () => (await shownTexts()).filter((text) => text === 'The same words.').length).toBe(2);
    const notes = await exported();
    const read = await curation.imports.readFile(GUILD, Buffer.from(writeNoteFile(notes, 'csv')), 'n.csv');
    expect(read).toMatchObject({ kind: 'notes', notes });
    if (read.kind === 'notes') expect(await (await curation.notes.catalog(GUILD)).changesTo(read.notes)).toEqual([]);
  });

  it('and of which one was retracted are not both shown again', async () => {
    await importNotes([{ noteId: 'one', action: 'add', content: noteOn(FIRST.quote, 'The same words.'), baseVersion: 0 }]);
    await withdraw('one', ADA);
    await importNotes([{ noteId: 'two', action: 'add', content: noteOn(FIRST.quote, 'The same words.'), baseVersion: 0 }]);
    expect(await restore('one', ADA)).toMatchObject({ kind: 'faulty', faults: [{ fault: { kind: 'duplicate', id: 'two' } }] });
  });
});
