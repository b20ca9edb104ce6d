// Reads the curated files that stand beside an article: notes, reader questions, decoys. Faults name file, line and field.

import { readFile } from 'node:fs/promises';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { InputError } from '../input-error.js';
import { type Note, noteSchema } from './note.js';

const text = z.string().trim().min(1);
const asks = z.array(text).min(1);

const notesFile = z.strictObject({ notes: z.array(noteSchema) });
const questionsFile = z.strictObject({ questions: z.array(z.strictObject({ quote: text, ask: asks })) });
const decoysFile = z.strictObject({
  decoys: z.array(z.strictObject({ near: text.optional(), kind: text.optional(), ask: asks })),
});

/** A sentence of the article, word for word, and what readers might ask that it answers. */
export interface QuestionGroup {
  readonly quote: string;
  readonly ask: readonly string[];
}

/** The notes of a file. Throws InputError for a file that cannot be read or does not hold notes, and for an id given twice. */
export async function readNotes(file: string): Promise<readonly Note[]> {
  const { notes } = await readYaml(file, notesFile);
  const seen = new Set<string>();
  for (const { id } of notes) {
    if (seen.has(id)) throw new InputError(`${file}: the note id "${id}" is given twice. Give each note an id of its own.`);
    seen.add(id);
  }
  return notes;
}

/** The reader questions of a file, grouped by the sentence that answers them. Throws InputError as readNotes does. */
export async function readReaderQuestions(file: string): Promise<readonly QuestionGroup[]> {
  return (await readYaml(file, questionsFile)).questions;
}

/** The decoy questions of a file. Throws InputError as readNotes does. */
export async function readDecoys(file: string): Promise<readonly string[]> {
  return (await readYaml(file, decoysFile)).decoys.flatMap(({ ask }) => ask);
}

async function readYaml<Shape>(file: string, schema: z.ZodType<Shape>): Promise<Shape> {
  let source: string;
  try {
    source = await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const fault = document.errors[0];
  if (fault !== undefined) {
    throw new InputError(`${file}, line ${lines.linePos(fault.pos[0]).line}: this is no valid YAML (${fault.message.split('\n')[0]}).`);
  }
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => {
    const line = lineOf(path);
    return `${file}${line === undefined ? '' : `, line ${line}`}: ${z.core.toDotPath(path) || 'the file'}: ${message}.`;
  });
  throw new InputError(faults.join('\n'));

  /** Line of the nearest node on the way to a path; the node itself is absent where a field is missing. */
  function lineOf(path: readonly PropertyKey[]): number | undefined {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return undefined;
  }
}
