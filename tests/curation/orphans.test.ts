// Tests of notes whose words are no longer in the article: readers never see them, and moderators still find them.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, openApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import type { Curation } from '../../src/curation/curation.js';
import { openCuration } from '../../src/curation/open-curation.js';
import type { Note } from '../../src/notes/note.js';
import { writeNoteFile } from '../../src/notes/note-file.js';
import type { NoteContent } from '../../src/notes/revision.js';
import { createSqliteDatabase, type TestDatabase } from '../store/databases.js';
import { GUILD, OTHER_GUILD, saved } from '../store/examples.js';
import { makeContent, noteOn, PASSAGES } from './curated.js';

const content = makeContent();
const PUBLISHER = 'Society of Lighthouses';
const ORPHAN: NoteContent = {
  ...noteOn('The lighthouse was built in 1911', 'The lighthouse of the harbour was built in 1921.'),
  sources: [{ publisher: PUBLISHER, title: 'Of the lighthouse', url: 'https://example.org/lighthouse' }],
};
/** Has no anchors, so a new edition of the article cannot remove any. */
const UNTIED: NoteContent = { ...noteOn('', 'Zeppelins moored at the harbour in those years.'), quotes: [] };
const PARTLY: NoteContent = {
  ...ORPHAN,
  note: 'Only some words of this one are there.',
  quotes: [{ exact: 'no such words' }, { exact: PASSAGES[0]?.quote ?? '' }],
};
const WARN: object[] = [];

let app: App;
let warned: readonly string[];
let database: TestDatabase;
let curation: Curation;
let close: () => void;

beforeAll(async () => {
  const at = (name: string) => join(content.folder, name);
  const { notes } = JSON.parse(readFileSync(at('notes.yaml'), 'utf8')) as { readonly notes: readonly Note[] };
  const more = [
    { id: 'shipped-orphan', ...ORPHAN },
    { id: 'shipped-partly', ...PARTLY },
  ];
  writeFileSync(at('notes.yaml'), JSON.stringify({ notes: [...notes, ...more] }));
  const lines: string[] = [];
  app = await openApp({
    files: {
      article: at('article.txt'),
      notes: at('notes.yaml'),
      readerQuestions: at('questions.yaml'),
      decoys: at('decoys.yaml'),
      generalDecoys: at('general.yaml'),
    },
    config: { ...readConfig({}), dataDir: at('data') },
    log: { info: () => undefined, warn: (line) => lines.push(line) },
    progress: { start: () => undefined, step: () => undefined, stop: () => undefined },
    now: () => performance.now(),
  });
  warned = lines;
  database = await createSqliteDatabase();
  const store = await database.open();
  await saved(store, { noteId: 'own-orphan', action: 'add', content: { ...ORPHAN, note: 'It was the lighthouse of 1931.' } });
  await saved(store, { noteId: 'untied', action: 'add', content: UNTIED });
  await saved(store, { guildId: OTHER_GUILD, noteId: 'late', action: 'add', content: ORPHAN });
  const opened = await openCuration({
    ...{ app, store, evaluationQuestions: ['When was the lighthouse of the harbour built?'], now: Date.now },
    log: { warn: (details) => WARN.push(details) },
  });
  ({ curation, close } = opened);
});

afterAll(async () => {
  await close();
  await database.drop();
  await app.close();
  content.remove();
});

const ORPHANS = ['own-orphan', 'shipped-orphan'];

describe('a note none of whose words stand in the article', () => {
  it('is no note of any reader’s: neither listed, counted, found nor related', async () => {
    for (const view of [app, await curation.view(GUILD)]) {
      const ids = view.notes.map(({ note }) => note.id);
      for (const id of ORPHANS) expect(ids).not.toContain(id);
      expect(ids).toContain('shipped-partly');
      expect(JSON.stringify(view.notes.map(({ note }) => note.sources))).not.toContain('1921');
      const { notes, relatedNotes } = await view.ask('Was the lighthouse of the harbour built in 1921 or in 1931?');
      for (const id of ORPHANS) expect([...notes, ...relatedNotes].map((note) => note.id)).not.toContain(id);
      expect((await view.findClaims('lighthouse', 10)).map(({ value }) => value.note.id)).toEqual([]);
      const { claims } = await view.check('The lighthouse of the harbour was built in the year 1921.');
      const checked = claims.flatMap(({ passages, relatedNotes }) => [...passages.flatMap(({ flags }) => flags), ...relatedNotes]);
      for (const id of ORPHANS) expect(checked.map(({ note }) => note.id)).not.toContain(id);
    }
  });

  it('leaves a note about no words at all where it was', async () => {
    expect((await curation.view(GUILD)).notes.map(({ note }) => note.id)).toContain('untied');
    const { relatedNotes } = await (await curation.view(GUILD)).ask('Did zeppelins moor at the harbour in those years?');
    expect(relatedNotes.map(({ id }) => id)).toContain('untied');
  });

  it('is there for moderators, who find it, and whose file of notes has it and is read again', async () => {
    const states = await curation.notes.states(GUILD);
    expect(states.filter(({ note }) => ORPHANS.includes(note.id)).map(({ spans }) => spans)).toEqual([[], []]);
    expect((await curation.notes.find(GUILD, 'own-orphan', 1)).map(({ note }) => note.id)).toEqual(['own-orphan']);
    const file = writeNoteFile(
      states.map(({ note }) => note),
      'json',
    );
    const read = await curation.imports.readFile(GUILD, Buffer.from(file), 'n.json');
    expect(read.kind === 'notes' ? read.notes.map(({ id }) => id) : read.faults).toEqual(expect.arrayContaining(ORPHANS));
  });

  it('changes no answer', async () => {
    const effect = await curation.measuring.effectOf(
      { guildId: GUILD, noteId: 'new-orphan', action: 'add', content: ORPHAN },
      new AbortController().signal,
    );
    expect(effect.changed).toEqual([]);
  });

  it('is seen as soon as it has words of the article', async () => {
    const idsOf = async () => (await curation.view(OTHER_GUILD)).notes.map(({ note }) => note.id);
    expect(await idsOf()).not.toContain('late');
    const content = { ...ORPHAN, note: 'With words of the article.', quotes: [{ exact: PASSAGES[1]?.quote ?? '' }] };
    const changes = [{ noteId: 'late', action: 'edit' as const, content, baseVersion: 1 }];
    const decided = await curation.imports.apply({ guildId: OTHER_GUILD, authorId: '1', reason: '', changes }, () => undefined);
    expect(decided.kind).toBe('imported');
    expect(await idsOf()).toContain('late');
  });

  it('is told of in the log as what it is, of each server too', async () => {
    // A server's notes are read when somebody looks at them.
    await curation.view(GUILD);
    expect(warned.filter((line) => line.includes('shipped-orphan'))).toEqual([
      expect.stringMatching(/quotes only words that are not in .+ Readers do not see it until a quote is fixed\.$/u),
    ]);
    expect(warned.filter((line) => line.includes('shipped-partly'))).toEqual([
      expect.stringMatching(/1 of 2 stand nowhere in .+ shown at the others alone\.$/u),
    ]);
    expect(WARN).toContainEqual({ guildId: GUILD, notes: ['own-orphan'] });
  });
});
