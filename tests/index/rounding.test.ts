// Tests of the precision of embeddings: rounding errors are small, and the compact form loses nothing.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactRows, expandRows, roundRows, roundVector, vectorFromIntegers, vectorToIntegers } from '../../index/rounding.js';

const DIMENSIONS = 8;
const component = fc.float({ min: -1, max: 1, noNaN: true });
const rowsArbitrary = fc
  .array(fc.array(component, { minLength: DIMENSIONS, maxLength: DIMENSIONS }), { maxLength: 6 })
  .map((rows) => Float32Array.from(rows.flat()));

describe('a rounded vector', () => {
  it('comes back from its integers as it was, and lies within half a unit of the original', () => {
    fc.assert(
      fc.property(fc.array(component), (components) => {
        const original = Float32Array.from(components);
        const vector = original.slice();
        roundVector(vector);
        expect(vectorFromIntegers(vectorToIntegers(vector))).toEqual(vector);
        for (const [i, value] of vector.entries()) expect(Math.abs(value - (original[i] ?? 2))).toBeLessThan(1 / 65_000);
      }),
    );
  });
});

describe('rounded rows', () => {
  it('come back from their compact form as they were', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const rounded = roundRows(rows, DIMENSIONS);
        expect(expandRows(compactRows(rounded, DIMENSIONS), DIMENSIONS)).toEqual(rounded);
      }),
    );
  });

  it('have length 1, and lie within a 127th of the largest number of their row', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const rounded = roundRows(rows, DIMENSIONS);
        for (let start = 0; start < rows.length; start += DIMENSIONS) {
          const row = [...rows.subarray(start, start + DIMENSIONS)];
          const length = Math.hypot(...row);
          if (length === 0) continue;
          const unit = [...rounded.subarray(start, start + DIMENSIONS)].map((value) => value / 32_767);
          expect(Math.hypot(...unit)).toBeCloseTo(1, 3);
          const largest = Math.max(...row.map(Math.abs)) / length;
          for (const [i, value] of unit.entries()) expect(Math.abs(value - (row[i] ?? 2) / length)).toBeLessThan(1.5 * (largest / 127));
        }
      }),
    );
  });

  it('of nothing stay nothing, and of one number keep it', () => {
    expect([...roundRows(new Float32Array(DIMENSIONS), DIMENSIONS)]).toEqual(new Array(DIMENSIONS).fill(0));
    expect([...roundRows(Float32Array.of(0, -1, 0, 0, 0, 0, 0, 0), DIMENSIONS)]).toEqual([0, -32_767, 0, 0, 0, 0, 0, 0]);
  });

  it('that were not rounded have no compact form', () => {
    expect(() => compactRows(Int16Array.of(30_000, 29_999, 1, 2, 3, 5, 7, 11), DIMENSIONS)).toThrow(
      new RangeError('A row of token vectors is not rounded to 8 bits.'),
    );
  });
});
