// A note together with the places of its anchors in the article.

import type { AnchorFinder } from '../article/anchor.js';
import type { Span } from '../article/article.js';
import type { Note } from './note.js';

export interface AnchoredNote {
  readonly note: Note;
  /** All places of its anchors, as body offsets. */
  readonly spans: readonly Span[];
}

/** Finds a note's places. */
export function anchored(note: Note, finder: Pick<AnchorFinder, 'find'>): AnchoredNote {
  return { note, spans: note.quotes.flatMap((anchor) => finder.find(anchor)) };
}

/** Whether a note is an orphan: none of its anchors is in the article. A note without anchors is not. */
export function isOrphan({ note, spans }: AnchoredNote): boolean {
  return note.quotes.length > 0 && spans.length === 0;
}
