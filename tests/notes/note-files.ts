// Note files for tests: of a few notes, and hostile ones.

import { expect } from 'vitest';
import { createAnchorFinder } from '../../src/article/anchor.js';
import { parseArticle } from '../../src/article/parse.js';
import type { Note } from '../../src/notes/note.js';
import { LARGEST_NOTE_FILE, MOST_NOTES, type NoteFileOptions, type ParsedNotes, parseNoteFile } from '../../src/notes/note-file.js';

export const NOW = Date.parse('2026-03-31T12:00:00Z');
export const note: Note = {
  id: 'one',
  status: 'disputed',
  quotes: [{ exact: 'The words' }],
  note: 'What is known.',
  keywords: [],
  sources: [{ publisher: 'The Herald', title: 'A look back', url: 'https://example.org/a' }],
};

export function parse(content: string | Uint8Array, options: Partial<NoteFileOptions> = {}): ParsedNotes {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return parseNoteFile(bytes, { name: 'notes.json', now: NOW, ...options });
}

export function notesIn(content: string | Uint8Array, options: Partial<NoteFileOptions> = {}): readonly Note[] {
  const parsed = parse(content, options);
  expect(parsed.kind === 'faults' ? parsed.faults : []).toEqual([]);
  return parsed.kind === 'notes' ? parsed.notes : [];
}

/** Faults as text: line, field, kind. */
export function faultsIn(content: string | Uint8Array, options: Partial<NoteFileOptions> = {}): string[] {
  const parsed = parse(content, options);
  expect(parsed.kind).toBe('faults');
  return parsed.kind === 'notes' ? [] : parsed.faults.map(({ line, field, fault }) => `${line ?? '-'} ${field || '-'} ${fault.kind}`);
}

export function json(...changes: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify({ format: 1, notes: changes.map((change) => ({ ...note, ...change })) }, null, 1);
}

export function csv(...rows: readonly string[]): string {
  return ['id,status,quotes,note,keywords,sources', ...rows].join('\n');
}

const many = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i));
const long = 'x'.repeat(LARGEST_NOTE_FILE - 1_000);
const megabyte = 'x'.repeat(1_000_000);
const body = 'The words stand here.';
/** A short article for notes to be read with. */
export const beside = { article: parseArticle(body, { title: 'T', language: 'en' }), finder: createAnchorFinder(body), others: [] };

/** A maliciously made file: its content, how it is made and read, and the first fault found. */
type Hostile = readonly [name: string, make: () => string | Uint8Array, options: Partial<NoteFileOptions>, fault: string];

export const HOSTILE: readonly Hostile[] = [
  ['a byte too long', () => new Uint8Array(LARGEST_NOTE_FILE + 1), {}, '- - file-too-large'],
  [
    'one note too many',
    () => JSON.stringify(many(MOST_NOTES + 1, (i) => i.toString(36)).map((id) => ({ ...note, id }))),
    {},
    '- - too-many-notes',
  ],
  [
    'one row too many',
    () => csv(...many(MOST_NOTES + 1, (i) => `n${i},context,,x,,a | b | | https://x.org`)),
    { format: 'csv' },
    '- - too-many-notes',
  ],
  ['a status of 1 MB', () => json({ status: megabyte }), {}, '6 notes[0].status unknown-status'],
  [
    'a link of 1 MB',
    () => json({ sources: [{ ...note.sources[0], url: `https://x.org/${megabyte}` }] }),
    {},
    '18 notes[0].sources[0].url link-too-long',
  ],
  ['an id of 1 MB', () => json({ id: megabyte }), {}, '5 notes[0].id bad-id'],
  ['a field with a name of 1 MB', () => json({ [megabyte]: 1 }), {}, '4 notes[0] unknown-field'],
  ['lists 100,000 deep', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`, {}, '- - too-deep'],
  ['lists 1,000 deep', () => `${'['.repeat(1_000)}${']'.repeat(1_000)}`, {}, '- [0] wrong-type'],
  ['maps 100,000 deep', () => `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, {}, '- - too-deep'],
  ['lists 100,000 deep and never closed', () => '['.repeat(100_000), {}, '- - too-deep'],
  ['lists in YAML 100,000 deep', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`, { format: 'yaml' }, '1 - not-yaml'],
  ['600,001 numbers', () => `[${many(600_002, () => '1').join()}]`, {}, '- - too-complex'],
  [
    'aliases of aliases',
    () =>
      `l0: &l0 [${many(9, () => 'x').join()}]\n${many(9, (i) => `l${i + 1}: &l${i + 1} [${many(9, () => `*l${i}`).join()}]`).join('\n')}\nnotes: *l9\n`,
    { format: 'yaml' },
    '2 - not-yaml',
  ],
];

/** At or near the largest permitted size. */
export const HUGE: readonly Hostile[] = [
  ['a line of 10 MB in JSON', () => json({ note: long }), {}, '12 notes[0].note too-long'],
  ['a line of 10 MB in YAML', () => `notes:\n- ${JSON.stringify({ ...note, note: long })}`, { format: 'yaml' }, '2 notes[0].note too-long'],
  [
    'a line of 10 MB in a table',
    () => csv(`one,disputed,The words,${long},,a | b | | https://x.org`),
    { format: 'csv' },
    '2 note too-long',
  ],
  ['a quote of 10 MB', () => json({ quotes: [long] }), { beside }, '8 notes[0].quotes[0] too-long'],
  ['10 MB of | in a table', () => csv(`one,disputed,The words,x,,${'|'.repeat(long.length)}`), { format: 'csv' }, '2 sources too-long'],
  ['400,000 quotes', () => JSON.stringify([{ ...note, quotes: many(400_000, () => 'x') }]), {}, '1 [0].quotes too-many'],
  ['400,000 keywords', () => JSON.stringify([{ ...note, keywords: many(400_000, () => 'x') }]), {}, '1 [0].keywords too-many'],
  ['200,000 fields', () => `[{${many(200_000, (i) => `"f${i}":1`).join()}}]`, {}, '1 [0] unknown-field'],
  ['400,000 rows', () => csv('x\n'.repeat(400_000)), { format: 'csv' }, '- - too-many-notes'],
  ['400,000 cells', () => csv('x,'.repeat(400_000)), { format: 'csv' }, '2 - wrong-cell-count'],
  ['200,000 anchors', () => `notes:\n${many(200_000, (i) => `- &a${i} x`).join('\n')}`, { format: 'yaml' }, '- - too-many-notes'],
  ['one id 5,000 times', () => json(...many(MOST_NOTES, () => '').map(() => ({}))), {}, '23 notes[1].id repeated-id'],
];

/** The first fault of a hostile file, without the line if that is meaningless. */
export function firstFault([, , options, fault]: Hostile, content: string | Uint8Array): string | undefined {
  const [first] = faultsIn(content, options);
  return first?.replace(/^\d+/u, (line) => (fault.startsWith('-') ? '-' : line));
}

/** The largest permitted number of notes, nearly alike. */
export function manyAlike(): string {
  const words = many(60, (i) => `word${i}`);
  const texts = many(MOST_NOTES, (i) => [...words.slice(0, 45), ...many(15, (k) => `${i}x${k}`)].join(' ').slice(0, 500));
  return json(...texts.map((text, i) => ({ id: `n${i}`, note: text })));
}
