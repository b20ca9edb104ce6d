// Nearest neighbours by cosine over one kind of text: hnswlib, with its distances turned into similarities at once.

import hnswlib, { type HierarchicalNSW } from 'hnswlib-node';

/** Links a node; 16 is the usual choice up to some hundred dimensions. */
const LINKS = 16;
/** Candidates kept while building and while searching: recall@10 stays over 0.99 on sentence vectors. */
const BUILD_WIDTH = 200;
const SEARCH_WIDTH = 64;
const SEED = 100;
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

/** A graph that is being left for a new one, and the labels that are still to be moved. */
interface Leaving {
  readonly graph: HierarchicalNSW;
  readonly labels: Set<number>;
}

/**
 * An approximate index of L2-normalised vectors under integer labels. It may change while it is in use: hnswlib only marks
 * what is removed, and walks through it for ever, so a graph with too many marks is left bit by bit for a new one.
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

  /** Reads what `write` wrote. Rejects when the file is none of hnswlib's. */
  static async read(file: string, dimensions: number): Promise<VectorIndex> {
    const graph = new hnswlib.HierarchicalNSW('cosine', dimensions);
    await graph.readIndex(file);
    graph.setEf(SEARCH_WIDTH);
    return new VectorIndex(dimensions, graph);
  }

  /** Writes an index of which nothing was ever removed. */
  async write(file: string): Promise<void> {
    if (this.#removed.size > 0 || this.#leaving !== undefined)
      throw new Error('An index of which something was removed cannot be written.');
    await this.#graph.writeIndex(file);
  }

  /** How many vectors can be found. */
  get size(): number {
    return this.#graph.getCurrentCount() - this.#removed.size + (this.#leaving?.labels.size ?? 0);
  }

  /** How many vectors there is room for, those that were removed included. */
  get capacity(): number {
    return this.#graph.getMaxElements() + (this.#leaving?.graph.getMaxElements() ?? 0);
  }

  /** Adds a vector, or puts it in the place of the one that the label had. */
  add(vector: Float32Array, label: number): void {
    if (this.#leaving?.labels.delete(label)) this.#leaving.graph.markDelete(label);
    this.#add(Array.from(vector), label);
    this.#move();
  }

  /** Removes a vector. Throws when the label has none. */
  remove(label: number): void {
    if (this.#leaving?.labels.delete(label)) this.#leaving.graph.markDelete(label);
    else {
      this.#graph.markDelete(label);
      this.#removed.add(label);
    }
    if (this.size === 0) this.clear();
    else if (this.#leaving !== undefined) this.#move();
    else if (this.#removed.size > this.size + MOST_REMOVED) this.#leave();
  }

  /** Removes all vectors, and gives their memory back at once, not when the garbage is collected. */
  clear(): void {
    if (this.#leaving !== undefined) empty(this.#leaving.graph, 1);
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
    const { graph, labels } = this.#leaving;
    return [...found, ...searchGraph(graph, labels.size, vector, count, isWanted)].sort(bySimilarity).slice(0, count);
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
    const labels = this.#graph.getIdsList().filter((label) => !this.#removed.has(label));
    this.#leaving = { graph: this.#graph, labels: new Set(labels) };
    this.#graph = createGraph(this.dimensions, labels.length + LEAST_GROWTH);
    this.#removed.clear();
  }

  #move(): void {
    if (this.#leaving === undefined) return;
    const { graph, labels } = this.#leaving;
    let moved = 0;
    for (const label of labels) {
      if (moved++ === MOVED_AT_ONCE) return;
      this.#add(graph.getPoint(label), label);
      labels.delete(label);
      graph.markDelete(label);
    }
    empty(graph, 1);
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
  graph: HierarchicalNSW,
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
