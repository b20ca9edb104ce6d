// Tests of entries that copies share: each sees its own, nothing is given back too early, twice or never.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EntryGraph } from '../../index/entry-graph.js';
import { VectorIndex } from '../../index/vector-index.js';

const DIMENSIONS = 8;

function vectorOf(number: number): Float32Array {
  const vector = Float32Array.from({ length: DIMENSIONS }, (_, d) => Math.sin(number * 7.3 + d * d + 1));
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, d) => sum + value * (b[d] ?? 0), 0);
}

/** A graph over entries 0 to n-1, which are their numbers as text, and a list of those that were given back. */
function makeGraph(count: number) {
  const vectors = VectorIndex.create(DIMENSIONS, count);
  for (let number = 0; number < count; number++) vectors.add(vectorOf(number), number);
  const givenBack: string[] = [];
  const names = Array.from({ length: count }, (_, number) => `${number}`);
  return { graph: EntryGraph.over(vectors, names, DIMENSIONS, (entry) => givenBack.push(entry)), givenBack };
}

const add = (graph: EntryGraph<string>, number: number) => graph.add(number, `${number}`, vectorOf(number));

function expectFound(graph: EntryGraph<string>, seen: ReadonlySet<number>, asked: number, count: number): void {
  const question = vectorOf(asked);
  const expected = [...seen].map((number) => dot(vectorOf(number), question)).toSorted((a, b) => b - a);
  const found = graph.search([...question], count);
  expect(found).toHaveLength(Math.min(count, seen.size));
  found.forEach(({ number, entry, similarity }, i) => {
    expect(seen.has(number)).toBe(true);
    expect(entry).toBe(`${number}`);
    expect(similarity).toBeCloseTo(expected[i] ?? Number.NaN, 5);
  });
}

describe('copies', () => {
  it('each see their own entries, and an entry is given back once, when the last that saw it is changed or released', () => {
    const step = fc.record({
      which: fc.nat(),
      what: fc.constantFrom('add', 'add', 'add', 'remove', 'remove', 'copy', 'release'),
      entry: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const { graph, givenBack } = makeGraph(6);
        const copies: { graph: EntryGraph<string>; seen: Set<number> }[] = [{ graph, seen: new Set([0, 1, 2, 3, 4, 5]) }];
        let next = 6;
        for (const { which, what, entry } of steps) {
          const one = copies[which % copies.length];
          if (one === undefined) break;
          if (what === 'add') {
            add(one.graph, next);
            one.seen.add(next++);
          } else if (what === 'remove') {
            const number = entry % next;
            one.graph.remove(number);
            one.seen.delete(number);
          } else if (what === 'copy') copies.push({ graph: one.graph.copy(), seen: new Set(one.seen) });
          else {
            one.graph.release();
            copies.splice(copies.indexOf(one), 1);
          }
          const held = new Set(copies.flatMap(({ seen }) => [...seen]));
          const gone = Array.from({ length: next }, (_, number) => number).filter((number) => !held.has(number));
          expect(givenBack.map(Number).toSorted((a, b) => a - b)).toEqual(gone);
        }
        for (const one of copies) {
          expect(one.graph.size).toBe(one.seen.size);
          for (const asked of [0, 3, 8]) expectFound(one.graph, one.seen, asked, 4);
        }
      }),
    );
  });

  it('hold nothing any more when they are released, and find nothing', () => {
    const { graph } = makeGraph(3);
    const copy = graph.copy();
    add(copy, 3);
    copy.release();
    expect(copy.size).toBe(0);
    expect(copy.search([...vectorOf(3)], 5)).toEqual([]);
    expectFound(graph, new Set([0, 1, 2]), 1, 5);
  });
});

describe('an entry', () => {
  it('that is placed is not found before it is shown, nor does it take the place of another', () => {
    const { graph } = makeGraph(0);
    add(graph, 1);
    const placed = [2, 3, 4].map((number) => graph.place(number, `${number}`, vectorOf(1)));
    expectFound(graph, new Set([1]), 1, 2);
    for (const place of placed) graph.show(place);
    expect(graph.search([...vectorOf(1)], 4)).toHaveLength(4);
  });

  it('that is placed and dropped was never there', () => {
    const { graph, givenBack } = makeGraph(2);
    graph.drop(graph.place(2, '2', vectorOf(2)));
    expect(givenBack).toEqual(['2']);
    expectFound(graph, new Set([0, 1]), 2, 5);
  });

  it('that is hidden is found no longer, and is given back when it is dropped, also after a release', () => {
    const { graph, givenBack } = makeGraph(3);
    const place = graph.hide(1);
    expectFound(graph, new Set([0, 2]), 1, 5);
    expect(givenBack).toEqual([]);
    graph.release();
    if (place !== undefined) graph.drop(place);
    expect(givenBack.toSorted()).toEqual(['0', '1', '2']);
  });

  it('that another still sees is not to be dropped by the one that hides it', () => {
    const { graph, givenBack } = makeGraph(2);
    const copy = graph.copy();
    expect(graph.hide(1)).toBeUndefined();
    expect(copy.hide(1)?.entry).toBe('1');
    expect(givenBack).toEqual([]);
  });

  it('that is not there cannot be hidden, and to remove it changes nothing', () => {
    const { graph, givenBack } = makeGraph(1);
    expect(graph.hide(9)).toBeUndefined();
    graph.remove(9);
    expect(graph.get(9)).toBeUndefined();
    expect([graph.size, givenBack]).toEqual([1, []]);
  });
});
