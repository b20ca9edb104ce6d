// Tests of paged lists: nothing is lost, no page is empty, and every page number works.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inPages, pageIn, pageOf } from '../../src/discord/kit/pages.js';

const upTo = (most: number) => (some: readonly unknown[]) => some.length <= most;
const withinSum = (most: number) => (some: readonly number[]) => some.reduce((sum, one) => sum + one, 0) <= most;

describe('inPages', () => {
  it('puts as many items on each page as fit together', () => {
    expect(inPages([1, 2, 3, 4, 5], upTo(2))).toEqual([[1, 2], [3, 4], [5]]);
    expect(inPages([5, 5, 3, 9, 1, 1], withinSum(10))).toEqual([[5, 5], [3], [9, 1], [1]]);
  });

  it('gives an item that fits nowhere a page of its own', () => {
    expect(inPages([1, 20, 1], withinSum(10))).toEqual([[1], [20], [1]]);
    expect(inPages([1, 2], () => false)).toEqual([[1], [2]]);
  });

  it('has one page where all fit, and none for no items', () => {
    expect(inPages([1, 2, 3], () => true)).toEqual([[1, 2, 3]]);
    expect(inPages([], () => true)).toEqual([]);
  });

  it('tells where a page begins when it asks whether items fit', () => {
    const asked: [readonly string[], number][] = [];
    inPages(['a', 'b', 'c'], (some, first) => {
      asked.push([some, first]);
      return some.length <= 2;
    });
    expect(asked).toEqual([
      [['a', 'b'], 0],
      [['a', 'b', 'c'], 0],
    ]);
  });

  it('shows every item once and in order, on pages that could hold no more, whatever fits', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12)), fc.nat(20), (items, most) => {
        const pages = inPages(items, withinSum(most));
        expect(pages.flat()).toEqual(items);
        for (const [i, page] of pages.entries()) {
          expect(page.length).toBeGreaterThan(0);
          expect(page.length === 1 || withinSum(most)(page)).toBe(true);
          const next = pages[i + 1]?.[0];
          if (next !== undefined) expect(withinSum(most)([...page, next])).toBe(false);
        }
      }),
    );
  });
});

describe('pageIn', () => {
  it('looks at no more of a long list than at the pages up to the one that is asked for, mostly once at each', () => {
    const items = Array.from({ length: 5_000 }, (_, i) => i);
    let looks = 0;
    const always = () => {
      looks += 1;
      return true;
    };
    expect(pageIn(items, 0, 6, always)).toEqual({
      ...{ items: [0, 1, 2, 3, 4, 5], page: 0, pages: 2 },
      range: { first: 1, last: 6, count: 5_000 },
    });
    expect(looks).toBe(1);
    expect(pageIn(items, 9, 6, always).range).toEqual({ first: 55, last: 60, count: 5_000 });
    expect(looks).toBe(11);
  });

  it('gives the same pages as a list that is parted whole, and knows which is the last', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(12)),
        fc.nat(20),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: -1, max: 12 }),
        (items, sum, most, number) => {
          const whole = inPages(items, (some) => upTo(most)(some) && withinSum(sum)(some));
          const page = pageIn(items, number, most, withinSum(sum));
          const same = pageOf(whole, number);
          expect(page).toEqual({ ...same, pages: items.length === 0 ? 1 : Math.min(same.page + 2, whole.length) });
        },
      ),
    );
  });
});

describe('pageOf', () => {
  const pages = [['a', 'b'], ['c'], ['d', 'e', 'f']];

  it.each([
    [0, { items: ['a', 'b'], page: 0, pages: 3, range: { first: 1, last: 2, count: 6 } }],
    [1, { items: ['c'], page: 1, pages: 3, range: { first: 3, last: 3, count: 6 } }],
    [2, { items: ['d', 'e', 'f'], page: 2, pages: 3, range: { first: 4, last: 6, count: 6 } }],
  ])('of number %i is that page, its range counted from 1', (number, expected) => {
    expect(pageOf(pages, number)).toEqual(expected);
  });

  it.each([
    [-1, 0],
    [Number.NEGATIVE_INFINITY, 0],
    [1.9, 1],
    [3, 2],
    [Number.MAX_SAFE_INTEGER, 2],
    [Number.POSITIVE_INFINITY, 2],
  ])('of number %d is the nearest page, %i', (number, page) => {
    expect(pageOf(pages, number)).toEqual(pageOf(pages, page));
  });

  it('of an empty list has no items', () => {
    expect(pageOf([], 4)).toEqual({ items: [], page: 0, pages: 0, range: { first: 1, last: 0, count: 0 } });
  });
});
