// Embeds the texts of overlays: from the cache, else by the model, which questions share.

import { SerialQueue } from '../src/work/serial-queue.js';
import { TimeSlices } from '../src/work/time-slices.js';
import type { Text } from './corpus.js';
import type { Embedder } from './embedder.js';
import type { EmbeddingCache } from './embedding-cache.js';
import { type TextEmbedding, toTextEmbedding } from './text-embedding.js';

export class TextEmbedder {
  readonly #lookUps = new SerialQueue();
  /** Sends one text at a time to the model, so that a question never waits for more than one. */
  readonly #model = new SerialQueue();
  readonly #slices = new TimeSlices();

  constructor(
    private readonly embedder: Promise<Embedder>,
    private readonly cache: EmbeddingCache | undefined,
  ) {}

  /** Embeds a text. Texts are embedded in order of arrival. Rejects with the embedder's errors. */
  async embed(text: Text): Promise<TextEmbedding> {
    return (await this.#lookUp(text)) ?? this.#model.run(() => this.#embed(text));
  }

  async #lookUp(text: Text): Promise<TextEmbedding | undefined> {
    const { cache } = this;
    if (cache === undefined) return undefined;
    return this.#lookUps.run(async () => {
      await this.#slices.next();
      return cache.get(text);
    });
  }

  async #embed(text: Text): Promise<TextEmbedding> {
    const embedder = await this.embedder;
    const { vector, tokens } = toTextEmbedding(await embedder.embed(text.text, text.role, text.within), text.tokens);
    const embedding = { vector, tokens };
    this.cache?.set(text, embedding);
    return embedding;
  }
}
