// The process that runs the embedding model: its start, its messages, and the detection of hangs.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EmbeddedQuestion } from '../src/answer/ports.js';
import { InputError } from '../src/input-error.js';
import type { ModelEntry } from './models.js';
import type { Surroundings } from './surroundings.js';

export type Role = keyof ModelEntry['prefixes'];

/** A text as the model sees it; see EmbeddedQuestion. */
export interface Embedding extends Omit<EmbeddedQuestion, 'text'> {
  /** Whether the model read only the beginning of the text. */
  readonly truncated: boolean;
}

/** The location of a model. */
export interface ModelFiles {
  /** Id of the model, owner/name. */
  readonly model: string;
  /** Folder of `owner/name`. */
  readonly modelsDirectory: string;
  /** Hub for downloading a missing model; undefined for no downloads. */
  readonly hubUrl?: string | undefined;
}

/** The process's settings, as JSON in its first argument. */
export interface WorkerSetUp extends ModelFiles {
  readonly entry: ModelEntry;
}

/** A request to the process: a text to embed, or a liveness check. */
export type WorkerRequest =
  | { readonly kind: 'embed'; readonly id: number; readonly text: string; readonly role: Role; readonly within?: Surroundings | undefined }
  | { readonly kind: 'ping' };

/** A message of the process: first `ready` or `failed`, then one reply to each request, in order. */
export type WorkerReply =
  | { readonly kind: 'ready'; readonly words: readonly string[] }
  | { readonly kind: 'embedded'; readonly id: number; readonly embedding: Embedding }
  | { readonly kind: 'failed'; readonly id?: number; readonly message: string }
  | { readonly kind: 'alive' };

/** Silence is counted in beats of our own timer, which pauses while this process itself is blocked. */
const BEATS = 6;
/** After this many beats without work the process gets a liveness check. */
const IDLE_BEATS = 10;
/** Longest wait for the end of a killed process. */
const KILL_MS = 1_000;

export interface ProcessOptions extends WorkerSetUp {
  /** Milliseconds after which a process that owes an answer counts as hung. */
  readonly answerMs: number;
  /** The same for loading the model. */
  readonly loadMs: number;
}

/** One run of the model, until the process ends, hangs or is killed. */
export class ModelProcess {
  /** Resolves with the reason for its end. */
  readonly ended: Promise<Error>;
  /** Called for each text that was embedded or failed. */
  onReply: (reply: Extract<WorkerReply, { readonly kind: 'embedded' | 'failed' }>) => void = () => undefined;
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown>;
  readonly #beat: NodeJS.Timeout;
  readonly #loaded: Promise<readonly string[]>;
  #end: (error: Error) => void = () => undefined;
  /** Number of outstanding replies, at first the `ready`. */
  #owed = 1;
  #silentBeats = 0;
  #beatsAllowed: number;

  constructor({ answerMs, loadMs, ...setUp }: ProcessOptions) {
    // .ts under the test runner, .js once compiled.
    const file = fileURLToPath(new URL(`./embedder-worker${extname(fileURLToPath(import.meta.url))}`, import.meta.url));
    // Its complaints go to our standard error; standard output carries answers only.
    const child = fork(file, [JSON.stringify(setUp)], { serialization: 'advanced', stdio: ['ignore', 2, 2, 'ipc'] });
    this.#child = child;
    this.#gone = once(child, 'exit').catch(() => undefined);
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    child.on('error', (error) => this.#end(error));
    child.on('exit', (code, signal) => this.#end(new Error(`The process of the embedding model ended with ${signal ?? `code ${code}`}.`)));
    this.#beatsAllowed = (BEATS * loadMs) / answerMs;
    this.#beat = setInterval(() => this.#watch(answerMs / BEATS), answerMs / BEATS).unref();
    void this.ended.then(() => clearInterval(this.#beat));
    this.#loaded = new Promise((resolve, reject) => {
      child.on('message', (reply: WorkerReply) => this.#take(reply, resolve, reject));
      void this.ended.then(reject);
    });
  }

  /** Resolves with the model's known words once it has loaded. Throws InputError when it cannot load. */
  async load(): Promise<readonly string[]> {
    try {
      const words = await this.#loaded;
      this.#beatsAllowed = BEATS;
      // An idle model must not keep this process alive.
      this.#child.unref();
      this.#child.channel?.unref();
      return words;
    } catch (error) {
      await this.kill();
      throw error;
    }
  }

  embed(id: number, text: string, role: Role, within?: Surroundings): void {
    this.#send({ kind: 'embed', id, text, role, within });
    this.#child.channel?.ref();
  }

  /** Ends the process, whatever it is doing. */
  async kill(): Promise<void> {
    this.#end(new Error('The process of the embedding model was ended.'));
    this.#child.kill('SIGKILL');
    // The caller continues afterwards, so the child must keep this process alive.
    this.#child.ref();
    const over = new AbortController();
    await Promise.race([this.#gone, sleep(KILL_MS, undefined, over).catch(() => undefined)]);
    over.abort();
    this.#child.unref();
  }

  #send(request: WorkerRequest): void {
    if (this.#owed === 0) this.#silentBeats = 0;
    this.#owed += 1;
    // A failed send means that the process has ended, which is reported separately.
    if (this.#child.connected) this.#child.send(request, () => undefined);
  }

  #take(reply: WorkerReply, ready: (words: readonly string[]) => void, refuse: (error: Error) => void): void {
    this.#owed -= 1;
    this.#silentBeats = 0;
    if (reply.kind === 'ready') ready(reply.words);
    else if (reply.kind === 'failed' && reply.id === undefined) refuse(new InputError(reply.message));
    else {
      if (this.#owed === 0) this.#child.channel?.unref();
      if (reply.kind !== 'alive') this.onReply(reply);
    }
  }

  #watch(beatMs: number): void {
    this.#silentBeats += 1;
    if (this.#owed === 0) {
      if (this.#silentBeats >= IDLE_BEATS) this.#send({ kind: 'ping' });
    } else if (this.#silentBeats > this.#beatsAllowed) {
      const seconds = Math.round((beatMs * this.#beatsAllowed) / 1000);
      this.#end(new Error(`The embedding model has not answered for ${seconds} seconds.`));
    }
  }
}
