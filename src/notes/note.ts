// A curated source note: its shape, its statuses and what each of them means.

import { z } from 'zod';
import type { Anchor } from '../article/anchor.js';

export const NOTE_STATUSES = ['disputed', 'inaccurate', 'unverified', 'context', 'supported'] as const;
export type NoteStatus = (typeof NOTE_STATUSES)[number];

/** Longest note, in UTF-16 code units. */
export const LONGEST_NOTE = 500;

const text = z.string().trim().min(1);
const date = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/u, 'expected YYYY, YYYY-MM or YYYY-MM-DD');

export const sourceSchema = z
  .strictObject({
    publisher: text,
    title: text,
    date: date.optional(),
    /** Some printed sources have none. */
    url: z.url({ protocol: /^https?$/u }).optional(),
    /** Who carries the copy that was read, where it is not the publisher. */
    via: text.optional(),
  })
  .readonly();

/** An anchor as it is written in a file: the exact words alone, or with what stands around them. */
export const anchorSchema = z
  .union(
    [text.transform((exact) => ({ exact })), z.strictObject({ exact: text, prefix: z.string().optional(), suffix: z.string().optional() })],
    'expected words of the article as text, or as exact with prefix or suffix',
  )
  .readonly() satisfies z.ZodType<Anchor>;

export const noteSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/u, 'expected lower-case letters, digits and hyphens, at most 64'),
    status: z.enum(NOTE_STATUSES),
    quotes: z.array(anchorSchema).readonly(),
    note: text.max(LONGEST_NOTE),
    keywords: z.array(text).readonly().default([]),
    sources: z.array(sourceSchema).min(1).readonly(),
    confidence: z.enum(['high', 'medium', 'low']).optional(),
  })
  .readonly();

export type Source = z.infer<typeof sourceSchema>;
export type Note = z.infer<typeof noteSchema>;

/** Whether a status says that the article's claim is contested; the others add context or support. */
export function isContested(status: NoteStatus): boolean {
  return status === 'disputed' || status === 'inaccurate' || status === 'unverified';
}
