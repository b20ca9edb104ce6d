// Notes as a spreadsheet table: one row per note, with formulas made plain text.

import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Fault } from './fault.js';
import { excerpt } from './hidden-character.js';
import { readKeywords, readQuotes, readSources, writeKeywords, writeQuotes, writeSources } from './notation.js';
import type { Note } from './note.js';

/** Columns may be in any order. */
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
/** Columns whose empty cells count as absent. */
const MAY_BE_EMPTY: readonly string[] = ['headline', 'checked', 'confidence'] satisfies readonly Column[];

/** Beginnings that spreadsheets treat as formulas. Text that already looks escaped gets one more apostrophe. */
const FORMULA = /^[=+\-@\t\r]/u;
const PLAIN_FORMULA = /^'+[=+\-@\t\r]/u;
/** Longest cell, in UTF-16 code units. */
const LONGEST_CELL = 50_000;

export interface CsvRow {
  /** Number of its first line, from 1. */
  readonly line: number;
  /** A value shaped like a note, without the faulty fields; undefined for a row with the wrong number of cells. */
  readonly value: Readonly<Record<string, unknown>> | undefined;
  readonly faults: readonly Fault[];
}

export type ReadCsv =
  | { readonly kind: 'rows'; readonly rows: readonly CsvRow[] }
  /** The whole table is unreadable. */
  | { readonly kind: 'fault'; readonly line: number | undefined; readonly fault: Fault };

/**
 * Reads a table whose first row names its columns, separated by commas, semicolons (as in Spanish spreadsheets)
 * or tabs. Sources, keywords and quotes are in the notation of notation.ts.
 * @param most limit of rows; one more is read
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
      // The header is a record, too.
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
 * Notes in the form that readCsv reads, with commas, CRLF and the byte order mark by which spreadsheets recognise UTF-8.
 * @param isBeginning whether to write the byte order mark and the column names first
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

/** The header has no free text, so its separator is the table's. */
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
  /** Undefined if there are faults. */
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
