// Tests of late interaction: the WebAssembly kernel against a naive max-sim, its layout traps, and the weighted mean.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactRows, roundRows } from '../../index/rounding.js';
import { type QuestionTokens, TokenVectors, weightedMean } from '../../index/token-vectors.js';
import { runs } from '../tier.js';

const NO_MATCH = -2;
/** 1 in integer form. */
const SCALE = 32_767;

/** Pseudo-random numbers, equal for equal seeds. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 0x1_0000_0000) * 2 - 1;
  };
}

/** Rows of length 1 in stored form, one after the other. */
function unitVectors(count: number, dimensions: number, next: () => number): Int16Array {
  const rows = Float32Array.from({ length: count * dimensions }, next);
  for (let row = 0; row < count; row++) {
    const vector = rows.subarray(row * dimensions, (row + 1) * dimensions);
    const length = Math.hypot(...vector) || 1;
    for (let d = 0; d < dimensions; d++) vector[d] = (vector[d] ?? 0) / length;
  }
  return Int16Array.from(rows, (value) => Math.round(value * SCALE));
}

/** The literal definition: for each question token, the best dot product with any token of any of the texts. */
function naiveMaxSims(vectors: TokenVectors, question: QuestionTokens, texts: readonly number[]): number[] {
  const { data, offsets, dimensions } = vectors;
  return Array.from({ length: question.count }, (_, token) => {
    let best = NO_MATCH;
    for (const text of texts) {
      for (let other = offsets[text] ?? 0; other < (offsets[text + 1] ?? 0); other++) {
        let dot = 0;
        for (let d = 0; d < dimensions; d++) {
          dot += ((question.vectors[token * dimensions + d] ?? 0) * (data[other * dimensions + d] ?? 0)) / (SCALE * SCALE);
        }
        best = Math.max(best, dot);
      }
    }
    return best;
  });
}

async function makeTexts(dimensions: number, counts: readonly number[], seed: number) {
  const next = numbers(seed);
  const vectors = await TokenVectors.allocate(dimensions, counts);
  for (const [text, count] of counts.entries()) vectors.set(text, unitVectors(count, dimensions, next));
  const makeQuestion = (count: number): QuestionTokens => ({ vectors: unitVectors(count, dimensions, next), count });
  return { vectors, makeQuestion };
}

function expectClose(actual: Float32Array, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs((actual[i] ?? Number.NaN) - value), `token ${i}: ${actual[i]} instead of ${value}`).toBeLessThan(1e-4);
  });
}

const dimensionsArbitrary = fc.integer({ min: 1, max: 8 }).map((n) => n * 8);
const countsArbitrary = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) }, { weight: 1, arbitrary: fc.constant(0) }),
  {
    minLength: 1,
    maxLength: 6,
  },
);
const seedArbitrary = fc.integer({ min: 1, max: 1_000_000 });

describe('the best cosines of a question', () => {
  it('are those of the definition, for any counts of tokens, also of texts that have none', async () => {
    await fc.assert(
      fc.asyncProperty(
        dimensionsArbitrary,
        countsArbitrary,
        fc.integer({ min: 1, max: 13 }),
        seedArbitrary,
        async (dimensions, counts, questionCount, seed) => {
          const { vectors, makeQuestion } = await makeTexts(dimensions, counts, seed);
          const question = makeQuestion(questionCount);
          for (const text of counts.keys()) expectClose(vectors.maxSims(question, [text]), naiveMaxSims(vectors, question, [text]));
        },
      ),
    );
  });

  it('are the best over the union of several texts', async () => {
    await fc.assert(
      fc.asyncProperty(
        dimensionsArbitrary,
        countsArbitrary,
        fc.integer({ min: 1, max: 13 }),
        seedArbitrary,
        fc.array(fc.nat({ max: 5 }), { maxLength: 6 }),
        async (dimensions, counts, questionCount, seed, wanted) => {
          const { vectors, makeQuestion } = await makeTexts(dimensions, counts, seed);
          const question = makeQuestion(questionCount);
          const texts = wanted.map((text) => text % counts.length);
          expectClose(vectors.maxSims(question, texts), naiveMaxSims(vectors, question, texts));
        },
      ),
    );
  });

  it('do not change when other questions, longer and shorter, are asked in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 2, maxLength: 4 }),
        fc.array(fc.nat({ max: 3 }), { minLength: 2, maxLength: 12 }),
        seedArbitrary,
        async (questionCounts, order, seed) => {
          const { vectors, makeQuestion } = await makeTexts(24, [3, 0, 4], seed);
          const questions = questionCounts.map(makeQuestion);
          for (const [turn, at] of order.entries()) {
            const question = questions[at % questions.length];
            if (question === undefined) throw new Error('There is no such question.');
            const texts = [turn % 3, 2];
            expectClose(vectors.maxSims(question, texts), naiveMaxSims(vectors, question, texts));
          }
        },
      ),
    );
  });

  it('are those of the right texts when one question is put to two sets of texts', async () => {
    const a = await makeTexts(8, [2, 3], 1);
    const b = await makeTexts(8, [4], 2);
    const question = a.makeQuestion(5);
    for (const { vectors } of [a, b, a]) expectClose(vectors.maxSims(question, [0]), naiveMaxSims(vectors, question, [0]));
  });

  it('are near 1 for a token that the text holds, wherever it stands', async () => {
    const { vectors } = await makeTexts(384, [1, 2, 7], 3);
    for (let token = 0; token < 10; token++) {
      const kept = vectors.data.subarray(token * 384, (token + 1) * 384);
      const question = { vectors: kept.slice(), count: 1 };
      expect(vectors.maxSims(question, [0, 1, 2])[0]).toBeCloseTo(1, 3);
    }
  });

  it('are negative where every token points away, not 0', async () => {
    const vectors = await TokenVectors.allocate(8, [1, 3]);
    const [there, away] = [Int16Array.of(SCALE, 0, 0, 0, 0, 0, 0, 0), Int16Array.of(-SCALE, 0, 0, 0, 0, 0, 0, 0)];
    vectors.set(0, there);
    vectors.set(1, Int16Array.of(...there, ...there, ...there));
    expect([...vectors.maxSims({ vectors: away, count: 1 }, [0])]).toEqual([-1]);
    expect([...vectors.maxSims({ vectors: away, count: 1 }, [1])]).toEqual([-1]);
  });

  it('are those of vectors that are made when they are asked for, once', async () => {
    const { vectors, makeQuestion } = await makeTexts(8, [2, 3], 6);
    const question = makeQuestion(4);
    const later = await TokenVectors.allocate(8, [2, 3]);
    let made = 0;
    later.setLater(1, () => {
      made += 1;
      return vectors.data.slice(2 * 8, 5 * 8);
    });
    expect(made).toBe(0);
    for (let i = 0; i < 2; i++) expect([...later.maxSims(question, [1])]).toEqual([...vectors.maxSims(question, [1])]);
    expect(made).toBe(1);
  });

  it('are -2 with texts that have no tokens, with no texts, and with texts that do not exist', async () => {
    const { vectors, makeQuestion } = await makeTexts(8, [0, 2, 0], 4);
    const question = makeQuestion(3);
    for (const texts of [[0], [2], [], [0, 2], [3], [99]]) {
      expect([...vectors.maxSims(question, texts)], `texts ${texts}`).toEqual([NO_MATCH, NO_MATCH, NO_MATCH]);
    }
  });

  it('are none for a question without tokens', async () => {
    const { vectors } = await makeTexts(8, [2], 5);
    expect(vectors.maxSims({ vectors: new Int16Array(0), count: 0 }, [0])).toHaveLength(0);
  });

  it('go into the array that is given', async () => {
    const { vectors, makeQuestion } = await makeTexts(8, [2, 3], 6);
    const question = makeQuestion(3);
    const into = new Float32Array(3).fill(9);
    expect(vectors.maxSims(question, [1], into)).toBe(into);
    expectClose(into, naiveMaxSims(vectors, question, [1]));
  });

  it('are copies: a later question does not change those handed out before', async () => {
    const { vectors, makeQuestion } = await makeTexts(8, [2, 3], 7);
    const first = vectors.maxSims(makeQuestion(3), [0]);
    const before = [...first];
    vectors.maxSims(makeQuestion(3), [1]);
    expect([...first]).toEqual(before);
  });

  it('are found for a question of 512 tokens, and a longer one is refused', async () => {
    const { vectors, makeQuestion } = await makeTexts(8, [5], 8);
    const longest = makeQuestion(512);
    const expected = naiveMaxSims(vectors, longest, [0]);
    expectClose(vectors.maxSims(longest, [0]), expected);
    expect(() => vectors.maxSims(makeQuestion(513), [0])).toThrow(new RangeError('A question of 513 tokens is longer than 512.'));
    // The refused question changed nothing.
    expectClose(vectors.maxSims(longest, [0]), expected);
  });

  it('leave the texts as they were', async () => {
    const { vectors, makeQuestion } = await makeTexts(8, [5, 1], 9);
    const before = vectors.data.slice();
    vectors.maxSims(makeQuestion(512), [0, 1]);
    expect(vectors.data).toEqual(before);
  });
});

describe('room for token vectors', () => {
  it('is one array with the texts in order', async () => {
    const vectors = await TokenVectors.allocate(8, [2, 0, 3]);
    expect([...vectors.offsets]).toEqual([0, 2, 2, 5]);
    expect([0, 1, 2].map((text) => vectors.count(text))).toEqual([2, 0, 3]);
    expect(vectors.data).toHaveLength(5 * 8);
    expect(vectors.data.every((value) => value === 0)).toBe(true);
  });

  it('may be none', async () => {
    const vectors = await TokenVectors.allocate(8, []);
    expect(vectors.data).toHaveLength(0);
    expect([...vectors.maxSims({ vectors: new Int16Array(8), count: 1 }, [])]).toEqual([NO_MATCH]);
  });

  it.each([1, 2, 4, 12, 383])('is refused for %i dimensions, which the kernel cannot read', async (dimensions) => {
    await expect(TokenVectors.allocate(dimensions, [1])).rejects.toThrow(
      new RangeError(`Token vectors need a multiple of 8 dimensions, not ${dimensions}.`),
    );
  });

  it.each([
    ['just over 4 GiB', 384, [5_592_406]],
    ['so much that the count of tokens passes 32 bits', 8, [2 ** 31, 2 ** 31]],
  ])('is refused for %s', async (_, dimensions, counts) => {
    const total = counts.reduce((sum, count) => sum + count);
    await expect(TokenVectors.allocate(dimensions, counts)).rejects.toThrow(new RangeError(`${total} token vectors do not fit in 4 GiB.`));
  });
});

describe('texts that are added', () => {
  /** Random texts, with the expected results. */
  async function makeGrowing(dimensions: number, counts: readonly number[], seed: number) {
    const { vectors, makeQuestion } = await makeTexts(dimensions, counts, seed);
    const next = numbers(seed + 1);
    const add = (count: number) => {
      const rows = unitVectors(count, dimensions, next);
      return { text: vectors.add(rows), rows };
    };
    return { vectors, makeQuestion, add };
  }

  /** The best cosine of each question token with any of the rows. */
  function bestOf(rows: Int16Array, question: QuestionTokens, dimensions: number): number[] {
    return Array.from({ length: question.count }, (_, token) => {
      let best = NO_MATCH;
      for (let row = 0; row < rows.length; row += dimensions) {
        let dot = 0;
        for (let d = 0; d < dimensions; d++)
          dot += ((question.vectors[token * dimensions + d] ?? 0) * (rows[row + d] ?? 0)) / (SCALE * SCALE);
        best = Math.max(best, dot);
      }
      return best;
    });
  }

  it('are asked like the first ones, and the first ones stay as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 30 }), seedArbitrary, async (counts, seed) => {
        const { vectors, makeQuestion, add } = await makeGrowing(24, [3, 0, 4], seed);
        const question = makeQuestion(5);
        const first = [0, 1, 2].map((text) => [...vectors.maxSims(question, [text])]);
        const data = vectors.data.slice();
        const added = counts.map(add);
        expect(added.map(({ text }) => text)).toEqual(counts.map((_, i) => 3 + i));
        for (const { text, rows } of added) expectClose(vectors.maxSims(question, [text]), bestOf(rows, question, 24));
        expect([0, 1, 2].map((other) => [...vectors.maxSims(question, [other])])).toEqual(first);
        expect(vectors.data).toEqual(data);
      }),
      runs(40),
    );
  });

  it('are answered to a question that was asked before the memory grew', async () => {
    const { vectors, makeQuestion, add } = await makeGrowing(384, [1], 11);
    const question = makeQuestion(3);
    const before = [...vectors.maxSims(question, [0])];
    const { buffer } = vectors.data;
    const { text, rows } = add(2000);
    expect(vectors.data.buffer).not.toBe(buffer);
    expect([...vectors.maxSims(question, [0])]).toEqual(before);
    expectClose(vectors.maxSims(question, [text]), bestOf(rows, question, 384));
  });

  it('are refused when they do not fit in 4 GiB, and nothing is changed', async () => {
    const vectors = await TokenVectors.allocate(384, [5_591_300]);
    const rows = new Int16Array(384 * 500);
    expect(() => vectors.add(rows)).toThrow(new RangeError('5591800 token vectors do not fit in 4 GiB.'));
    expect(vectors.count(vectors.add(new Int16Array(384)))).toBe(1);
  });
});

describe('guests', () => {
  /** Rows rounded like a model's embedding, in both forms. */
  function guest(count: number, dimensions: number, next: () => number) {
    const rows = roundRows(Float32Array.from({ length: count * dimensions }, next), dimensions);
    return { rows, compact: compactRows(rows, dimensions) };
  }

  it('are compared as the same texts are that are kept, bit for bit, beside them and alone, of any length', async () => {
    const counts = fc.array(fc.integer({ min: 0, max: 1_200 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(counts, fc.integer({ min: 1, max: 9 }), seedArbitrary, async (lengths, asked, seed) => {
        const { vectors, makeQuestion } = await makeTexts(24, [5, 2], seed);
        const next = numbers(seed + 1);
        const guests = lengths.map((count) => guest(count, 24, next));
        const question = makeQuestion(asked);
        const kept = guests.map(({ rows }) => vectors.add(rows));
        const compact = guests.map((one) => one.compact);
        expect(vectors.maxSims(question, compact)).toEqual(vectors.maxSims(question, kept));
        expect(vectors.maxSims(question, [0, ...compact, 1])).toEqual(vectors.maxSims(question, [0, ...kept, 1]));
        for (const [i, one] of compact.entries())
          expect(vectors.maxSims(question, [one])).toEqual(vectors.maxSims(question, [kept[i] ?? -1]));
      }),
      runs(40),
    );
  });

  it('leave the texts that are kept as they were', async () => {
    const { vectors, makeQuestion } = await makeTexts(24, [600, 2], 5);
    const data = vectors.data.slice();
    vectors.maxSims(makeQuestion(512), [guest(700, 24, numbers(6)).compact]);
    expect(vectors.data).toEqual(data);
  });
});

describe('the similarities of a vector', () => {
  it('are its cosines with others, in their order, whatever is asked in between', async () => {
    const { vectors, makeQuestion } = await makeTexts(24, [3], 7);
    const next = numbers(8);
    const [vector = new Int16Array(), ...others] = Array.from({ length: 700 }, () => unitVectors(1, 24, next));
    const question = makeQuestion(6);
    const before = vectors.maxSims(question, [0]);
    const similarities = vectors.similarities(vector, others);
    expect(vectors.maxSims(question, [0])).toEqual(before);
    const cosine = (other: Int16Array) => other.reduce((sum, value, d) => sum + (value * (vector[d] ?? 0)) / (SCALE * SCALE), 0);
    expectClose(similarities, others.map(cosine));
    expect(vectors.similarities(vector, [])).toHaveLength(0);
    expect(vectors.similarities(vector, [vector.map((value) => -value)])[0]).toBeCloseTo(-1, 3);
  });
});

describe('the weighted mean', () => {
  it('counts each best cosine by its weight', () => {
    expect(weightedMean(Float32Array.of(1, 0.5), Float32Array.of(1, 3))).toBeCloseTo(0.625, 6);
  });

  it('is the plain mean under equal weights, whatever their size', () => {
    for (const weight of [0.001, 1, 50]) {
      expect(weightedMean(Float32Array.of(0.2, 0.4, 0.9), new Float32Array(3).fill(weight))).toBeCloseTo(0.5, 6);
    }
  });

  it('leaves out what has no weight', () => {
    expect(weightedMean(Float32Array.of(0.75, -2), Float32Array.of(2, 0))).toBe(0.75);
  });

  it('is 0, not NaN, where nothing counts', () => {
    expect(weightedMean(new Float32Array(0), new Float32Array(0))).toBe(0);
    expect(weightedMean(Float32Array.of(0.9), Float32Array.of(0))).toBe(0);
  });
});
