// The word signal of notes: BM25 over the notes that one guild sees, by a scan of their terms. It scores like WordIndex, without an
// inverted index, which would be larger than the note in a guild with one note.

import MiniSearch from 'minisearch';
import SearchableMap from 'minisearch/SearchableMap';
import { FUZZINESS, SHORTEST_FUZZY_WORD, toTerm } from './word-index.js';

/** MiniSearch's defaults. */
const BM25 = { k: 1.2, b: 0.7, d: 0.5 };
const FUZZY_WEIGHT = 0.45;
const MOST_EDITS = 6;
/** Up to this many terms are compared one by one; more are also kept in a tree. */
const FEW_TERMS = 400;

const tokenize: (text: string) => string[] = MiniSearch.getDefault('tokenize');

/** A text in the terms of a vocabulary. */
export interface TextTerms {
  /** Ids of its terms, each once and followed by its count. */
  readonly pairs: Uint32Array;
  /** Number of different words, function words included. */
  readonly length: number;
}

/** Terms with ids. It only grows, so all versions of an overlay may share one. */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  /** Made only for many terms. */
  #tree: SearchableMap<number> | undefined;

  /** @param base a vocabulary whose terms and ids are included; it must no longer grow */
  constructor(private readonly base?: Vocabulary) {}

  get size(): number {
    return (this.base?.size ?? 0) + this.#ids.size;
  }

  /** Number of terms beyond the base. */
  get ownSize(): number {
    return this.#ids.size;
  }

  /** Reads a text; adds new terms. */
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

  /** The terms that match a term of a question, by id, with the weight of each match. */
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
 * BM25 scores of the texts that share a word with a question, in the order of the texts. Only these texts count as the collection.
 * @param texts in the terms of the vocabulary
 */
export function wordScores<Text extends { readonly terms: TextTerms }>(
  question: string,
  vocabulary: Vocabulary,
  texts: readonly Text[],
): (readonly [Text, number])[] {
  const asked = tokenize(question).flatMap((word) => toTerm(word) || []);
  const times = new Map<string, number>();
  for (const term of asked) times.set(term, (times.get(term) ?? 0) + 1);
  const terms = [...times].map(([term, times]) => ({ times, matches: vocabulary.matches(term) }));
  const found = hitsOf(new Set(terms.flatMap(({ matches }) => [...matches.keys()])), vocabulary, texts);
  const sums = new Float64Array(texts.length);
  /** Number of different terms that each text matches, and the last matched term. */
  const [matched, last] = [new Uint16Array(texts.length), new Int32Array(texts.length).fill(-1)];
  for (const [place, term] of terms.entries()) {
    for (const [id, weight] of term.matches) {
      const hits = found.hits.get(id) ?? [];
      const count = hits.length / 2;
      const idf = Math.log(1 + (texts.length - count + 0.5) / (count + 0.5));
      for (let i = 0; i < hits.length; i += 2) {
        const [text, uses] = [hits[i] ?? 0, hits[i + 1] ?? 0];
        const { k, b, d } = BM25;
        const length = texts[text]?.terms.length ?? 0;
        const norm = k * (1 - b + (b * length) / found.meanLength);
        sums[text] = (sums[text] ?? 0) + term.times * weight * idf * (d + (uses * (k + 1)) / (uses + norm));
        if (last[text] !== place) matched[text] = (matched[text] ?? 0) + 1;
        last[text] = place;
      }
    }
  }
  const scores: (readonly [Text, number])[] = [];
  for (const [i, text] of texts.entries()) if (matched[i] !== 0) scores.push([text, (sums[i] ?? 0) * (matched[i] ?? 0)]);
  return scores;
}

/** For each of some terms, pairs of a text's position and the term's count in it; and the mean length of all texts. */
function hitsOf(ids: ReadonlySet<number>, vocabulary: Vocabulary, texts: readonly { readonly terms: TextTerms }[]) {
  const isWanted = new Uint8Array(vocabulary.size);
  for (const id of ids) isWanted[id] = 1;
  const hits = new Map([...ids].map((id) => [id, [] as number[]]));
  let total = 0;
  for (const [place, { terms }] of texts.entries()) {
    const { pairs } = terms;
    total += terms.length;
    for (let i = 0; i < pairs.length; i += 2) {
      const id = pairs[i] ?? 0;
      if (isWanted[id] === 1) hits.get(id)?.push(place, pairs[i + 1] ?? 0);
    }
  }
  return { hits, meanLength: total / texts.length };
}

/** Levenshtein distance. */
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
