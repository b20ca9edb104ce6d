// The precision of embeddings. Every embedding is rounded as it leaves the model, so shipped and live embeddings are identical.

/** 1 in 16-bit form. */
export const UNIT = 32_767;
/** The largest absolute value in a row's compact form of 8 bits. */
const MOST = 127;

/** Rounds an L2-normalised vector, in place, to the shipped 16 bits. */
export function roundVector(vector: Float32Array): void {
  // Adding 0 turns -0 into 0, matching the integer form.
  for (let i = 0; i < vector.length; i++) vector[i] = Math.round((vector[i] ?? 0) * UNIT) / UNIT + 0;
}

/** A rounded vector as 16-bit integers, scaled by 32,767. */
export function vectorToIntegers(vector: Float32Array): Int16Array {
  return Int16Array.from(vector, (value) => Math.round(value * UNIT));
}

/** The inverse of vectorToIntegers. */
export function vectorFromIntegers(integers: Int16Array): Float32Array {
  const vector = new Float32Array(integers.length);
  for (let i = 0; i < integers.length; i++) vector[i] = (integers[i] ?? 0) / UNIT;
  return vector;
}

/**
 * Rounds L2-normalised token vectors to 8 bits per number: each row becomes the unit vector in the direction of integers with a largest
 * absolute value of 127.
 * @param rows count x dimensions, row by row
 * @returns the rows scaled by 32,767
 */
export function roundRows(rows: Float32Array, dimensions: number): Int16Array {
  return expandRows(wholeNumbers(rows, dimensions), dimensions);
}

/** Rounded rows in compact form, without loss. Throws RangeError for rows that roundRows did not make. */
export function compactRows(rows: Int16Array, dimensions: number): Int8Array {
  const numbers = wholeNumbers(rows, dimensions);
  if (expandRows(numbers, dimensions).some((value, i) => value !== rows[i])) {
    throw new RangeError('A row of token vectors is not rounded to 8 bits.');
  }
  return numbers;
}

/**
 * The inverse of compactRows.
 * @param rows reused if given; at least as long as `numbers`
 */
export function expandRows(numbers: Int8Array, dimensions: number, rows = new Int16Array(numbers.length)): Int16Array {
  for (let start = 0; start < numbers.length; start += dimensions) {
    const end = start + dimensions;
    let squares = 0;
    for (let i = start; i < end; i++) squares += (numbers[i] ?? 0) ** 2;
    const scale = squares === 0 ? 0 : UNIT / Math.sqrt(squares);
    for (let i = start; i < end; i++) rows[i] = Math.round((numbers[i] ?? 0) * scale);
  }
  return rows;
}

/** Rows of integers in the same directions; the largest absolute value of each row is 127. */
function wholeNumbers(rows: Float32Array | Int16Array, dimensions: number): Int8Array {
  const numbers = new Int8Array(rows.length);
  for (let start = 0; start < rows.length; start += dimensions) {
    const end = start + dimensions;
    let largest = 0;
    for (let i = start; i < end; i++) largest = Math.max(largest, Math.abs(rows[i] ?? 0));
    const scale = largest === 0 ? 0 : MOST / largest;
    for (let i = start; i < end; i++) numbers[i] = Math.round((rows[i] ?? 0) * scale);
  }
  return numbers;
}
