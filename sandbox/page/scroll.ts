// Scrolling of the messages: at the bottom it follows new ones, except that an answer taller than the view is shown from its start;
// elsewhere it keeps its place and counts new messages below.

const NEAR_PX = 48;
/** Kept free above the beginning of an answer. */
const MARGIN_PX = 8;
/** Browsers round scroll positions. */
const SAME_PX = 2;

export class LogScroll {
  readonly #changed: () => void;
  readonly #observer = new ResizeObserver(() => this.#keep());
  #log: HTMLElement | undefined;
  /** Whether new messages are followed. */
  #isAtBottom = true;
  #below = 0;
  #top = 0;
  /** The newest message, whose beginning must stay in view. */
  #newest: string | undefined;
  /** The scroll position while the beginning of the newest message keeps the view above the bottom. */
  #heldAt: number | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get isAtBottom(): boolean {
    return this.#isAtBottom;
  }

  /** Number of messages since the view left the bottom. */
  get below(): number {
    return this.#below;
  }

  readonly scrolled = (): void => {
    const log = this.#log;
    if (log === undefined) return;
    const isNear = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
    const isHeld = this.#heldAt !== undefined;
    if (this.#heldAt !== undefined && Math.abs(log.scrollTop - this.#heldAt) <= SAME_PX) return;
    // Growth at the bottom does not leave it; only scrolling up does, or scrolling away from a held position.
    const isAtBottom = isNear || (this.#isAtBottom && !isHeld && log.scrollTop >= this.#top);
    this.#top = log.scrollTop;
    this.#release();
    if (isAtBottom === this.#isAtBottom) return;
    this.#isAtBottom = isAtBottom;
    if (isAtBottom) this.#below = 0;
    this.#changed();
  };

  /** Another person's message arrived. A reader of a long message is not moved. */
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

  /** Called after each drawing. When pictures or the box grow later, the observer keeps the place. */
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
    // Before the first message, the welcome takes its place.
    const newest = this.#newest === undefined ? log.querySelector('.welcome') : document.getElementById(`m${this.#newest}`);
    const beginning =
      newest === null ? bottom : newest.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop - MARGIN_PX;
    log.scrollTop = Math.min(bottom, beginning);
    this.#heldAt = beginning < bottom - SAME_PX ? log.scrollTop : undefined;
    this.#top = log.scrollTop;
  }
}
