// Reads and writes files of notes: all notes follow the rules, or the file is refused with every fault by line and field.

import { isUtf8 } from 'node:buffer';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { printParseErrorCode, visit } from 'jsonc-parser';
import { z } from 'zod';
import { createLineFinder, type LineFinder } from '../article/line-finder.js';
import { type DraftNote, readDraft } from './draft-note.js';
import type { Fault, FieldPath, Warning } from './fault.js';
import { excerpt } from './hidden-character.js';
import { type DraftContent, type Lint, type LintContext, lintAmong, lintContent } from './lint.js';
import { type Note, noteSchema } from './note.js';
import { readCsv, writeCsv } from './note-csv.js';
import { rememberSaid } from './said-before.js';

const NOTE_FILE_FORMATS = ['json', 'yaml', 'csv'] as const;
export type NoteFileFormat = (typeof NOTE_FILE_FORMATS)[number];

/** Largest file, in bytes. */
export const LARGEST_NOTE_FILE = 10 * 1024 * 1024;
/** Most notes of one file. */
export const MOST_NOTES = 5_000;
/** Most reported faults, and most reported warnings. */
export const MOST_FAULTS = 100;
/** Most parts of one file, counted by their separators; the largest number of notes of usual length has 520,000. */
const MOST_PARTS = 600_000;
/** Number of notes in one part of a written file. */
const PART_NOTES = 50;
/** The version of the JSON; no other version is read. */
const FORMAT = 1;

const ENDINGS: Readonly<Record<string, NoteFileFormat>> = { json: 'json', yaml: 'yaml', yml: 'yaml', csv: 'csv' };
const idSchema = noteSchema.unwrap().shape.id;

/** A fault or warning at a place in a file. */
export interface InFile<What extends Fault | Warning> {
  /** From 1; undefined for the whole file or an unknown line. In a table, the first line of the row. */
  readonly line?: number | undefined;
  /** A path such as notes[3].sources[0].url; in a table, the column: sources[0].url. Empty for the whole file or row. */
  readonly field: string;
  readonly fault: What;
}

export type ParsedNotes =
  | { readonly kind: 'notes'; readonly notes: readonly Note[]; readonly warnings: readonly InFile<Warning>[] }
  /** At most 100, and one more that says so if there are more. */
  | { readonly kind: 'faults'; readonly faults: readonly InFile<Fault>[] };

export interface NoteFileOptions {
  /** The file's name; its extension gives the format. */
  readonly name: string;
  readonly format?: NoteFileFormat | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /**
   * The existing notes and the article; notes of the file replace those with the same id. Undefined: no article is needed for the checks.
   */
  readonly beside?: Omit<LintContext, 'now'> | undefined;
}

/**
 * Reads the notes of a file.
 * - JSON: `{"format": 1, "notes": […]}`, or the array of notes alone
 * - YAML: like content/notes.yaml, or the notes alone; no aliases
 * - CSV: columns id, status, quotes, note, sources, and optionally others; see note-csv.ts
 */
export function parseNoteFile(bytes: Uint8Array, { name, format = formatOf(name), now, beside }: NoteFileOptions): ParsedNotes {
  if (format === undefined) return refused({ kind: 'unknown-file', value: excerpt(name), at: [] });
  if (bytes.length > LARGEST_NOTE_FILE) return refused({ kind: 'file-too-large', limit: LARGEST_NOTE_FILE, at: [] });
  const source = new TextDecoder().decode(bytes);
  if (!isUtf8(bytes)) return refused({ kind: 'not-utf8', at: [] }, lineOf(source, source.indexOf('\uFFFD')));
  if (source.trim() === '') return refused({ kind: 'empty-file', at: [] });
  if (hasTooManyParts(source)) return refused({ kind: 'too-complex', limit: MOST_PARTS, at: [] });
  const read = READERS[format](source);
  if (read.kind === 'faults') return read;
  if (read.entries.length > MOST_NOTES) return refused({ kind: 'too-many-notes', limit: MOST_NOTES, at: [] });
  return lintEntries(read, now, beside);
}

/** A file that parseNoteFile reads as exactly these notes. */
export function writeNoteFile(notes: readonly Note[], format: 'json' | 'csv'): string {
  return [...noteFileParts(notes, format)].join('');
}

/** The same in parts that are quick to write. */
export function* noteFileParts(notes: readonly Note[], format: 'json' | 'csv'): Generator<string> {
  const parts = Array.from({ length: Math.ceil(notes.length / PART_NOTES) }, (_, i) => notes.slice(i * PART_NOTES, (i + 1) * PART_NOTES));
  if (format === 'csv') {
    yield writeCsv([]);
    for (const part of parts) yield writeCsv(part, false);
    return;
  }
  if (notes.length === 0) {
    yield `${JSON.stringify({ format: FORMAT, notes: [] }, null, 1)}\n`;
    return;
  }
  yield `{\n "format": ${FORMAT},\n "notes": [\n`;
  for (const [i, part] of parts.entries()) yield `${i === 0 ? '' : ',\n'}${part.map(writeJson).join(',\n')}`;
  yield '\n ]\n}\n';
}

/** One note, as an item of the file's list. */
function writeJson(note: Note): string {
  const quotes = note.quotes.map(({ exact, ...around }) => (isEmpty(around) ? exact : { exact, ...around }));
  const lines = JSON.stringify({ ...note, quotes }, null, 1).split('\n');
  return lines.map((line) => `  ${line}`).join('\n');
}

/** A value in a file that should be a note, and its known faults. */
interface Entry {
  /** Undefined if nothing more can be checked. */
  readonly value: unknown;
  readonly faults: readonly Fault[];
}

interface Entries {
  readonly kind: 'entries';
  readonly entries: readonly Entry[];
  /** The place of a part of an entry in the file. */
  locate(entry: number, at: FieldPath): { readonly line: number | undefined; readonly field: string };
}

type Read = Entries | Extract<ParsedNotes, { readonly kind: 'faults' }>;

const READERS: Readonly<Record<NoteFileFormat, (source: string) => Read>> = { json: readJson, yaml: readYaml, csv: readTable };

function formatOf(name: string): NoteFileFormat | undefined {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(ENDINGS, ending) ? ENDINGS[ending] : undefined;
}

/** Checked before anything is parsed: a hostile file may consist of separators alone. */
function hasTooManyParts(source: string): boolean {
  let count = 0;
  for (let i = 0; i < source.length && count <= MOST_PARTS; i += 1) {
    if (ENDS_PART[source.charCodeAt(i)] === true) count += 1;
  }
  return count > MOST_PARTS;
}

/** Indexed by code unit. */
const ENDS_PART: readonly boolean[] = Array.from({ length: 128 }, (_, code) => '\n\t,;:[{'.includes(String.fromCharCode(code)));

function readJson(source: string): Read {
  const fault = faultOfJson(source);
  if (fault !== undefined) return fault;
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    return refused({ kind: 'not-json', reason: reasonOf(error), at: [] });
  }
  return readNotes(value, source);
}

/** Faults that JSON.parse would report without a line, and repeated fields, which it would accept. */
function faultOfJson(source: string): Read | undefined {
  const open: Set<string>[] = [];
  let fault: Read | undefined;
  const find = (found: Fault, line: number) => {
    fault ??= refused(found, line + 1);
  };
  try {
    visit(
      source,
      {
        onObjectBegin: () => {
          open.push(new Set());
          return fault === undefined;
        },
        onObjectProperty: (name, _offset, _length, line) => {
          if (open.at(-1)?.has(name) === true) find({ kind: 'repeated-field', value: excerpt(name), at: [] }, line);
          open.at(-1)?.add(name);
        },
        onObjectEnd: () => {
          open.pop();
        },
        onArrayBegin: () => fault === undefined,
        onError: (code, _offset, _length, line) => find({ kind: 'not-json', reason: printParseErrorCode(code), at: [] }, line),
      },
      { disallowComments: true },
    );
  } catch (error) {
    // The visitor recurses for each level.
    if (!(error instanceof RangeError)) throw error;
    return fault ?? refused({ kind: 'too-deep', at: [] });
  }
  return fault;
}

function readYaml(source: string): Read {
  let value: unknown;
  try {
    value = load(source, { schema: CORE_SCHEMA, maxAliases: 0 });
  } catch (error) {
    const line = error instanceof YAMLException && error.mark !== undefined ? error.mark.line + 1 : undefined;
    return refused({ kind: 'not-yaml', reason: error instanceof YAMLException ? excerpt(error.reason) : reasonOf(error), at: [] }, line);
  }
  return readNotes(value, source);
}

function reasonOf(error: unknown): string {
  return excerpt(error instanceof Error ? error.message : String(error));
}

/** The notes of a value: a list, or a map with a list. */
function readNotes(root: unknown, source: string): Read {
  let finder: LineFinder | undefined;
  const isMap = typeof root === 'object' && root !== null && !Array.isArray(root);
  const fields: Readonly<Record<string, unknown>> = isMap ? { ...root } : { notes: root };
  const { notes, format = FORMAT, ...others } = fields;
  const lineAt = (path: readonly PropertyKey[]) => {
    finder ??= createLineFinder(source);
    return finder(path);
  };
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return refused({ kind: 'unknown-field', value: excerpt(unknown), at: [] }, lineAt([unknown]));
  if (format !== FORMAT) {
    const value = typeof format === 'object' ? '…' : excerpt(String(format));
    return refused({ kind: 'unknown-format', value, at: [] }, lineAt(['format']));
  }
  if (!Array.isArray(notes)) return refused({ kind: 'no-notes', at: [] });
  return {
    kind: 'entries',
    entries: notes.map((value: unknown) => ({ value, faults: [] })),
    locate(entry, at) {
      const path = [...(isMap ? ['notes'] : []), entry, ...at];
      return { line: lineAt(path), field: z.core.toDotPath(path) };
    },
  };
}

function readTable(source: string): Read {
  const read = readCsv(source, MOST_NOTES);
  if (read.kind === 'fault') return refused(read.fault, read.line);
  return {
    kind: 'entries',
    entries: read.rows,
    locate: (entry, at) => ({ line: read.rows[entry]?.line, field: z.core.toDotPath(at) }),
  };
}

function lintEntries({ entries, locate }: Entries, now: number, beside: NoteFileOptions['beside']): ParsedNotes {
  const faults: InFile<Fault>[] = [];
  const warnings: InFile<Warning>[] = [];
  const notes: Note[] = [];
  const drafts = entries.map(({ value, faults: known }) => {
    const read = value === undefined ? { draft: {}, faults: [] } : readDraft(value);
    // An unreadable field is not also missing.
    const isKnown = (fault: Fault) => fault.kind === 'missing' && known.some(({ at }) => at[0] === fault.at[0]);
    return { draft: read.draft, faults: [...known, ...read.faults.filter((fault) => !isKnown(fault))] };
  });
  const lint = linter(
    drafts.map(({ draft }) => draft),
    now,
    beside,
  );
  const seen = new Set<string>();
  for (const [i, { draft, faults: known }] of drafts.entries()) {
    const found = lint(draft);
    const own = [...known, ...faultsOfId(draft.id, seen), ...found.faults];
    const at = <What extends Fault | Warning>(fault: What): InFile<What> => ({ ...locate(i, fault.at), fault });
    const room = MOST_FAULTS - faults.length;
    faults.push(...own.slice(0, room).map(at));
    if (own.length > room) {
      return { kind: 'faults', faults: [...faults, { field: '', fault: { kind: 'more-faults', limit: MOST_FAULTS, at: [] } }] };
    }
    if (own.length === 0) {
      warnings.push(...found.warnings.slice(0, MOST_FAULTS - warnings.length).map(at));
      notes.push(noteSchema.parse(draft));
    }
  }
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'notes', notes, warnings };
}

/** Checks the drafts of a file against the rules one after the other; each is compared with those before it. */
function linter(drafts: readonly DraftNote[], now: number, beside: NoteFileOptions['beside']): (draft: DraftNote) => Lint {
  if (beside === undefined) return (draft) => lintContent(draft, now);
  const said = rememberSaid(beside.finder);
  const standing = new Map(beside.others.map((note) => [note.id, note]));
  // Notes from an export are accepted, whatever rules applied when they were written.
  const same = new Set(drafts.filter((draft) => isSameNote(standing.get(draft.id ?? ''), draft)));
  const replaced = new Set(drafts.flatMap((draft) => (same.has(draft) ? [] : [draft.id])));
  for (const note of beside.others) if (!replaced.has(note.id)) said.add(note);
  return (draft) => {
    if (!isWhole(draft)) return lintContent(draft, now);
    if (same.has(draft)) return NOTHING_WRONG;
    const found = lintAmong(draft, { ...beside, said, now });
    if (found.faults.length === 0) said.add(draft);
    return found;
  };
}

const NOTHING_WRONG: Lint = { faults: [], warnings: [] };

/** Whether a draft has exactly the content of a note. */
function isSameNote(note: Note | undefined, draft: DraftNote): boolean {
  if (note === undefined) return false;
  const parsed = noteSchema.safeParse(draft);
  return parsed.success && JSON.stringify(parsed.data) === JSON.stringify(noteSchema.parse(note));
}

function isWhole(draft: DraftNote): draft is DraftContent & { readonly id: string } {
  return [draft.id, draft.status, draft.quotes, draft.note, draft.keywords, draft.sources].every((field) => field !== undefined);
}

function faultsOfId(id: string | undefined, seen: Set<string>): Fault[] {
  if (id === undefined) return [];
  if (!idSchema.safeParse(id).success) return [{ kind: 'bad-id', value: excerpt(id), at: ['id'] }];
  if (seen.has(id)) return [{ kind: 'repeated-id', value: id, at: ['id'] }];
  seen.add(id);
  return [];
}

function refused(fault: Fault, line?: number): Extract<ParsedNotes, { readonly kind: 'faults' }> {
  return { kind: 'faults', faults: [{ line, field: '', fault }] };
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, offset).split(/\r\n|\n|\r/u).length;
}

function isEmpty(around: Readonly<Record<string, unknown>>): boolean {
  return Object.values(around).every((value) => value === undefined);
}
