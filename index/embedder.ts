// The embedding model in a separate process: texts in, vectors out; a failed process is replaced once.

import type { EmbeddedQuestion, QuestionEmbedder } from '../src/answer/ports.js';
import { EmbedderStoppedError } from '../src/answer/ports.js';
import { InputError } from '../src/input-error.js';
import { type Embedding, type ModelFiles, ModelProcess, type Role, type WorkerReply } from './model-process.js';
import { modelEntry } from './models.js';
import type { Surroundings } from './surroundings.js';

export type { Embedding, Role };

export interface EmbedderOptions extends ModelFiles {
  readonly patience?: Patience;
}

/** Silences after which the model counts as hung, in milliseconds. */
interface Patience {
  /** While a text or a liveness check is pending; the longest text takes some tenths of a second. */
  readonly answerMs: number;
  /** While the first process loads, from a disk without cached data; downloads have no such limit. */
  readonly firstLoadMs: number;
  /** While a replacement loads and people wait; longer if the first load was slow. */
  readonly nextLoadMs: number;
}

/** A replacement may take this many times as long to load as the first process before it counts as hung. */
const SLOWER = 3;
const PATIENCE: Patience = { answerMs: 6_000, firstLoadMs: 60_000, nextLoadMs: 12_000 };

interface Waiting {
  readonly text: string;
  readonly role: Role;
  readonly within: Surroundings | undefined;
  resolve(embedding: Embedding): void;
  reject(error: Error): void;
}

/** A second failure within this time after a replacement would repeat without end. */
const REPLACED_ONCE_IN_MS = 10 * 60_000;

/**
 * Embeds texts in another process: the model's runtime blocks its thread and can be loaded only once per process, and a hang or
 * crash there does no harm here.
 */
export class Embedder implements QuestionEmbedder {
  /** In order of arrival, which is the order of the answers. */
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #over: Error | undefined;
  /** Whether the present process has loaded; until then, texts wait here. */
  #isLoaded = true;
  #replacedAt = Number.NEGATIVE_INFINITY;
  /** Called with the reason when the model was restarted. */
  onReplaced: (why: Error) => void = () => undefined;
  /** Resolves when the model has stopped for good without `close`. */
  readonly ended: Promise<EmbedderStoppedError>;
  #stop: (error: EmbedderStoppedError) => void = () => undefined;

  private constructor(
    private readonly options: EmbedderOptions,
    private life: ModelProcess,
    /** Words that are whole in the model's vocabulary; they are spelt correctly. */
    readonly knownWords: ReadonlySet<string>,
    private readonly loadedInMs: number,
  ) {
    this.ended = new Promise((resolve) => {
      this.#stop = resolve;
    });
    this.#follow();
  }

  /**
   * Starts the process and loads the model.
   * Throws InputError for an unknown model, or for a missing model that may not be downloaded.
   */
  static async start(options: EmbedderOptions): Promise<Embedder> {
    const { hubUrl, patience = PATIENCE } = options;
    const started = performance.now();
    const life = startProcess(options, hubUrl === undefined ? patience.firstLoadMs : Number.POSITIVE_INFINITY);
    try {
      const words = new Set(await life.load());
      return new Embedder(options, life, words, performance.now() - started);
    } catch (error) {
      throw error instanceof InputError ? error : stopped(error);
    }
  }

  /**
   * Vector and token vectors of a text, each L2-normalised. The same text always gives the same numbers.
   * @param within the texts it is read with, in one forward pass: the text gets its token vectors from that pass, or none if it does not
   * fit; its vector is their mean (late chunking: Günther et al. 2024, arXiv:2409.04701)
   * Rejects with EmbedderStoppedError when the model has stopped for good.
   */
  embed(text: string, role: Role, within?: Surroundings): Promise<Embedding> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { text, role, within, resolve, reject });
      if (this.#isLoaded) this.life.embed(id, text, role, within);
    });
  }

  async embedQuestion(text: string): Promise<EmbeddedQuestion> {
    return { ...(await this.embed(text, 'query')), text };
  }

  /** Ends the process, even a hung one; may be called more than once. */
  async close(): Promise<void> {
    this.#reject(new Error('The embedder is closed.'));
    await this.life.kill();
  }

  #follow(): void {
    const { life } = this;
    life.onReply = (reply) => this.#settle(reply);
    void life.ended.then((why) => this.#replace(why));
  }

  /** Restarts the model and repeats the unanswered requests; gives up after a second failure within a short time. */
  async #replace(why: Error): Promise<void> {
    if (this.#over !== undefined) return;
    this.#isLoaded = false;
    await this.life.kill();
    if (performance.now() - this.#replacedAt < REPLACED_ONCE_IN_MS) return this.#giveUp(why);
    if (this.#over !== undefined) return;
    this.#replacedAt = performance.now();
    this.onReplaced(why);
    const { firstLoadMs, nextLoadMs } = this.options.patience ?? PATIENCE;
    this.life = startProcess(this.options, Math.min(firstLoadMs, Math.max(nextLoadMs, SLOWER * this.loadedInMs)));
    try {
      await this.life.load();
    } catch (error) {
      return this.#giveUp(error);
    }
    this.#isLoaded = true;
    this.#follow();
    for (const [id, { text, role, within }] of this.#waiting) this.life.embed(id, text, role, within);
  }

  #settle(reply: Extract<WorkerReply, { readonly kind: 'embedded' | 'failed' }>): void {
    if (reply.id === undefined) return;
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === 'embedded') waiting?.resolve(owned(reply.embedding));
    else waiting?.reject(new Error(reply.message));
  }

  #giveUp(cause: unknown): void {
    if (this.#over !== undefined) return;
    const error = stopped(cause);
    this.#reject(error);
    this.#stop(error);
  }

  #reject(error: Error): void {
    this.#over ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#over);
    this.#waiting.clear();
  }
}

function startProcess({ model, modelsDirectory, hubUrl, patience = PATIENCE }: EmbedderOptions, loadMs: number): ModelProcess {
  return new ModelProcess({ model, modelsDirectory, hubUrl, entry: modelEntry(model), answerMs: patience.answerMs, loadMs });
}

function stopped(cause: unknown): EmbedderStoppedError {
  return new EmbedderStoppedError(`The embedding model stopped for good: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  });
}

/** Copies of the arrays: the received arrays are views of the whole message and would keep it in memory. */
function owned({ vector, tokens, tokenIds, topical, truncated }: Embedding): Embedding {
  return { vector: vector.slice(), tokens: tokens.slice(), tokenIds: tokenIds.slice(), topical: topical.slice(), truncated };
}
