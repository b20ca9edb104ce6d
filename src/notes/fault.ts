// The kinds of faults that notes can have, with the data for a sentence about each.

import type { Span } from '../article/article.js';

/** A place in a note: a field, then the position of an item in it, from 0, then a part of the item. */
export type FieldPath = readonly (string | number)[];

/** A sentence of the article that shares words with some text. */
export interface NearSentence {
  readonly text: string;
  readonly span: Span;
  /** Number of its paragraph, from 1. */
  readonly paragraph: number;
}

/** Faults of a note's content; their own texts are excerpts and fit for display. */
type ContentFault =
  | { readonly kind: 'empty' | 'line-break' | 'no-link' | 'link-with-credentials' }
  /** In UTF-16 code units. */
  | { readonly kind: 'too-long' | 'link-too-long'; readonly length: number; readonly limit: number }
  | { readonly kind: 'too-many'; readonly limit: number }
  /** `character` such as U+202E; `after` is the text before it. */
  | { readonly kind: 'hidden-character'; readonly character: string; readonly after: string }
  | {
      readonly kind: 'unknown-status' | 'unknown-confidence' | 'bad-date' | 'bad-month' | 'no-such-date' | 'bad-link';
      readonly value: string;
    }
  | { readonly kind: 'quote-not-found'; readonly quote: string; readonly nearest: readonly NearSentence[] }
  /** The article's words are only similar: `text` is the article's text. */
  | { readonly kind: 'quote-not-exact'; readonly text: string }
  /** `id`: the note that already says the same. */
  | { readonly kind: 'duplicate'; readonly id: string };

/** Further faults of a form. */
type FormFault =
  | { readonly kind: 'too-few-parts' | 'too-many-parts'; readonly count: number }
  | { readonly kind: 'no-via'; readonly value: string }
  /** Numbers of the paragraphs, from 1. */
  | { readonly kind: 'several-places'; readonly paragraphs: readonly number[] };

/** Further faults of a file. `reason` is the parser's, in English. */
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

/** Warnings: acceptable, but worth a look. */
type WarningKind =
  | { readonly kind: 'no-quote' | 'no-headline' }
  /** In UTF-16 code units. */
  | { readonly kind: 'long-note'; readonly length: number; readonly limit: number }
  | { readonly kind: 'future-date' | 'plain-http'; readonly value: string };

/** A note with a fault is refused. */
export type Fault = (ContentFault | FormFault | FileFaultKind) & { readonly at: FieldPath };
export type Warning = WarningKind & { readonly at: FieldPath };
