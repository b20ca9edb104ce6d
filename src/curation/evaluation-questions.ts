// The evaluation questions, with which the effect of a change is measured.

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InputError, unreadable } from '../input-error.js';

const lineSchema = z.object({ question: z.string().trim().min(1) });

/** Questions of a file with one `{"question": "…"}` per line; none without a file. Throws InputError for an unreadable or faulty file. */
export async function readEvaluationQuestions(file: string | undefined): Promise<readonly string[]> {
  if (file === undefined) return [];
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const parsed = lineSchema.safeParse(parseJson(line));
    if (!parsed.success) throw new InputError(`${file}, line ${i + 1}: write an object with a question, such as {"question": "Who won?"}.`);
    return [parsed.data.question];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
