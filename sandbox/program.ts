// The state of the program behind the bot, for windows: the progress of its start, and its article.

import { EventEmitter } from 'node:events';
import type { About, Start } from './wire.js';

export class Program {
  readonly #changes = new EventEmitter<{ start: []; article: [] }>();
  #start: Start = { is: 'over' };
  #article: About | undefined;

  constructor() {
    // Each window listens, so there is no limit of listeners.
    this.#changes.setMaxListeners(0);
  }

  get start(): Start {
    return this.#start;
  }

  set start(start: Start) {
    this.#start = start;
    this.#changes.emit('start');
  }

  get article(): About | undefined {
    return this.#article;
  }

  set article(article: About) {
    this.#article = article;
    this.#changes.emit('article');
  }

  /** Reports changes until the returned function is called. */
  listen(listener: { onStart(): void; onArticle(): void }): () => void {
    this.#changes.on('start', listener.onStart).on('article', listener.onArticle);
    return () => this.#changes.off('start', listener.onStart).off('article', listener.onArticle);
  }
}
