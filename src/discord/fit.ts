// How replies are made to fit into a message: fewer notes in full, then smaller quotes, then fewer. Nothing is cut off
// unseen, and whatever part of the article is shown is a slice of it.

import type { FocusedSpan } from '../answer/choose-quotes.js';
import type { Span } from '../article/article.js';
import { blockQuote } from './escape.js';
import { fits, LIMITS } from './limits.js';
import type { Reply } from './reply.js';

/** A passage as far as there is room for it. */
export interface Shown extends FocusedSpan {
  /** It is only the beginning of what was chosen. */
  readonly goesOn: boolean;
}

/** Room for a passage that is too long for one message, as it is written: it leaves some for what stands beside it. */
export const PART_ROOM = 2_800;

/** The first reply that fits; the last one where none does. Throws RangeError for no replies at all. */
export function firstThatFits(replies: Iterable<Reply>): Reply {
  let last: Reply | undefined;
  for (const reply of replies) {
    if (fits(reply)) return reply;
    last = reply;
  }
  if (last === undefined) throw new RangeError('There is no reply to choose.');
  return last;
}

/**
 * Passages in ever smaller arrangements: as they are, the last ones without what stands around their focus, fewer of
 * them, and at last the beginning of the first.
 */
export function* smaller(
  body: string,
  passages: readonly FocusedSpan[],
): Generator<{ shown: readonly Shown[]; left: readonly FocusedSpan[] }> {
  const whole = (passage: FocusedSpan) => ({ ...passage, goesOn: false });
  const focused = ({ focus }: FocusedSpan) => ({ ...focus, focus, goesOn: false });
  for (let from = passages.length; from >= 0; from -= 1) {
    const shown = [...passages.slice(0, from).map(whole), ...passages.slice(from).map(focused)];
    if (mayFit(shown)) yield { shown, left: [] };
  }
  for (let count = passages.length - 1; count > 0; count -= 1) {
    const shown = passages.slice(0, count).map(focused);
    if (mayFit(shown)) yield { shown, left: passages.slice(count) };
  }
  const [first, ...rest] = passages;
  if (first === undefined) return;
  const part = beginningOf(body, first.focus, PART_ROOM);
  yield { shown: [{ ...part, focus: part, goesOn: part.end < first.focus.end }], left: rest };
}

/**
 * As many lines of a list as have room together.
 * @param rest the last line where some are left, by how many
 */
export function linesWithin(lines: readonly string[], room: number, rest: (left: number) => string): string[] {
  const shown: string[] = [];
  let length = 0;
  for (const line of lines) {
    const left = lines.length - shown.length - 1;
    const needed = length + line.length + (left === 0 ? 0 : rest(left).length + 1);
    if (needed > room) return [...shown, rest(left + 1)];
    shown.push(line);
    length += line.length + 1;
  }
  return shown;
}

/** Whether passages are short enough to be tried: an article may be one sentence of two million characters. */
export function mayFit(spans: readonly Span[]): boolean {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0) <= LIMITS.embedsSum;
}

/**
 * How many notes stand in full under each passage, from the most to none: those under the passages that answer go last.
 * @param related how many related notes there are
 * @param answering how many of the passages answer
 */
export function* fewerNotes(
  most: readonly number[],
  related: number,
  answering: number,
): Generator<{ inFull: readonly number[]; related: number }> {
  let inFull = most;
  let left = related;
  for (;;) {
    yield { inFull, related: left };
    if (left > 1) left -= 1;
    else {
      const further = inFull.findLastIndex((count, i) => i >= answering && count > 0);
      const largest = Math.max(0, ...inFull);
      const at = further >= 0 ? further : inFull.lastIndexOf(largest);
      if (largest > 0) inFull = inFull.map((count, i) => (i === at ? count - 1 : count));
      else if (left > 0) left -= 1;
      else return;
    }
  }
}

/** A range of the body in parts that each have room, as they are written. Between two parts lies white space or nothing. */
export function partsOf(body: string, { start, end }: Span, room: number): Span[] {
  const parts: Span[] = [];
  let from = start;
  while (from < end) {
    const part = beginningOf(body, { start: from, end }, room);
    parts.push(part);
    from = part.end + (/^\s*/u.exec(body.slice(part.end, end))?.[0].length ?? 0);
  }
  return parts;
}

/** The first of these parts. */
export function beginningOf(body: string, { start, end }: Span, room: number): Span {
  return { start, end: endOfPart(body, start, end, room) };
}

function endOfPart(body: string, start: number, end: number, room: number): number {
  const hasRoom = (to: number) => blockQuote(body.slice(start, to), [{ start: 0, end: to - start }]).length <= room;
  // No text grows shorter when it is written, so what lies beyond the room need not be tried.
  if (end - start <= room && hasRoom(end)) return end;
  const spaces = [...body.slice(start, Math.min(end, start + room)).matchAll(/\S(?=\s)/gu)].map(
    (match) => start + match.index + match[0].length,
  );
  const last = spaces[lastIndexWhere(spaces, hasRoom)];
  if (last !== undefined) return last;
  // Escaped, a character has at most two code units, and a line's marks some more.
  const middle = start + Math.max(1, Math.floor(room / 2) - 8);
  const splitsPair = /[\uD800-\uDBFF]/.test(body.charAt(middle - 1)) && /[\uDC00-\uDFFF]/.test(body.charAt(middle));
  return splitsPair ? middle + 1 : middle;
}

/** Index of the last item that something holds for, where it holds for all before; -1 where it holds for none. */
function lastIndexWhere<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [low, high] = [-1, items.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const item = items[middle];
    if (item !== undefined && holds(item)) low = middle;
    else high = middle - 1;
  }
  return low;
}
