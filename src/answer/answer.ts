// The answer as a value: the contract of all renderers and other programs.

import { z } from 'zod';
import { QUOTABLE_ROLES } from '../article/article.js';
import { NOTE_STATUSES, sourceSchema, translationsSchema } from '../notes/note.js';

const OUTCOMES = ['answered', 'unsure', 'not_covered'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const QUESTION_LANGUAGES = ['en', 'es'] as const;
export type QuestionLanguage = (typeof QUESTION_LANGUAGES)[number];

/**
 * Intents of messages that ask nothing the article could be quoted on: small talk, or a question about the bot or the article as a whole.
 * If several fit a message, the first counts.
 */
export const INTENTS = [
  'thanks',
  'greeting',
  'acknowledgement',
  'bot',
  'help',
  'summons',
  'summary',
  'contested',
  'opinion',
  'reliability',
  'insult',
] as const;
export type Intent = (typeof INTENTS)[number];

/** Whether a quote answers a part of the question, or is only near it. */
const QUOTE_ROLES = ['answer', 'near'] as const;

/** Most quotes in one answer. */
export const MOST_QUOTES = 3;

const offset = z.int().nonnegative();
const spanSchema = z.strictObject({ start: offset, end: offset }).readonly();

/** A range of the body as it is shown. */
const shownFields = {
  /** The text as readers see it: without markup, with a space for each line break that only wraps; all else is from the text. */
  display: z.string(),
  /** Runs of `display` and their places in the body, in order: [offset in `display`, offset in the body, length]. */
  displayMap: z.array(z.tuple([offset, offset, offset]).readonly()).readonly(),
};

const footnoteSchema = z.strictObject({ mark: z.string(), text: z.string().min(1), start: offset, end: offset, ...shownFields }).readonly();

export const quoteSchema = z
  .strictObject({
    /** `body.slice(start, end)`, always. */
    text: z.string().min(1),
    start: offset,
    end: offset,
    paragraph: z.int().positive(),
    ...shownFields,
    /** Kind of block that contains it. */
    block: z.enum(QUOTABLE_ROLES),
    /** The headings above it, the nearest last. */
    headings: z.array(z.string()).readonly(),
    /** The column names, for a row of a table. */
    columns: z.string().exactOptional(),
    /** The author's footnotes that it refers to; none is a part of it. */
    footnotes: z.array(footnoteSchema).readonly(),
    /** The sentence that answers, in body offsets, inside the quote. */
    focus: spanSchema,
    score: z.number(),
    /** "answer": the best passage for its part of a question that is answered. "near": every other quote. Quotes that answer come first. */
    role: z.enum(QUOTE_ROLES),
    /** The part of the question that it was found for, as an index of `parts`. */
    part: offset,
    /** Ids of the notes whose anchors overlap the quote, the most relevant to the question first. */
    flags: z.array(z.string()).readonly(),
  })
  .readonly();

export const answerNoteSchema = z
  .strictObject({
    id: z.string(),
    status: z.enum(NOTE_STATUSES),
    /** The sources' statement about the claim, in one line; missing in older notes. */
    headline: z.string().exactOptional(),
    note: z.string(),
    translations: translationsSchema.exactOptional(),
    /** Month in which the sources were last read, as YYYY-MM. */
    checked: z.string().exactOptional(),
    sources: z.array(sourceSchema).readonly(),
  })
  .readonly();

export const answerSchema = z
  .strictObject({
    question: z.string(),
    /** The question as it was searched: one text, or one for each of several questions; empty for a message without words. */
    parts: z.array(z.string()).readonly(),
    outcome: z.enum(OUTCOMES),
    /** Given if the article was not searched: `parts`, `quotes` and notes are empty, and the outcome is "not_covered". */
    intent: z.enum(INTENTS).exactOptional(),
    /** Estimated probability that the first quote answers the question, 0 to 1. */
    confidence: z.number().min(0).max(1),
    quotes: z.array(quoteSchema).max(MOST_QUOTES).readonly(),
    /** Each flagged or related note once. */
    notes: z.array(answerNoteSchema).readonly(),
    relatedNotes: z.array(z.strictObject({ id: z.string(), score: z.number() }).readonly()).readonly(),
    /** Language of the question, for our own words. */
    language: z.enum(QUESTION_LANGUAGES),
    /** BCP 47 tag of another language, which is hardly understood; given if the question's words or script show it. */
    otherLanguage: z.string().exactOptional(),
    /** Given while the article's content is still being read: asked again later, the question may be answered better. */
    stillReading: z.literal(true).exactOptional(),
    /** Milliseconds. */
    tookMs: z
      .strictObject({ embed: z.number().nonnegative(), search: z.number().nonnegative(), total: z.number().nonnegative() })
      .readonly(),
  })
  .readonly();

export type Answer = z.infer<typeof answerSchema>;
export type AnswerQuote = z.infer<typeof quoteSchema>;
export type AnswerNote = z.infer<typeof answerNoteSchema>;
