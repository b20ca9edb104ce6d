// A checked message as JSON: a contract that other programs read.

import { z } from 'zod';
import type { Article } from '../article/article.js';
import { answerNoteSchema, MOST_QUOTES, QUESTION_LANGUAGES, quoteSchema } from './answer.js';
import { notesOf, shownAs } from './ask.js';
import type { Check, CheckedClaim } from './check.js';
import { detectLanguage } from './language.js';
import { RELATIONS } from './relation.js';

const offset = z.int().nonnegative();

const claimSchema = z
  .strictObject({
    /** `message.slice(start, end)`, always. */
    text: z.string().min(1),
    start: offset,
    end: offset,
    /** Whether the article says the same, says otherwise, or does not say. */
    relation: z.enum(RELATIONS),
    /** Estimated probability of the relation, 0 to 1. */
    confidence: z.number().min(0).max(1),
    /** As in an answer: `role` is "answer" for the best, else "near"; `part` is the index of the claim. Empty if not in the article. */
    passages: z.array(quoteSchema).max(MOST_QUOTES).readonly(),
    /** First the notes at the passages, in the order of their flags, then notes near to the claim at any place. */
    notes: z.array(answerNoteSchema).readonly(),
  })
  .readonly();

export const checkedMessageSchema = z
  .strictObject({
    /** The id given with the message. */
    id: z.string().exactOptional(),
    /** The message as it was checked: without invisible characters, white space folded, lines kept. */
    message: z.string(),
    /** In order of the message; empty if nothing in it could be checked. */
    claims: z.array(claimSchema).readonly(),
    /** Language of the message, for our own words. */
    language: z.enum(QUESTION_LANGUAGES),
    /** Given while the article's content is still being read. */
    stillReading: z.literal(true).exactOptional(),
  })
  .readonly();

export type CheckedMessage = z.infer<typeof checkedMessageSchema>;

/** A check as other programs read it. */
export function checkedMessage({ message, claims, ...rest }: Check, article: Article): CheckedMessage {
  return {
    message,
    claims: claims.map((claim, part) => claimAsJson(claim, part, message, article)),
    language: detectLanguage(message),
    ...rest,
  };
}

function claimAsJson(
  { about: { start, end }, relation, confidence, passages, relatedNotes }: CheckedClaim,
  part: number,
  message: string,
  article: Article,
) {
  const notes = [...new Set([...passages.flatMap(({ flags }) => flags), ...relatedNotes])];
  return {
    text: message.slice(start, end),
    ...{ start, end, relation, confidence },
    passages: passages.map(({ quote, focus, score, flags }, i) => ({
      text: quote.text,
      start: quote.start,
      end: quote.end,
      paragraph: quote.paragraph,
      ...shownAs(article, quote),
      ...{ focus, score, part },
      role: i === 0 ? ('answer' as const) : ('near' as const),
      flags: flags.map(({ note }) => note.id),
    })),
    notes: notes.flatMap(({ note }) => notesOf(notes, new Set([note.id]))),
  };
}
