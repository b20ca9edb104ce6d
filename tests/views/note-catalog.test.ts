// Tests of a guild's note catalog, and of the changes that bring it to a file's state.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnchorFinder } from '../../src/article/anchor.js';
import { effectiveNotes } from '../../src/notes/effective.js';
import { type Note, noteSchema } from '../../src/notes/note.js';
import { parseNoteFile, writeNoteFile } from '../../src/notes/note-file.js';
import type { KeptNote, NoteContent } from '../../src/notes/revision.js';
import { contentOf, NoteCatalog } from '../../src/views/note-catalog.js';
import { notes as someNotes } from '../notes/arbitraries.js';
import { GUILD } from '../store/examples.js';

const BODY = 'It was built in Bergen. A bridge would cost ninety million. Nobody drowned. Nobody drowned.';
const finder = createAnchorFinder(BODY);
const content = (note: string, ...quotes: readonly string[]): NoteContent => ({
  status: 'context',
  quotes: quotes.map((exact) => ({ exact })),
  note,
  keywords: [],
  sources: [{ publisher: 'Herald', title: 'A look', url: 'https://example.org/' }],
});
const shipped: readonly Note[] = ['c', 'a', 'b'].map((id) => ({ id, ...content(`shipped ${id}`, 'Bergen') }));

function kept(noteId: string, changes: Partial<KeptNote> = {}): KeptNote {
  return { guildId: GUILD, noteId, version: 3, isRetracted: false, content: content(`ours ${noteId}`), ...changes };
}

const shelfWith = (...all: readonly KeptNote[]) => new NoteCatalog(shipped, new Map(all.map((one) => [one.noteId, one])), finder);
const told = async (catalog: NoteCatalog, notes: readonly Note[]) =>
  (await catalog.changesTo(notes)).map(({ action, noteId, baseVersion }) => `${action} ${noteId} over ${baseVersion}`);

describe('the state of a note', () => {
  it('is that of the shipped one where the server never touched it', () => {
    expect(shelfWith().state('a')).toEqual({
      note: shipped[1],
      version: 0,
      origin: 'shipped',
      isRetracted: false,
      spans: finder.find({ exact: 'Bergen' }),
    });
  });

  it.each<[string, KeptNote, object]>([
    ['changed', kept('a'), { version: 3, origin: 'overridden', isRetracted: false, note: { id: 'a', note: 'ours a' } }],
    [
      'withdrawn',
      kept('a', { content: undefined, isRetracted: true }),
      { version: 3, origin: 'shipped', isRetracted: true, note: shipped[1] },
    ],
    [
      'shown again as it was shipped',
      kept('a', { content: undefined }),
      { version: 3, origin: 'shipped', isRetracted: false, note: shipped[1] },
    ],
    ['the server’s own', kept('z'), { version: 3, origin: 'own', note: { id: 'z', note: 'ours z' } }],
    ['the server’s own, and withdrawn', kept('z', { isRetracted: true }), { origin: 'own', isRetracted: true, note: { note: 'ours z' } }],
  ])('tells a note that is %s', (_, one, state) => {
    expect(shelfWith(one).state(one.noteId)).toMatchObject(state);
  });

  it('is none for a note that never was, and for one of the server’s without content', () => {
    expect(shelfWith().state('z')).toBeUndefined();
    expect(shelfWith(kept('z', { content: undefined })).state('z')).toBeUndefined();
  });

  it('can be seen as another revision would have it', () => {
    expect(shelfWith(kept('a')).state('a', kept('a', { version: 9, content: content('theirs') }))).toMatchObject({
      version: 9,
      note: { note: 'theirs' },
    });
  });

  it('has every place of every quote', () => {
    const spans = shelfWith(kept('z', { content: content('two', 'Nobody drowned', 'Bergen') })).state('z')?.spans;
    expect(spans?.map(({ start, end }) => BODY.slice(start, end))).toEqual(['Nobody drowned', 'Nobody drowned', 'Bergen']);
  });
});

describe('every note', () => {
  it('stands in the order of what was shipped, then by id, the withdrawn ones too', async () => {
    const catalog = shelfWith(kept('z'), kept('b2', { isRetracted: true }), kept('b', { isRetracted: true }), kept('aa'));
    expect((await catalog.states()).map(({ note, isRetracted }) => `${note.id}${isRetracted ? ' withdrawn' : ''}`)).toEqual([
      ...['c', 'a', 'b withdrawn'],
      ...['aa', 'b2 withdrawn', 'z'],
    ]);
  });

  it('but the withdrawn ones is what readers see', async () => {
    const all = [kept('z'), kept('b', { isRetracted: true, content: undefined }), kept('a'), kept('y', { isRetracted: true })];
    const seen = (await shelfWith(...all).states()).filter(({ isRetracted }) => !isRetracted);
    expect(seen.map(({ note }) => note)).toEqual(effectiveNotes(shipped, all));
  });
});

describe('changes to what a file says', () => {
  it('are none where the server has it so already, shipped or its own', async () => {
    expect(await told(shelfWith(kept('z')), [...shipped, { id: 'z', ...content('ours z') }])).toEqual([]);
  });

  it('add what it lacks, change what it has otherwise, and bring back what it withdrew', async () => {
    const catalog = shelfWith(kept('a', { isRetracted: true, content: undefined }), kept('y', { isRetracted: true }), kept('z'));
    const file = [...shipped, { id: 'z', ...content('said anew') }, { id: 'y', ...content('ours y') }, { id: 'new', ...content('new') }];
    expect(await told(catalog, file)).toEqual(['restore a over 3', 'edit z over 3', 'restore y over 3', 'add new over 0']);
  });

  it('of a shipped note stand over version 0 where the server never touched it', async () => {
    expect(await told(shelfWith(), [{ id: 'a', ...content('ours') }])).toEqual(['edit a over 0']);
  });

  it('leave alone what the file does not name', async () => {
    expect(await shelfWith(kept('z')).changesTo([])).toEqual([]);
  });

  it('hold the whole note but its id', async () => {
    expect(await shelfWith().changesTo([{ id: 'new', ...content('new', 'Bergen') }])).toEqual([
      { noteId: 'new', action: 'add', content: content('new', 'Bergen'), baseVersion: 0 },
    ]);
  });

  it.each<[string, Partial<NoteContent>]>([
    ['status', { status: 'supported' }],
    ['a quote', { quotes: [{ exact: 'Bergen', prefix: 'built in' }] }],
    ['keywords', { keywords: ['one'] }],
    ['confidence', { confidence: 'low' }],
    ['a source', { sources: [{ publisher: 'Herald', title: 'A look', url: 'https://example.org/', via: 'AP' }] }],
  ])('are noticed where only %s differs', async (_, difference) => {
    expect(await told(shelfWith(), [{ id: 'a', ...content('shipped a', 'Bergen'), ...difference }])).toEqual(['edit a over 0']);
  });

  it.each(['json', 'csv'] as const)('are none when what readers see was written as %s and is read again', async (format) => {
    await fc.assert(
      fc.asyncProperty(someNotes, async (notes) => {
        const catalog = new NoteCatalog(
          [],
          new Map(notes.map((note) => [note.id, kept(note.id, { content: contentOf(noteSchema.parse(note)) })])),
          finder,
        );
        const file = parseNoteFile(Buffer.from(writeNoteFile(notes, format)), { name: `notes.${format}`, now: 0 });
        expect(file.kind === 'notes' ? await told(catalog, file.notes) : file).toEqual([]);
      }),
    );
  });
});
