// Finds the note that already says of the same words of the article what another is about to say.

import type { Anchor, AnchorFinder } from '../article/anchor.js';
import { wordsOf } from './compared-words.js';
import type { Note } from './note.js';

/** A sentence carries a handful of notes: of hundreds at one place, only so many are compared word by word. */
const MOST_COMPARED = 50;

/** What was said of places of the article, in texts that can be compared. */
export interface SaidBefore {
  add(note: Pick<Note, 'id' | 'quotes' | 'note'>): void;
  /** Id of a note that says the same of just the same places; undefined where there is none, or no such place. */
  find(content: Pick<Note, 'quotes' | 'note'>): string | undefined;
}

interface Claims {
  readonly byText: Map<string, string>;
  readonly all: { readonly id: string; readonly words: ReadonlySet<string> }[];
}

/** Remembers what was said at each place, so that thousands of notes can be compared with one another. */
export function rememberSaid(finder: Pick<AnchorFinder, 'find'>): SaidBefore {
  const places = new Map<string, Claims>();
  return {
    add({ id, quotes, note }) {
      const place = placeOf(quotes, finder);
      if (place === '') return;
      const claims: Claims = places.get(place) ?? { byText: new Map(), all: [] };
      places.set(place, claims);
      if (!claims.byText.has(foldedText(note))) claims.byText.set(foldedText(note), id);
      if (claims.all.length < MOST_COMPARED) claims.all.push({ id, words: new Set(wordsOf(note)) });
    },
    find({ quotes, note }) {
      const claims = places.get(placeOf(quotes, finder));
      const words = new Set(wordsOf(note));
      return claims?.byText.get(foldedText(note)) ?? claims?.all.find((said) => areAlike(said.words, words))?.id;
    },
  };
}

/** Every place where the anchors stand, as a key. */
function placeOf(quotes: readonly Anchor[], finder: Pick<AnchorFinder, 'find'>): string {
  const spans = quotes.flatMap((anchor) => finder.find(anchor)).map(({ start, end }) => `${start}-${end}`);
  return [...new Set(spans)].sort().join(' ');
}

/** A text without case, punctuation and white space; one without words is compared as it is. */
function foldedText(text: string): string {
  return wordsOf(text).join(' ') || text.trim();
}

/** Whether more than four fifths of the words are the same. */
function areAlike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const most = Math.max(a.size, b.size);
  if (Math.min(a.size, b.size) * 5 <= most * 4) return false;
  return [...a].filter((word) => b.has(word)).length * 5 > most * 4;
}
