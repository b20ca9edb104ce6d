// Flags quotes by offsets: every note whose anchor overlaps a quote, the one that bears most on the question first.

import { overlaps } from '../article/article.js';
import type { AnchoredNote } from '../notes/anchored-note.js';
import type { ChosenQuote } from './choose-quotes.js';

/**
 * Notes that stand at a quote: those at its focus first, within each group by how well they match the question.
 * @param scores how well each note matches the question, where known
 */
export function flagsOf(
  { quote, focus }: ChosenQuote,
  notes: readonly AnchoredNote[],
  scores: ReadonlyMap<string, number>,
): AnchoredNote[] {
  const atFocus = ({ spans }: AnchoredNote) => Number(spans.some((span) => overlaps(span, focus)));
  const score = ({ note }: AnchoredNote) => scores.get(note.id) ?? 0;
  return notes
    .filter(({ spans }) => spans.some((span) => overlaps(span, quote)))
    .sort((a, b) => atFocus(b) - atFocus(a) || score(b) - score(a) || a.note.id.localeCompare(b.note.id));
}
