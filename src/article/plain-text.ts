// Reads the structure of plain text: underlined, numbered and short headings, tables of contents, drawings, page headers.

import { type BlockRole, overlapping, type Span } from './article.js';
import { findBlocks, joinBlocks, trimSpan } from './paragraphs.js';
import { type FoundBlock, type Structure, Veil } from './structure.js';

/** A line of marks below words that makes them a heading. */
const UNDERLINE = /^\s*(?:={3,}|-{3,}|~{3,}|\^{3,}|\*{3,}|_{3,})\s*$/u;
const ATX = /^\s*(#{1,6})\s+\S/u;
const NUMBERED = /^\s*(?<number>\d{1,3}(?:\.\d{1,3})*)(?<stop>\.?)\s+\p{Lu}/u;
const NAMED_PART =
  /^\s*(?:chapter|part|section|appendix|article|cap[íi]tulo|parte|secci[óo]n|art[íi]culo|anexo)\s+[\p{L}\d.]+(?:[\s.:–—-]|$)/iu;
const CAPITALS = /^\P{Ll}*\p{Lu}\P{Ll}*\p{Lu}\P{Ll}*$/u;
const ENDS_OPEN = /[.,;:…!][”’»)\]"']*\s*$/u;
/** A short line that begins like a sentence and does not end like one. */
const TITLE_LIKE = /^\p{Lu}[^.,;:!]*[\p{L}\p{N})?”’"]$/u;
const LONGEST_TITLE_LIKE = 60;
const MOST_TITLE_WORDS = 8;
/** Least length of the text below a short heading. */
const LEAST_BELOW = 80;
const LONGEST_HEADING = 100;
/** Least indent of a centred line. */
const LEAST_CENTRED = 8;
const MOST_CENTRED_LINES = 3;
/** Gap between words at the two edges of a page. */
const WIDE_GAP = /\S[ \t]{3,}\S/u;
const LIST_MARKER = /^\s*(?:[*+\-•]|\d{1,3}[.)])\s/u;
const QUOTE_MARKER = /^\s*>/u;
const CONTENTS = /^(?:table of )?contents$|^(?:tabla de )?contenidos?$|^índice$/iu;
/** The end of a line that refers to a page: dots or a wide gap, and a number. */
const LEADS_TO_PAGE = /(?:(?:\.\s?){3,}|\s{3,})\d+\s*$/u;
const LONGEST_LEAD = 60;
const PAGE_NUMBER =
  /^\W{0,9}(?:p(?:age|ágina)?\.?\s*)?\d{1,4}(?:\s*(?:of|de|\/)\s*\d{1,4})?\W{0,9}$|\[?\bPage \d+\]?\s*$|\bpágina \d+\s*$/iu;
const LONGEST_RUNNING = 100;
/** Largest share of letters and digits in a drawing. */
const MOST_LETTERS_DRAWN = 0.4;

/** A block of lines, and its role so far. */
interface Lines {
  readonly lines: readonly Span[];
  readonly role: BlockRole | undefined;
  readonly level?: number;
}

/** Reads a body as plain text. */
export function readPlainText(body: string): Structure {
  const text = ({ start, end }: Span) => body.slice(withIndent(body, start), end);
  const veil = new Veil(body);
  const furniture = runningLines(body);
  const found: FoundBlock[] = furniture.map((line) => ({ ...line, role: 'rule' }));
  const fenced = fencedCode(body);
  for (const { start, end } of fenced) {
    const code = trimSpan(body, { start: body.indexOf('\n', start), end: body.lastIndexOf('\n', end - 1) });
    if (code.end > code.start) found.push({ ...code, role: 'code' });
  }
  const taken = [...furniture, ...fenced].sort((a, b) => a.start - b.start);
  const isTaken = (line: Span) => overlapping(taken, line).length > 0;
  const parts = findBlocks(body)
    .map((lines) => (furniture.length + fenced.length === 0 ? lines : lines.filter((line) => !isTaken(line))))
    .filter((lines) => lines.length > 0)
    .flatMap((lines): Lines[] => (isDrawing(lines.map(text)) ? [{ lines, role: 'figure' }] : headed(lines, text)));
  const judged = judge(parts, text);
  const plain = judged.filter(({ role }) => role === undefined);
  for (const { lines, role, level } of judged) {
    const [first, last] = [lines[0], lines.at(-1)];
    if (role === undefined || first === undefined || last === undefined) continue;
    const span = trimSpan(body, { start: withoutSigns(body, first), end: last.end });
    if (span.end > span.start) found.push(level === undefined ? { ...span, role } : { ...span, role, level });
  }
  const prose = joinBlocks(
    body,
    plain.map(({ lines }) => lines),
  );
  for (const span of acrossPages(body, prose, furniture, veil)) found.push({ ...span, role: roleOf(body, span) });
  return { blocks: found.sort((a, b) => a.start - b.start), veil, references: [] };
}

/** Code between two fence lines, including these. */
function fencedCode(body: string): Span[] {
  const found: Span[] = [];
  let open: { readonly mark: string; readonly start: number } | undefined;
  for (const { index, 0: line, 1: mark = '' } of body.matchAll(/^[ \t]*(```|~~~)[^\r\n]*$/gmu)) {
    if (open === undefined) open = { mark, start: index };
    else if (open.mark === mark) {
      found.push({ start: open.start, end: index + line.length });
      open = undefined;
    }
  }
  return found;
}

/** Splits a block at headings right above their text: underlined headings, and headings with number signs. */
function headed(lines: readonly Span[], text: (span: Span) => string): Lines[] {
  const parts: Lines[] = [];
  let rest: Span[] = [];
  const close = () => {
    if (rest.length > 0) parts.push({ lines: rest, role: undefined });
    rest = [];
  };
  for (const [i, line] of lines.entries()) {
    const [own, next] = [text(line), lines[i + 1]];
    const isUnderlined = next !== undefined && /\p{L}/u.test(own) && own.trim().length <= LONGEST_HEADING && UNDERLINE.test(text(next));
    const sign = ATX.exec(own);
    if (sign !== null || (isUnderlined && rest.length === 0)) {
      close();
      const level = sign?.[1]?.length ?? (next !== undefined && text(next).includes('=') ? 1 : 2);
      parts.push({ lines: [line], role: 'heading', level });
    } else if (/[\p{L}\p{N}]/u.test(own)) rest.push(line);
  }
  close();
  return parts;
}

/** Recognises headings, tables of contents and drawings; prose stays without a role. */
function judge(parts: readonly Lines[], text: (span: Span) => string): Lines[] {
  const judged: Lines[] = [];
  let isInContents = false;
  for (const [i, part] of parts.entries()) {
    const texts = part.lines.map(text);
    const below = parts[i + 1]?.lines.map(text);
    const level = part.level ?? (part.role === undefined ? levelOf(texts, below) : undefined);
    const leading = texts.filter((line) => LEADS_TO_PAGE.test(line.slice(-LONGEST_LEAD))).length;
    const isContents: boolean = leading > texts.length / 2 && (texts.length > 1 || isInContents);
    if (isContents || (isInContents && texts.length > 1 && texts.every((line) => NUMBERED.test(line)))) {
      judged.push({ ...part, role: 'contents' });
    } else if (level !== undefined) judged.push({ ...part, role: 'heading', level });
    else judged.push(part);
    isInContents = isContents || CONTENTS.test((texts[0] ?? '').trim().replace(/^[\d.\s]+/u, ''));
  }
  return judged;
}

/**
 * The level of a block of lines as a heading; undefined if it is none.
 * @param below the lines of the next block
 */
function levelOf(lines: readonly string[], below: readonly string[] | undefined): number | undefined {
  const line = lines.map((one) => one.trim()).join(' ');
  if (line.length > LONGEST_HEADING || !/\p{L}/u.test(line) || WIDE_GAP.test(line)) return undefined;
  const [indent, indentBelow] = [indentOf(lines), below === undefined ? 0 : indentOf(below)];
  const isOpen = ENDS_OPEN.test(line);
  if (!isOpen && indent >= LEAST_CENTRED && indent > indentBelow && lines.length <= MOST_CENTRED_LINES) return 1;
  if (lines.length > 1) return undefined;
  if (!isOpen && CAPITALS.test(line)) return 2;
  if (below === undefined) return undefined;
  const next = below.join(' ').trim();
  const number = NUMBERED.exec(line)?.groups?.number;
  if (number !== undefined) {
    const depth = number.split('.').length;
    const isShort = line.length <= LONGEST_TITLE_LIKE && line.split(/\s+/u).length <= MOST_TITLE_WORDS && /[^:,;]$/u.test(line);
    // Items of a list have numbers too; only headings of subsections directly follow another heading.
    const isHeading = (!isOpen || (isShort && next.length >= LEAST_BELOW / 2)) && (depth > 1 || !isItem(next));
    return isHeading ? depth + 1 : undefined;
  }
  if (isOpen || LIST_MARKER.test(line) || QUOTE_MARKER.test(line)) return undefined;
  if (NAMED_PART.test(line)) return 2;
  // A line at the margin above indented text is a heading.
  if (indent === 0 && indentBelow >= 2) return 2;
  const isShort = line.length <= LONGEST_TITLE_LIKE && line.split(/\s+/u).length <= MOST_TITLE_WORDS;
  return isShort && TITLE_LIKE.test(line) && next.length >= LEAST_BELOW ? 6 : undefined;
}

function indentOf(lines: readonly string[]): number {
  return Math.min(...lines.map((line) => line.length - line.trimStart().length));
}

function isItem(text: string): boolean {
  return /^\d{1,3}[.)]?\s/u.test(text) && text.length <= LONGEST_HEADING;
}

function isDrawing(lines: readonly string[]): boolean {
  const marks = lines.join('').replace(/\s/gu, '');
  return lines.length > 1 && (marks.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < marks.length * MOST_LETTERS_DRAWN;
}

/** Lines repeated at the edges of several pages, and page numbers. */
function runningLines(body: string): Span[] {
  if (!/\f|\bPage \d+\]?[^\S\r\n]*$|^[^\w\r\n]{0,80}\d{1,4}[^\w\r\n]{0,80}$|página \d+/imu.test(body)) return [];
  const lines = [...body.matchAll(/[^\r\n\f]+/gu)].map(({ index, 0: line }) => ({
    start: index,
    end: index + line.length,
    line: line.trim(),
  }));
  const written = lines.filter(({ line }) => line !== '');
  const common = ({ line }: { readonly line: string }) => line.replace(/\d+|\b[ivxlc]+\b/giu, '#');
  const counts = new Map<string, number>();
  for (const one of written) counts.set(common(one), (counts.get(common(one)) ?? 0) + 1);
  const repeats = (one: (typeof written)[number] | undefined) => one !== undefined && (counts.get(common(one)) ?? 0) > 1;
  const isShort = ({ line }: { readonly line: string }) => line.length <= LONGEST_RUNNING;
  const hasPages = body.includes('\f');
  const found = new Set<(typeof written)[number]>();
  for (const [i, one] of written.entries()) {
    const [before, after] = [written[i - 1], written[i + 1]];
    const endsPage = after === undefined || body.slice(one.end, after.start).includes('\f');
    const beginsPage = before !== undefined && body.slice(before.end, one.start).includes('\f');
    const isNumber = PAGE_NUMBER.test(one.line) && isShort(one);
    // A number alone may belong to a table or a list; page numbers are set apart, on several pages.
    const standsApart =
      before === undefined ||
      after === undefined ||
      /\n[^\S\n]*\n|\r[^\S\n]*\r|\r\n[^\S\n]*\r\n|\f/u.test(body.slice(before.end, one.start));
    if (isNumber && repeats(one) && standsApart) found.add(one);
    if ((endsPage || beginsPage) && (repeats(one) || NUMBERED_EDGE.test(one.line)) && isShort(one) && hasPages) found.add(one);
    if (
      before !== undefined &&
      found.has(before) &&
      repeats(one) &&
      isShort(one) &&
      !PAGE_NUMBER.test(one.line) &&
      CAPITALS_OR_DIGITS.test(one.line)
    )
      found.add(one);
  }
  return [...found].map(({ start, end }) => trimSpan(body, { start, end }));
}

/** A page's number at the edge of its header. */
const NUMBERED_EDGE = /^\d{1,4}\s{3,}\S|\S\s{3,}\d{1,4}$/u;
/** A running header is a title, or has a number or a date. */
const CAPITALS_OR_DIGITS = /\d|^\p{Lu}/u;

/** Joins the halves of a paragraph around a page break, which readers see as a space. */
function acrossPages(body: string, prose: readonly Span[], furniture: readonly Span[], veil: Veil): Span[] {
  const joined: Span[] = [];
  for (const span of prose) {
    const before = joined.at(-1);
    const gap = before && { start: before.end, end: span.start };
    const between = gap === undefined ? [] : overlapping(furniture, gap);
    const goesOn =
      before !== undefined &&
      /[\p{L}\p{N},-]$/u.test(body.slice(before.start, before.end)) &&
      /^\p{Ll}/u.test(body.slice(span.start, span.end));
    if (before === undefined || gap === undefined || between.length === 0 || !goesOn) {
      joined.push(span);
      continue;
    }
    joined[joined.length - 1] = { start: before.start, end: span.end };
    veil.space(gap);
  }
  return joined;
}

/** The start of the blanks before an offset. */
function withIndent(body: string, offset: number): number {
  let from = offset;
  while (from > 0 && /[ \t]/u.test(body.charAt(from - 1))) from -= 1;
  return from;
}

/** A paragraph's role by the sign before it. */
function roleOf(body: string, { start }: Span): BlockRole {
  let lineStart = start;
  while (lineStart > 0 && !/[\r\n]/u.test(body.charAt(lineStart - 1))) lineStart -= 1;
  const before = body.slice(lineStart, start);
  if (QUOTE_MARKER.test(before)) return 'quotation';
  return LIST_MARKER.test(before) ? 'list' : 'prose';
}

/** The start of a heading's words, after its signs. */
function withoutSigns(body: string, { start, end }: Span): number {
  const sign = /^[^\S\r\n]*#{1,6}[^\S\r\n]+/u.exec(body.slice(start, end));
  return start + (sign?.[0].length ?? 0);
}
