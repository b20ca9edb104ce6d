// The article's claims with a note, as a list.

import { type Article, type Sentence, type Span, sentencesUnder } from '../article/article.js';
import type { AnchoredNote } from '../notes/anchored-note.js';
import { isContested, type Note, type NoteStatus } from '../notes/note.js';

/** A note with the sentences at its anchors. */
export interface Claim {
  readonly note: Note;
  /** In order of the article. */
  readonly sentences: readonly Sentence[];
  /** In order of the article. */
  readonly spans: readonly Span[];
}

/** Every claim with a note, in order of the article. Notes without a place in the article are left out. */
export function everyClaim(article: Pick<Article, 'sentences'>, notes: readonly AnchoredNote[]): Claim[] {
  return notes
    .filter(({ spans }) => spans.length > 0)
    .map(({ note, spans }) => ({
      note,
      sentences: sentencesUnder(article, spans),
      spans: spans.toSorted((a, b) => a.start - b.start),
    }))
    .sort((a, b) => (a.spans[0]?.start ?? 0) - (b.spans[0]?.start ?? 0));
}

/** The contested claims, or those of one status, in order of the article. */
export function listClaims(article: Pick<Article, 'sentences'>, notes: readonly AnchoredNote[], status?: NoteStatus): Claim[] {
  return everyClaim(article, notes).filter(({ note }) => (status === undefined ? isContested(note.status) : note.status === status));
}
