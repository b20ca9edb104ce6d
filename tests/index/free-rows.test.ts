// Tests of giving out rows: never twice, the first stretch that fits, and joined again when they come back.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FreeRows } from '../../index/free-rows.js';

describe('rows', () => {
  it('are never given out twice, and all of them come back, for any order of taking and giving', () => {
    const steps = fc.array(fc.record({ count: fc.integer({ min: 0, max: 9 }), gives: fc.boolean(), which: fc.nat() }), { maxLength: 200 });
    fc.assert(
      fc.property(steps, (all) => {
        const rows = new FreeRows(5);
        const taken: { start: number; count: number }[] = [];
        for (const { count, gives, which } of all) {
          if (gives && taken.length > 0) {
            const [stretch] = taken.splice(which % taken.length, 1);
            if (stretch !== undefined) rows.give(stretch.start, stretch.count);
            continue;
          }
          const start = rows.take(count);
          expect(start).toBeGreaterThanOrEqual(5);
          expect(start + count).toBeLessThanOrEqual(rows.end);
          for (const other of taken) {
            const apart = start + count <= other.start || other.start + other.count <= start || count === 0 || other.count === 0;
            expect(apart, `${start}+${count} and ${other.start}+${other.count}`).toBe(true);
          }
          taken.push({ start, count });
        }
        // The end is that of the last stretch that is taken.
        expect(rows.end).toBe(Math.max(5, ...taken.filter(({ count }) => count > 0).map(({ start, count }) => start + count)));
        for (const { start, count } of taken) rows.give(start, count);
        expect(rows.end).toBe(5);
      }),
    );
  });

  it('come from the first stretch that is long enough', () => {
    const rows = new FreeRows(0);
    for (const count of [2, 1, 4, 1, 3, 1]) rows.take(count);
    rows.give(0, 2);
    rows.give(3, 4);
    rows.give(8, 3);
    expect([3, 2, 3, 1, 1].map((count) => rows.take(count))).toEqual([3, 0, 8, 6, 12]);
  });

  it('that touch are one stretch again, whichever comes back last', () => {
    for (const order of [
      [0, 2, 5],
      [5, 2, 0],
      [0, 5, 2],
      [2, 0, 5],
    ]) {
      const rows = new FreeRows(0);
      const counts = new Map([2, 3, 4].map((count) => [rows.take(count), count]));
      rows.take(1);
      for (const start of order) rows.give(start, counts.get(start) ?? 0);
      expect(rows.take(9), `given back in the order ${order}`).toBe(0);
      expect(rows.end).toBe(10);
    }
  });
});
