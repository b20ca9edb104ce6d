// Tests of the approximate index on real sentence vectors: it finds what a brute-force search finds, and gives cosines.

import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { EmbeddingPack, packKey } from '../../index/embedding-pack.js';
import { type Neighbour, VectorIndex } from '../../index/vector-index.js';
import { loadArticle } from '../../src/article/load.js';
import { readDecoys, readReaderQuestions } from '../../src/notes/load.js';
import { shippedModel } from './fixtures/shipped-model.js';

const CONTENT = resolve(import.meta.dirname, '../../content');
const DIMENSIONS = 384;
const INDEXED = 2000;
const ASKED = 100;

let vectors: readonly Float32Array[] = [];
let questions: readonly Float32Array[] = [];
let index: VectorIndex;

/** The shipped vectors of different texts of every indexed kind, mixed. */
async function readVectors(): Promise<Float32Array[]> {
  const model = await shippedModel();
  const content = (name: string) => join(CONTENT, name);
  const packOf = async (name: string) => {
    const result = await EmbeddingPack.read(join(CONTENT, 'embeddings', `${name}.pack`), model);
    if (result.kind !== 'pack') throw new Error(`${name}.pack cannot be read.`);
    return result.pack;
  };
  const article = await loadArticle(content('article.md'));
  const sentences = article.sentences.map(({ start, end }) => article.body.slice(start, end));
  const groups = await readReaderQuestions(content('questions.yaml'));
  const found = [
    ...vectorsIn(await packOf('article'), sentences, 'passage', 'words'),
    ...vectorsIn(
      await packOf('questions'),
      groups.flatMap(({ ask }) => ask),
      'query',
      'topic',
    ),
    ...vectorsIn(await packOf('decoys'), await readDecoys(content('decoys.yaml')), 'query', 'topic'),
  ];
  // Every 7th, then every 7th of the rest, and so on: a fixed order that mixes the kinds.
  return found
    .map((vector, i) => ({ vector, at: i % 7 }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ vector }) => vector);
}

function vectorsIn(pack: EmbeddingPack, texts: readonly string[], role: 'passage' | 'query', tokens: 'words' | 'topic'): Float32Array[] {
  return [...new Set(texts)].flatMap((text) => pack.get(packKey({ text, role, tokens }))?.vector ?? []).map(unit);
}

/** Normalises a vector: rounded ones have a length of only nearly 1. */
function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] ?? 0) * (b[d] ?? 0);
  return sum;
}

/** All similarities, most similar first. */
function bruteForce(question: Float32Array): Neighbour[] {
  return vectors.map((vector, label) => ({ label, similarity: dot(question, vector) })).sort((a, b) => b.similarity - a.similarity);
}

const search = (vector: Float32Array, count: number, from = index) => from.search([...vector], count);

beforeAll(async () => {
  const all = await readVectors();
  vectors = all.slice(0, INDEXED);
  questions = all.slice(INDEXED, INDEXED + ASKED);
  expect(questions).toHaveLength(ASKED);
  index = await graphOf(vectors);
});

async function graphOf(some: readonly Float32Array[]): Promise<VectorIndex> {
  const rows = new Float32Array(some.length * DIMENSIONS);
  for (const [i, vector] of some.entries()) rows.set(vector, i * DIMENSIONS);
  const graph = VectorIndex.over(rows, DIMENSIONS, 0);
  await graph.settle(new AbortController().signal);
  expect(graph.isExact).toBe(false);
  return graph;
}

describe('the index of 2,000 real texts', () => {
  it('finds at least 99 % of the ten nearest that brute force finds', () => {
    let hits = 0;
    for (const question of questions) {
      const tenth = bruteForce(question)[9]?.similarity ?? Number.NaN;
      // Texts as near as the tenth one count, too.
      hits += search(question, 10).filter(({ label }) => dot(question, vectors[label] ?? question) >= tenth - 1e-6).length;
    }
    expect(hits / (10 * ASKED)).toBeGreaterThanOrEqual(0.99);
  });

  it('still finds at least 98 % of the 48 nearest, the most that are wanted of it', () => {
    let hits = 0;
    for (const question of questions) {
      const last = bruteForce(question)[47]?.similarity ?? Number.NaN;
      hits += search(question, 48).filter(({ label }) => dot(question, vectors[label] ?? question) >= last - 1e-6).length;
    }
    expect(hits / (48 * ASKED)).toBeGreaterThanOrEqual(0.98);
  });

  it('gives cosines, nearest first, and never a distance', () => {
    for (const question of questions) {
      const neighbours = search(question, 10);
      const similarities = neighbours.map(({ similarity }) => similarity);
      expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
      for (const { label, similarity } of neighbours) {
        expect(Math.abs(similarity - dot(question, vectors[label] ?? question))).toBeLessThan(1e-5);
      }
    }
  });

  it('finds each text itself first, with a cosine of 1', () => {
    let found = 0;
    for (let label = 0; label < INDEXED; label += 20) {
      const [nearest] = search(vectors[label] ?? new Float32Array(DIMENSIONS), 1);
      expect(nearest?.similarity).toBeCloseTo(1, 5);
      if (nearest?.label === label) found++;
    }
    expect(found).toBeGreaterThanOrEqual(99);
  });

  it('gives the same neighbours when it is built again', async () => {
    const again = await graphOf(vectors);
    for (const question of questions.slice(0, 20)) expect(search(question, 10, again)).toEqual(search(question, 10));
  });

  it('finds the nearest of those that are wanted, however few', () => {
    for (const share of [2, 20, 500]) {
      const wanted = new Set([...vectors.keys()].filter((label) => label % share === 1));
      let [hits, of] = [0, 0];
      for (const question of questions.slice(0, 30)) {
        const nearest = bruteForce(question).filter(({ label }) => wanted.has(label));
        const found = index.search([...question], 5, (label) => wanted.has(label));
        expect(found.every(({ label }) => wanted.has(label))).toBe(true);
        hits += found.filter(({ similarity }) => similarity >= (nearest[found.length - 1]?.similarity ?? 2) - 1e-5).length;
        of += Math.min(5, wanted.size);
      }
      expect(hits / of, `one in ${share}`).toBeGreaterThanOrEqual(0.98);
    }
  });
});
