// Tests of the index of shipped vectors against brute force; vector-index.long.test.ts uses real sentences.

import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Neighbour, VectorIndex } from '../../index/vector-index.js';
import { runs } from '../tier.js';

const DIMENSIONS = 32;
const INDEXED = 600;

/** Pseudo-random vectors, the same in every run, near each other like those of sentences. */
function madeUp(count: number): Float32Array[] {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000 - 0.5;
  };
  return Array.from({ length: count }, () => {
    const vector = Float32Array.from({ length: DIMENSIONS }, (_, d) => next() + (d === 0 ? 1 : 0));
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  });
}

describe('an index of hundreds', () => {
  const all = madeUp(INDEXED + 50);
  const [vectors, questions] = [all.slice(0, INDEXED), all.slice(INDEXED)];
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, d) => sum + value * (b[d] ?? 0), 0);

  /** Share of the ten nearest wanted vectors that are found. */
  function recall(of: VectorIndex, live: ReadonlySet<number>): number {
    let hits = 0;
    for (const question of questions) {
      const tenth = [...live].map((label) => dot(question, vectors[label] ?? question)).toSorted((a, b) => b - a)[9] ?? Number.NaN;
      const found = of.search([...question], 10);
      expect(found.every(({ label }) => live.has(label))).toBe(true);
      hits += found.filter(({ similarity }) => similarity >= tenth - 1e-5).length;
    }
    return hits / (10 * questions.length);
  }

  it('finds what brute force finds, as a scan and as a graph', async () => {
    const index = VectorIndex.over(Float32Array.from(vectors.flatMap((vector) => [...vector])), DIMENSIONS, 100);
    const all = new Set(vectors.keys());
    expect([index.isExact, recall(index, all)]).toEqual([true, 1]);
    await index.settle(new AbortController().signal);
    expect(index.isExact).toBe(false);
    expect(recall(index, all)).toBeGreaterThanOrEqual(0.99);
  });
});

describe('a small index', () => {
  const make = (...rows: readonly (readonly number[])[]): VectorIndex => VectorIndex.over(Float32Array.from(rows.flat()), 4);

  it('gives cosines from 1 to -1', () => {
    const small = make([-1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0.6, 0.8, 0, 0]);
    const neighbours = small.search([1, 0, 0, 0], 4);
    expect(neighbours.map(({ label }) => label)).toEqual([2, 3, 1, 0]);
    [1, 0.6, 0, -1].forEach((cosine, i) => {
      expect(neighbours[i]?.similarity).toBeCloseTo(cosine, 6);
    });
  });

  it('gives all that it holds when more are wanted, and none when none are', () => {
    const small = make([1, 0, 0, 0], [0, 1, 0, 0]);
    expect(small.search([1, 0, 0, 0], 100)).toHaveLength(2);
    expect(small.search([1, 0, 0, 0], 0)).toEqual([]);
  });

  it('keeps texts with the same vector apart', () => {
    const labels = make([1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0])
      .search([1, 0, 0, 0], 3)
      .map(({ label }) => label);
    expect(labels.toSorted()).toEqual([0, 1, 2]);
  });

  it('that is empty finds nothing', () => {
    const empty = VectorIndex.over(new Float32Array(), 4);
    expect(empty.size).toBe(0);
    expect(empty.search([1, 0, 0, 0], 10)).toEqual([]);
  });

  it('finds exactly the nearest of those that are wanted, for any vectors', () => {
    const angles = fc.array(fc.double({ min: 0, max: 6.2, noNaN: true }), { maxLength: 60 });
    fc.assert(
      fc.property(angles, fc.nat({ max: 70 }), fc.integer({ min: 1, max: 4 }), (all, count, share) => {
        const small = make(...all.map((angle) => [Math.cos(angle), Math.sin(angle), 0, 0]));
        const isWanted = (label: number) => label % share === 0;
        const cosines = all.filter((_, label) => isWanted(label)).map(Math.cos);
        const found = small.search([1, 0, 0, 0], count, share === 1 ? undefined : isWanted);
        expect(found.every(({ label }) => isWanted(label))).toBe(true);
        expect(new Set(found.map(({ label }) => label)).size).toBe(Math.min(count, cosines.length));
        const nearest = cosines.toSorted((a, b) => b - a);
        for (const [i, { similarity }] of found.entries()) expect(similarity).toBeCloseTo(nearest[i] ?? Number.NaN, 5);
      }),
      runs(100),
    );
  });
});

describe('an index that is opened with many vectors', () => {
  const COUNT = 5_200;
  const opened = () => VectorIndex.over(Float32Array.from(Array.from({ length: COUNT }, (_, i) => [...circle(i)]).flat()), 4);
  const circle = (i: number) => Float32Array.of(Math.cos(i / 900), Math.sin(i / 900), 0, 0);
  const nearest = (found: readonly Neighbour[]) => found.map(({ label }) => label);

  it('misses nothing before, while and after its graph is built', async () => {
    const index = opened();
    const wanted = nearest(index.search([...circle(3000)], 5));
    expect(wanted.toSorted()).toEqual([2998, 2999, 3000, 3001, 3002]);
    let asked = 0;
    let isSettled = false;
    const settling = index.settle(new AbortController().signal).then(() => {
      isSettled = true;
    });
    while (!isSettled) {
      expect(nearest(index.search([...circle(3000)], 5)).toSorted()).toEqual(wanted.toSorted());
      asked += 1;
      await setImmediate();
    }
    await settling;
    expect(asked).toBeGreaterThan(3);
    expect(nearest(index.search([...circle(3000)], 5)).toSorted()).toEqual(wanted.toSorted());
    expect([index.size, index.isExact]).toEqual([COUNT, false]);
  });

  it('stays an exact scan where it is told to stop, or is small', async () => {
    const index = opened();
    const controller = new AbortController();
    const settling = index.settle(controller.signal);
    await setImmediate();
    controller.abort();
    await settling;
    expect(index.isExact).toBe(true);
    expect(nearest(index.search([...circle(3000)], 3)).toSorted()).toEqual([2999, 3000, 3001]);
    const small = VectorIndex.over(Float32Array.from([...circle(0), ...circle(1)]), 4);
    await small.settle(new AbortController().signal);
    expect(small.isExact).toBe(true);
    expect(nearest(small.search([...circle(0)], 2))).toEqual([0, 1]);
  });
});
