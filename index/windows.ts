// Which neighbouring texts are read together, by their lengths alone.

/** A stretch of a list of texts: from one up to, but without, another. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/**
 * For each text of a list the window that it is read in. What is short enough is one window; of longer lists windows overlap by half, and
 * each text is read in the one in whose middle it stands most. Time grows with the number of texts.
 * @param lengths of the texts in their order
 * @param most length of a window; a longer text has one of its own
 */
export function windowsFor(lengths: readonly number[], most: number): Window[] {
  const chosen: { window: Window; depth: number }[] = [];
  for (const window of windowsOver(lengths, most)) {
    const total = sumOf(lengths.slice(window.start, window.end));
    let before = 0;
    for (let i = window.start; i < window.end; i++) {
      const length = lengths[i] ?? 0;
      const depth = Math.min(before, total - before - length);
      if (depth > (chosen[i]?.depth ?? -1)) chosen[i] = { window, depth };
      before += length;
    }
  }
  return chosen.map(({ window }) => window);
}

/**
 * As many neighbours of a text, on both sides as far as they go, as fit into a room with it; undefined where it does not fit itself.
 * @param lengths of the texts in their order
 */
export function windowAround(at: number, lengths: readonly number[], room: number): Window | undefined {
  let [start, end, length] = [at, at + 1, lengths[at] ?? 0];
  if (length > room) return undefined;
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const next of [start - 1, end]) {
      const added = lengths[next];
      if (added === undefined || length + added > room) continue;
      [start, end] = [Math.min(start, next), Math.max(end, next + 1)];
      length += added;
      isGrowing = true;
    }
  }
  return { start, end };
}

/** Windows of at most a length, or of one text; each begins in the middle of the one before it. */
function windowsOver(lengths: readonly number[], most: number): Window[] {
  const windows: Window[] = [];
  for (let start = 0; start < lengths.length; ) {
    let [end, length] = [start + 1, lengths[start] ?? 0];
    while (end < lengths.length && length + (lengths[end] ?? 0) <= most) length += lengths[end++] ?? 0;
    windows.push({ start, end });
    if (end >= lengths.length) break;
    let passed = lengths[start++] ?? 0;
    while (start < end && passed + (lengths[start] ?? 0) <= length / 2) passed += lengths[start++] ?? 0;
  }
  return windows;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
