// Normalises a question: its text made safe and bounded, or the reason why it is none.

import { UserError } from '../i18n/user-error.js';

/** Longest question, in characters (code points). */
export const LONGEST_QUESTION = 500;

export type NormalisedQuestion =
  | { readonly kind: 'question'; readonly text: string }
  /** Nothing to ask of an article: emoji, punctuation, a bare link. */
  | { readonly kind: 'wordless'; readonly text: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-long'; readonly length: number };

/** A text that can be asked. */
export type Question = Extract<NormalisedQuestion, { readonly text: string }>;

/** Controls other than white space, and characters that are invisible or change the direction of what follows. */
const INVISIBLE = /(?!\s)\p{Cc}|\p{Cf}|\p{Default_Ignorable_Code_Point}/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;
export const LINK = /\b(?:https?:\/\/|www\.)\S+/giu;

/** Removes controls, bidirectional overrides, zero-width marks and lone surrogates. Words and white space stay. */
export function withoutInvisible(raw: string): string {
  return raw.replace(LONE_SURROGATE, ' ').replace(INVISIBLE, '').normalize('NFC');
}

/**
 * Removes what could mislead a reader or a terminal (controls, bidirectional overrides, zero-width marks, lone
 * surrogates), folds white space and bounds the length. The words stay as typed.
 */
export function normaliseQuestion(raw: string): NormalisedQuestion {
  const text = withoutInvisible(raw).replace(/\s+/gu, ' ').trim();
  const length = [...text].length;
  if (length === 0) return { kind: 'empty' };
  if (length > LONGEST_QUESTION) return { kind: 'too-long', length };
  return { kind: /[\p{L}\p{N}]/u.test(text.replace(LINK, '')) ? 'question' : 'wordless', text };
}

/** Throws UserError for an empty or overlong text. */
export function toQuestion(raw: string): Question {
  const question = normaliseQuestion(raw);
  if (question.kind === 'empty') throw new UserError('failure.emptyQuestion');
  if (question.kind === 'too-long') throw new UserError('failure.longQuestion', { length: question.length, limit: LONGEST_QUESTION });
  return question;
}
