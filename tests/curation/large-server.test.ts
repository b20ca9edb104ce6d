// Tests of a guild with thousands of notes: a change costs only its own size, and long work gives other work its turn.

import { describe, expect, it } from 'vitest';
import { createFinder } from '../../src/answer/lookup.js';
import { createAnchorFinder } from '../../src/article/anchor.js';
import { parseArticle } from '../../src/article/parse.js';
import { NoteAids } from '../../src/curation/note-aids.js';
import { readNoteFile } from '../../src/curation/read-note-file.js';
import type { Note } from '../../src/notes/note.js';
import { noteFileParts, parseNoteFile, writeNoteFile } from '../../src/notes/note-file.js';
import type { KeptNote } from '../../src/notes/revision.js';
import { NoteCatalog } from '../../src/views/note-catalog.js';
import { SyncedItems } from '../../src/work/synced-items.js';
import { inLongTier } from '../tier.js';
import { turnsDuring } from '../turns.js';

const NOW = Date.UTC(2026, 10, 29);
const MANY = 3_000;
const article = parseArticle(
  Array.from({ length: 60 }, (_, i) => `The council counted ${i} votes in ward ${i} on that day.`).join('\n\n'),
  { title: 'Votes', language: 'en' },
);

const noteAt = (i: number, text = `In ward${i} clerk${i} wrote that box${i} held other${i} papers${i}.`): Note => ({
  id: `note-${i}`,
  status: 'context',
  quotes: [{ exact: `counted ${i % 60} votes` }],
  note: text,
  keywords: [`ward ${i}`],
  sources: [{ publisher: 'Log', title: 'Of the council', url: 'https://example.org/log' }],
});
const keptAt = (i: number, text?: string, version = 1): KeptNote => {
  const { id, ...content } = noteAt(i, text);
  return { guildId: '1', noteId: id, version, isRetracted: false, content };
};
const anchored = (note: Note) => ({ note, spans: [] });

describe('what is kept up with many notes', () => {
  it('takes out and puts in what changed, and nothing else', async () => {
    const done: string[] = [];
    const keptUp = new SyncedItems<object>({ add: (id) => done.push(`+${id}`), remove: (id) => done.push(`-${id}`) });
    const items = new Map(Array.from({ length: 1_000 }, (_, i) => [`${i}`, {}]));
    await keptUp.use(items, () => undefined);
    expect(done).toHaveLength(1_000);
    done.length = 0;
    items.set('7', {});
    items.delete('8');
    items.set('new', {});
    await keptUp.use(items, () => undefined);
    expect(done).toEqual(['-7', '-8', '+7', '+new']);
  });

  it('is used as it was asked for, also by several at once', async () => {
    const held = new Set<string>();
    const keptUp = new SyncedItems<object>({ add: (id) => held.add(id), remove: (id) => held.delete(id) });
    const some = ['a', 'b', 'c'].map((id) => [id, {}] as const);
    const seen = await Promise.all(
      [some, some.slice(1), some.slice(0, 1)].map((items) => keptUp.use(items, () => [...held].sort().join(''))),
    );
    expect(seen).toEqual(['abc', 'bc', 'a']);
  });
});

describe('note search', () => {
  it('finds what was changed as it is now, and what was not in the same order as one made anew', () => {
    const texts = ['harbour and ferry', 'ferry and bridge', 'bridge alone'];
    const finder = createFinder(texts.map((text, value) => ({ value, texts: [text] })));
    finder.remove(1);
    finder.add({ value: 1, texts: ['tunnel'] });
    const found = (typed: string) => finder(typed, 5).map(({ value }) => value);
    expect([found('ferry'), found('bridge'), found('tunnel'), found('')]).toEqual([[0], [2], [1], [0, 2, 1]]);
  });

  it('reads after an edit the edited note alone, and lets others have their turn while it reads them all', async () => {
    const finder = createAnchorFinder(article.body);
    const aids = new NoteAids(article, finder);
    const read: string[] = [];
    const search = (kept: ReadonlyMap<string, KeptNote>, typed: string) => {
      const catalog = new NoteCatalog([], kept, finder);
      const stateOf = (id: string) => {
        read.push(id);
        return catalog.state(id);
      };
      return aids.findNotes(catalog.items(), typed, 1, stateOf);
    };
    const kept = new Map(Array.from({ length: MANY }, (_, i) => [`note-${i}`, keptAt(i)]));
    const { turns } = await turnsDuring(() => search(kept, 'clerk17'));
    expect(new Set(read).size).toBe(MANY);
    expect(turns).toBeGreaterThan(5);
    read.length = 0;
    kept.set('note-17', keptAt(17, 'Ptarmigans were counted too.', 2));
    const [found] = await search(kept, 'ptarmigans');
    expect(found?.note.id).toBe('note-17');
    expect(new Set(read)).toEqual(new Set(['note-17']));
    expect(await search(kept, 'clerk17')).not.toMatchObject([{ note: { id: 'note-17' } }]);
  });
});

it('every note with its places is looked up while others have their turn, and given in the shelf’s order', async () => {
  const kept = new Map(Array.from({ length: MANY }, (_, i) => [`note-${i}`, { ...keptAt(i), isRetracted: i % 5 === 0 }]));
  const catalog = new NoteCatalog([noteAt(7)], kept, createAnchorFinder(`${article.body} ${article.body}`.repeat(40)));
  const { turns, result } = await turnsDuring(() => catalog.states());
  expect(result).toEqual(catalog.items().map(([id]) => catalog.state(id)));
  expect(turns).toBeGreaterThan(5);
});

describe('what was said before', () => {
  it('is looked up after an edit for the edited note alone', async () => {
    const whole = createAnchorFinder(article.body);
    let lookUps = 0;
    const finder = {
      find: (anchor: Parameters<typeof whole.find>[0]) => {
        lookUps += 1;
        return whole.find(anchor);
      },
    };
    const aids = new NoteAids(article, finder);
    const notes = Array.from({ length: MANY }, (_, i) => anchored(noteAt(i)));
    const said = (content: Note, noteId?: string) => aids.amongNotes(notes, noteId, ({ find }) => find(content));
    expect(await said(noteAt(17))).toBe('note-17');
    expect(await said(noteAt(17), 'note-17')).toBeUndefined();
    lookUps = 0;
    notes[17] = anchored(noteAt(17, 'Nobody counted anything there.'));
    expect(await said(noteAt(17, 'Nobody counted anything there.'))).toBe('note-17');
    expect(await said(noteAt(17), 'another')).toBeUndefined();
    expect(lookUps).toBeLessThan(10);
  });
});

describe('a file of thousands of notes', () => {
  it.each(['json', 'csv'] as const)('is written in parts, and read as these notes: %s', (format) => {
    const notes = Array.from({ length: 1_000 }, (_, i) => noteAt(i, `Line ${i}\nand another “${i}”, that’s all.`));
    const parts = [...noteFileParts(notes, format)];
    expect(parts.length).toBeGreaterThan(10);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(parts.join('').length / 10);
    const read = parseNoteFile(Buffer.from(parts.join('')), { name: `notes.${format}`, now: NOW });
    expect(read).toMatchObject({ kind: 'notes', notes });
    if (format === 'json') expect(parts.join('')).toBe(`${JSON.stringify(JSON.parse(parts.join('')), null, 1)}\n`);
  });

  inLongTier(() => {
    it('is read as it always is, and others have their turn meanwhile', async () => {
      const notes = Array.from({ length: MANY }, (_, i) => noteAt(i));
      const bytes = Buffer.from(writeNoteFile(notes, 'json'));
      const others = [noteAt(4_001)];
      const options = { name: 'notes.json', now: NOW };
      const { turns, result } = await turnsDuring(() => readNoteFile(bytes, options, { article, others }));
      expect(result).toEqual(parseNoteFile(bytes, { ...options, beside: { article, finder: createAnchorFinder(article.body), others } }));
      expect(result).toMatchObject({ kind: 'notes', notes: { length: MANY } });
      expect(turns).toBeGreaterThan(100);
    });
  });

  it('with faults gives them, by line and field', async () => {
    const bytes = Buffer.from(writeNoteFile([noteAt(1, '')], 'json'));
    expect(await readNoteFile(bytes, { name: 'notes.json', now: NOW }, { article, others: [] })).toMatchObject({
      kind: 'faults',
      faults: [{ field: 'notes[0].note', fault: { kind: 'empty' } }],
    });
  });

  it('that says what stands there already is told so', async () => {
    const bytes = Buffer.from(writeNoteFile([{ ...noteAt(1), id: 'again' }], 'json'));
    expect(await readNoteFile(bytes, { name: 'notes.json', now: NOW }, { article, others: [noteAt(1)] })).toMatchObject({
      faults: [{ fault: { kind: 'duplicate', id: 'note-1' } }],
    });
  });
});
