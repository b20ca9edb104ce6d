// Windows of neighbouring texts to be read together, by their lengths alone.

/** A half-open range of indexes in a list of texts. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/**
 * The window of each text in a list. A short list is one window; the windows of a longer list overlap by half, and each text is read in the
 * window in which it is nearest to the middle. Time grows with the number of texts.
 * @param lengths lengths of the texts, in order
 * @param most largest length of a window; a longer text has its own window
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
 * The window around a text with as many neighbours on both sides as fit; undefined if the text itself does not fit.
 * @param lengths lengths of the texts, in order
 * @param room largest length of the window
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

/** Windows of at most a length, or of one text; each begins in the middle of the window before. */
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
