// Tests of note files: written files read back, and a hostile file is refused at once, with each fault by line and field.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnchorFinder } from '../../src/article/anchor.js';
import { parseArticle } from '../../src/article/parse.js';
import { readNotes } from '../../src/notes/load.js';
import { MOST_FAULTS, type NoteFileOptions, writeNoteFile } from '../../src/notes/note-file.js';
import { runs } from '../tier.js';
import { notes } from './arbitraries.js';
import { csv, faultsIn, firstFault, HOSTILE, json, note, notesIn, parse } from './note-files.js';

const SHIPPED = resolve(import.meta.dirname, '../../content/notes.yaml');

describe('writeNoteFile', () => {
  it.each(['json', 'csv'] as const)('writes as %s what parseNoteFile reads as the same notes', (format) => {
    fc.assert(
      fc.property(notes, (some) => {
        expect(notesIn(writeNoteFile(some, format), { format })).toEqual(some);
      }),
      runs(300),
    );
  });

  it.each(['json', 'csv'] as const)('writes the shipped notes as %s', async (format) => {
    const shipped = await readNotes(SHIPPED);
    expect(notesIn(writeNoteFile(shipped, format), { name: `notes.${format}` })).toEqual(shipped);
  });

  it('writes JSON that people can read, with plain quotes as text', () => {
    const written = writeNoteFile([{ ...note, quotes: [{ exact: 'The words' }, { exact: 'words', prefix: 'The' }] }], 'json');
    expect(JSON.parse(written)).toEqual({
      format: 1,
      notes: [{ ...note, quotes: ['The words', { exact: 'words', prefix: 'The' }] }],
    });
    expect(written.split('\n').length).toBeGreaterThan(10);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', "'=1+1", "''-1"])('writes %s into a table as text that is no formula', (text) => {
    const written = writeNoteFile([{ ...note, headline: text, note: text, keywords: [text] }], 'csv');
    expect(written.split('\r\n')[1]).toContain(`,'${text},'${text},'${text},`);
    expect(notesIn(written, { format: 'csv' })[0]).toMatchObject({ note: text, keywords: [text] });
  });

  it('leaves a cell alone that only begins with an apostrophe', () => {
    expect(writeNoteFile([{ ...note, note: "'tis so" }], 'csv')).toContain(",'tis so,");
  });
});

describe('parseNoteFile', () => {
  it('reads the shipped notes as readNotes does', async () => {
    expect(notesIn(readFileSync(SHIPPED), { name: 'notes.yaml' })).toEqual(await readNotes(SHIPPED));
  });

  it.each<[string, string, Partial<NoteFileOptions>]>([
    ['a map of format 1', json({}), {}],
    ['a map without a format', JSON.stringify({ notes: [note] }), {}],
    ['a bare array', JSON.stringify([note]), {}],
    ['tabs for indents', JSON.stringify([note], null, '\t'), {}],
    ['CRLF and a byte order mark', `\uFEFF${json({}).replaceAll('\n', '\r\n')}`, {}],
    ['a name in capitals', json({}), { name: 'NOTES.JSON' }],
    ['a name that says nothing, and a format', json({}), { name: 'download', format: 'json' }],
    ['YAML', `notes:\n- ${JSON.stringify(note)}\n`, { name: 'a.yml' }],
    ['a bare list in YAML', `- ${JSON.stringify(note)}\n`, { name: 'a.yaml' }],
    ['a table', csv('one,disputed,The words,What is known.,,The Herald | A look back | | https://example.org/a'), { name: 'a.csv' }],
    [
      'a table with semicolons, other order and empty rows',
      'note;Id; status;sources;quotes\r\nWhat is known.;one;disputed;The Herald | A look back | | https://example.org/a;The words\r\n;;;;\r\n\r\n',
      { name: 'a.csv' },
    ],
    [
      'a table with tabs',
      'id\tstatus\tquotes\tnote\tsources\none\tdisputed\tThe words\tWhat is known.\tThe Herald | A look back | | https://example.org/a\n',
      { name: 'a.csv' },
    ],
  ])('reads %s', (_name, content, options) => {
    expect(notesIn(content, options)).toEqual([note]);
  });

  it('reads a file without notes', () => {
    expect(notesIn('[]')).toEqual([]);
    expect(notesIn(csv(), { format: 'csv' })).toEqual([]);
  });

  it('gives warnings beside the notes, by line and field', () => {
    const sources = [{ ...note.sources[0], url: 'http://example.org/' }];
    expect(parse(json({ headline: 'x', sources }))).toMatchObject({
      kind: 'notes',
      warnings: [{ line: 18, field: 'notes[0].sources[0].url', fault: { kind: 'plain-http' } }],
    });
  });

  it('names each fault of each note at once', () => {
    const bad = [{ publisher: '', title: 5, url: 'javascript:alert(1)' }];
    expect(faultsIn(json({ id: 'One', status: 'x' }, { id: 'two', quotes: [1], note: 'x'.repeat(501), sources: bad }))).toEqual([
      '5 notes[0].id bad-id',
      '6 notes[0].status unknown-status',
      '26 notes[1].quotes[0] wrong-type',
      '33 notes[1].sources[0].title wrong-type',
      '28 notes[1].note too-long',
    ]);
  });

  it('names the rows and columns of a table', () => {
    const rows = [
      'one,disputed,The words,"What is known.\nOn two lines.",,The Herald | A look back | | https://example.org/a',
      'Two,x,The words,,"a,b",The Herald | A look back',
      'three,context',
      'four,context,"{""exact"":1}",=cmd,,a | b | 2024-02-30 | https://x.org',
    ];
    expect(faultsIn(csv(...rows), { format: 'csv' })).toEqual([
      '4 sources[0] too-few-parts',
      '4 id bad-id',
      '4 status unknown-status',
      '4 note empty',
      '5 - wrong-cell-count',
      '6 note formula',
      '6 quotes[0] wrong-type',
      '6 sources[0].date no-such-date',
    ]);
  });

  it('tells at most 100 faults, and that there are more', () => {
    const faults = faultsIn(json(...Array.from({ length: 101 }, (_, i) => ({ id: `n${i}`, status: 'x' }))));
    expect(faults).toHaveLength(MOST_FAULTS + 1);
    expect(faults.at(-1)).toBe('- - more-faults');
    expect(faultsIn(json(...Array.from({ length: 100 }, (_, i) => ({ id: `n${i}`, status: 'x' }))))).toHaveLength(MOST_FAULTS);
  });

  it.each<[string, string | Uint8Array, Partial<NoteFileOptions>, string[]]>([
    ['nothing', '', {}, ['- - empty-file']],
    ['white space', '\uFEFF \n\t', {}, ['- - empty-file']],
    ['a name of another kind', '[]', { name: 'notes.exe' }, ['- - unknown-file']],
    ['a name like a key of every object', '[]', { name: 'notes.constructor' }, ['- - unknown-file']],
    ['Latin-1', Buffer.from('[\n"Páez"]', 'latin1'), {}, ['2 - not-utf8']],
    ['UTF-16', Buffer.from('\uFEFF[]', 'utf16le'), {}, ['1 - not-utf8']],
    ['a comma too many', '[\n1,\n]', {}, ['3 - not-json']],
    ['a string that never ends', '[\n"abc', {}, ['2 - not-json']],
    ['NUL', '[\n"a\0b"]', {}, ['2 - not-json']],
    ['comments', '[] // none', {}, ['1 - not-json']],
    ['two values', '[]\n[]', {}, ['2 - not-json']],
    ['a word', 'notes', {}, ['1 - not-json']],
    ['a number', '5', {}, ['- - no-notes']],
    ['null', 'null', {}, ['- - no-notes']],
    ['no list', '{"notes": {}}', {}, ['- - no-notes']],
    ['another format', '{"notes": [],\n"format": 2}', {}, ['2 - unknown-format']],
    ['a format that is a list', '{"notes": [],\n"format": [1]}', {}, ['2 - unknown-format']],
    ['something else', '{"notes": [],\n"questions": []}', {}, ['2 - unknown-field']],
    ['__proto__', '{"notes": [],\n"__proto__": {"status": "x"}}', {}, ['2 - unknown-field']],
    ['a field twice', '{"notes": [],\n"notes": []}', {}, ['2 - repeated-field']],
    ['notes that are none', '[1,\n[],\nnull]', {}, ['1 [0] wrong-type', '2 [1] wrong-type', '3 [2] wrong-type']],
    ['YAML that is none', 'notes:\n\t- x', { format: 'yaml' }, ['2 - not-yaml']],
    ['two documents', '[]\n---\n[]\n', { format: 'yaml' }, ['- - not-yaml']],
    ['an alias', 'a: &a [x]\nnotes:\n  - *a\n', { format: 'yaml' }, ['3 - not-yaml']],
    ['a tag', 'notes: !!js/function "x"\n', { format: 'yaml' }, ['1 - not-yaml']],
    ['no header', 'one,disputed,The words,x,,y', { format: 'csv' }, ['1 - missing-column']],
    ['a header without a column', 'id,status,quotes,note,keywords\n', { format: 'csv' }, ['1 - missing-column']],
    ['a header with another column', 'id,status,quotes,note,sources,author\n', { format: 'csv' }, ['1 - unknown-field']],
    ['a header with a column twice', 'id,status,quotes,note,sources,note\n', { format: 'csv' }, ['1 - repeated-field']],
    ['a quotation mark that never closes', csv('one,"disputed'), { format: 'csv' }, ['2 - not-csv']],
    ['a quotation mark in a cell', csv('one,dis"puted,a,b,c,d'), { format: 'csv' }, ['2 - not-csv']],
  ])('refuses a file of %s', (_name, content, options, faults) => {
    expect(faultsIn(content, options)).toEqual(faults);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string[]]>([
    ['an id twice', { id: 'two' }, ['41 notes[2].id repeated-id']],
    ['no id', { id: undefined }, ['- notes[2].id missing']],
    ['an id that is none', { id: '../two' }, ['- notes[2].id bad-id']],
    ['no status', { status: undefined }, ['- notes[2].status missing']],
    ['no sources', { sources: undefined }, ['- notes[2].sources missing']],
    ['text for a list', { quotes: 'The words' }, ['- notes[2].quotes wrong-type']],
    ['null for text', { note: null }, ['- notes[2].note wrong-type']],
    ['a field of another name', { stauts: 'x' }, ['- notes[2] unknown-field']],
    ['a part of another name', { sources: [{ ...note.sources[0], link: 'x' }] }, ['- notes[2].sources[0] unknown-field']],
    ['a source without a title', { sources: [{ publisher: 'a', url: 'https://x.org' }] }, ['- notes[2].sources[0].title missing']],
    ['a quote with a part of another name', { quotes: [{ exact: 'x', before: 'y' }] }, ['- notes[2].quotes[0] unknown-field']],
    ['a javascript: link', { sources: [{ ...note.sources[0], url: 'javascript:alert(1)' }] }, ['- notes[2].sources[0].url bad-link']],
    ['half a character', { note: 'a\uD800b' }, ['- notes[2].note hidden-character']],
    ['NUL', { note: 'a\0b' }, ['- notes[2].note hidden-character']],
    ['an override in a quote', { quotes: ['a\u202Eb'] }, ['- notes[2].quotes[0] hidden-character']],
    ['no link', { sources: [{ publisher: 'a', title: 'b' }] }, ['- notes[2].sources no-link']],
  ])('refuses a file of two notes and one with %s', (_name, change, faults) => {
    const found = faultsIn(json({ id: 'one' }, { id: 'two' }, { id: 'three', ...change }));
    expect(found.map((fault) => fault.replace(/^\d+/u, faults[0]?.startsWith('-') === true ? '-' : '$&'))).toEqual(faults);
    expect(found[0]).toMatch(/^\d+ /u);
  });

  it.each<[string, Readonly<Record<string, unknown>>, string[]]>([
    ['a headline that is too long', { headline: 'x'.repeat(91) }, ['notes[0].headline too-long']],
    ['a number for a headline', { headline: 1 }, ['notes[0].headline wrong-type']],
    ['a month that is none', { checked: '2026-13' }, ['notes[0].checked bad-month']],
    ['half a translation', { translations: { es: { headline: 'x' } } }, ['notes[0].translations.es.note missing']],
    [
      'a translation into another language',
      { translations: { fr: {} } },
      ['notes[0].translations.es missing', 'notes[0].translations unknown-field'],
    ],
    [
      'a translation that is too long',
      { translations: { es: { headline: 'x', note: 'x'.repeat(521) } } },
      ['notes[0].translations.es.note too-long'],
    ],
  ])('refuses %s', (_name, change, faults) => {
    expect(faultsIn(json(change)).map((fault) => fault.replace(/^\S+ /u, ''))).toEqual(faults);
  });

  it('takes a note without a headline, and one of 500 characters, and warns about both', () => {
    const warnings = (content: string) => {
      const parsed = parse(content);
      return parsed.kind === 'notes' ? parsed.warnings.map(({ field, fault }) => `${field} ${fault.kind}`) : parsed.faults;
    };
    expect(warnings(json({}))).toEqual(['notes[0].headline no-headline']);
    expect(warnings(json({ headline: 'x', note: 'x'.repeat(500) }))).toEqual(['notes[0].note long-note']);
  });

  it('names the columns of a translation in a table', () => {
    const table = (headline: string, note: string) =>
      [
        'id,status,quotes,note,sources,translations.es.headline,translations.es.note',
        `one,disputed,The words,x,a | b | | https://x.org,${headline},${note}`,
      ].join('\n');
    expect(notesIn(table('Titular', 'Nota'), { format: 'csv' })[0]?.translations).toEqual({ es: { headline: 'Titular', note: 'Nota' } });
    expect(notesIn(table('', ''), { format: 'csv' })[0]).not.toHaveProperty('translations');
    expect(faultsIn(table('Titular', ''), { format: 'csv' })).toEqual(['2 translations.es.note empty']);
    expect(faultsIn(table('Titular', '=cmd'), { format: 'csv' })).toEqual(['2 translations.es.note formula']);
  });

  it('looks at no more items of a list than one too many', () => {
    expect(faultsIn(json({ quotes: Array(1_000).fill(1) }))).toHaveLength(21);
  });

  it('takes no prototype from a note', () => {
    const text = json({}).replace('"status": "disputed"', '"__proto__": {"status": "disputed"}');
    expect(faultsIn(text)).toEqual(['4 notes[0] unknown-field', '4 notes[0].status missing']);
    expect(Object.hasOwn(Object.prototype, 'status')).toBe(false);
  });
});

describe('parseNoteFile beside an article', () => {
  const body = 'The words stand here. Other words stand there.';
  const beside = {
    article: parseArticle(body, { title: 'T', language: 'en' }),
    finder: createAnchorFinder(body),
    others: [{ ...note, id: 'shipped' }],
  };

  it('takes a note on words of the article', () => {
    expect(notesIn(json({ note: 'Something else.' }), { beside })).toHaveLength(1);
  });

  it('refuses quotes that stand nowhere, by line and field', () => {
    expect(faultsIn(json({ quotes: ['Other words', 'No words'] }), { beside })).toEqual(['9 notes[0].quotes[1] quote-not-found']);
  });

  it('refuses what another note says already, of those there are and of those in the file', () => {
    expect(faultsIn(json({}), { beside })).toEqual(['12 notes[0].note duplicate']);
    expect(faultsIn(json({ id: 'a', note: 'New.' }, { id: 'b', note: 'NEW' }), { beside })).toEqual(['30 notes[1].note duplicate']);
  });

  it('takes back whatever stands there just as it is, also what would be refused of somebody else', () => {
    const orphan = { ...note, id: 'orphan', quotes: [{ exact: 'No words' }], sources: [{ publisher: 'A', title: 'B' }] };
    const twins = [orphan, { ...note, id: 'shipped' }, { ...note, id: 'twin' }];
    for (const format of ['json', 'csv'] as const) {
      const read = parse(writeNoteFile(twins, format), { name: `n.${format}`, beside: { ...beside, others: twins } });
      expect(read).toMatchObject({ kind: 'notes', notes: twins });
    }
    const changed = json({ ...orphan, quotes: ['No words'], note: 'Other words.' }, { id: 'new' });
    expect(faultsIn(changed, { beside: { ...beside, others: twins } }).map((fault) => fault.split(' ').at(-1))).toEqual([
      'quote-not-found',
      'no-link',
      'duplicate',
    ]);
  });

  it('lets a note take the place of the one with its id', () => {
    expect(notesIn(json({ id: 'shipped' }), { beside })).toHaveLength(1);
  });
});

describe('a hostile file', () => {
  it.each(HOSTILE)('of %s is refused', (...hostile) => {
    const [, make, , fault] = hostile;
    expect(firstFault(hostile, make())).toBe(fault);
  });
});
