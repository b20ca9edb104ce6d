// The embedding model behind a worker thread: texts go in one at a time, vectors come out.

import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { EmbeddedQuestion, QuestionEmbedder } from '../src/answer/ports.js';
import { InputError } from '../src/input-error.js';
import { type ModelEntry, modelEntry } from './models.js';

export type Role = keyof ModelEntry['prefixes'];

export interface EmbedderOptions {
  /** Id of the model, owner/name. */
  readonly model: string;
  /** Folder that holds owner/name. */
  readonly modelsDirectory: string;
  /** Hub to download a missing model from; none when undefined. */
  readonly hubUrl?: string | undefined;
}

/** A text as the model sees it, see EmbeddedQuestion. */
export interface Embedding extends Omit<EmbeddedQuestion, 'text'> {
  /** Whether the model read only the beginning of the text. */
  readonly truncated: boolean;
}

/** What the worker is asked. */
export interface EmbedRequest {
  readonly id: number;
  readonly text: string;
  readonly role: Role;
}

/** What the worker says: first `ready` or `failed`, then one `embedded` or `failed` for each request. */
export type WorkerReply =
  | { readonly kind: 'ready'; readonly words: readonly string[] }
  | { readonly kind: 'embedded'; readonly id: number; readonly embedding: Embedding }
  | { readonly kind: 'failed'; readonly id?: number; readonly message: string };

interface Waiting {
  resolve(embedding: Embedding): void;
  reject(error: Error): void;
}

/** Embeds texts in a worker thread, since the model's run time blocks the thread that calls it. */
export class Embedder implements QuestionEmbedder {
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #ended: Error | undefined;
  /** Texts that the worker has and has not answered. */
  #atWork = 0;
  #whenIdle: () => void = () => undefined;
  #closing: Promise<void> | undefined;
  /** Resolves when the worker ends without having been closed. The model's native library cannot be loaded again in this process. */
  readonly ended: Promise<Error>;

  private constructor(
    private readonly worker: Worker,
    /** Words that the model's vocabulary holds whole; a word among them is spelt right. */
    readonly knownWords: ReadonlySet<string>,
  ) {
    worker.on('message', (reply: WorkerReply) => this.#settle(reply));
    worker.on('error', (error) => this.#end(error));
    worker.on('exit', (code) => {
      this.#end(new Error(`The embedding worker ended with code ${code}.`));
      this.#atWork = 0;
      this.#whenIdle();
    });
    this.ended = new Promise((resolve) => {
      worker.on('error', resolve);
      worker.on('exit', (code) => {
        if (this.#closing === undefined) resolve(new Error(`The embedding worker ended with code ${code}.`));
      });
    });
    worker.unref();
  }

  /**
   * Starts the worker and loads the model.
   * Throws InputError when the model is unknown, or is not there and may not be downloaded.
   */
  static async start(options: EmbedderOptions): Promise<Embedder> {
    const entry = modelEntry(options.model);
    // .ts under the test runner, .js once compiled.
    const file = new URL(`./embedder-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url);
    const worker = new Worker(file, { workerData: { ...options, entry } });
    try {
      const words = await new Promise<readonly string[]>((resolve, reject) => {
        worker.once('message', (reply: WorkerReply) => {
          if (reply.kind === 'ready') resolve(reply.words);
          else reject(new InputError(reply.kind === 'failed' ? reply.message : 'The embedding worker spoke out of turn.'));
        });
        worker.once('error', reject);
      });
      worker.removeAllListeners('error');
      return new Embedder(worker, new Set(words));
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }

  /** Vector and token vectors of a text, each L2-normalised. The same text always gives the same numbers. */
  embed(text: string, role: Role): Promise<Embedding> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.worker.ref();
      this.#atWork += 1;
      this.worker.postMessage({ id, text, role } satisfies EmbedRequest);
    });
  }

  async embedQuestion(text: string): Promise<EmbeddedQuestion> {
    return { ...(await this.embed(text, 'query')), text };
  }

  /** Ends the worker; may be called more than once. */
  close(): Promise<void> {
    this.#closing ??= this.#endWorker();
    return this.#closing;
  }

  async #endWorker(): Promise<void> {
    this.#end(new Error('The embedder is closed.'));
    // To end the worker while the model runs may take the process with it.
    if (this.#atWork > 0) {
      this.worker.ref();
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
    }
    await this.worker.terminate();
  }

  #settle(reply: WorkerReply): void {
    if (reply.kind === 'ready' || reply.id === undefined) return;
    this.#atWork -= 1;
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === 'embedded') waiting?.resolve(reply.embedding);
    else waiting?.reject(new Error(reply.message));
    if (this.#atWork > 0) return;
    // An idle worker must not keep the process alive.
    this.worker.unref();
    this.#whenIdle();
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
