// Nearest neighbours by cosine over one kind of text: hnswlib, with its distances turned into similarities at once.

import hnswlib, { type HierarchicalNSW } from 'hnswlib-node';

/** Links a node; 16 is the usual choice up to some hundred dimensions. */
const LINKS = 16;
/** Candidates kept while building and while searching: recall@10 stays over 0.99 on sentence vectors. */
const BUILD_WIDTH = 200;
const SEARCH_WIDTH = 64;
const SEED = 100;

export interface Neighbour {
  readonly label: number;
  /** Cosine, -1 to 1; more is nearer. */
  readonly similarity: number;
}

/** An approximate index of L2-normalised vectors under integer labels. */
export class VectorIndex {
  private constructor(private readonly graph: HierarchicalNSW) {}

  /** An empty index with room for `capacity` vectors. */
  static create(dimensions: number, capacity: number): VectorIndex {
    const graph = new hnswlib.HierarchicalNSW('cosine', dimensions);
    graph.initIndex(Math.max(1, capacity), LINKS, BUILD_WIDTH, SEED);
    graph.setEf(SEARCH_WIDTH);
    return new VectorIndex(graph);
  }

  /** Reads what `write` wrote. Rejects when the file is none of hnswlib's. */
  static async read(file: string, dimensions: number): Promise<VectorIndex> {
    const graph = new hnswlib.HierarchicalNSW('cosine', dimensions);
    await graph.readIndex(file);
    graph.setEf(SEARCH_WIDTH);
    return new VectorIndex(graph);
  }

  async write(file: string): Promise<void> {
    await this.graph.writeIndex(file);
  }

  get size(): number {
    return this.graph.getCurrentCount();
  }

  add(vector: Float32Array, label: number): void {
    this.graph.addPoint(Array.from(vector), label);
  }

  /**
   * Up to `count` nearest labels, nearest first.
   * @param vector a plain array, which is what hnswlib reads
   */
  search(vector: readonly number[], count: number): Neighbour[] {
    const wanted = Math.min(count, this.size);
    if (wanted === 0) return [];
    const { neighbors, distances } = this.graph.searchKnn(vector as number[], wanted);
    // hnswlib's cosine space gives 1 - cosine.
    return neighbors.map((label, i) => ({ label, similarity: 1 - (distances[i] ?? 1) }));
  }
}
