// Tests of which neighbouring texts are read together, by lengths alone.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Window, windowAround, windowsFor } from '../../index/windows.js';

const MOST = 100;
const lengths = fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 60 });

const sumOf = (numbers: readonly number[], { start, end }: Window) => numbers.slice(start, end).reduce((sum, one) => sum + one, 0);

describe('the window of a text', () => {
  it('holds it, and is no longer than allowed unless it holds nothing else', () => {
    fc.assert(
      fc.property(lengths, (all) => {
        const windows = windowsFor(all, MOST);
        expect(windows).toHaveLength(all.length);
        for (const [i, window] of windows.entries()) {
          expect(window.start).toBeLessThanOrEqual(i);
          expect(window.end).toBeGreaterThan(i);
          expect(window.end).toBeLessThanOrEqual(all.length);
          if (window.end - window.start > 1) expect(sumOf(all, window)).toBeLessThanOrEqual(MOST);
        }
      }),
    );
  });

  it('is the whole list where that is short enough', () => {
    expect(windowsFor([30, 30, 40], MOST)).toEqual(Array(3).fill({ start: 0, end: 3 }));
  });

  it('has neighbours on both sides, but for the first and the last text, in a list of short ones', () => {
    const windows = windowsFor(Array<number>(40).fill(10), MOST);
    for (const [i, { start, end }] of windows.entries()) {
      if (i > 0) expect(start, `text ${i}`).toBeLessThan(i);
      if (i < 39) expect(end, `text ${i}`).toBeGreaterThan(i + 1);
    }
    // Half of a window is new in each, so that not every text needs a forward pass of its own.
    expect(new Set(windows.map(({ start }) => start)).size).toBe(7);
  });

  it('is its own where no neighbour fits', () => {
    expect(windowsFor([90, 90, 200], MOST)).toEqual([0, 1, 2].map((start) => ({ start, end: start + 1 })));
  });
});

describe('as many neighbours as fit', () => {
  it('are taken from both sides in turn, and from one where the other has none left', () => {
    expect(windowAround(2, [10, 10, 10, 10, 10], 30)).toEqual({ start: 1, end: 4 });
    expect(windowAround(0, [10, 10, 10, 10, 10], 35)).toEqual({ start: 0, end: 3 });
    expect(windowAround(2, [10, 90, 10, 10, 10], 50)).toEqual({ start: 2, end: 5 });
    expect(windowAround(1, [10, 10, 10], 30)).toEqual({ start: 0, end: 3 });
  });

  it('are none where the text itself does not fit', () => {
    expect(windowAround(1, [10, 40, 10], 30)).toBeUndefined();
  });
});
