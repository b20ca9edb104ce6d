// Token vectors of many texts in one contiguous array, and late interaction over them. They are stored as 16-bit integers:
// half the memory and twice the speed of floats, for cosines that differ by less than 0.0001.

import { MAX_SIM_WASM } from './kernel/max-sim.wasm.js';
import { expandRows, UNIT } from './rounding.js';

/** Longest question in tokens; models read 512. */
const MOST_QUESTION_TOKENS = 512;
/** Rows of guest texts compared at once. */
const GUEST_ROWS = 512;
/** Lower than any cosine. */
const NO_MATCH = -2;
/** Numbers that the kernel reads at once. */
const LANES = 8;
/** Question tokens that the kernel processes at once. */
const BLOCK = 4;
const PAGE_BYTES = 65_536;
/** 4 GiB, the limit of a WebAssembly memory. */
const MOST_PAGES = 65_536;
/** Memory grows by at least this share, so that it seldom has to grow. */
const GROWTH = 1 / 8;

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

/**
 * A text to compare with a question: the number of a stored text, or the token vectors of a guest, which its
 * owner holds in compact form (rounding.ts).
 */
export type TextTokens = number | Int8Array;

/** The question's side of late interaction: L2-normalised token vectors and the weight of each. */
export interface QuestionTokens {
  /** count x dimensions, row by row, scaled by 32,767. */
  readonly vectors: Int16Array;
  readonly count: number;
}

/**
 * Token vectors of numbered texts: 0 to n-1 from the start, later ones as they are added; none is ever removed. They are in the kernel's
 * memory, so a question copies nothing. Guests are copied there while they are compared.
 * Late interaction as in ColBERT (Khattab and Zaharia 2020, arXiv:2004.12832).
 */
export class TokenVectors {
  readonly #kernel: Kernel;
  readonly #memory: WebAssembly.Memory;
  /** Offset of the rows, in bytes. */
  readonly #rowsAt: number;
  /** First row of each text, and its number of rows. */
  readonly #starts: number[] = [];
  readonly #counts: number[] = [];
  #tokens: number;
  // Views of the memory, remade whenever it grows.
  #question = new Int16Array();
  #best = new Float32Array();
  #guests = new Int16Array();
  #data = new Int16Array();
  #asked: QuestionTokens | undefined;
  /** Makers of the vectors of texts that were never compared. */
  readonly #later = new Map<number, () => Int16Array>();

  private constructor(
    readonly dimensions: number,
    /** Offset of each of the first texts, in tokens; one more entry than texts. */
    readonly offsets: Uint32Array,
    memory: WebAssembly.Memory,
    kernel: Kernel,
  ) {
    this.#kernel = kernel;
    this.#memory = memory;
    this.#rowsAt =
      (MOST_QUESTION_TOKENS + GUEST_ROWS) * dimensions * Int16Array.BYTES_PER_ELEMENT +
      MOST_QUESTION_TOKENS * Float32Array.BYTES_PER_ELEMENT;
    for (let text = 0; text + 1 < offsets.length; text++) {
      const start = offsets[text] ?? 0;
      this.#starts.push(start);
      this.#counts.push((offsets[text + 1] ?? 0) - start);
    }
    this.#tokens = offsets.at(-1) ?? 0;
    this.#renewViews();
  }

  /**
   * Allocates memory for the first texts, with the given token counts; the caller fills it with `set`.
   * Throws RangeError when the vectors would not fit in 4 GiB or the dimensions are not a multiple of 8.
   */
  static async allocate(dimensions: number, counts: readonly number[]): Promise<TokenVectors> {
    if (dimensions % LANES !== 0) throw new RangeError(`Token vectors need a multiple of ${LANES} dimensions, not ${dimensions}.`);
    const offsets = new Uint32Array(counts.length + 1);
    counts.forEach((count, i) => {
      offsets[i + 1] = (offsets[i] ?? 0) + count;
    });
    // The last offset is no check: it wraps at 32 bits.
    const total = counts.reduce((sum, count) => sum + count, 0);
    const memory = new WebAssembly.Memory({ initial: pagesFor(total, dimensions), maximum: MOST_PAGES });
    const { instance } = await WebAssembly.instantiate(Buffer.from(MAX_SIM_WASM, 'base64'), { env: { memory } });
    return new TokenVectors(dimensions, offsets, memory, instance.exports as unknown as Kernel);
  }

  /** Token vectors of the first texts, text after text, each L2-normalised and scaled by 32,767. Adding a text may invalidate this view. */
  get data(): Int16Array {
    return this.#data;
  }

  /** Number of tokens of a text. */
  count(text: number): number {
    return this.#counts[text] ?? 0;
  }

  /** Stores the token vectors of one of the first texts: `count(text)` rows, L2-normalised and scaled by 32,767. */
  set(text: number, vectors: Int16Array): void {
    this.data.set(vectors, (this.offsets[text] ?? 0) * this.dimensions);
  }

  /** Stores the token vectors of one of the first texts at its first comparison, so that the start does not make unused vectors. */
  setLater(text: number, makeVectors: () => Int16Array): void {
    this.#later.set(text, makeVectors);
  }

  /**
   * Adds a text and returns its number. Throws RangeError, without any change, if it does not fit in 4 GiB.
   * @param vectors row by row, each L2-normalised and scaled by 32,767
   */
  add(vectors: Int16Array): number {
    const count = vectors.length / this.dimensions;
    const start = this.#tokens;
    this.#reserve(start + count);
    this.#starts.push(start);
    this.#counts.push(count);
    this.#tokens += count;
    new Int16Array(this.#memory.buffer, this.#byteOf(start), vectors.length).set(vectors);
    return this.#starts.length - 1;
  }

  /**
   * For each question token the best cosine with any token of any of the texts; -2 if they have no tokens.
   * @param into reused if given; question.count long
   */
  maxSims(question: QuestionTokens, texts: Iterable<TextTokens>, into = new Float32Array(question.count)): Float32Array {
    if (this.#asked !== question) this.#load(question);
    const best = this.#best.subarray(0, question.count);
    best.fill(NO_MATCH);
    for (const text of texts) {
      if (typeof text === 'number') this.#raise(question.count, this.#startOf(text), this.count(text));
      else this.#raiseByGuest(question.count, text);
    }
    into.set(best);
    return into;
  }

  /**
   * The cosines of a vector with some others, in their order.
   * @param vector L2-normalised and scaled by 32,767, like the others
   */
  similarities(vector: Int16Array, others: readonly Int16Array[]): Float32Array {
    this.#load({ vectors: vector, count: 1 });
    const [best, guests, at] = [this.#best, this.#guests, this.#guests.byteOffset];
    return Float32Array.from(others, (other) => {
      guests.set(other);
      best[0] = NO_MATCH;
      this.#raise(1, at, 1);
      return best[0] ?? NO_MATCH;
    });
  }

  /** Offset of a text's rows, in bytes. */
  #startOf(text: number): number {
    this.#makeNow(text);
    return this.#byteOf(this.#starts[text] ?? 0);
  }

  #raiseByGuest(questionCount: number, guest: Int8Array): void {
    const most = GUEST_ROWS * this.dimensions;
    for (let start = 0; start < guest.length; start += most) {
      const rows = guest.subarray(start, start + most);
      expandRows(rows, this.dimensions, this.#guests);
      this.#raise(questionCount, this.#guests.byteOffset, rows.length / this.dimensions);
    }
  }

  /** Raises the best cosines to those of some rows. */
  #raise(questionCount: number, rows: number, rowCount: number): void {
    const { dimensions } = this;
    this.#kernel.raiseMaxSims(
      this.#question.byteOffset,
      questionCount,
      rows,
      rowCount,
      dimensions,
      1 / (UNIT * UNIT),
      this.#best.byteOffset,
    );
  }

  #makeNow(text: number): void {
    const makeVectors = this.#later.get(text);
    if (makeVectors === undefined) return;
    this.#later.delete(text);
    this.set(text, makeVectors());
  }

  #byteOf(row: number): number {
    return this.#rowsAt + row * this.dimensions * Int16Array.BYTES_PER_ELEMENT;
  }

  /** Grows the memory until the given number of rows fits. */
  #reserve(rows: number): void {
    const pages = this.#memory.buffer.byteLength / PAGE_BYTES;
    const needed = pagesFor(rows, this.dimensions);
    if (needed <= pages) return;
    this.#memory.grow(Math.min(MOST_PAGES, Math.max(needed, Math.ceil(pages * (1 + GROWTH)))) - pages);
    this.#renewViews();
  }

  #renewViews(): void {
    const { buffer } = this.#memory;
    this.#question = new Int16Array(buffer, 0, MOST_QUESTION_TOKENS * this.dimensions);
    this.#best = new Float32Array(buffer, this.#question.byteLength, MOST_QUESTION_TOKENS);
    this.#guests = new Int16Array(buffer, this.#question.byteLength + this.#best.byteLength, GUEST_ROWS * this.dimensions);
    this.#data = new Int16Array(buffer, this.#rowsAt, (this.offsets.at(-1) ?? 0) * this.dimensions);
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
          this.#question[block + d * BLOCK + lane] = question.vectors[from + d + lane] ?? 0;
        }
      }
    }
    this.#asked = question;
  }
}

/** Throws RangeError when the rows exceed the limit of a WebAssembly memory. */
function pagesFor(rows: number, dimensions: number): number {
  const room = (MOST_QUESTION_TOKENS + GUEST_ROWS + rows) * dimensions * Int16Array.BYTES_PER_ELEMENT;
  const pages = Math.ceil((room + MOST_QUESTION_TOKENS * Float32Array.BYTES_PER_ELEMENT) / PAGE_BYTES);
  if (pages > MOST_PAGES) throw new RangeError(`${rows} token vectors do not fit in 4 GiB.`);
  return pages;
}

/**
 * Late-interaction score: the weighted mean of the best cosines.
 * @param best the best cosine of each question token
 * @param weights the weight of each question token, usually its IDF
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
