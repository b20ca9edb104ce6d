// Finds the sentences of a paragraph. sentencex does the segmentation; the rules here correct it.

import segment from 'sentencex';
import type { Article, Span } from './article.js';
import { type Displayed, displayed, placeInBody, withMarks } from './display.js';
import { trimSpan } from './paragraphs.js';

/** A quotation of several sentences stays whole up to this many code units: “We will …! Deal with it.” */
const LONGEST_WHOLE_QUOTATION = 160;
/** Most words of a fragment after a question that is its answer and means nothing alone: "… elections? None." */
const LONGEST_ANSWER_WORDS = 3;
/** Longest sentence: a model reads 512 tokens, and a chat message holds some 4,000 characters. */
export const LONGEST_SENTENCE = 1_500;

/** Code units of a window of a long paragraph: the segmenter's time grows with the square of its input. */
const LONGEST_WINDOW = 1_500;
/** Code units at the end of a window that are segmented again in the next, with more text after them. */
const WINDOW_OVERLAP = 200;
/** Most code units of closing or opening marks, or of an abbreviation, examined around a boundary. */
const LONGEST_EDGE = 40;

const LETTER_OR_NUMBER = /[\p{L}\p{N}]/u;
const DOUBLE_QUOTES = /[“”„«»"]/gu;
/** Closing marks of the sentence before: quotes, brackets, markup and footnote markers, as in `declared.”[1] And`. */
const CLOSERS = /^(?:[”’»)\]]|["'](?=\s|$)|(?:\*{1,3}|_{1,3}|~~|`)(?=[\s”’»)\]"'[]|$)|\[\^?[\w-]{1,30}\](?=\s|$)|\[\w{1,3}\])+/u;
/** Text within which no sentence ends: code, addresses, tags. */
const SOLID = /(?<code>(?<ticks>`+)(?!`)[^`\r\n]+\k<ticks>(?!`))|\b(?:(?:https?|ftp):\/\/|www\.)[^\s<>"`]+|<\/?[a-z][^<>\r\n]{0,300}>/giu;
const ENDS_ADDRESS = /[.,;:!?)\]'”’»*_~]+$/u;
/** A full stop and a letter right after it belong to one word: "Lock.StrictMode". */
const WITHIN_WORD = /[.!?]$/u;
/** Opening marks of the sentence after. */
const OPENERS = /(?:[“‘«([]|(?<=\s)["'])+\s*$/u;
/** Characters that cannot begin a sentence: lower case, a mark that joins its neighbours, punctuation within a sentence. */
const CONTINUATION = /^(?:[\p{Ll},;:]|\p{M}|\u200D)/u;
/** Characters that continue the visible character before them: marks, joined emoji, the second half of a surrogate pair. */
const JOINED = /^(?:\p{M}|\u200D|[\uDC00-\uDFFF])/u;
/** Abbreviations that never end a sentence, and single initials. */
const UNFINISHED = /(?<![\p{L}\p{N}.])(?:[Cc]f|[Aa]pprox|[Aa]prox|[Cc]a|[Pp]p?|[Vv]s|[Vv]iz|\p{Lu})\.\s*$/u;
/** Abbreviations before a number; otherwise they are a word or the end of a sentence. */
const UNFINISHED_BEFORE_NUMBER = /(?<![\p{L}\p{N}.])(?:[Vv]ols?|[Cc]h|[Ff]igs?|[Nn]ú?m|[Nn]ro|[Pp]ágs?|[Aa]rts?)\.\s*$/u;
/** An abbreviation that may end a sentence, before a word that hardly ever follows it within a sentence: "the U.S. They". */
const FINISHED =
  /(?<![\p{L}.])(?:(?!i\.e|e\.g)(?:\p{L}\.){2,}|Ph\.D\.|etc\.)[”’»)\]"']*\s+(?=(?:The|They|He|She|It|We|You|This|That|These|Those|There|But|And|However|When|After|Then)\s)/gu;
/** Words that the segmenter treats as abbreviations: "a good man. She". */
const WORDS: Readonly<Record<string, RegExp>> = {
  en: /(?<![\p{L}\p{N}.])(?:[Nn]o|[Mm]e|[Mm]an|[Mm]ay|ill|ok|mass|art|miss|fed|id|ore|wash)\.[”’»)\]"']*\s+(?=[“‘«("']?\p{Lu})/gu,
  es: /(?<![\p{L}\p{N}.])(?:[Nn]o|nos|bien|mar|auto|contra|entre|sobre|para|extra|super|mini|mono|un|re)\.[”’»)\]"']*\s+(?=[“‘«("'¿¡]*\p{Lu})/gu,
};
/** Languages whose chain of fallbacks in the segmenter is circular and never ends. */
const CIRCULAR_LANGUAGES: readonly string[] = ['cdo', 'nan'];
/** The two halves of a doubled abbreviation: "EE. UU.", "RR. HH." */
const DOUBLED_END = /(?<!\p{L})(\p{Lu})\1\.\s*$/u;
const DOUBLED_START = /^(\p{Lu})\1\./u;

/**
 * Sentences of one paragraph as ranges of the body that neither begin nor end in white space and together contain
 * every other character of the paragraph.
 * @param language BCP 47 tag; the segmenter knows its abbreviations
 */
export function findSentences(body: string, paragraph: Span, language: string): Span[] {
  return sentencesOfShown({ body, hidden: [] }, paragraph, language);
}

/** The same for a paragraph as readers see it: markup separates no sentences, and stays with the words that it encloses. */
export function sentencesOfShown(article: Pick<Article, 'body' | 'hidden'>, paragraph: Span, language: string): Span[] {
  const shown = displayed(article, paragraph);
  const solid = solidRanges(article.body, paragraph, shown);
  const text = masked(shown.text, solid);
  const cuts = [0, ...mend(text, boundaries(text, language)), text.length];
  const pieces = cuts
    .slice(1)
    .map((end, i) => trimSpan(text, { start: cuts[i] ?? 0, end }))
    .filter((span) => span.end > span.start)
    .flatMap((span) => splitOverlong(shown.text, span));
  const spans: Span[] = [];
  for (const piece of pieces) {
    const { start, end } = inBody(article, paragraph, shown, piece);
    // Hidden text that alone separates two sentences stays with the first.
    spans.push({ start: Math.max(start, spans.at(-1)?.end ?? start), end });
  }
  return spans;
}

/** The range of the body for a range of the shown text, with the marks that enclose it. */
function inBody(article: Pick<Article, 'body' | 'hidden'>, paragraph: Span, { runs }: Displayed, { start, end }: Span): Span {
  const inside = withMarks(article, { start: placeInBody(runs, start), end: placeInBody(runs, end - 1) + 1 });
  return trimSpan(article.body, { start: Math.max(paragraph.start, inside.start), end: Math.min(paragraph.end, inside.end) });
}

/** Ranges of the shown text in which no sentence ends. */
function solidRanges(body: string, { start, end }: Span, { at }: Displayed): (Span & { readonly isCode: boolean })[] {
  return [...body.slice(start, end).matchAll(SOLID)].flatMap(({ index, 0: raw, groups }) => {
    const isCode = groups?.code !== undefined;
    const text = isCode || raw.startsWith('<') ? raw : raw.replace(ENDS_ADDRESS, '');
    const range = { start: at(start + index), end: at(start + index + text.length), isCode };
    return range.end > range.start ? [range] : [];
  });
}

/** The text with each solid range replaced by a word of the same length. */
function masked(text: string, solid: readonly (Span & { readonly isCode: boolean })[]): string {
  let written = '';
  let from = 0;
  for (const { start, end, isCode } of solid) {
    if (start < from) continue;
    // Code may begin a sentence, like a name.
    const first = isCode && end - start > 1 ? 'X' : 'x';
    written += text.slice(from, start) + first + 'x'.repeat(end - start - 1);
    from = end;
  }
  return written + text.slice(from);
}

/** Offsets in `text` where a new sentence may start, ascending. */
function boundaries(text: string, language: string): number[] {
  const primary = primaryLanguage(language);
  const found = new Set(segmentInWindows(text, primary));
  for (const missed of [primary === 'en' ? FINISHED : undefined, WORDS[primary]]) {
    if (missed !== undefined) for (const match of text.matchAll(missed)) found.add(match.index + match[0].length);
  }
  return [...found].sort((a, b) => a - b);
}

function primaryLanguage(language: string): string {
  const primary = language.toLowerCase().split('-')[0] ?? 'en';
  return CIRCULAR_LANGUAGES.includes(primary) ? 'zh' : primary;
}

function segmentInWindows(text: string, language: string): number[] {
  // With quotation marks in place the segmenter never breaks between an opening and a closing one, so a missing
  // or wrong mark swallows whole sentences. White space of the same length replaces them.
  const unquoted = text.replace(DOUBLE_QUOTES, ' ').replace(/[\r\n]/gu, ' ');
  const found: number[] = [];
  let from = 0;
  while (from < unquoted.length) {
    const window = unquoted.slice(from, from + LONGEST_WINDOW);
    const isLast = from + window.length >= unquoted.length;
    const certain = isLast ? window.length : window.length - WINDOW_OVERLAP;
    const starts = segmentStarts(window, language).filter((start) => start > 0 && start < certain);
    for (const start of starts) found.push(from + start);
    if (isLast) break;
    from += starts.at(-1) ?? certain;
  }
  return found;
}

function segmentStarts(window: string, language: string): number[] {
  const starts: number[] = [];
  let from = 0;
  for (const piece of segment(language, window)) {
    const start = window.indexOf(piece, from);
    if (start < 0) continue;
    starts.push(start);
    from = start + piece.length;
  }
  return starts;
}

function mend(text: string, found: readonly number[]): number[] {
  const quotations = balancedQuotations(text);
  const kept: number[] = [];
  let next = 0;
  let from = 0;
  let hasLetter = false;
  for (const offset of found) {
    const cut = moveCut(text, offset);
    hasLetter ||= LETTER_OR_NUMBER.test(text.slice(from, cut));
    from = Math.max(from, cut);
    if (!hasLetter || continues(text, cut)) continue;
    while ((quotations[next]?.end ?? Number.POSITIVE_INFINITY) <= cut) next += 1;
    if ((quotations[next]?.start ?? Number.POSITIVE_INFINITY) < cut) continue;
    kept.push(cut);
    hasLetter = false;
  }
  const lettered = kept.filter((cut, i) => LETTER_OR_NUMBER.test(text.slice(cut, kept[i + 1] ?? text.length)));
  return lettered.filter((cut, i) => !isAnswerFragment(text, lettered[i - 1] ?? 0, cut, lettered[i + 1] ?? text.length));
}

/** Moves a cut so that closing marks belong to the sentence before it, and opening marks to the sentence after it. */
function moveCut(text: string, offset: number): number {
  const from = Math.max(0, offset - LONGEST_EDGE);
  const opener = OPENERS.exec(text.slice(from, offset));
  if (opener !== null) return from + opener.index;
  const closer = CLOSERS.exec(text.slice(offset, offset + LONGEST_EDGE));
  return offset + (closer?.[0].length ?? 0);
}

/** Whether the sentence before a cut continues after it. */
function continues(text: string, cut: number): boolean {
  const before = text.slice(Math.max(0, cut - LONGEST_EDGE), cut);
  const next = text.slice(cut, cut + LONGEST_EDGE);
  const after = next.trimStart();
  if (WITHIN_WORD.test(before) && /^[A-Za-z]/u.test(next)) return true;
  if (CONTINUATION.test(after) || UNFINISHED.test(before)) return true;
  if (UNFINISHED_BEFORE_NUMBER.test(before) && /^\p{N}/u.test(after)) return true;
  return DOUBLED_END.test(before) && DOUBLED_START.test(after);
}

function balancedQuotations(text: string): Span[] {
  return [...text.matchAll(/“[^“”«»"]*”|«[^«»]*»|(?<=^|\s)"[^"]*"/gu)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
    .filter((span) => span.end - span.start <= LONGEST_WHOLE_QUOTATION);
}

function isAnswerFragment(text: string, previous: number, cut: number, next: number): boolean {
  const fragment = text.slice(cut, next).trim();
  return (
    text.slice(previous, cut).trimEnd().endsWith('?') && fragment.split(/\s+/u).length <= LONGEST_ANSWER_WORDS && !fragment.endsWith('?')
  );
}

/** Splits a sentence too long for a model or a message at a semicolon, a comma or a space, in this order of preference. */
function splitOverlong(body: string, span: Span): Span[] {
  const pieces: Span[] = [];
  let { start } = span;
  while (span.end - start > LONGEST_SENTENCE) {
    const cut = start + cutOffset(body.slice(start, start + LONGEST_SENTENCE + 1));
    pieces.push(trimSpan(body, { start, end: cut }));
    start = cut;
  }
  return [...pieces, trimSpan(body, { start, end: span.end })].filter((piece) => piece.end > piece.start);
}

/** Offset at which to cut a text that is one code unit longer than the longest sentence. */
function cutOffset(text: string): number {
  const window = text.slice(0, LONGEST_SENTENCE);
  const half = LONGEST_SENTENCE / 2;
  for (const mark of [/;\s|；/gu, /,\s|[，、]/gu, /\s/gu]) {
    const last = [...window.matchAll(mark)].at(-1);
    if (last !== undefined && last.index >= half) return last.index + 1;
  }
  let cut = LONGEST_SENTENCE;
  while (cut > half && (JOINED.test(text.slice(cut, cut + 2)) || text.charAt(cut - 1) === '\u200D')) cut -= 1;
  return cut;
}
