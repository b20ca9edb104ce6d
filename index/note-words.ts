// The word signal of notes: BM25 over the notes that one guild sees, by a scan of their terms. It scores as WordIndex does, without an
// inverted index, which would cost a guild with one note more than the note.

import MiniSearch from 'minisearch';
import SearchableMap from 'minisearch/SearchableMap';
import { FUZZINESS, SHORTEST_FUZZY_WORD, toTerm } from './word-index.js';

/** Those of MiniSearch. */
const BM25 = { k: 1.2, b: 0.7, d: 0.5 };
const FUZZY_WEIGHT = 0.45;
const MOST_EDITS = 6;
/** So many terms are compared one by one; more are kept in a tree too. */
const FEW_TERMS = 400;

const tokenize: (text: string) => string[] = MiniSearch.getDefault('tokenize');

/** What a text says, in the terms of a vocabulary. */
export interface TextTerms {
  /** Ids of its terms, each once and followed by how often it stands there. */
  readonly pairs: Uint32Array;
  /** How many different words it has, function words included. */
  readonly length: number;
}

/** Terms under ids. It only grows, so that all versions of an overlay may share one. */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  /** Made when the terms are many. */
  #tree: SearchableMap<number> | undefined;

  /** @param base one whose terms are known too, under the ids that they have there; it must not grow any more */
  constructor(private readonly base?: Vocabulary) {}

  get size(): number {
    return (this.base?.size ?? 0) + this.#ids.size;
  }

  /** How many terms it has besides those of its base. */
  get ownSize(): number {
    return this.#ids.size;
  }

  /** What a text says; terms that are new are added. */
  read(text: string): TextTerms {
    const words = tokenize(text);
    const counts = new Map<number, number>();
    for (const word of words) {
      const term = toTerm(word);
      if (!term) continue;
      const id = this.#idOf(term) ?? this.#add(term);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return { pairs: Uint32Array.from([...counts].flat()), length: new Set(words).size };
  }

  /** What a term of a question matches, by id, with what the match counts for. */
  matches(term: string): Map<number, number> {
    const exact = this.#idOf(term);
    const matches = new Map(exact === undefined ? [] : [[exact, 1]]);
    const most = term.length < SHORTEST_FUZZY_WORD ? 0 : Math.min(MOST_EDITS, Math.round(term.length * FUZZINESS));
    if (most > 0) this.#addSimilar(term, most, matches);
    return matches;
  }

  #idOf(term: string): number | undefined {
    return (this.base === undefined ? undefined : this.base.#idOf(term)) ?? this.#ids.get(term);
  }

  #add(term: string): number {
    const id = this.size;
    this.#ids.set(term, id);
    if (this.#tree !== undefined) this.#tree.set(term, id);
    else if (this.#ids.size > FEW_TERMS) this.#tree = SearchableMap.from<number>([...this.#ids]);
    return id;
  }

  #addSimilar(term: string, most: number, matches: Map<number, number>): void {
    if (this.base !== undefined) this.base.#addSimilar(term, most, matches);
    const add = (other: string, id: number, edits: number) => {
      if (edits > 0) matches.set(id, (FUZZY_WEIGHT * other.length) / (other.length + edits));
    };
    if (this.#tree !== undefined) for (const [other, [id, edits]] of this.#tree.fuzzyGet(term, most)) add(other, id, edits);
    else {
      for (const [other, id] of this.#ids) {
        if (Math.abs(other.length - term.length) > most) continue;
        const edits = editsBetween(term, other);
        if (edits <= most) add(other, id, edits);
      }
    }
  }
}

/**
 * BM25 score of each text that shares a word with a question, best first, among these texts alone.
 * @param texts in the terms of the vocabulary
 */
export function wordScores<Text extends { readonly terms: TextTerms }>(
  question: string,
  vocabulary: Vocabulary,
  texts: Iterable<Text>,
): Map<Text, number> {
  const asked = tokenize(question).flatMap((word) => toTerm(word) || []);
  const matches = new Map(asked.map((term) => [term, vocabulary.matches(term)]));
  const isWanted = new Uint8Array(vocabulary.size);
  for (const of of matches.values()) for (const id of of.keys()) isWanted[id] = 1;
  const hits = new Map<number, { readonly text: Text; readonly count: number }[]>();
  let [total, length] = [0, 0];
  for (const text of texts) {
    const { pairs } = text.terms;
    total += 1;
    length += text.terms.length;
    for (let i = 0; i < pairs.length; i += 2) {
      const id = pairs[i] ?? 0;
      if (isWanted[id] !== 1) continue;
      const hit = { text, count: pairs[i + 1] ?? 0 };
      const others = hits.get(id);
      if (others === undefined) hits.set(id, [hit]);
      else others.push(hit);
    }
  }
  const meanLength = length / total;
  const scores = new Map<Text, { sum: number; readonly terms: Set<string> }>();
  for (const term of asked) {
    for (const [id, weight] of matches.get(term) ?? []) {
      const found = hits.get(id) ?? [];
      const idf = Math.log(1 + (total - found.length + 0.5) / (found.length + 0.5));
      for (const { text, count } of found) {
        const { k, b, d } = BM25;
        const score = scores.get(text) ?? { sum: 0, terms: new Set() };
        score.sum += weight * idf * (d + (count * (k + 1)) / (count + k * (1 - b + (b * text.terms.length) / meanLength)));
        score.terms.add(term);
        scores.set(text, score);
      }
    }
  }
  const whole = [...scores].map(([text, { sum, terms }]) => [text, sum * terms.size] as const);
  return new Map(whole.sort(([, a], [, b]) => b - a));
}

/** Levenshtein's distance. */
function editsBetween(a: string, b: string): number {
  const row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    let corner = row[0] ?? 0;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] ?? 0;
      row[j] = Math.min(above + 1, (row[j - 1] ?? 0) + 1, corner + (a[i - 1] === b[j - 1] ? 0 : 1));
      corner = above;
    }
  }
  return row[b.length] ?? 0;
}
