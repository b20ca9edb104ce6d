// Tests of the messages for faults of notes: each in both languages, with its place and remedy, and no placeholder left.

import { describe, expect, it } from 'vitest';
import { sayFault, sayFileFault } from '../../src/i18n/fault-words.js';
import type { Fault, Warning } from '../../src/notes/fault.js';

type Told = Fault | Warning;
/** The further data of a kind of fault. */
type ParametersOf<Kind, One = Told> = One extends { readonly kind: infer Own }
  ? Kind extends Own
    ? Omit<One, 'kind' | 'at'>
    : never
  : never;
type Kinds = { readonly [Kind in Told['kind']]: ParametersOf<Kind> };

/** One of each kind; the compiler checks that none is missing. */
const EVERY: Kinds = {
  empty: {},
  'line-break': {},
  'no-link': {},
  'link-with-credentials': {},
  'too-long': { length: 501, limit: 500 },
  'link-too-long': { length: 701, limit: 700 },
  'too-many': { limit: 20 },
  'hidden-character': { character: 'U+202E', after: 'the vote' },
  'unknown-status': { value: 'wrong' },
  'unknown-confidence': { value: 'sure' },
  'bad-date': { value: 'soon' },
  'bad-month': { value: '2024-13' },
  'no-such-date': { value: '2024-02-30' },
  'future-date': { value: '2030' },
  'bad-link': { value: 'nowhere' },
  'plain-http': { value: 'http://example.org' },
  'quote-not-found': { quote: 'these words', nearest: [] },
  'quote-not-exact': { text: '“these words”' },
  'several-places': { paragraphs: [1, 7] },
  'no-quote': {},
  'no-headline': {},
  'long-note': { length: 480, limit: 450 },
  duplicate: { id: 'another-note' },
  'too-few-parts': { count: 3 },
  'too-many-parts': { count: 6 },
  'no-via': { value: 'The Archive' },
  'empty-file': {},
  'not-utf8': {},
  'too-deep': {},
  'no-notes': {},
  missing: {},
  formula: {},
  'file-too-large': { limit: 10 * 1024 * 1024 },
  'too-complex': { limit: 600_000 },
  'too-many-notes': { limit: 5_000 },
  'more-faults': { limit: 100 },
  'unknown-file': { value: 'notes.exe' },
  'unknown-format': { value: '2' },
  'unknown-field': { value: 'stauts' },
  'repeated-field': { value: 'notes' },
  'bad-id': { value: 'One Note' },
  'repeated-id': { value: 'one-note' },
  'missing-column': { column: 'status' },
  'not-json': { reason: 'CommaExpected' },
  'not-yaml': { reason: 'a bracket' },
  'not-csv': { reason: 'CSV_QUOTE_NOT_CLOSED' },
  'wrong-type': { expected: 'list' },
  'wrong-cell-count': { count: 3, expected: 6 },
};

const every = Object.entries(EVERY).map(([kind, parameters]) => ({ kind, ...parameters, at: [] }) as unknown as Told);

describe.each(['en', 'es'] as const)('faults in %s', (language) => {
  it.each(every)('have a sentence for $kind that holds what it is about', (fault) => {
    const sentence = sayFault(fault, language);
    expect(sentence).toMatch(/^\p{Lu}|^[“«¿]/u);
    expect(sentence).not.toMatch(/undefined|\{|\}|\[object/u);
    const told = Object.entries(fault).filter(([name]) =>
      ['value', 'quote', 'text', 'id', 'column', 'reason', 'character', 'after', 'length'].includes(name),
    );
    for (const [, value] of told) expect(sentence).toContain(String(value));
  });

  it('are never said alike', () => {
    const sentences = every.map((fault) => sayFault(fault, language));
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});

describe('sayFault', () => {
  it.each([
    [
      ['sources', 1, 'date'],
      'Sources, line 2, date: The calendar has no 2024-02-30.',
      'Fuentes, línea 2, fecha: El 2024-02-30 no existe en el calendario.',
    ],
    [['sources', 4], 'Sources, line 5: The calendar has no 2024-02-30.', 'Fuentes, línea 5: El 2024-02-30 no existe en el calendario.'],
    [['quotes', 0], 'Quote: The calendar has no 2024-02-30.', 'Cita: El 2024-02-30 no existe en el calendario.'],
    [['quotes', 2], 'Quote 3: The calendar has no 2024-02-30.', 'Cita 3: El 2024-02-30 no existe en el calendario.'],
    [['keywords', 0], 'Keywords 1: The calendar has no 2024-02-30.', 'Palabras clave 1: El 2024-02-30 no existe en el calendario.'],
    [['note'], 'Note: The calendar has no 2024-02-30.', 'Nota: El 2024-02-30 no existe en el calendario.'],
    [[], 'The calendar has no 2024-02-30.', 'El 2024-02-30 no existe en el calendario.'],
  ])('names the place %j', (at, english, spanish) => {
    const fault: Fault = { kind: 'no-such-date', value: '2024-02-30', at };
    expect(sayFault(fault, 'en')).toBe(english);
    expect(sayFault(fault, 'es')).toBe(spanish);
  });

  it('shows how to write a | within a part', () => {
    expect(sayFault({ kind: 'too-many-parts', count: 6, at: [] }, 'en')).toMatch(/as \\\|\.$/u);
  });

  it('counts parts in the singular and in the plural', () => {
    expect(sayFault({ kind: 'too-few-parts', count: 1, at: [] }, 'en')).toMatch(/only 1 part\. /u);
    expect(sayFault({ kind: 'too-few-parts', count: 3, at: [] }, 'es')).toMatch(/solo 3 partes\. /u);
  });

  it('names a hidden character at the very beginning', () => {
    expect(sayFault({ kind: 'hidden-character', character: 'U+FEFF', after: '', at: ['note'] }, 'en')).toBe(
      'Note: It begins with an invisible character (U+FEFF). Type it again.',
    );
  });
});

describe('sayFileFault', () => {
  const fault: Fault = { kind: 'empty', at: ['note'] };

  it.each([
    [{ line: 12, field: 'notes[3].note' }, 'Line 12, notes[3].note: This must not be empty.'],
    [{ line: 12, field: '' }, 'Line 12: This must not be empty.'],
    [{ field: 'notes[3].note' }, 'notes[3].note: This must not be empty.'],
    [{ field: '' }, 'This must not be empty.'],
  ])('names line and field of %j', (place, sentence) => {
    expect(sayFileFault({ ...place, fault }, 'en')).toBe(sentence);
  });
});
