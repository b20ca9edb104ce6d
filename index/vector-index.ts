// Nearest neighbours by cosine over one kind of text: hnswlib, with its distances turned into similarities at once.

import hnswlib, { type BruteforceSearch, type HierarchicalNSW } from 'hnswlib-node';
import { TimeSlices } from '../src/work/time-slices.js';

/** Links a node; 16 is the usual choice up to some hundred dimensions. */
const LINKS = 16;
/** Candidates kept while building and while searching: recall@10 stays over 0.99 on sentence vectors. */
const BUILD_WIDTH = 200;
const SEARCH_WIDTH = 64;
const SEED = 100;
/** Up to so many vectors an exact scan is as quick as the graph, and misses nothing (docs/figures.md). */
const SCANNED = 5_000;
/** A full graph grows by half, and at least by this. */
const LEAST_GROWTH = 16;
/** So many more removed vectors than others are borne in a graph before it is made anew. */
const MOST_REMOVED = 128;
/** While it is, each change moves so many vectors, about a millisecond's work. */
const MOVED_AT_ONCE = 3;

export interface Neighbour {
  readonly label: number;
  /** Cosine, -1 to 1; more is nearer. */
  readonly similarity: number;
}

/** What is being left for the graph, and the labels that are still to be moved. */
interface Leaving {
  readonly search: HierarchicalNSW | BruteforceSearch;
  readonly labels: Set<number>;
  vectorOf(label: number): number[];
  /** The label is found there no longer. */
  drop(label: number): void;
  /** Gives its memory back. */
  free(): void;
}

/**
 * An approximate index of L2-normalised vectors under integer labels. It may change while it is in use: hnswlib only marks
 * what is removed, and walks through it for ever, so a graph with too many marks is left bit by bit for a new one. In the same way
 * an index that is opened with many vectors begins as an exact scan, and moves into its graph while it is asked.
 */
export class VectorIndex {
  #graph: HierarchicalNSW;
  /** Labels that are marked as deleted in the graph. */
  readonly #removed = new Set<number>();
  #leaving: Leaving | undefined;

  private constructor(
    private readonly dimensions: number,
    graph: HierarchicalNSW,
  ) {
    this.#graph = graph;
  }

  /** An empty index with room for `capacity` vectors; it makes more when it needs to. */
  static create(dimensions: number, capacity: number): VectorIndex {
    return new VectorIndex(dimensions, createGraph(dimensions, capacity));
  }

  /**
   * An index of these vectors under the labels 0 to n-1, found by an exact scan until `settle` has moved them into the graph, if it ever does.
   * @param vectors n x dimensions, row by row
   */
  static over(vectors: Float32Array, dimensions: number): VectorIndex {
    const count = vectors.length / dimensions;
    const index = VectorIndex.create(dimensions, count > SCANNED ? count : 0);
    if (count === 0) return index;
    const scan = new hnswlib.BruteforceSearch('cosine', dimensions);
    scan.initIndex(count);
    // hnswlib copies what it is given, so one array serves all.
    const row = new Array<number>(dimensions).fill(0);
    const vectorOf = (label: number) => {
      for (let d = 0; d < dimensions; d++) row[d] = vectors[label * dimensions + d] ?? 0;
      return row;
    };
    const labels = new Set(Array.from({ length: count }, (_, label) => label));
    for (const label of labels) scan.addPoint(vectorOf(label), label);
    index.#leaving = { search: scan, labels, vectorOf, drop: (label) => scan.removePoint(label), free: () => scan.initIndex(1) };
    return index;
  }

  /** Moves all vectors into the graph, if they are so many that it is quicker; others have their turn meanwhile. Ends early when the signal aborts. */
  async settle(signal: AbortSignal): Promise<void> {
    if (this.size <= SCANNED) return;
    const slices = new TimeSlices();
    while (this.#leaving !== undefined && !signal.aborted) {
      this.#move(1);
      await slices.next();
    }
  }

  /** How many vectors can be found. */
  get size(): number {
    return this.#graph.getCurrentCount() - this.#removed.size + (this.#leaving?.labels.size ?? 0);
  }

  /** How many vectors there is room for, those that were removed included. */
  get capacity(): number {
    return this.#graph.getMaxElements() + (this.#leaving?.search.getMaxElements() ?? 0);
  }

  /** Adds a vector, or puts it in the place of the one that the label had. */
  add(vector: Float32Array, label: number): void {
    this.#drop(label);
    this.#add(Array.from(vector), label);
    this.#move(MOVED_AT_ONCE);
  }

  /** Removes a vector. Throws when the label has none. */
  remove(label: number): void {
    if (!this.#drop(label)) {
      this.#graph.markDelete(label);
      this.#removed.add(label);
    }
    if (this.size === 0) this.clear();
    else if (this.#leaving !== undefined) this.#move(MOVED_AT_ONCE);
    else if (this.#removed.size > this.size + MOST_REMOVED) this.#leave();
  }

  /** Removes all vectors, and gives their memory back at once, not when the garbage is collected. */
  clear(): void {
    this.#leaving?.free();
    this.#leaving = undefined;
    this.#removed.clear();
    empty(this.#graph, LEAST_GROWTH);
  }

  /**
   * Up to `count` nearest labels, nearest first.
   * @param vector a plain array, which is what hnswlib reads
   * @param isWanted labels that it refuses are passed over; the search takes the longer the fewer it wants
   */
  search(vector: readonly number[], count: number, isWanted?: (label: number) => boolean): Neighbour[] {
    const found = searchGraph(this.#graph, this.#graph.getCurrentCount() - this.#removed.size, vector, count, isWanted);
    if (this.#leaving === undefined) return found;
    const { search, labels } = this.#leaving;
    return [...found, ...searchGraph(search, labels.size, vector, count, isWanted)].sort(bySimilarity).slice(0, count);
  }

  #add(vector: number[], label: number): void {
    const capacity = this.#graph.getMaxElements();
    if (this.#graph.getCurrentCount() >= capacity) {
      this.#graph.resizeIndex(Math.max(capacity + LEAST_GROWTH, Math.ceil(capacity * 1.5)));
    }
    // A label that is marked is unmarked by this.
    this.#graph.addPoint(vector, label);
    this.#removed.delete(label);
  }

  #leave(): void {
    const old = this.#graph;
    const labels = new Set(old.getIdsList().filter((label) => !this.#removed.has(label)));
    this.#leaving = {
      search: old,
      labels,
      vectorOf: (label) => old.getPoint(label),
      drop: (label) => old.markDelete(label),
      free: () => empty(old, 1),
    };
    this.#graph = createGraph(this.dimensions, labels.size + LEAST_GROWTH);
    this.#removed.clear();
  }

  /** Takes a label out of what is being left; whether it was there. */
  #drop(label: number): boolean {
    if (this.#leaving?.labels.delete(label) !== true) return false;
    this.#leaving.drop(label);
    return true;
  }

  #move(count: number): void {
    if (this.#leaving === undefined) return;
    const { labels, vectorOf, free } = this.#leaving;
    let moved = 0;
    for (const label of labels) {
      if (moved++ === count) return;
      this.#add(vectorOf(label), label);
      this.#drop(label);
    }
    free();
    this.#leaving = undefined;
  }
}

/** Orders what is nearer first. */
export function bySimilarity(a: { readonly similarity: number }, b: { readonly similarity: number }): number {
  return b.similarity - a.similarity;
}

function createGraph(dimensions: number, capacity: number): HierarchicalNSW {
  const graph = new hnswlib.HierarchicalNSW('cosine', dimensions);
  empty(graph, capacity);
  return graph;
}

/** Makes a graph empty; hnswlib frees what it held before. */
function empty(graph: HierarchicalNSW, capacity: number): void {
  graph.initIndex(Math.max(1, capacity), LINKS, BUILD_WIDTH, SEED);
  graph.setEf(SEARCH_WIDTH);
}

/** @param size how many vectors can be found in the graph; hnswlib refuses to look for more than it has room for */
function searchGraph(
  graph: HierarchicalNSW | BruteforceSearch,
  size: number,
  vector: readonly number[],
  count: number,
  isWanted: ((label: number) => boolean) | undefined,
): Neighbour[] {
  const wanted = Math.min(count, size);
  if (wanted === 0) return [];
  const { neighbors, distances } = graph.searchKnn(vector as number[], wanted, isWanted);
  // hnswlib's cosine space gives 1 - cosine.
  return neighbors.map((label, i) => ({ label, similarity: 1 - (distances[i] ?? 1) }));
}
