// The article's words as they are shown: line breaks that only wrap a paragraph become spaces, those that its author set stay.

import { type Article, overlaps, type Paragraph, type Span } from './article.js';

/** Words of the article as they are shown. */
export interface Unwrapped {
  readonly text: string;
  /** Where an offset of the body lies in the text. */
  at(offset: number): number;
}

const BREAK = /\r\n|[\n\r]/gu;
const BLANK = /[ \t]/u;
const LINE = /[^\r\n]+/gu;
/** Ends of a line that demand a break in Markdown. */
const HARD_BREAK = / {2}$|\\$/u;
const FENCE = /^(?:```|~~~)/u;
const CODE_INDENT = /^(?: {4}|\t)/u;
const BEGINS_VERSE = /^[ \t]*[\p{P}\p{S}]*\p{Lu}/u;
/** So few lines that all begin with a capital may do so by chance. */
const LEAST_VERSES = 3;

/** The words of a range of the body as they are shown. Breaks between paragraphs stay, as do U+2028 and U+2029: nobody wraps with them. */
export function unwrapped({ body, paragraphs }: Pick<Article, 'body' | 'paragraphs'>, span: Span): Unwrapped {
  const wraps = paragraphs.filter((paragraph) => overlaps(paragraph, span)).flatMap((paragraph) => wrapsIn(body, paragraph, span));
  const pieces: string[] = [];
  let from = span.start;
  for (const { start, end } of wraps) {
    pieces.push(body.slice(from, start), ' ');
    from = end;
  }
  pieces.push(body.slice(from, span.end));
  return {
    text: pieces.join(''),
    at: (offset) =>
      wraps.reduce((at, { start, end }) => (offset <= start ? at : at - Math.min(offset, end) + start + 1), offset - span.start),
  };
}

/** The ranges of a paragraph, within a range of the body, that are shown as one space: breaks with the blanks around them. */
function wrapsIn(body: string, paragraph: Paragraph, span: Span): Span[] {
  const [first, last] = [Math.max(paragraph.start, span.start), Math.min(paragraph.end, span.end)];
  const breaks = [...body.slice(first, last).matchAll(BREAK)].map(({ index, 0: { length } }) => ({
    start: first + index,
    end: first + index + length,
  }));
  if (breaks.length === 0 || keepsBreaks(body, paragraph)) return [];
  return breaks.flatMap(({ start, end }) => {
    if (HARD_BREAK.test(body.slice(Math.max(paragraph.start, start - 2), start))) return [];
    let [from, to] = [start, end];
    while (from > first && BLANK.test(body.charAt(from - 1))) from -= 1;
    while (to < last && BLANK.test(body.charAt(to))) to += 1;
    return [{ start: from, end: to }];
  });
}

/** Whether each line of a paragraph is a line of its own: code and verse. */
function keepsBreaks(body: string, { start, end }: Span): boolean {
  const text = body.slice(start, end);
  if (FENCE.test(text)) return true;
  // A paragraph begins after the blanks of its first line.
  let lineStart = start;
  while (BLANK.test(body.charAt(lineStart - 1))) lineStart -= 1;
  const lines = (body.slice(lineStart, start) + text).match(LINE) ?? [];
  if (lines.every((line) => CODE_INDENT.test(line))) return true;
  return lines.length >= LEAST_VERSES && lines.every((line) => BEGINS_VERSE.test(line));
}
