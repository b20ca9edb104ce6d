// A curated source note: its shape, and the meaning of its statuses.

import { z } from 'zod';
import type { Anchor } from '../article/anchor.js';

export const NOTE_STATUSES = ['disputed', 'inaccurate', 'unverified', 'context', 'opinion', 'supported'] as const;
export type NoteStatus = (typeof NOTE_STATUSES)[number];

/** Longest texts of a note, in UTF-16 code units. Notes from before headlines existed may be longer than new ones. */
export const LONGEST_NOTE = 500;
export const LONGEST_NEW_NOTE = 450;
export const LONGEST_HEADLINE = 90;
/** Limits of a translation: Spanish needs more characters. */
export const LONGEST_TRANSLATED = { headline: 100, note: 520 } as const;

const text = z.string().trim().min(1);
const date = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/u, 'expected YYYY, YYYY-MM or YYYY-MM-DD');

export const sourceSchema = z
  .strictObject({
    publisher: text,
    title: text,
    date: date.optional(),
    /** Some printed sources have no address. */
    url: z.url({ protocol: /^https?$/u }).optional(),
    /** The carrier of the copy that was read, if it is not the publisher. */
    via: text.optional(),
  })
  .readonly();

/** An anchor in a file: the exact words alone, or with their context. */
export const anchorSchema = z
  .union(
    [text.transform((exact) => ({ exact })), z.strictObject({ exact: text, prefix: z.string().optional(), suffix: z.string().optional() })],
    'expected words of the article as text, or as exact with prefix or suffix',
  )
  .readonly() satisfies z.ZodType<Anchor>;

const translationSchema = z
  .strictObject({ headline: text.max(LONGEST_TRANSLATED.headline), note: text.max(LONGEST_TRANSLATED.note) })
  .readonly();

/** By language code. */
export const translationsSchema = z.strictObject({ es: translationSchema }).readonly();

export const noteSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/u, 'expected lower-case letters, digits and hyphens, at most 64'),
    status: z.enum(NOTE_STATUSES),
    quotes: z.array(anchorSchema).readonly(),
    /** The sources' statement about the claim, in one line. Older notes have none: see headline.ts. */
    headline: text.max(LONGEST_HEADLINE).exactOptional(),
    note: text.max(LONGEST_NOTE),
    keywords: z.array(text).readonly().default([]),
    translations: translationsSchema.exactOptional(),
    /** Month in which the sources were last read, as YYYY-MM. */
    checked: z
      .string()
      .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/u, 'expected YYYY-MM')
      .exactOptional(),
    sources: z.array(sourceSchema).min(1).readonly(),
    confidence: z.enum(['high', 'medium', 'low']).optional(),
  })
  .readonly();

export type Source = z.infer<typeof sourceSchema>;
export type Translations = z.infer<typeof translationsSchema>;
export type Note = z.infer<typeof noteSchema>;

/** Whether a status says that the article's claim is contested; the others add context, mark an opinion or support it. */
export function isContested(status: NoteStatus): boolean {
  return status === 'disputed' || status === 'inaccurate' || status === 'unverified';
}
