// Which rows of an array are free: given out by first fit, and joined with their neighbours when they come back.

interface Stretch {
  readonly start: number;
  readonly count: number;
}

/** Free stretches of rows below an end; all rows from the end on are free too. */
export class FreeRows {
  /** In order, none touching the next or the end. */
  readonly #stretches: Stretch[] = [];
  #end: number;

  /** @param end rows below it are taken */
  constructor(end: number) {
    this.#end = end;
  }

  /** All rows from here on are free. */
  get end(): number {
    return this.#end;
  }

  /** Takes the first stretch that is long enough, and gives its start. */
  take(count: number): number {
    const at = this.#stretches.findIndex((stretch) => stretch.count >= count);
    const found = this.#stretches[at];
    if (found === undefined) {
      const start = this.#end;
      this.#end += count;
      return start;
    }
    const rest = { start: found.start + count, count: found.count - count };
    this.#stretches.splice(at, 1, ...(rest.count > 0 ? [rest] : []));
    return found.start;
  }

  /** Takes back what `take` gave. */
  give(start: number, count: number): void {
    if (count === 0) return;
    const at = this.#firstFrom(start);
    const before = this.#stretches[at - 1];
    const after = this.#stretches[at];
    const joinsBefore = before !== undefined && before.start + before.count === start;
    const joinsAfter = after !== undefined && start + count === after.start;
    const joined = {
      start: joinsBefore ? before.start : start,
      count: (joinsBefore ? before.count : 0) + count + (joinsAfter ? after.count : 0),
    };
    const touchesEnd = joined.start + joined.count === this.#end;
    if (touchesEnd) this.#end = joined.start;
    this.#stretches.splice(at - Number(joinsBefore), Number(joinsBefore) + Number(joinsAfter), ...(touchesEnd ? [] : [joined]));
  }

  /** Position of the first stretch that starts at a row or after it. */
  #firstFrom(row: number): number {
    let [low, high] = [0, this.#stretches.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#stretches[middle]?.start ?? row) < row) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
