// Entries that are found by their vectors. Copies share what they have in common, and what none of them holds any more is
// given back.

import { bySimilarity, VectorIndex } from './vector-index.js';

interface SharedIndex {
  readonly vectors: VectorIndex;
  /** How many EntryGraphs look here. */
  holders: number;
}

/** An entry and where its vector is; the same one in all copies. */
export interface Place<Entry> {
  readonly number: number;
  readonly entry: Entry;
  readonly index: SharedIndex;
  /** How many EntryGraphs see the entry. */
  holders: number;
}

export interface Found<Entry> {
  readonly number: number;
  readonly entry: Entry;
  readonly similarity: number;
}

/** Entries under numbers that are never given twice, whatever copies there are. */
export class EntryGraph<Entry> {
  readonly #places = new Map<number, Place<Entry>>();
  /** Where our entries are, and how many of them. */
  readonly #indexes = new Map<SharedIndex, number>();
  /** The only index that we add to. */
  #own: SharedIndex | undefined;

  /** @param giveBack called for each entry that nobody holds any more */
  constructor(
    private readonly dimensions: number,
    private readonly giveBack: (entry: Entry) => void,
  ) {}

  /** All entries of an index, numbered by its labels, which are 0 to n-1. */
  static over<Entry>(vectors: VectorIndex, entries: readonly Entry[], dimensions: number, giveBack: (entry: Entry) => void) {
    const graph = new EntryGraph<Entry>(dimensions, giveBack);
    const index = { vectors, holders: 0 };
    for (const [number, entry] of entries.entries()) graph.show({ number, entry, index, holders: 0 });
    return graph;
  }

  get size(): number {
    return this.#places.size;
  }

  /** The entry under a number, if we see it. */
  get(number: number): Entry | undefined {
    return this.#places.get(number)?.entry;
  }

  entries(): { readonly number: number; readonly entry: Entry }[] {
    return [...this.#places.values()];
  }

  /** Up to `count` entries nearest to a vector, nearest first. */
  search(vector: readonly number[], count: number): Found<Entry>[] {
    const found = [...this.#indexes].flatMap(([index, ours]) => {
      const { vectors } = index;
      if (ours === 0) return [];
      // What others see, or what is not shown yet, must not take the place of ours.
      const isOurs = vectors.size > ours ? (label: number) => this.#places.has(label) : undefined;
      return vectors.search(vector, count, isOurs);
    });
    if (this.#indexes.size > 1) found.sort(bySimilarity);
    return found.slice(0, count).flatMap(({ label, similarity }) => {
      const place = this.#places.get(label);
      return place === undefined ? [] : [{ number: label, entry: place.entry, similarity }];
    });
  }

  add(number: number, entry: Entry, vector: Float32Array): void {
    this.show(this.place(number, entry, vector));
  }

  remove(number: number): void {
    const place = this.hide(number);
    if (place !== undefined) this.drop(place);
  }

  /** Puts an entry where it can be found, but does not show it yet. It must be shown or dropped later. */
  place(number: number, entry: Entry, vector: Float32Array): Place<Entry> {
    this.#own ??= this.#hold({ vectors: VectorIndex.create(this.dimensions, 1), holders: 0 });
    this.#own.vectors.add(vector, number);
    return { number, entry, index: this.#own, holders: 0 };
  }

  show(place: Place<Entry>): void {
    this.#hold(place.index);
    this.#indexes.set(place.index, (this.#indexes.get(place.index) ?? 0) + 1);
    this.#places.set(place.number, place);
    place.holders += 1;
  }

  /** Shows an entry no longer. What comes back is seen by nobody now, and must be dropped, at any time. */
  hide(number: number): Place<Entry> | undefined {
    const place = this.#places.get(number);
    if (place === undefined) return undefined;
    this.#places.delete(number);
    const left = (this.#indexes.get(place.index) ?? 0) - 1;
    this.#indexes.set(place.index, left);
    if (left === 0 && place.index !== this.#own) this.#leave(place.index);
    place.holders -= 1;
    return place.holders === 0 ? place : undefined;
  }

  /** Gives back an entry that nobody sees. */
  drop(place: Place<Entry>): void {
    if (place.index.holders > 0) place.index.vectors.remove(place.number);
    this.giveBack(place.entry);
  }

  /** One that shows the same, until one of the two is changed. */
  copy(): EntryGraph<Entry> {
    const copy = new EntryGraph<Entry>(this.dimensions, this.giveBack);
    for (const place of this.#places.values()) copy.show(place);
    return copy;
  }

  /** Drops all entries. */
  release(): void {
    const places = [...this.#places.values()];
    this.#places.clear();
    // Indexes go first: to remove the vectors of one that nobody looks at would be lost work.
    for (const index of [...this.#indexes.keys()]) this.#leave(index);
    this.#own = undefined;
    for (const place of places) {
      place.holders -= 1;
      if (place.holders === 0) this.drop(place);
    }
  }

  #hold(index: SharedIndex): SharedIndex {
    if (!this.#indexes.has(index)) {
      this.#indexes.set(index, 0);
      index.holders += 1;
    }
    return index;
  }

  #leave(index: SharedIndex): void {
    this.#indexes.delete(index);
    index.holders -= 1;
    if (index.holders === 0) index.vectors.clear();
  }
}
