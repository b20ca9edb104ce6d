// Nearest neighbours by cosine over one kind of shipped text: hnswlib, with its distances turned into similarities.

import hnswlib, { type BruteforceSearch, type HierarchicalNSW } from 'hnswlib-node';
import { TimeSlices } from '../src/work/time-slices.js';

/** Links per node; 16 is usual up to some hundred dimensions. */
const LINKS = 16;
/** Candidates kept while building and while searching: recall@10 stays above 0.99 on sentence vectors. */
const BUILD_WIDTH = 200;
const SEARCH_WIDTH = 64;
const SEED = 100;
/** Up to this many vectors an exact scan is as fast as the graph, and misses nothing (docs/figures.md). */
const SCANNED = 5_000;

export interface Neighbour {
  readonly label: number;
  /** Cosine, -1 to 1; higher is nearer. */
  readonly similarity: number;
}

/**
 * Immutable L2-normalised vectors with the labels 0 to n-1. A few are always scanned exactly; many are scanned
 * until `settle` has built their graph.
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
    // One array for all vectors: as many new ones would take a tenth of the program's start.
    const row: number[] = [];
    for (let label = 0; label < size; label++) scan.addPoint(this.#vectorOf(label, row), label);
    this.#searched = scan;
  }

  /**
   * @param vectors n x dimensions, row by row
   * @param scanned largest number of vectors that is always scanned
   */
  static over(vectors: Float32Array, dimensions: number, scanned = SCANNED): VectorIndex {
    return new VectorIndex(vectors, dimensions, vectors.length / dimensions, scanned);
  }

  /** Whether searches are exact. */
  get isExact(): boolean {
    return !(this.#searched instanceof hnswlib.HierarchicalNSW);
  }

  /** Builds the graph if there are enough vectors for it; works in time slices. Ends early when the signal aborts. */
  async settle(signal: AbortSignal): Promise<void> {
    if (this.size <= this.scanned || !this.isExact) return;
    const graph = new hnswlib.HierarchicalNSW('cosine', this.dimensions);
    graph.initIndex(this.size, LINKS, BUILD_WIDTH, SEED);
    graph.setEf(SEARCH_WIDTH);
    const slices = new TimeSlices();
    const row: number[] = [];
    for (let label = 0; label < this.size; label++) {
      if (signal.aborted) return;
      graph.addPoint(this.#vectorOf(label, row), label);
      await slices.next();
    }
    this.#searched = graph;
  }

  /**
   * Up to `count` nearest labels, nearest first.
   * @param vector a plain array, as hnswlib requires
   * @param isWanted filter of labels; the fewer it accepts, the longer the search takes
   */
  search(vector: readonly number[], count: number, isWanted?: (label: number) => boolean): Neighbour[] {
    // hnswlib refuses a count larger than its size.
    const wanted = Math.min(count, this.size);
    if (this.#searched === undefined || wanted === 0) return [];
    const { neighbors, distances } = this.#searched.searchKnn(vector as number[], wanted, isWanted);
    // hnswlib's cosine space gives 1 - cosine.
    return neighbors.map((label, i) => ({ label, similarity: 1 - (distances[i] ?? 1) }));
  }

  /** Copies a vector into a plain array, which hnswlib requires and does not keep. */
  #vectorOf(label: number, row: number[]): number[] {
    for (let d = 0; d < this.dimensions; d++) row[d] = this.vectors[label * this.dimensions + d] ?? 0;
    return row;
  }
}

/** Sorts the nearest first. */
export function bySimilarity(a: { readonly similarity: number }, b: { readonly similarity: number }): number {
  return b.similarity - a.similarity;
}
