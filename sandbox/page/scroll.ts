// The messages' scrolling: at the bottom it stays there, an answer higher than the room is shown from its beginning, and elsewhere it
// stays where it is and counts what came below.

const NEAR_PX = 48;
/** Kept free over the beginning of an answer. */
const MARGIN_PX = 8;
/** Browsers round what they are told. */
const SAME_PX = 2;

export class LogScroll {
  readonly #changed: () => void;
  readonly #observer = new ResizeObserver(() => this.#keep());
  #log: HTMLElement | undefined;
  /** Whether what comes is followed. */
  #isAtBottom = true;
  #below = 0;
  #top = 0;
  /** The newest message, the beginning of which must not leave the view. */
  #newest: string | undefined;
  /** Where it was scrolled to, while the beginning of the newest message holds it over the bottom. */
  #heldAt: number | undefined;

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
    const isHeld = this.#heldAt !== undefined;
    if (this.#heldAt !== undefined && Math.abs(log.scrollTop - this.#heldAt) <= SAME_PX) return;
    // What grew at the bottom is no leaving of it: only going up is, or going on from where one was held.
    const isAtBottom = isNear || (this.#isAtBottom && !isHeld && log.scrollTop >= this.#top);
    this.#top = log.scrollTop;
    this.#release();
    if (isAtBottom === this.#isAtBottom) return;
    this.#isAtBottom = isAtBottom;
    if (isAtBottom) this.#below = 0;
    this.#changed();
  };

  /** A message of somebody else came. Whoever reads a long one is left to it. */
  came(message: string): void {
    if (this.#heldAt !== undefined && this.#newest !== message) {
      this.#isAtBottom = false;
      this.#release();
    }
    if (this.#isAtBottom) this.#newest = message;
    else this.#below += 1;
  }

  toBottom(): void {
    this.#isAtBottom = true;
    this.#below = 0;
    this.#release();
    this.#keep();
  }

  /** After each drawing. Pictures and the box grow later: then the observer keeps the place. */
  drawn(log: HTMLElement | null): void {
    if (log !== null && log !== this.#log) {
      this.#log = log;
      this.#observer.disconnect();
      this.#observer.observe(log);
      if (log.firstElementChild !== null) this.#observer.observe(log.firstElementChild);
    }
    this.#keep();
  }

  #release(): void {
    this.#newest = undefined;
    this.#heldAt = undefined;
  }

  #keep(): void {
    const log = this.#log;
    if (!this.#isAtBottom || log === undefined) return;
    const bottom = log.scrollHeight - log.clientHeight;
    // Before the first message there is what welcomes.
    const newest = this.#newest === undefined ? log.querySelector('.welcome') : document.getElementById(`m${this.#newest}`);
    const beginning =
      newest === null ? bottom : newest.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop - MARGIN_PX;
    log.scrollTop = Math.min(bottom, beginning);
    this.#heldAt = beginning < bottom - SAME_PX ? log.scrollTop : undefined;
    this.#top = log.scrollTop;
  }
}
