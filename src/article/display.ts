// The article's words as readers see them: without markup, and with a space for each line break that only wraps.

import { type Article, type Hidden, overlapping, type Span } from './article.js';

/** A range of the shown text that is in the body, character for character. */
export interface Run {
  /** Its offset in the shown text. */
  readonly at: number;
  /** Its offset in the body. */
  readonly start: number;
  readonly length: number;
}

/** Words of the article as shown. */
export interface Displayed {
  readonly text: string;
  /** The ranges of the text that are in the body, in order: all except the spaces in place of breaks. */
  readonly runs: readonly Run[];
  /** The place of a body offset in the text; for a hidden character, that of the next shown character. */
  at(offset: number): number;
}

/** The words of a range of the body as shown. U+2028 and U+2029 stay: nobody wraps with them. */
export function displayed({ body, hidden }: Pick<Article, 'body' | 'hidden'>, span: Span): Displayed {
  const pieces: string[] = [];
  const runs: Run[] = [];
  let at = 0;
  const show = (start: number, end: number) => {
    if (end <= start) return;
    pieces.push(body.slice(start, end));
    runs.push({ at, start, length: end - start });
    at += end - start;
  };
  let from = span.start;
  for (const { start, end, as } of overlapping(hidden, span)) {
    show(from, start);
    pieces.push(as);
    at += as.length;
    from = Math.max(from, end);
  }
  show(from, span.end);
  return { text: pieces.join(''), runs, at: (offset) => (offset <= span.start ? 0 : displayOffset(runs, at, offset)) };
}

/** The body offset of a shown character; for a space in place of a break, the end of the run before it. */
export function placeInBody(runs: readonly Run[], at: number): number {
  let [low, high] = [0, runs.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((runs[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const run = runs[low];
  return run === undefined ? 0 : run.start + Math.min(at - run.at, run.length);
}

/** A range of the body, extended by the hidden marks right before and after it. */
export function withMarks({ body, hidden }: Pick<Article, 'body' | 'hidden'>, { start, end }: Span): Span {
  const isMark = (range: Hidden | undefined): range is Hidden => range?.as === '';
  const [before] = overlapping(hidden, { start: start - 1, end: start });
  const [after] = overlapping(hidden, { start: end, end: end + 1 });
  // The sign of a quotation opens a line, not a sentence.
  const sign = isMark(before) && before.end === start ? (/^[\s>]*/u.exec(body.slice(before.start, start))?.[0].length ?? 0) : 0;
  const closed = isMark(after) && after.start === end ? body.slice(end, after.end).trimEnd().length : 0;
  return { start: isMark(before) && before.end === start ? before.start + sign : start, end: end + closed };
}

function displayOffset(runs: readonly Run[], length: number, offset: number): number {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const run = runs[middle];
    if (run !== undefined && run.start + run.length < offset) low = middle + 1;
    else high = middle;
  }
  const run = runs[low];
  if (run === undefined) return length;
  return offset >= run.start ? run.at + offset - run.start : run.at;
}
