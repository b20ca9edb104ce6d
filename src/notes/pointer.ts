// A pointer to the words of a note's anchors within a quotation, as one short line. It is not a quotation.

import { type Article, overlaps, type Span } from '../article/article.js';
import { displayed } from '../article/display.js';

/**
 * Limits in code units: by default, of the words at one place and of their beginning if they are longer; of words at several places
 * together, unless `longest` is higher.
 */
const LONGEST_ALONE = 48;
const LONGEST_BEGINNING = 40;
const LONGEST_TOGETHER = 62;
const CLOSING = /[.,;:]+$/u;
const QUOTED = /^(?:“(.*)”|"(.*)"|«(.*)»|‘(.*)’)$/su;

/**
 * Points at a note's words within a quotation; undefined if there are none.
 * @param spans places of the note's anchors
 * @param longest limit for the words at one place, in code units
 */
export function pointerTo(
  article: Pick<Article, 'body' | 'hidden'>,
  spans: readonly Span[],
  quoted: Span,
  longest = LONGEST_ALONE,
): string | undefined {
  const inside = partsWithin(spans, quoted).flatMap((part) => foldedWords(article, part, longest) ?? []);
  const [first, ...others] = [...new Set(inside)];
  if (first === undefined) return undefined;
  const together = [first, ...others].join(' … ');
  if (others.length > 0 && together.length <= Math.max(LONGEST_TOGETHER, longest)) return together;
  return first.length <= longest ? first : beginningOf(first, longest - (LONGEST_ALONE - LONGEST_BEGINNING));
}

/** The parts of some ranges within another range, in order; overlapping or touching parts are merged. */
export function partsWithin(spans: readonly Span[], { start, end }: Span): Span[] {
  const parts: { start: number; end: number }[] = [];
  const inside = spans.filter((span) => overlaps(span, { start, end }));
  for (const span of inside.toSorted((a, b) => a.start - b.start)) {
    const part = { start: Math.max(span.start, start), end: Math.min(span.end, end) };
    const last = parts.at(-1);
    if (last !== undefined && part.start <= last.end) last.end = Math.max(last.end, part.end);
    else parts.push(part);
  }
  return parts;
}

/** The words of a range on one line, without closing or enclosing punctuation; of a long range only the first words. */
function foldedWords(article: Pick<Article, 'body' | 'hidden'>, { start, end }: Span, longest: number): string | undefined {
  // A note may cover a paragraph of two million characters.
  const isCut = end - start > 4 * longest;
  const { text } = displayed(article, { start, end: isCut ? start + 4 * longest : end });
  const line = text.replace(/\s+/gu, ' ').trim();
  const closed = isCut ? line : line.replace(CLOSING, '');
  const [, ...inner] = QUOTED.exec(closed) ?? [];
  const words = (inner.find((one) => one !== undefined) ?? closed).replace(isCut ? /$^/u : CLOSING, '').trim();
  return words === '' ? undefined : words;
}

/** The first whole words that fit, with "…". */
function beginningOf(line: string, most: number): string {
  const cut = line.slice(0, most + 1);
  const words = cut.replace(/\s?\S*$/u, '');
  const kept = words === '' ? line.slice(0, most).replace(/[\uD800-\uDBFF]$/u, '') : words;
  return `${kept} …`;
}
