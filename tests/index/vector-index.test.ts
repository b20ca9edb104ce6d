// Tests of the approximate index: it finds what brute force finds, gives cosines, and can change. With real sentences: vector-index.long.test.ts.

import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Neighbour, VectorIndex } from '../../index/vector-index.js';
import { runs } from '../tier.js';

const DIMENSIONS = 32;
const INDEXED = 600;

/** Vectors that look random, are the same in every run, and lie near each other, as those of sentences do. */
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

  /** Share of the ten nearest live vectors that are found. */
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

  it('finds what brute force finds, for which it has not room at first, and goes on doing so when most of it has gone', () => {
    const index = VectorIndex.create(DIMENSIONS, 10);
    const live = new Set<number>();
    vectors.forEach((vector, label) => {
      index.add(vector, label);
      live.add(label);
    });
    expect(recall(index, live)).toBeGreaterThanOrEqual(0.99);
    for (let label = 0; label < INDEXED; label++) {
      if (label % 10 === 3) continue;
      index.remove(label);
      live.delete(label);
    }
    expect(index.size).toBe(INDEXED / 10);
    expect(recall(index, live)).toBeGreaterThanOrEqual(0.99);
  });
});

describe('a small index', () => {
  const make = (...rows: readonly (readonly number[])[]): VectorIndex => {
    const small = VectorIndex.create(4, rows.length);
    rows.forEach((row, label) => {
      small.add(Float32Array.from(row), label);
    });
    return small;
  };

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
    for (const empty of [VectorIndex.create(4, 0), VectorIndex.over(new Float32Array(), 4)]) {
      expect(empty.size).toBe(0);
      expect(empty.search([1, 0, 0, 0], 10)).toEqual([]);
    }
  });
});

describe('a small index that changes', () => {
  const unit = (angle: number) => Float32Array.of(Math.cos(angle), Math.sin(angle), 0, 0);

  it('finds exactly what it should, for any order of adding, replacing and removing, also while it is made anew', () => {
    const step = fc.record({ label: fc.nat({ max: 299 }), removes: fc.boolean(), angle: fc.double({ min: 0, max: 6.2, noNaN: true }) });
    // Of 300 vectors the 215th that goes makes the index leave its graph.
    const gone = fc.constantFrom(0, 213, 215, 220, 260);
    fc.assert(
      fc.property(gone, fc.array(step, { maxLength: 60 }), fc.nat({ max: 50 }), (first, steps, count) => {
        const small = VectorIndex.create(4, 0);
        const live = new Map<number, number>();
        const add = (label: number, angle: number) => {
          small.add(unit(angle), label);
          live.set(label, angle);
        };
        const remove = (label: number) => {
          if (live.delete(label)) small.remove(label);
        };
        for (let label = 0; label < 300; label++) add(label, label);
        for (let label = 0; label < first; label++) remove(label);
        for (const { label, removes, angle } of steps) {
          if (removes) remove(label);
          else add(label, angle);
        }
        expect(small.size).toBe(live.size);
        const found = small.search([1, 0, 0, 0], count);
        const cosines = [...live.values()].map(Math.cos).toSorted((a, b) => b - a);
        expect(found).toHaveLength(Math.min(count, live.size));
        expect(new Set(found.map(({ label }) => label)).size).toBe(found.length);
        found.forEach(({ label, similarity }, i) => {
          expect(similarity).toBeCloseTo(cosines[i] ?? Number.NaN, 5);
          expect(similarity).toBeCloseTo(Math.cos(live.get(label) ?? Number.NaN), 5);
        });
      }),
      runs(100, 25),
    );
  });

  it('finds nothing when everything was removed, and again what comes then', () => {
    const small = VectorIndex.create(4, 2);
    for (let label = 0; label < 300; label++) small.add(unit(label), label);
    for (let label = 0; label < 300; label++) small.remove(label);
    expect(small.size).toBe(0);
    expect(small.search([1, 0, 0, 0], 10)).toEqual([]);
    small.add(unit(0), 7);
    expect(small.search([1, 0, 0, 0], 10).map(({ label }) => label)).toEqual([7]);
  });

  it('finds nothing when it was cleared', () => {
    const small = VectorIndex.create(4, 2);
    small.add(unit(0), 0);
    small.clear();
    expect(small.size).toBe(0);
    expect(small.search([1, 0, 0, 0], 10)).toEqual([]);
  });

  it('finds fewer than are wanted when fewer are left or wanted', () => {
    const small = VectorIndex.create(4, 3);
    for (let label = 0; label < 3; label++) small.add(unit(label), label);
    small.remove(1);
    expect(small.search([1, 0, 0, 0], 3).map(({ label }) => label)).toEqual([0, 2]);
    expect(small.search([1, 0, 0, 0], 3, (label) => label === 2).map(({ label }) => label)).toEqual([2]);
    expect(small.search([1, 0, 0, 0], 3, () => false)).toEqual([]);
  });

  it('refuses to remove what it does not hold', () => {
    const small = VectorIndex.create(4, 3);
    small.add(unit(0), 0);
    small.add(unit(1), 1);
    small.remove(1);
    expect(() => small.remove(1)).toThrow();
    expect(() => small.remove(5)).toThrow();
    expect(small.size).toBe(1);
  });
});

describe('an index that is opened with many vectors', () => {
  const COUNT = 5_200;
  const opened = () => VectorIndex.over(Float32Array.from(Array.from({ length: COUNT }, (_, i) => [...circle(i)]).flat()), 4);
  const circle = (i: number) => Float32Array.of(Math.cos(i / 900), Math.sin(i / 900), 0, 0);
  const nearest = (found: readonly Neighbour[]) => found.map(({ label }) => label);

  it('misses nothing before, while and after it moves into its graph', async () => {
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
    expect(index.size).toBe(COUNT);
    // The scan is gone.
    expect(index.capacity).toBeLessThan(COUNT + 10);
  });

  it('can be changed in the meantime, and told to stop', async () => {
    const index = opened();
    const controller = new AbortController();
    const settling = index.settle(controller.signal);
    await setImmediate();
    controller.abort();
    await settling;
    index.remove(3000);
    index.add(circle(3000.2), 9000);
    expect(nearest(index.search([...circle(3000)], 3)).toSorted()).toEqual([2999, 3001, 9000]);
    expect(index.size).toBe(COUNT);
  });

  it('stays an exact scan where it is small', async () => {
    const index = VectorIndex.over(Float32Array.from([...circle(0), ...circle(1)]), 4);
    const capacity = index.capacity;
    await index.settle(new AbortController().signal);
    expect(index.capacity).toBe(capacity);
    expect(nearest(index.search([...circle(0)], 2))).toEqual([0, 1]);
  });
});
