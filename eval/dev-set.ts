// The development questions and messages: what was asked or said, and which sentences or notes belong to it.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RELATIONS } from '../src/answer/relation.js';
import { type Article, overlaps, type Span } from '../src/article/article.js';
import { InputError, unreadable } from '../src/input-error.js';

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
/** What the owner of another article writes: the answering sentences may be left out. */
const ownQuestionSchema = questionSchema.pick({ question: true, kind: true, gold: true });
/** Fewer say too little about an article, in all and of each kind: answered by it, and not. */
export const FEWEST_QUESTIONS = 20;
const FEWEST_OF_A_KIND = 5;
const noteQuestionSchema = z.object({ id: z.string(), question: z.string(), lang: z.string(), notes: z.array(z.string()) });

const checkMessageSchema = z.object({
  id: z.string(),
  message: z.string(),
  lang: z.string(),
  kind: z.enum(['paraphrase', 'contradiction', 'quote', 'near', 'off_topic', 'chat', 'links']),
  gold: z.array(z.string()),
  /** What of the message is the claim, where not all of it is. */
  claim: z.string().optional(),
});
const devClaimSchema = z.object({
  text: z.string(),
  relation: z.enum(RELATIONS),
  /** Sentences of the article, each of which has it or denies it; none for what is not in the article. */
  gold: z.array(z.string()),
  notes: z.array(z.string()),
});
const devMessageSchema = z.object({ id: z.string(), message: z.string(), claims: z.array(devClaimSchema) });
const followUpSchema = z.object({
  id: z.string(),
  previous: z.string(),
  question: z.string(),
  lang: z.string(),
  elliptical: z.boolean(),
  /** Whether the article answers it. */
  kind: z.enum(['answerable', 'unanswerable']).default('answerable'),
  gold: z.array(z.string()),
});

/** The body by which thresholds for any article are measured, as SHA-256: that of the article which the program ships with. */
export const REFERENCE_ARTICLE = '6555c0af633617b9a26b6f84ef1a6074c0fcd5689a6bf6ac23dfc907a4f8b34c';

export type DevClaim = z.infer<typeof devClaimSchema>;
/** A message to hold against the article, and what it claims, in its own words. */
export type DevMessage = z.infer<typeof devMessageSchema>;
export type DevFollowUp = z.infer<typeof followUpSchema>;
export type DevQuestion = z.infer<typeof questionSchema>;
export type DevNoteQuestion = z.infer<typeof noteQuestionSchema>;

/** Questions of a JSONL file. Throws InputError for a line that is none. */
export function readQuestions(file: string): Promise<DevQuestion[]> {
  return readLines(file, questionSchema);
}

/**
 * Questions about an article of somebody's own, of a JSONL file. Throws InputError for a line that is none, for a gold sentence that does not stand in
 * the article, and where they are too few to measure by.
 */
export async function readOwnQuestions(file: string, { body }: Article): Promise<z.infer<typeof ownQuestionSchema>[]> {
  const questions = await readLines(file, ownQuestionSchema);
  const missing = questions.flatMap(({ gold = [] }) => gold).find((gold) => !body.includes(gold));
  if (missing !== undefined) throw new InputError(`${file}: "${missing}" stands nowhere in the article. Quote it word for word.`);
  const answerable = questions.filter(({ kind }) => kind === 'answerable').length;
  if (questions.length < FEWEST_QUESTIONS || Math.min(answerable, questions.length - answerable) < FEWEST_OF_A_KIND) {
    throw new InputError(
      `${file} has ${questions.length} questions, of which the article answers ${answerable}. To measure by, there must be at least ` +
        `${FEWEST_QUESTIONS}, and at least ${FEWEST_OF_A_KIND} that it answers and ${FEWEST_OF_A_KIND} that it does not. Nothing was changed.`,
    );
  }
  return questions;
}

/** Questions that notes answer, of a JSONL file. Throws InputError for a line that is none. */
export function readNoteQuestions(file: string): Promise<DevNoteQuestion[]> {
  return readLines(file, noteQuestionSchema);
}

/**
 * Messages to hold against the article, from the three files in a folder; those that are links only are left out.
 * Throws InputError for a line that is none.
 */
export async function readMessages(folder: string): Promise<DevMessage[]> {
  const checks = await readLines(join(folder, 'check-messages.jsonl'), checkMessageSchema);
  return [
    ...checks.flatMap(({ id, message, kind, gold, claim = message }): DevMessage[] => {
      if (kind === 'links') return [];
      const relation = kind === 'contradiction' ? 'contradicts' : gold.length > 0 ? 'repeats' : 'not_in_article';
      return [{ id, message, claims: [{ text: claim, relation, gold, notes: [] }] }];
    }),
    ...(await readLines(join(folder, 'dev-messages.jsonl'), devMessageSchema)),
    ...(await readLines(join(folder, 'claim-messages.jsonl'), devMessageSchema)),
  ];
}

/** Pairs of questions, of a JSONL file. Throws InputError for a line that is none. */
export function readFollowUps(file: string): Promise<DevFollowUp[]> {
  return readLines(file, followUpSchema);
}

/** The gold sentences of each part of a question, as strings. */
export function goldParts({ gold, gold_all }: DevQuestion): readonly (readonly string[])[] {
  return gold_all ?? (gold === undefined || gold.length === 0 ? [] : [gold]);
}

/**
 * Throws InputError unless every gold sentence of the questions and messages in a folder stands in the article: what is measured of another
 * article by them would mean nothing.
 */
export async function requireGold({ about, body }: Article, folder: string): Promise<void> {
  const questions = await readQuestions(join(folder, 'dev-questions.jsonl'));
  const messages = await readMessages(folder);
  const claims = messages.flatMap((message) => message.claims);
  const golds = [...questions.flatMap((question) => goldParts(question).flat()), ...claims.flatMap(({ gold }) => gold)];
  const missing = golds.find((gold) => !body.includes(gold));
  if (missing === undefined) return;
  throw new InputError(
    `The development questions in ${folder} are about another article than "${about.title}", in which their answer "${missing}" does not ` +
      'stand, so nothing was measured or changed. content/README.md tells what to do with an article of your own.',
  );
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
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(file, error);
  });
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const parsed = schema.safeParse(parseLine(line, `${file}, line ${i + 1}`));
    if (!parsed.success) throw new InputError(`${file}, line ${i + 1}: ${z.prettifyError(parsed.error)}`);
    return [parsed.data];
  });
}

function parseLine(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new InputError(`${place}: this is no JSON. Write one object a line.`);
  }
}
