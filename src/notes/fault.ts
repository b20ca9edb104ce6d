// The kinds of faults that a note can have, with the data that a sentence about each needs.

import type { Span } from '../article/article.js';

/** Where in a note: a field, then the position of an item in it, from 0, then a part of the item. */
export type FieldPath = readonly (string | number)[];

/** A sentence of the article that shares words with some text. */
export interface NearSentence {
  readonly text: string;
  readonly span: Span;
  /** Number of its paragraph, from 1. */
  readonly paragraph: number;
}

/** What the content of a note breaks; texts of its own are excerpts, fit to be shown. */
type ContentFault =
  | { readonly kind: 'empty' | 'line-break' | 'no-link' | 'link-with-credentials' }
  /** In UTF-16 code units. */
  | { readonly kind: 'too-long' | 'link-too-long'; readonly length: number; readonly limit: number }
  | { readonly kind: 'too-many'; readonly limit: number }
  /** `character` as in U+202E, `after` the text before it. */
  | { readonly kind: 'hidden-character'; readonly character: string; readonly after: string }
  | {
      readonly kind: 'unknown-status' | 'unknown-confidence' | 'bad-date' | 'bad-month' | 'no-such-date' | 'bad-link';
      readonly value: string;
    }
  | { readonly kind: 'quote-not-found'; readonly quote: string; readonly nearest: readonly NearSentence[] }
  /** The article's words are only like these: `text` is what stands there. */
  | { readonly kind: 'quote-not-exact'; readonly text: string }
  /** `id`: the note that already says it. */
  | { readonly kind: 'duplicate'; readonly id: string };

/** What a form breaks besides. */
type FormFault =
  | { readonly kind: 'too-few-parts' | 'too-many-parts'; readonly count: number }
  | { readonly kind: 'no-via'; readonly value: string }
  /** Numbers of the paragraphs, from 1. */
  | { readonly kind: 'several-places'; readonly paragraphs: readonly number[] };

/** What a file breaks besides. `reason` is the parser's, in English. */
type FileFaultKind =
  | { readonly kind: 'empty-file' | 'not-utf8' | 'too-deep' | 'no-notes' | 'missing' | 'formula' }
  | { readonly kind: 'file-too-large' | 'too-complex' | 'too-many-notes' | 'more-faults'; readonly limit: number }
  | {
      readonly kind: 'unknown-file' | 'unknown-format' | 'unknown-field' | 'repeated-field' | 'bad-id' | 'repeated-id';
      readonly value: string;
    }
  | { readonly kind: 'missing-column'; readonly column: string }
  | { readonly kind: 'not-json' | 'not-yaml' | 'not-csv'; readonly reason: string }
  | { readonly kind: 'wrong-type'; readonly expected: 'text' | 'list' | 'map' | 'quote' }
  | { readonly kind: 'wrong-cell-count'; readonly count: number; readonly expected: number };

/** What may stay, but should be looked at. */
type WarningKind =
  | { readonly kind: 'no-quote' | 'no-headline' }
  /** In UTF-16 code units. */
  | { readonly kind: 'long-note'; readonly length: number; readonly limit: number }
  | { readonly kind: 'future-date' | 'plain-http'; readonly value: string };

/** Nothing with a fault is taken. */
export type Fault = (ContentFault | FormFault | FileFaultKind) & { readonly at: FieldPath };
export type Warning = WarningKind & { readonly at: FieldPath };
