// A pointer to the words that a note is about: what of them lies in a quotation, as one short line. It is no quotation itself.

import { type Article, overlaps, type Span } from '../article/article.js';
import { displayed } from '../article/display.js';

/**
 * Unless told, the words at one place have so many code units at most, and their beginning has fewer. Words at several places stand together
 * where they have no more than so many, or than those at one place may have.
 */
const LONGEST_ALONE = 48;
const LONGEST_BEGINNING = 40;
const LONGEST_TOGETHER = 62;
const CLOSING = /[.,;:]+$/u;
const QUOTED = /^(?:“(.*)”|"(.*)"|«(.*)»|‘(.*)’)$/su;

/**
 * Points at the words of a note that lie in a quotation; undefined where none do.
 * @param spans places of the note's anchors
 * @param longest code units of what stands for the words at one place
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

/** What of some ranges lies in another, in order; those that overlap or touch made one. */
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

/** The words of a range on one line, without what closes or encloses them; of a long range only the first. */
function foldedWords(article: Pick<Article, 'body' | 'hidden'>, { start, end }: Span, longest: number): string | undefined {
  // A note may stand on a paragraph of two million characters.
  const isCut = end - start > 4 * longest;
  const { text } = displayed(article, { start, end: isCut ? start + 4 * longest : end });
  const line = text.replace(/\s+/gu, ' ').trim();
  const closed = isCut ? line : line.replace(CLOSING, '');
  const [, ...inner] = QUOTED.exec(closed) ?? [];
  const words = (inner.find((one) => one !== undefined) ?? closed).replace(isCut ? /$^/u : CLOSING, '').trim();
  return words === '' ? undefined : words;
}

/** The first whole words that have room, and that more follow. */
function beginningOf(line: string, most: number): string {
  const cut = line.slice(0, most + 1);
  const words = cut.replace(/\s?\S*$/u, '');
  const kept = words === '' ? line.slice(0, most).replace(/[\uD800-\uDBFF]$/u, '') : words;
  return `${kept} …`;
}
