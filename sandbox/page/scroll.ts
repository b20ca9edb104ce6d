// The messages' scrolling: at the bottom it stays there, elsewhere it stays where it is and counts what came below.

const NEAR_PX = 48;

export class LogScroll {
  readonly #changed: () => void;
  readonly #observer = new ResizeObserver(() => this.#keep());
  #log: HTMLElement | undefined;
  #isAtBottom = true;
  #below = 0;
  #top = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get isAtBottom(): boolean {
    return this.#isAtBottom;
  }

  /** How many messages came since one left the bottom. */
  get below(): number {
    return this.#below;
  }

  readonly scrolled = (): void => {
    const log = this.#log;
    if (log === undefined) return;
    const isNear = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
    // What grew at the bottom is no leaving of it: only going up is.
    const isAtBottom = isNear || (this.#isAtBottom && log.scrollTop >= this.#top);
    this.#top = log.scrollTop;
    if (isAtBottom === this.#isAtBottom) return;
    this.#isAtBottom = isAtBottom;
    if (isAtBottom) this.#below = 0;
    this.#changed();
  };

  came(): void {
    if (!this.#isAtBottom) this.#below += 1;
  }

  toBottom(): void {
    this.#isAtBottom = true;
    this.#below = 0;
    this.#keep();
  }

  /** After each drawing. Pictures and the box grow later: then the observer keeps the bottom. */
  drawn(log: HTMLElement | null): void {
    if (log !== null && log !== this.#log) {
      this.#log = log;
      this.#observer.disconnect();
      this.#observer.observe(log);
      if (log.firstElementChild !== null) this.#observer.observe(log.firstElementChild);
    }
    this.#keep();
  }

  #keep(): void {
    if (this.#isAtBottom && this.#log !== undefined) this.#log.scrollTop = this.#log.scrollHeight;
  }
}
