// Nearest neighbours by cosine over one kind of shipped text: hnswlib, with its distances turned into similarities at once.

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

export interface Neighbour {
  readonly label: number;
  /** Cosine, -1 to 1; more is nearer. */
  readonly similarity: number;
}

/**
 * L2-normalised vectors under the labels 0 to n-1. They never change. Few are found by an exact scan for good; many are found by a scan
 * until `settle` has built a graph of them.
 */
export class VectorIndex {
  #searched: BruteforceSearch | HierarchicalNSW | undefined;

  /** @param vectors size x dimensions, row by row */
  private constructor(
    private readonly vectors: Float32Array,
    private readonly dimensions: number,
    readonly size: number,
    private readonly scanned: number,
  ) {
    if (size === 0) return;
    const scan = new hnswlib.BruteforceSearch('cosine', dimensions);
    scan.initIndex(size);
    for (let label = 0; label < size; label++) scan.addPoint(this.#vectorOf(label), label);
    this.#searched = scan;
  }

  /**
   * @param vectors n x dimensions, row by row
   * @param scanned up to so many are few
   */
  static over(vectors: Float32Array, dimensions: number, scanned = SCANNED): VectorIndex {
    return new VectorIndex(vectors, dimensions, vectors.length / dimensions, scanned);
  }

  /** Whether every search misses nothing. */
  get isExact(): boolean {
    return !(this.#searched instanceof hnswlib.HierarchicalNSW);
  }

  /** Builds the graph where the vectors are so many that it is quicker; others have their turn meanwhile. Ends early when the signal aborts. */
  async settle(signal: AbortSignal): Promise<void> {
    if (this.size <= this.scanned || !this.isExact) return;
    const graph = new hnswlib.HierarchicalNSW('cosine', this.dimensions);
    graph.initIndex(this.size, LINKS, BUILD_WIDTH, SEED);
    graph.setEf(SEARCH_WIDTH);
    const slices = new TimeSlices();
    for (let label = 0; label < this.size; label++) {
      if (signal.aborted) return;
      graph.addPoint(this.#vectorOf(label), label);
      await slices.next();
    }
    this.#searched = graph;
  }

  /**
   * Up to `count` nearest labels, nearest first.
   * @param vector a plain array, which is what hnswlib reads
   * @param isWanted labels that it refuses are passed over; the search takes the longer the fewer it wants
   */
  search(vector: readonly number[], count: number, isWanted?: (label: number) => boolean): Neighbour[] {
    // hnswlib refuses to look for more than there is.
    const wanted = Math.min(count, this.size);
    if (this.#searched === undefined || wanted === 0) return [];
    const { neighbors, distances } = this.#searched.searchKnn(vector as number[], wanted, isWanted);
    // hnswlib's cosine space gives 1 - cosine.
    return neighbors.map((label, i) => ({ label, similarity: 1 - (distances[i] ?? 1) }));
  }

  #vectorOf(label: number): number[] {
    return Array.from(this.vectors.subarray(label * this.dimensions, (label + 1) * this.dimensions));
  }
}

/** Orders what is nearer first. */
export function bySimilarity(a: { readonly similarity: number }, b: { readonly similarity: number }): number {
  return b.similarity - a.similarity;
}
