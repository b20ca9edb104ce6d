// Reads the curated files beside an article: notes, reader questions, decoys. Faults name file, line and field.

import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { z } from 'zod';
import { createLineFinder } from '../article/line-finder.js';
import { InputError, unreadable } from '../input-error.js';
import { type Note, noteSchema } from './note.js';

const text = z.string().trim().min(1);
/** Blanks are entries to be filled in later. */
const asks = z.array(z.string().trim()).min(1);

/** What is said of a file that is no mapping: a list alone, or a word. */
const beginningWith = (key: string) => ({
  error: ({ code }: { readonly code: string }) =>
    code === 'invalid_type' ? `it must begin with a line "${key}:", and the list stands below that line` : undefined,
});
const notesFile = z.strictObject({ notes: z.array(noteSchema).superRefine(refuseRepeatedIds) }, beginningWith('notes'));
const questionsFile = z.strictObject({ questions: z.array(z.strictObject({ quote: text, ask: asks })) }, beginningWith('questions'));
const decoysFile = z.strictObject(
  { decoys: z.array(z.strictObject({ near: text.optional(), kind: text.optional(), ask: asks })) },
  beginningWith('decoys'),
);

/** A sentence of the article, word for word, and reader questions that it answers. */
export interface QuestionGroup {
  readonly quote: string;
  readonly ask: readonly string[];
}

/** The notes of a file; none without a file. Throws InputError for an unreadable or invalid file, and for a repeated id. */
export async function readNotes(file: string | undefined): Promise<readonly Note[]> {
  return file === undefined ? [] : (await readYaml(file, notesFile)).notes;
}

/** The reader questions of a file, grouped by the sentence that answers them. Reads and fails as readNotes does. */
export async function readReaderQuestions(file: string | undefined): Promise<readonly QuestionGroup[]> {
  if (file === undefined) return [];
  const { questions } = await readYaml(file, questionsFile);
  return questions.map(({ quote, ask }) => ({ quote, ask: ask.filter(isFilledIn) })).filter(({ ask }) => ask.length > 0);
}

/** The decoy questions of a file. Reads and fails as readNotes does. */
export async function readDecoys(file: string | undefined): Promise<readonly string[]> {
  return file === undefined ? [] : (await readYaml(file, decoysFile)).decoys.flatMap(({ ask }) => ask.filter(isFilledIn));
}

function isFilledIn(question: string): boolean {
  return question !== '';
}

function refuseRepeatedIds(notes: readonly Note[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [i, { id }] of notes.entries()) {
    if (seen.has(id))
      context.addIssue({ code: 'custom', path: [i, 'id'], message: `"${id}" is given twice; give each note an id of its own` });
    seen.add(id);
  }
}

async function readYaml<Shape>(file: string, schema: z.ZodType<Shape>): Promise<Shape> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw unreadable(file, error);
  }
  const source = bytes.toString('utf8');
  if (!isUtf8(bytes)) {
    const line = source.slice(0, source.indexOf('\uFFFD')).split('\n').length;
    throw new InputError(`${file}, line ${line}: this is not UTF-8. Save the file as UTF-8.`);
  }
  let value: unknown;
  try {
    value = load(source, { filename: file, schema: CORE_SCHEMA });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark === undefined ? '' : `, line ${error.mark.line + 1}`;
    throw new InputError(`${file}${line}: this is no valid YAML (${error.reason}).`, { cause: error });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new InputError(describeFaults(file, source, result.error.issues).join('\n'));
}

/** One sentence for each fault. */
function describeFaults(file: string, source: string, issues: readonly z.core.$ZodIssue[]): string[] {
  const lineOf = createLineFinder(source);
  return issues.map(({ path, message }) => {
    const line = path.length === 0 ? undefined : lineOf(path);
    return `${file}${line === undefined ? '' : `, line ${line}`}: ${z.core.toDotPath(path) || 'the file'}: ${message}.`;
  });
}
