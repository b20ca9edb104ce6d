// A note tied to the places in the article that its anchors name.

import type { Span } from '../article/article.js';
import type { Note } from './note.js';

export interface AnchoredNote {
  readonly note: Note;
  /** Every place where one of its anchors stands, in body offsets. */
  readonly spans: readonly Span[];
}
