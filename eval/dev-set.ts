// Reads the development questions and messages, with their gold sentences and notes.

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
  /** Sentences that each answer the question alone. */
  gold: z.array(z.string()).optional(),
  /** Gold sentences of each part, for a question with several parts. */
  gold_all: z.array(z.array(z.string())).optional(),
});
/** A question about another article, by its owner; the gold sentences are optional. */
const ownQuestionSchema = questionSchema.pick({ question: true, kind: true, gold: true });
/** The fewest questions that can measure an article: in total, and of each kind (answerable or not). */
export const FEWEST_QUESTIONS = 20;
const FEWEST_OF_A_KIND = 5;
const noteQuestionSchema = z.object({ id: z.string(), question: z.string(), lang: z.string(), notes: z.array(z.string()) });

const checkMessageSchema = z.object({
  id: z.string(),
  message: z.string(),
  lang: z.string(),
  kind: z.enum(['paraphrase', 'contradiction', 'quote', 'near', 'off_topic', 'chat', 'links']),
  gold: z.array(z.string()),
  /** The part of the message that is the claim; the whole message by default. */
  claim: z.string().optional(),
});
const devClaimSchema = z.object({
  text: z.string(),
  relation: z.enum(RELATIONS),
  /** Sentences of the article that each state or contradict the claim; empty if the claim is not in the article. */
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

/** SHA-256 of the shipped article's body. Thresholds for other articles are measured on this article only. */
export const REFERENCE_ARTICLE = '6555c0af633617b9a26b6f84ef1a6074c0fcd5689a6bf6ac23dfc907a4f8b34c';

export type DevClaim = z.infer<typeof devClaimSchema>;
/** A message to check against the article, and its claims in the message's own words. */
export type DevMessage = z.infer<typeof devMessageSchema>;
export type DevFollowUp = z.infer<typeof followUpSchema>;
export type DevQuestion = z.infer<typeof questionSchema>;
export type DevNoteQuestion = z.infer<typeof noteQuestionSchema>;

/** Reads questions from a JSONL file. Throws InputError for an unreadable file or an invalid line. */
export function readQuestions(file: string): Promise<DevQuestion[]> {
  return readLines(file, questionSchema);
}

/**
 * Reads an owner's questions about another article from a JSONL file. Throws InputError for an unreadable file, an invalid line, a gold
 * sentence that is not in the article, or too few questions to measure with.
 */
export async function readOwnQuestions(file: string, { body }: Article): Promise<z.infer<typeof ownQuestionSchema>[]> {
  const questions = await readLines(file, ownQuestionSchema);
  const missing = questions.flatMap(({ gold = [] }) => gold).find((gold) => !body.includes(gold));
  if (missing !== undefined) throw new InputError(`${file}: "${missing}" stands nowhere in the article. Quote it word for word.`);
  const answerable = questions.filter(({ kind }) => kind === 'answerable').length;
  if (questions.length < FEWEST_QUESTIONS || Math.min(answerable, questions.length - answerable) < FEWEST_OF_A_KIND) {
    throw new InputError(
      `${file} has ${questions.length} questions, of which the article answers ${answerable}. At least ${FEWEST_QUESTIONS} are needed, ` +
        `with at least ${FEWEST_OF_A_KIND} that it answers and ${FEWEST_OF_A_KIND} that it does not. Nothing was changed.`,
    );
  }
  return questions;
}

/** Reads questions that notes answer from a JSONL file. Throws InputError for an unreadable file or an invalid line. */
export function readNoteQuestions(file: string): Promise<DevNoteQuestion[]> {
  return readLines(file, noteQuestionSchema);
}

/**
 * Reads messages to check against the article from the three files in a folder, without messages that contain only links.
 * Throws InputError for an unreadable file or an invalid line.
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

/** Reads pairs of questions from a JSONL file. Throws InputError for an unreadable file or an invalid line. */
export function readFollowUps(file: string): Promise<DevFollowUp[]> {
  return readLines(file, followUpSchema);
}

/** The gold sentences of each part of a question; empty for a question without gold sentences. */
export function goldParts({ gold, gold_all }: DevQuestion): readonly (readonly string[])[] {
  return gold_all ?? (gold === undefined || gold.length === 0 ? [] : [gold]);
}

/**
 * Throws InputError unless the article contains every gold sentence of the questions and messages in a folder: figures for another article
 * would be meaningless.
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
      'stand, so nothing was measured or changed. content/README.md describes how to measure an article of your own.',
  );
}

/** Whether a focus and an occurrence of a gold sentence share at least half of the shorter one. */
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
