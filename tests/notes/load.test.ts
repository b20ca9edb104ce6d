// Tests of the curated files beside an article: the shipped ones load, and every fault names file, line and field.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/input-error.js';
import { readDecoys, readNotes, readReaderQuestions } from '../../src/notes/load.js';
import { isContested, LONGEST_NEW_NOTE, NOTE_STATUSES } from '../../src/notes/note.js';

const CONTENT = resolve(import.meta.dirname, '../../content');
const folder = mkdtempSync(join(tmpdir(), 'marginalia-notes-'));
let written = 0;

afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string | Uint8Array): string {
  written += 1;
  const path = join(folder, `notes-${written}.yaml`);
  writeFileSync(path, content);
  return path;
}

/** A file with one note, with some lines replaced. */
function notesWith(...changes: readonly (readonly [string, string])[]): string {
  const lines = [
    'notes:',
    '  - id: one-note',
    '    status: disputed',
    '    quotes:',
    '      - The words of the article.',
    '    note: What is known of it.',
    '    sources:',
    '      - publisher: The Herald',
    '        title: A look back',
    '        url: https://example.org/a',
  ];
  return changes.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`The file has no line ${from}`);
      return text.replace(from, () => to);
    },
    `${lines.join('\n')}\n`,
  );
}

async function faultOf(path: string, read: (path: string) => Promise<unknown> = readNotes): Promise<string> {
  const result = await read(path).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(result).toBeInstanceOf(InputError);
  return (result as InputError).message;
}

describe('the shipped files', () => {
  it('hold 92 notes, each with a status, a source and an id of its own', async () => {
    const notes = await readNotes(join(CONTENT, 'notes.yaml'));
    expect(notes).toHaveLength(92);
    expect(new Set(notes.map(({ id }) => id)).size).toBe(92);
    for (const note of notes) {
      expect(NOTE_STATUSES).toContain(note.status);
      expect(note.sources.length).toBeGreaterThan(0);
      expect(note.note.length).toBeLessThanOrEqual(LONGEST_NEW_NOTE);
      expect([note.headline, note.translations, note.checked]).not.toContain(undefined);
    }
  });

  it('hold reader questions for each quote, and decoys', async () => {
    const groups = await readReaderQuestions(join(CONTENT, 'questions.yaml'));
    expect(groups.length).toBeGreaterThan(50);
    for (const { ask } of groups) expect(ask.length).toBeGreaterThan(0);
    for (const name of ['decoys.yaml', 'decoys-general.yaml']) {
      const decoys = await readDecoys(join(CONTENT, name));
      expect(decoys.length).toBeGreaterThan(100);
      expect(decoys.filter((decoy) => decoy.trim() === '')).toEqual([]);
    }
  });
});

describe('readNotes', () => {
  it('reads a note with all its fields', async () => {
    const path = file(
      notesWith(
        [
          '      - The words of the article.',
          '      - exact: The words\n        prefix: "before "\n        suffix: " after"\n      - Other words.',
        ],
        [
          '        url: https://example.org/a',
          '        date: 2024-08-13\n        via: The Archive\n    keywords: [a, b]\n    headline: In one line\n    translations:\n      es: { headline: En una línea, note: Lo que se sabe. }\n    checked: "2026-03"\n    confidence: high',
        ],
      ),
    );
    expect(await readNotes(path)).toEqual([
      {
        id: 'one-note',
        status: 'disputed',
        quotes: [{ exact: 'The words', prefix: 'before ', suffix: ' after' }, { exact: 'Other words.' }],
        headline: 'In one line',
        note: 'What is known of it.',
        keywords: ['a', 'b'],
        translations: { es: { headline: 'En una línea', note: 'Lo que se sabe.' } },
        checked: '2026-03',
        sources: [{ publisher: 'The Herald', title: 'A look back', date: '2024-08-13', via: 'The Archive' }],
        confidence: 'high',
      },
    ]);
  });

  it('reads a note of exactly 500 characters', async () => {
    const [note] = await readNotes(file(notesWith(['What is known of it.', 'x'.repeat(500)])));
    expect(note?.note).toHaveLength(500);
  });

  it('reads a file with CRLF and a byte order mark', async () => {
    expect(await readNotes(file(`\uFEFF${notesWith().replaceAll('\n', '\r\n')}`))).toHaveLength(1);
  });

  it('reads a file without notes', async () => {
    expect(await readNotes(file('notes: []\n'))).toEqual([]);
  });

  it.each([
    ['a status that does not exist', [['disputed', 'wrong']], 3, 'notes[0].status', /disputed/u],
    ['a note without sources', [['    sources:\n', '    confidence: low\n    other:\n']], 2, 'notes[0].sources', /array/u],
    [
      'an empty list of sources',
      [['sources:\n      - publisher: The Herald\n        title: A look back\n        url: https://example.org/a', 'sources: []']],
      7,
      'notes[0].sources',
      />=1/u,
    ],
    ['a javascript: address', [['https://example.org/a', 'javascript:alert(1)']], 10, 'notes[0].sources[0].url', /URL/u],
    ['a data: address', [['https://example.org/a', 'data:text/html,x']], 10, 'notes[0].sources[0].url', /URL/u],
    ['a note over 500 characters', [['What is known of it.', 'x'.repeat(501)]], 6, 'notes[0].note', /500/u],
    ['an empty note', [['What is known of it.', '"  "']], 6, 'notes[0].note', />=1/u],
    ['an id with a space', [['one-note', 'One Note']], 2, 'notes[0].id', /hyphens/u],
    ['an id of 65 characters', [['one-note', 'a'.repeat(65)]], 2, 'notes[0].id', /64/u],
    ['a number for a title', [['A look back', '2024']], 9, 'notes[0].sources[0].title', /string/u],
    ['a list for a note', [['What is known of it.', '[a, b]']], 6, 'notes[0].note', /string/u],
    ['nothing for a publisher', [['The Herald', '']], 8, 'notes[0].sources[0].publisher', /string/u],
    ['a quote that is a number', [['The words of the article.', '5']], 5, 'notes[0].quotes[0]', /words of the article/u],
    ['a quote of spaces', [['The words of the article.', '"  "']], 5, 'notes[0].quotes[0]', /words of the article/u],
    ['a date in words', [['url: https://example.org/a', 'date: August 2024']], 10, 'notes[0].sources[0].date', /YYYY/u],
    ['a misspelt field', [['    status:', '    stauts: x\n    status:']], 2, 'notes[0]', /stauts/u],
  ] as const)('names file, line and field of %s', async (_name, changes, line, field, why) => {
    const path = file(notesWith(...changes));
    const faults = (await faultOf(path)).split('\n');
    const fault = faults.find((one) => one.startsWith(`${path}, line ${line}: ${field}: `));
    expect(fault, faults.join('\n')).toMatch(why);
  });

  it('names all faults of a file at once, a sentence each', async () => {
    const path = file(notesWith(['disputed', 'wrong'], ['What is known of it.', '""'], ['https://example.org/a', 'nowhere']));
    const faults = (await faultOf(path)).split('\n');
    expect(faults.map((fault) => fault.slice(path.length, path.length + 9))).toEqual([', line 3:', ', line 6:', ', line 10']);
    for (const fault of faults) expect(fault).toMatch(/[^.]\.$/u);
  });

  it('names the second place of an id that is given twice', async () => {
    const path = file(`${notesWith()}${notesWith().replace('notes:\n', '')}`);
    expect(await faultOf(path)).toBe(`${path}, line 11: notes[1].id: "one-note" is given twice; give each note an id of its own.`);
  });

  it.each([
    ['a quotation mark that never closes', 'notes:\n  - id: "one\n'],
    ['a tab for an indent', 'notes:\n\t- id: one\n'],
    ['a bracket that never closes', 'notes: [\n  {id: one},\n'],
    ['a key that stands twice', 'notes: []\nnotes: []\n'],
    ['an alias without an anchor', 'notes:\n  - *nobody\n'],
    ['a tag that makes code', 'notes: []\nx: !!js/function "return 1"\n'],
    ['a NUL byte', notesWith(['What is known of it.', 'What is\0known.'])],
  ])('names the line of %s', async (_name, yaml) => {
    const path = file(yaml);
    const fault = await faultOf(path);
    expect(fault).toMatch(/line \d+: this is no valid YAML \(.+\)\.$/u);
    expect(fault.startsWith(path)).toBe(true);
    expect(fault).not.toContain('\n');
  });

  it.each([
    ['nothing', ''],
    ['a comment only', '# notes\n'],
    ['two documents', 'notes: []\n---\nnotes: []\n'],
    ['a list', '- id: one\n'],
    ['a word', 'notes\n'],
    ['no notes', 'questions: []\n'],
    ['a key beside the notes', 'notes: []\n__proto__: {status: disputed}\n'],
    ['notes that are no list', 'notes: {id: one}\n'],
    ['a note that is a word', 'notes: [one]\n'],
  ])('refuses a file that holds %s, and names it', async (_name, yaml) => {
    const path = file(yaml);
    expect((await faultOf(path)).startsWith(path)).toBe(true);
  });

  it.each(['- id: one\n', 'notes\n'])('says how a file begins that is no mapping: %s', async (yaml) => {
    const path = file(yaml);
    expect(await faultOf(path)).toBe(`${path}: the file: it must begin with a line "notes:", and the list stands below that line.`);
  });

  it('names the line at which a file stops being UTF-8', async () => {
    const path = file(Buffer.from(notesWith(['What is known of it.', 'Lo que se sabe de Páez.']), 'latin1'));
    expect(await faultOf(path)).toBe(`${path}, line 6: this is not UTF-8. Save the file as UTF-8.`);
    const wide = file(Buffer.from(`\uFEFF${notesWith()}`, 'utf16le'));
    expect(await faultOf(wide)).toContain(`${wide}, line 1: this is not UTF-8`);
  });

  it('takes U+FFFD for a character like any other', async () => {
    const [note] = await readNotes(file(notesWith(['What is known of it.', 'What is \ufffd known.'])));
    expect(note?.note).toBe('What is \ufffd known.');
  });

  it('names a file that is missing, and a folder', async () => {
    const missing = join(folder, 'no-such.yaml');
    expect(await faultOf(missing)).toBe(`${missing} does not exist: check the path.`);
    expect(await faultOf(folder)).toBe(`${folder} cannot be read (EISDIR): check the path and its permissions.`);
  });

  it.each([
    ['deep lists', `notes: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`],
    ['deep maps', `notes: ${'{a: '.repeat(20_000)}1${'}'.repeat(20_000)}\n`],
    ['deep indents', `notes:\n${Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i + 1)}a:\n`).join('')}`],
    ['lists of aliases of lists of aliases', bomb()],
    ['an alias of itself', 'notes: &a [*a]\n'],
  ])('ends on %s', async (_name, yaml) => {
    const path = file(yaml);
    // Expanding all of it would never end.
    expect((await faultOf(path)).startsWith(path)).toBe(true);
  });
});

/** Ten lists, each of nine aliases of the one before: 9^10 words if expanded. */
function bomb(): string {
  const lists = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`);
  return `l0: &l0 [${Array(9).fill('word').join(', ')}]\n${lists.join('\n')}\nnotes: *l9\n`;
}

describe('readReaderQuestions and readDecoys', () => {
  it('read what they are for', async () => {
    const questions = file('questions:\n  - quote: The words.\n    ask: [Who?, "What?"]\n');
    expect(await readReaderQuestions(questions)).toEqual([{ quote: 'The words.', ask: ['Who?', 'What?'] }]);
    const decoys = file('decoys:\n  - near: The words.\n    ask: [Where?]\n  - kind: weather\n    ask: [When?]\n');
    expect(await readDecoys(decoys)).toEqual(['Where?', 'When?']);
  });

  it('takes blanks for places that nobody has filled in yet', async () => {
    const questions = file('questions:\n  - quote: The words.\n    ask: ["", " Who? ", ""]\n  - quote: Others.\n    ask: [""]\n');
    expect(await readReaderQuestions(questions)).toEqual([{ quote: 'The words.', ask: ['Who?'] }]);
    expect(await readDecoys(file('decoys:\n  - near: The words.\n    ask: ["", Where?]\n'))).toEqual(['Where?']);
  });

  it('name file, line and field of their faults', async () => {
    const questions = file('questions:\n  - quote: The words.\n    ask:\n      - Who?\n      - 5\n');
    expect(await faultOf(questions, readReaderQuestions)).toContain(`${questions}, line 5: questions[0].ask[1]: `);
    const decoys = file('decoys:\n  - near: The words.\n    ask: []\n');
    expect(await faultOf(decoys, readDecoys)).toContain(`${decoys}, line 3: decoys[0].ask: `);
  });

  it('refuse the files of one another', async () => {
    expect(await faultOf(join(CONTENT, 'notes.yaml'), readDecoys)).toContain('notes.yaml');
    expect(await faultOf(join(CONTENT, 'decoys.yaml'), readReaderQuestions)).toContain('decoys.yaml');
  });
});

describe('isContested', () => {
  it('holds for what is disputed, inaccurate or unverified, and for nothing else', () => {
    expect(NOTE_STATUSES.filter(isContested)).toEqual(['disputed', 'inaccurate', 'unverified']);
  });
});
