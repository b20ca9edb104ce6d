// Finds the paragraphs of a text: blank lines separate them, and so do single line breaks unless the text is hard-wrapped.

import type { Span } from './article.js';

const LINE = /[^\r\n]+/gu;
/** A blank line. The first line end must not be half of a CRLF, or every CRLF would be a blank line. */
const BLOCK_BREAK = /(?:\n|\r\n|\r(?!\n))[^\S\r\n]*[\r\n]\s*/gu;
/** A list marker, heading sign or quotation sign at the start of a line, with the space after it. */
const BLOCK_MARKER = /^[^\S\r\n]*(?:[*+\-•]|#{1,6}|>|\d{1,3}[.)])[^\S\r\n]+/u;
const HEADING = /^[^\S\r\n]*#{1,6}[^\S\r\n]/u;
/** Longest line of hard-wrapped text; longer lines are paragraphs. */
const LONGEST_WRAPPED_LINE = 100;

/**
 * Paragraphs of a body as ranges without white space at their ends and without their list or heading marker.
 * @param body any text, with LF, CRLF or CR line ends
 * @param blocks all or some blocks from `findBlocks`
 */
export function joinBlocks(body: string, blocks: readonly (readonly Span[])[]): Span[] {
  // If most blocks are wrapped, a block is too whose lines happen to break before a capital or a number.
  const several = blocks.filter((lines) => lines.length > 1);
  const isMostlyWrapped = several.filter((lines) => breaksOff(body, lines)).length * 2 > several.length;
  return blocks
    .flatMap((lines) => (couldBeWrapped(lines) && (isMostlyWrapped || breaksOff(body, lines)) ? joinLines(body, lines) : lines))
    .map((span) => withoutMarker(body, span))
    .filter((span) => /[\p{L}\p{N}]/u.test(body.slice(span.start, span.end)));
}

/** Narrows a range until neither end is white space. */
export function trimSpan(body: string, span: Span): Span {
  const text = body.slice(span.start, span.end);
  const start = span.start + (text.length - text.trimStart().length);
  return { start, end: Math.max(start, span.end - (text.length - text.trimEnd().length)) };
}

/** The blocks of a body, separated by blank lines, each as its lines. */
export function findBlocks(body: string): Span[][] {
  const blocks: Span[] = [];
  let start = 0;
  for (const gap of body.matchAll(BLOCK_BREAK)) {
    blocks.push({ start, end: gap.index });
    start = gap.index + gap[0].length;
  }
  blocks.push({ start, end: body.length });
  return blocks.map((block) => findLines(body, block));
}

function findLines(body: string, block: Span): Span[] {
  return [...body.slice(block.start, block.end).matchAll(LINE)].map((line) => ({
    start: block.start + line.index,
    end: block.start + line.index + line[0].length,
  }));
}

function couldBeWrapped(lines: readonly Span[]): boolean {
  return lines.every((line) => line.end - line.start <= LONGEST_WRAPPED_LINE);
}

/** Whether lines are one wrapped paragraph: short, with a break in mid-sentence. */
function breaksOff(body: string, lines: readonly Span[]): boolean {
  if (!couldBeWrapped(lines)) return false;
  const texts = lines.map((line) => body.slice(line.start, line.end));
  return texts.some((text, i) => /[\p{L}\p{N},;]\s*$/u.test(text) && /^\s*\p{Ll}/u.test(texts[i + 1] ?? ''));
}

function joinLines(body: string, lines: readonly Span[]): Span[] {
  const paragraphs: Span[] = [];
  let isAfterHeading = false;
  for (const line of lines) {
    const text = body.slice(line.start, line.end);
    const previous = paragraphs.at(-1);
    if (previous === undefined || isAfterHeading || BLOCK_MARKER.test(text)) paragraphs.push(line);
    else paragraphs[paragraphs.length - 1] = { start: previous.start, end: line.end };
    isAfterHeading = HEADING.test(text);
  }
  return paragraphs;
}

function withoutMarker(body: string, span: Span): Span {
  let { start } = span;
  for (;;) {
    const marker = BLOCK_MARKER.exec(body.slice(start, span.end));
    if (marker === null) break;
    start += marker[0].length;
  }
  return trimSpan(body, { start, end: span.end });
}
