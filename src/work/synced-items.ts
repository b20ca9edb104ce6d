// Keeps a derived structure in sync with many items: only changed items are removed and added, in time slices.

import { SerialQueue } from './serial-queue.js';
import { TimeSlices } from './time-slices.js';

export interface ItemSink<Item> {
  add(id: string, item: Item): void;
  /** Called with the item as it was added. */
  remove(id: string, item: Item): void;
}

/** Unchanged items must be the same objects as before. */
export class SyncedItems<Item extends object> {
  readonly #items = new Map<string, Item>();
  readonly #queue = new SerialQueue();

  constructor(private readonly upkeep: ItemSink<Item>) {}

  /**
   * Brings the structure up to date with some items, and runs `use` before it changes again.
   * @param items each with a unique id
   */
  use<Result>(items: Iterable<readonly [string, Item]>, use: () => Result): Promise<Result> {
    return this.#queue.run(async () => {
      const wanted = new Map(items);
      const slices = new TimeSlices();
      for (const [id, item] of this.#items) {
        if (wanted.get(id) === item) continue;
        this.upkeep.remove(id, item);
        this.#items.delete(id);
        await slices.next();
      }
      for (const [id, item] of wanted) {
        if (this.#items.has(id)) continue;
        this.upkeep.add(id, item);
        this.#items.set(id, item);
        await slices.next();
      }
      return use();
    });
  }
}
