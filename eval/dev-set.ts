// The development questions: what was asked, and which sentences or notes answer it.

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Article, overlaps, type Span } from '../src/article/article.js';
import { InputError } from '../src/input-error.js';

const questionSchema = z.object({
  id: z.string(),
  question: z.string(),
  lang: z.string().default('en'),
  kind: z.enum(['answerable', 'unanswerable', 'offtopic']),
  /** Every sentence that by itself answers. */
  gold: z.array(z.string()).optional(),
  /** The same for each part of a question in several parts. */
  gold_all: z.array(z.array(z.string())).optional(),
});
const noteQuestionSchema = z.object({ id: z.string(), question: z.string(), lang: z.string(), notes: z.array(z.string()) });

export type DevQuestion = z.infer<typeof questionSchema>;
export type DevNoteQuestion = z.infer<typeof noteQuestionSchema>;

/** Questions of a JSONL file. Throws InputError for a line that is none. */
export function readQuestions(file: string): Promise<DevQuestion[]> {
  return readLines(file, questionSchema);
}

/** Questions that notes answer, of a JSONL file. Throws InputError for a line that is none. */
export function readNoteQuestions(file: string): Promise<DevNoteQuestion[]> {
  return readLines(file, noteQuestionSchema);
}

/** The gold sentences of each part of a question, as strings. */
export function goldParts({ gold, gold_all }: DevQuestion): readonly (readonly string[])[] {
  return gold_all ?? (gold === undefined || gold.length === 0 ? [] : [gold]);
}

/** Whether a focus holds one of the gold sentences, wherever in the article it stands. */
export function isHit(article: Article, focus: Span, gold: readonly string[]): boolean {
  return gold.some((text) =>
    occurrences(article.body, text).some((span) => {
      if (!overlaps(span, focus)) return false;
      const shared = Math.min(span.end, focus.end) - Math.max(span.start, focus.start);
      return shared >= Math.min(span.end - span.start, focus.end - focus.start) / 2;
    }),
  );
}

function occurrences(body: string, text: string): Span[] {
  const spans: Span[] = [];
  for (let at = body.indexOf(text); at >= 0; at = body.indexOf(text, at + 1)) spans.push({ start: at, end: at + text.length });
  return spans;
}

async function readLines<Shape>(file: string, schema: z.ZodType<Shape>): Promise<Shape[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const parsed = schema.safeParse(JSON.parse(line));
    if (!parsed.success) throw new InputError(`${file}, line ${i + 1}: ${z.prettifyError(parsed.error)}`);
    return [parsed.data];
  });
}
