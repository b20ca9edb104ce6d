// The fields of custom ids: each is written in a few characters, and read back only in that form.

import { createHash } from 'node:crypto';
import type { NoteStatus } from '../../notes/note.js';

/** Writes and reads one value; texts that `write` never produces are rejected. */
export interface IdField<Value> {
  write(value: Value): string;
  read(text: string): { readonly value: Value } | undefined;
  /** A shorter value; undefined if there is none. Without this function a value is written whole or not at all. */
  shorten?(value: Value): Value | undefined;
  /** Whether the field, the last one, was added later: older ids lack it, so it is left out if it is empty. */
  readonly isLater?: true;
}

const LARGEST_SNOWFLAKE = 2n ** 64n - 1n;
const DIGEST_DIGITS = 12;
const MARK_DIGITS = 3;

export const whole: IdField<number> = {
  write: (value) => value.toString(36),
  read: (text) => {
    const value = /^[0-9a-z]{1,11}$/u.test(text) ? Number.parseInt(text, 36) : Number.NaN;
    return Number.isSafeInteger(value) ? { value } : undefined;
  },
};

export const snowflake: IdField<string> = {
  write: (value) => BigInt(value).toString(36),
  read: (text) => {
    if (!/^[0-9a-z]{1,13}$/u.test(text)) return undefined;
    const value = [...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
    return value > LARGEST_SNOWFLAKE ? undefined : { value: String(value) };
  },
};

/** A range of the body. */
export const range: IdField<{ readonly start: number; readonly end: number }> = {
  write: ({ start, end }) => `${whole.write(start)}_${whole.write(end)}`,
  read: (text) => {
    const [start, end, ...more] = text.split('_').map(whole.read);
    return start === undefined || end === undefined || more.length > 0 ? undefined : { value: { start: start.value, end: end.value } };
  },
};

/** Number of first characters of the article's hash in custom ids. */
export const CONTENT_DIGITS = 6;
export const content = matching(new RegExp(`^[0-9a-z]{${CONTENT_DIGITS}}$`, 'u'));
export const noteId = matching(/^[a-z0-9][a-z0-9-]{0,63}$/u);
export const digest = matching(new RegExp(`^[0-9a-f]{${DIGEST_DIGITS}}$`, 'u'));
/** Notes in an order, each by a short mark; may be truncated. */
export const order: IdField<readonly string[]> = {
  write: (values) => values.join(''),
  read: (text) => {
    const value = text.match(new RegExp(`[0-9a-f]{${MARK_DIGITS}}`, 'gu')) ?? [];
    return value.join('') === text ? { value } : undefined;
  },
  shorten: (values) => (values.length === 0 ? undefined : values.slice(0, -1)),
  isLater: true,
};
/** Ids of proposals, training examples, open questions and drafts. */
export const key = matching(/^[0-9A-Za-z_-]{1,32}$/u);
export const status = oneOf<NoteStatus>({ disputed: 'd', inaccurate: 'i', unverified: 'u', context: 'c', opinion: 'o', supported: 's' });

/** Short form of a note's id, to tell several apart in one custom id. */
export function noteDigest(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, DIGEST_DIGITS);
}

/** Shorter form of a note's id, only for an order: two notes may have the same. */
export function noteMark(id: string): string {
  return noteDigest(id).slice(0, MARK_DIGITS);
}

function matching(pattern: RegExp): IdField<string> {
  return { write: (value) => value, read: (text) => (pattern.test(text) ? { value: text } : undefined) };
}

/** One of some words, each written as its own sign. */
export function oneOf<Word extends string>(signs: Readonly<Record<Word, string>>): IdField<Word> {
  return {
    write: (word) => signs[word],
    read: (text) => (Object.keys(signs) as Word[]).filter((word) => signs[word] === text).map((value) => ({ value }))[0],
  };
}

export function listOf<Value>(field: IdField<Value>): IdField<readonly Value[]> {
  return {
    write: (values) => values.map(field.write).join('-'),
    read: (text) => {
      const parts = text === '' ? [] : text.split('-').map(field.read);
      const known = parts.filter((part) => part !== undefined);
      return known.length === parts.length ? { value: known.map(({ value }) => value) } : undefined;
    },
  };
}

/** A list whose first few items suffice: as many as fit. */
export function firstOf<Value>(field: IdField<Value>): IdField<readonly Value[]> {
  return { ...listOf(field), shorten: (values) => (values.length === 0 ? undefined : values.slice(0, -1)) };
}

export function optional<Value>(field: IdField<Value>): IdField<Value | undefined> {
  return {
    write: (value) => (value === undefined ? '' : field.write(value)),
    read: (text) => (text === '' ? { value: undefined } : field.read(text)),
  };
}
