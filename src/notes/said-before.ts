// Finds a note that already says the same about the same words of the article.

import type { Anchor, AnchorFinder } from '../article/anchor.js';
import { wordsOf } from './compared-words.js';
import type { Note } from './note.js';

/** A sentence usually has a handful of notes; of hundreds at one place, only this many are compared word by word. */
const MOST_COMPARED = 50;

/** The notes' texts by place in the article, for comparison. */
export interface SaidBefore {
  add(note: Pick<Note, 'id' | 'quotes' | 'note'>): void;
  /** Removes a note, given exactly as it was added. */
  remove(note: Pick<Note, 'id' | 'quotes' | 'note'>): void;
  /**
   * Id of a note that says the same about exactly the same places; undefined if there is none, or no such place.
   * @param except id of a note to ignore: an older version of the same
   */
  find(content: Pick<Note, 'quotes' | 'note'>, except?: string): string | undefined;
}

interface Claims {
  /** Ids by text. */
  readonly byText: Map<string, Set<string>>;
  /** Words of each note by its id; of many notes only the first ones. */
  readonly words: Map<string, ReadonlySet<string>>;
}

/** Indexes texts by place, so that thousands of notes can be compared with one another. */
export function rememberSaid(finder: Pick<AnchorFinder, 'find'>): SaidBefore {
  const places = new Map<string, Claims>();
  return {
    add({ id, quotes, note }) {
      const place = placeOf(quotes, finder);
      if (place === '') return;
      const claims: Claims = places.get(place) ?? { byText: new Map(), words: new Map() };
      places.set(place, claims);
      const text = foldedText(note);
      claims.byText.set(text, (claims.byText.get(text) ?? new Set()).add(id));
      if (claims.words.size < MOST_COMPARED) claims.words.set(id, new Set(wordsOf(note)));
    },
    remove({ id, quotes, note }) {
      const claims = places.get(placeOf(quotes, finder));
      claims?.byText.get(foldedText(note))?.delete(id);
      claims?.words.delete(id);
    },
    find({ quotes, note }, except) {
      const claims = places.get(placeOf(quotes, finder));
      if (claims === undefined) return undefined;
      const [same] = [...(claims.byText.get(foldedText(note)) ?? [])].filter((id) => id !== except);
      if (same !== undefined) return same;
      const words = new Set(wordsOf(note));
      return [...claims.words].find(([id, said]) => id !== except && areAlike(said, words))?.[0];
    },
  };
}

/** All places of the anchors, as a key. */
function placeOf(quotes: readonly Anchor[], finder: Pick<AnchorFinder, 'find'>): string {
  const spans = quotes.flatMap((anchor) => finder.find(anchor)).map(({ start, end }) => `${start}-${end}`);
  return [...new Set(spans)].sort().join(' ');
}

/** A text without case, punctuation and white space; a text without words stays as it is, trimmed. */
function foldedText(text: string): string {
  return wordsOf(text).join(' ') || text.trim();
}

/** Whether more than four fifths of the words are shared. */
function areAlike(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const most = Math.max(a.size, b.size);
  if (Math.min(a.size, b.size) * 5 <= most * 4) return false;
  return [...a].filter((word) => b.has(word)).length * 5 > most * 4;
}
