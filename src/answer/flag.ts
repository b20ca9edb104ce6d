// Flags quotes by offsets: every note whose anchor overlaps a quote, the most relevant to the question first.

import { overlaps, type Span } from '../article/article.js';
import type { AnchoredNote } from '../notes/anchored-note.js';
import { isContested } from '../notes/note.js';
import type { ChosenQuote } from './choose-quotes.js';
import type { EmbeddedQuestion, Retriever, WordScores } from './ports.js';

type Place = Pick<ChosenQuote, 'quote' | 'focus'>;

/** A searched question or statement, with the scores of its words. */
export interface Searched {
  readonly embedded: EmbeddedQuestion;
  readonly words: WordScores;
}

/**
 * The notes at each of some quotes, in the order of `flagsOf`.
 * @param asked questions or statements that the quotes were chosen for; a note is rated by the one it fits best
 */
export function flagQuotes(
  quotes: readonly Place[],
  notes: readonly AnchoredNote[],
  asked: readonly Searched[],
  retriever: Pick<Retriever, 'rateNotes'>,
): AnchoredNote[][] {
  const ids = notes.filter((note) => quotes.some(({ quote }) => standsAt(note, quote))).map(({ note }) => note.id);
  const scores = new Map<string, number>();
  for (const { embedded, words } of asked) {
    for (const [id, score] of retriever.rateNotes(embedded, words, ids)) scores.set(id, Math.max(score, scores.get(id) ?? 0));
  }
  return quotes.map((place) => flagsOf(place, notes, scores));
}

/**
 * Notes at a quote: those at its focus first, within each group by their match with the question, then contested before others.
 * @param scores match of each note with the question, if known
 */
export function flagsOf({ quote, focus }: Place, notes: readonly AnchoredNote[], scores: ReadonlyMap<string, number>): AnchoredNote[] {
  const atFocus = (note: AnchoredNote) => Number(standsAt(note, focus));
  const score = ({ note }: AnchoredNote) => scores.get(note.id) ?? 0;
  const contested = ({ note }: AnchoredNote) => Number(isContested(note.status));
  return notes
    .filter((note) => standsAt(note, quote))
    .sort((a, b) => atFocus(b) - atFocus(a) || score(b) - score(a) || contested(b) - contested(a) || a.note.id.localeCompare(b.note.id));
}

function standsAt({ spans }: AnchoredNote, range: Span): boolean {
  return spans.some((span) => overlaps(span, range));
}
