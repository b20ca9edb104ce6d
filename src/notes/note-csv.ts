// Notes as a table that spreadsheets can open: one row a note, with what would be a formula there made plain text.

import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Fault } from './fault.js';
import { excerpt } from './hidden-character.js';
import { readKeywords, readQuotes, readSources, writeKeywords, writeQuotes, writeSources } from './notation.js';
import type { Note } from './note.js';

/** Columns may stand in any order. */
const COLUMNS = [
  'id',
  'status',
  'quotes',
  'headline',
  'note',
  'keywords',
  'translations.es.headline',
  'translations.es.note',
  'checked',
  'sources',
  'confidence',
] as const;
type Column = (typeof COLUMNS)[number];
const OPTIONAL: readonly string[] = [
  'headline',
  'keywords',
  'translations.es.headline',
  'translations.es.note',
  'checked',
  'confidence',
] satisfies readonly Column[];
/** A field whose cell is empty is not given. */
const MAY_BE_EMPTY: readonly string[] = ['headline', 'checked', 'confidence'] satisfies readonly Column[];

/** What spreadsheets take for a formula, and what looks as if it had been made plain before: one apostrophe more. */
const FORMULA = /^[=+\-@\t\r]/u;
const PLAIN_FORMULA = /^'+[=+\-@\t\r]/u;
/** Longest cell, in UTF-16 code units. */
const LONGEST_CELL = 50_000;

export interface CsvRow {
  /** Number of its first line, from 1. */
  readonly line: number;
  /** A value of the shape of a note, without the fields that have faults; undefined for a row that has not the right cells. */
  readonly value: Readonly<Record<string, unknown>> | undefined;
  readonly faults: readonly Fault[];
}

export type ReadCsv =
  | { readonly kind: 'rows'; readonly rows: readonly CsvRow[] }
  /** The whole cannot be read. */
  | { readonly kind: 'fault'; readonly line: number | undefined; readonly fault: Fault };

/**
 * Reads a table whose first row names its columns, parted by commas or, as spreadsheets in Spanish write them, by
 * semicolons or tabs. Sources, keywords and quotes are written as in notation.ts.
 * @param most rows are read up to one more than this
 */
export function readCsv(source: string, most: number): ReadCsv {
  const text = source.replace(/\r\n/gu, '\n');
  const delimiter = delimiterOf(text);
  const lastLines: number[] = [];
  let records: readonly (readonly string[])[];
  try {
    records = parse(text, {
      delimiter,
      relax_column_count: true,
      record_delimiter: '\n',
      // The header is a record of its own.
      to: most + 2,
      on_record: (cells, { lines }) => {
        lastLines.push(lines);
        return cells;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : undefined;
    return { kind: 'fault', line, fault: { kind: 'not-csv', reason: error.code, at: [] } };
  }
  const [header, ...rest] = records;
  const names = (header ?? []).map((name) => name.trim().toLowerCase());
  const fault = faultOfHeader(names);
  if (fault !== undefined) return { kind: 'fault', line: 1, fault };
  const rows = rest
    .map((cells, i) => ({ cells, line: (lastLines[i] ?? 0) + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ cells, line }) => ({ line, ...readRow(names, cells) }));
  return { kind: 'rows', rows };
}

/**
 * Notes as readCsv reads them, with commas, CRLF and the mark by which spreadsheets know UTF-8.
 * @param isBeginning whether the mark and the names of the columns come first
 */
export function writeCsv(notes: readonly Note[], isBeginning = true): string {
  const rows = notes.map(
    ({
      id,
      status,
      quotes,
      headline = '',
      note,
      keywords,
      translations,
      checked = '',
      sources,
      confidence = '',
    }): Record<Column, string> => {
      const lists = { quotes: writeQuotes(quotes), keywords: writeKeywords(keywords), sources: writeSources(sources) };
      const { headline: translatedHeadline = '', note: translatedNote = '' } = translations?.es ?? {};
      const translated = { 'translations.es.headline': translatedHeadline, 'translations.es.note': translatedNote };
      return { id, status, headline, note, ...lists, ...translated, checked, confidence };
    },
  );
  return stringify(
    rows.map((row) => COLUMNS.map((column) => toPlain(row[column]))),
    { header: isBeginning, columns: [...COLUMNS], bom: isBeginning, record_delimiter: 'windows', quoted_match: /[\r\n]/u },
  );
}

/** The header holds no text, so whatever parts its names parts everything. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.indexOf('\n') + 1 || undefined);
  return [',', ';', '\t'].find((delimiter) => header.includes(delimiter)) ?? ',';
}

function faultOfHeader(names: readonly string[]): Fault | undefined {
  const missing = COLUMNS.find((column) => !OPTIONAL.includes(column) && !names.includes(column));
  if (missing !== undefined) return { kind: 'missing-column', column: missing, at: [] };
  const unknown = names.find((name) => !COLUMNS.some((column) => column === name));
  if (unknown !== undefined) return { kind: 'unknown-field', value: excerpt(unknown), at: [] };
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  return repeated === undefined ? undefined : { kind: 'repeated-field', value: repeated, at: [] };
}

function readRow(names: readonly string[], cells: readonly string[]): Pick<CsvRow, 'value' | 'faults'> {
  if (cells.length !== names.length) {
    return { value: undefined, faults: [{ kind: 'wrong-cell-count', count: cells.length, expected: names.length, at: [] }] };
  }
  const faults: Fault[] = [];
  const {
    'translations.es.headline': headline,
    'translations.es.note': note,
    ...value
  } = Object.fromEntries<unknown>(
    names.map((name, i) => {
      const cell = cells[i] ?? '';
      const read = faultOfCell(name, cell) ?? readCell(name, fromPlain(cell));
      faults.push(...read.faults);
      return [name, read.value];
    }),
  );
  const isTranslated = [headline, note].some((text) => text !== undefined && text !== '');
  return { value: { ...value, ...(isTranslated && { translations: { es: { headline, note } } }) }, faults };
}

interface ReadCell {
  /** Undefined where there are faults. */
  readonly value?: unknown;
  readonly faults: readonly Fault[];
}

function faultOfCell(name: string, cell: string): ReadCell | undefined {
  if (FORMULA.test(cell)) return { faults: [{ kind: 'formula', at: name.split('.') }] };
  if (cell.length <= LONGEST_CELL) return undefined;
  return { faults: [{ kind: 'too-long', length: cell.length, limit: LONGEST_CELL, at: name.split('.') }] };
}

function readCell(name: string, cell: string): ReadCell {
  switch (name) {
    case 'quotes':
      return { value: readQuotes(cell), faults: [] };
    case 'keywords':
      return { value: readKeywords(cell), faults: [] };
    case 'sources': {
      const { sources, faults } = readSources(cell);
      return faults.length > 0 ? { faults } : { value: sources.map(({ source }) => source), faults };
    }
    default:
      return { value: cell === '' && MAY_BE_EMPTY.includes(name) ? undefined : cell, faults: [] };
  }
}

function toPlain(cell: string): string {
  return FORMULA.test(cell) || PLAIN_FORMULA.test(cell) ? `'${cell}` : cell;
}

function fromPlain(cell: string): string {
  return PLAIN_FORMULA.test(cell) ? cell.slice(1) : cell;
}
