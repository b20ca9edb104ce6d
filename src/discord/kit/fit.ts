// Fits texts and replies into a message: parts of a long passage, as many lines as have room, the first reply that fits.
// Every shown part of the article is a slice of it.

import type { Article, Span } from '../../article/article.js';
import { displayed, placeInBody } from '../../article/display.js';
import { blockQuote } from './escape.js';
import { fits, type Sendable } from './limits.js';

/** Room for the markdown of a passage that is too long for one message; the rest of the message's room is for the lines beside it. */
export const PART_ROOM = 2_800;

/** The first reply that fits; the last one if none does. Throws RangeError for no replies. */
export function firstThatFits<One extends Sendable>(replies: Iterable<One>): One {
  let last: One | undefined;
  for (const reply of replies) {
    if (fits(reply)) return reply;
    last = reply;
  }
  if (last === undefined) throw new RangeError('There is no reply to choose.');
  return last;
}

/**
 * As many lines of a list as fit together.
 * @param rest the last line if some are left, from their number
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

type Shown = Pick<Article, 'body' | 'hidden'>;

/** A range of the body in parts whose markdown fits the room. Between two parts is white space or nothing. */
export function partsOf(article: Shown, span: Span, room: number): Span[] {
  const { text, runs } = displayed(article, span);
  const parts: Span[] = [];
  let from = 0;
  while (from < text.length) {
    const to = endOfPart(text, from, text.length, room);
    const start = from === 0 ? span.start : placeInBody(runs, from);
    parts.push({ start, end: to === text.length ? span.end : placeInBody(runs, to - 1) + 1 });
    from = to + (/^\s*/u.exec(text.slice(to))?.[0].length ?? 0);
  }
  return parts;
}

/** The first of these parts. */
export function beginningOf(article: Shown, span: Span, room: number): Span {
  const { text, runs } = displayed(article, span);
  const to = endOfPart(text, 0, text.length, room);
  return to >= text.length ? span : { start: span.start, end: placeInBody(runs, to - 1) + 1 };
}

function endOfPart(text: string, start: number, end: number, room: number): number {
  const hasRoom = (to: number) => blockQuote(text.slice(start, to), { bold: [{ start: 0, end: to - start }] }).length <= room;
  // Markdown is never shorter than its text, so text beyond the room need not be tried.
  if (end - start <= room && hasRoom(end)) return end;
  const spaces = [...text.slice(start, Math.min(end, start + room)).matchAll(/\S(?=\s)/gu)].map(
    (match) => start + match.index + match[0].length,
  );
  const last = spaces[lastIndexWhere(spaces, hasRoom)];
  if (last !== undefined) return last;
  // An escaped character has at most two code units, and a line's marks some more.
  const middle = start + Math.max(1, Math.floor(room / 2) - 8);
  const splitsPair = /[\uD800-\uDBFF]/.test(text.charAt(middle - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(middle));
  return splitsPair ? middle + 1 : middle;
}

/** Index of the last item that meets a condition, which all items before it meet too; -1 if none does. */
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
