// A note tied to the places in the article that its anchors name.

import type { AnchorFinder } from '../article/anchor.js';
import type { Span } from '../article/article.js';
import type { Note } from './note.js';

export interface AnchoredNote {
  readonly note: Note;
  /** Every place where one of its anchors stands, in body offsets. */
  readonly spans: readonly Span[];
}

/** Ties a note to its places. */
export function anchored(note: Note, finder: Pick<AnchorFinder, 'find'>): AnchoredNote {
  return { note, spans: note.quotes.flatMap((anchor) => finder.find(anchor)) };
}

/** Whether a note is an orphan: none of its anchors is in the article. A note without anchors is not. */
export function isOrphan({ note, spans }: AnchoredNote): boolean {
  return note.quotes.length > 0 && spans.length === 0;
}
