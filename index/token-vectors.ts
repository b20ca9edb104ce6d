// Token vectors of many texts in one contiguous array, and late interaction over them. They are kept as 16-bit integers:
// half the memory and twice the speed of floats, for cosines that differ by less than 0.0001.

import { MAX_SIM_WASM } from './kernel/max-sim.wasm.js';

/** Longest question in tokens; models read 512. */
const MOST_QUESTION_TOKENS = 512;
/** No cosine lies under it. */
const NO_MATCH = -2;
/** What 1 is kept as. */
const SCALE = 32_767;
/** The kernel reads this many numbers at once. */
const LANES = 8;
/** The kernel takes this many question tokens at once. */
const BLOCK = 4;
const PAGE_BYTES = 65_536;
/** 4 GiB, what a WebAssembly memory can address. */
const MOST_PAGES = 65_536;

interface Kernel {
  raiseMaxSims(
    question: number,
    questionCount: number,
    text: number,
    textCount: number,
    dimensions: number,
    unit: number,
    best: number,
  ): void;
}

/** The question's side of late interaction: L2-normalised token vectors and the weight of each. */
export interface QuestionTokens {
  /** count x dimensions, row by row. */
  readonly vectors: Float32Array;
  readonly count: number;
}

/**
 * Token vectors of texts 0 to n-1. They live in the kernel's own memory, so nothing is copied when a question is asked.
 * Late interaction as in ColBERT (Khattab and Zaharia 2020, arXiv:2004.12832).
 */
export class TokenVectors {
  /** All token vectors, text after text, each L2-normalised and scaled by 32,767. */
  readonly data: Int16Array;
  readonly #kernel: Kernel;
  readonly #question: Int16Array;
  readonly #best: Float32Array;
  #asked: QuestionTokens | undefined;

  private constructor(
    readonly dimensions: number,
    /** Where the tokens of each text start, in tokens; one more entry than texts. */
    readonly offsets: Uint32Array,
    memory: WebAssembly.Memory,
    kernel: Kernel,
  ) {
    this.#kernel = kernel;
    this.#question = new Int16Array(memory.buffer, 0, MOST_QUESTION_TOKENS * dimensions);
    this.#best = new Float32Array(memory.buffer, this.#question.byteLength, MOST_QUESTION_TOKENS);
    this.data = new Int16Array(memory.buffer, this.#question.byteLength + this.#best.byteLength, (offsets.at(-1) ?? 0) * dimensions);
  }

  /**
   * Makes room for texts of the given token counts; the caller fills it with `set`, or `data` with what was kept before.
   * Throws RangeError when the vectors would not fit in 4 GiB or the dimensions are no multiple of 8.
   */
  static async allocate(dimensions: number, counts: readonly number[]): Promise<TokenVectors> {
    if (dimensions % LANES !== 0) throw new RangeError(`Token vectors need a multiple of ${LANES} dimensions, not ${dimensions}.`);
    const offsets = new Uint32Array(counts.length + 1);
    counts.forEach((count, i) => {
      offsets[i + 1] = (offsets[i] ?? 0) + count;
    });
    // The last offset would not tell: it wraps at 32 bits.
    const total = counts.reduce((sum, count) => sum + count, 0);
    const room = (MOST_QUESTION_TOKENS + total) * dimensions * Int16Array.BYTES_PER_ELEMENT;
    const bytes = room + MOST_QUESTION_TOKENS * Float32Array.BYTES_PER_ELEMENT;
    const pages = Math.ceil(bytes / PAGE_BYTES);
    if (pages > MOST_PAGES) throw new RangeError(`${total} token vectors do not fit in 4 GiB.`);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const { instance } = await WebAssembly.instantiate(Buffer.from(MAX_SIM_WASM, 'base64'), { env: { memory } });
    return new TokenVectors(dimensions, offsets, memory, instance.exports as unknown as Kernel);
  }

  /** Number of tokens of a text. */
  count(text: number): number {
    return (this.offsets[text + 1] ?? 0) - (this.offsets[text] ?? 0);
  }

  /** Keeps a text's token vectors: `count(text)` rows, L2-normalised. */
  set(text: number, vectors: Float32Array): void {
    const start = (this.offsets[text] ?? 0) * this.dimensions;
    for (let i = 0; i < vectors.length; i++) this.data[start + i] = Math.round((vectors[i] ?? 0) * SCALE);
  }

  /**
   * For each question token the best cosine with any token of any of the texts, -2 where they have none.
   * @param into reused when given; question.count long
   */
  maxSims(question: QuestionTokens, texts: Iterable<number>, into = new Float32Array(question.count)): Float32Array {
    if (this.#asked !== question) this.#load(question);
    const best = this.#best.subarray(0, question.count);
    best.fill(NO_MATCH);
    for (const text of texts) {
      const start = this.offsets[text] ?? 0;
      this.#kernel.raiseMaxSims(
        this.#question.byteOffset,
        question.count,
        this.data.byteOffset + start * this.dimensions * Int16Array.BYTES_PER_ELEMENT,
        this.count(text),
        this.dimensions,
        1 / (SCALE * SCALE),
        this.#best.byteOffset,
      );
    }
    into.set(best);
    return into;
  }

  /** Lays the question out as the kernel reads it: blocks of four tokens, interleaved by eight numbers. */
  #load(question: QuestionTokens): void {
    if (question.count > MOST_QUESTION_TOKENS)
      throw new RangeError(`A question of ${question.count} tokens is longer than ${MOST_QUESTION_TOKENS}.`);
    const { dimensions } = this;
    this.#question.fill(0, 0, Math.ceil(question.count / BLOCK) * BLOCK * dimensions);
    for (let token = 0; token < question.count; token++) {
      const from = token * dimensions;
      const block = Math.floor(token / BLOCK) * BLOCK * dimensions + (token % BLOCK) * LANES;
      for (let d = 0; d < dimensions; d += LANES) {
        for (let lane = 0; lane < LANES; lane++) {
          this.#question[block + d * BLOCK + lane] = Math.round((question.vectors[from + d + lane] ?? 0) * SCALE);
        }
      }
    }
    this.#asked = question;
  }
}

/**
 * Late-interaction score: the weighted mean of the best cosines.
 * @param best for each question token its best cosine
 * @param weights for each question token its weight, its IDF as a rule
 */
export function weightedMean(best: Float32Array, weights: Float32Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < best.length; i++) {
    const weight = weights[i] ?? 0;
    sum += weight * (best[i] ?? 0);
    total += weight;
  }
  return total === 0 ? 0 : sum / total;
}
