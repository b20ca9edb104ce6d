// Finds the places of an anchor in an article, matched on a normalised view, and an anchor for one place.

import type { Span } from './article.js';

/** A place in the article: its exact words, with the text around them if the words alone occur at several places. */
export interface Anchor {
  readonly exact: string;
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
}

export interface AnchorFinder {
  /**
   * Every place of an anchor in the body, in order and without overlap; empty if its words are missing.
   * White space, kinds of quotation marks and dashes and ways to encode an accent do not matter; case and accents do.
   */
  find(anchor: Anchor): readonly Span[];
  /**
   * The anchor that matches one place only: its exact words alone if they suffice, else with the fewest characters of
   * whole words before or after them that distinguish it.
   * Throws RangeError for a place whose ends are outside the body, within a word, a number or a character, or are
   * white space or invisible characters.
   */
  anchorAt(span: Span): Anchor;
}

/** A text with lookalike characters made equal, and the raw range of each of its code units. */
interface View {
  readonly text: string;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Zero-width characters, direction marks and soft hyphens: nobody sees them, copies lose them. */
const INVISIBLE = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;
const WHITE_SPACE = /[^\S\uFEFF]|\u0085/u;
/**
 * A piece that is normalised as a whole and never cut: a run of white space or invisible characters, a run of characters that stay
 * as they are, a letter with its marks (a Hangul syllable, a flag, an emoji with all joined to it), or any one character.
 */
const PIECE =
  /(?<gap>[\s\u0085\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069]+)|(?<plain>[!-~À-ÖØ-öø-ſ\u0400-\u0481\u048A-\u052F\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF]+(?![\u00AD\u200B-\u200F\u2060]*\p{M}))|[\u1100-\u115F\uAC00-\uD7A3][\u1160-\u11FF]+|\p{RI}\p{RI}|\p{Extended_Pictographic}(?:\p{M}|\p{EMod})*(?:\u200D\p{Extended_Pictographic}(?:\p{M}|\p{EMod})*)*|[^\p{M}](?:[\u00AD\u200B-\u200F\u2060]*\p{M})*|\p{M}+/gsu;
const LOOKALIKES: readonly (readonly [RegExp, string])[] = [
  [/[“”„‟«»]/gu, '"'],
  [/[‘’‚‛‹›]/gu, "'"],
  [/[\u2010-\u2015\u2212]/gu, '-'],
  [/…/gu, '...'],
];

/** Scripts without spaces between words: such words have no edges to keep. */
const WITHOUT_SPACES = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]`;
const BEGINS_WITHOUT_SPACES = new RegExp(`^${WITHOUT_SPACES}`, 'u');
// A lookbehind, since V8 14 (Node 26) finds no letter beyond U+FFFF by a class before a `$`.
const ENDS_WITHOUT_SPACES = new RegExp(`(?<=${WITHOUT_SPACES})$`, 'u');
/** A letter, mark or digit of any other script. */
const WORD_CHARACTER = String.raw`(?!${WITHOUT_SPACES})[\p{L}\p{M}\p{N}_]`;
const BEGINS_IN_WORD = new RegExp(`^${WORD_CHARACTER}`, 'u');
const ENDS_IN_WORD = new RegExp(`(?<=${WORD_CHARACTER})$`, 'u');
/** Edges within one number: "062" does not match in "1,062", nor "51" in "51.2". */
const BEGINS_IN_NUMBER = /^\p{N}/u;
const ENDS_IN_NUMBER = /\p{N}$/u;
const NUMBER_GOES_ON = /^[.,]\p{N}/u;
const NUMBER_COMES_BEFORE = /\p{N}[.,]$/u;

/** Reads a body once, so that many anchors can be looked up in it. */
export function createAnchorFinder(body: string): AnchorFinder {
  const view = normalise(body);
  // The same notes are looked up repeatedly.
  const found = new WeakMap<Anchor, readonly Span[]>();
  const find = (anchor: Anchor): readonly Span[] => {
    const spans = found.get(anchor) ?? Object.freeze(findAll(view, anchor));
    found.set(anchor, spans);
    return spans;
  };
  return { find, anchorAt: (span) => anchorAt(body, view, span) };
}

function findAll(view: View, anchor: Anchor): Span[] {
  const exact = normalise(anchor.exact).text.trim();
  const prefix = normalise(anchor.prefix ?? '').text.trim();
  const suffix = normalise(anchor.suffix ?? '').text.trim();
  const spans: Span[] = [];
  if (exact === '') return spans;
  let from = view.text.indexOf(exact);
  while (from >= 0) {
    const to = from + exact.length;
    const isHere = isWhole(view, from, to) && standsBetween(view.text, from, to, prefix, suffix) && keepsWords(view.text, from, to);
    if (isHere) spans.push({ start: view.starts[from] ?? 0, end: view.ends[to - 1] ?? 0 });
    from = view.text.indexOf(exact, isHere ? to : from + 1);
  }
  return spans;
}

/** Whether neither end of a range of the view splits a piece of the body. */
function isWhole(view: View, from: number, to: number): boolean {
  const splits = (offset: number): boolean => offset > 0 && offset < view.text.length && view.starts[offset - 1] === view.starts[offset];
  return !splits(from) && !splits(to);
}

function standsBetween(text: string, from: number, to: number, prefix: string, suffix: string): boolean {
  const { before, after } = around(text, from, to);
  return before >= prefix.length && text.startsWith(prefix, before - prefix.length) && text.startsWith(suffix, after);
}

/** The end of the text before a range and the start of the text after it: a space between belongs to neither. */
function around(text: string, from: number, to: number): { readonly before: number; readonly after: number } {
  return { before: text[from - 1] === ' ' ? from - 1 : from, after: text[to] === ' ' ? to + 1 : to };
}

/** Whether neither edge of a range is within a longer word or number. */
function keepsWords(text: string, from: number, to: number): boolean {
  const before = text.slice(Math.max(0, from - 2), from);
  const first = text.slice(from, Math.min(from + 2, to));
  const last = text.slice(Math.max(from, to - 2), to);
  const after = text.slice(to, to + 2);
  if (BEGINS_IN_WORD.test(first) && ENDS_IN_WORD.test(before)) return false;
  if (ENDS_IN_WORD.test(last) && BEGINS_IN_WORD.test(after)) return false;
  if (BEGINS_IN_NUMBER.test(first) && NUMBER_COMES_BEFORE.test(before)) return false;
  return !(ENDS_IN_NUMBER.test(last) && NUMBER_GOES_ON.test(after));
}

function anchorAt(body: string, view: View, { start, end }: Span): Anchor {
  const refuse = (why: string): never => {
    throw new RangeError(`No anchor from ${start} to ${end}: ${why}.`);
  };
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end)) refuse('offsets are whole numbers');
  if (start < 0 || end > body.length || start >= end) refuse(`the offsets are not in order within the body, from 0 to ${body.length}`);
  const exact = body.slice(start, end);
  const { text } = normalise(exact);
  const from = view.starts.indexOf(start);
  const to = from + text.length;
  const isAt = from >= 0 && text.trim() === text && view.ends[to - 1] === end && view.text.startsWith(text, from);
  if (!isAt || !isWhole(view, from, to) || !keepsWords(view.text, from, to)) {
    refuse('it begins or ends within a word or a character, with white space or with what nobody sees');
  }
  const [first, ...others] = findAll(view, { exact });
  if (first?.start === start && first.end === end && others.length === 0) return { exact };
  const context = leastContext(view, from, to);
  if (context === undefined) return refuse('nothing around it tells it apart');
  const { before, after } = around(view.text, from, to);
  const raw = (first: number, last: number) => body.slice(view.starts[first], view.ends[last - 1]);
  return {
    exact,
    ...(context.before > 0 && { prefix: raw(before - context.before, before) }),
    ...(context.after > 0 && { suffix: raw(after, after + context.after) }),
  };
}

/** Numbers of characters before and after a range that distinguish it from every other place of its words; undefined if none do. */
function leastContext(view: View, from: number, to: number): { readonly before: number; readonly after: number } | undefined {
  const { text } = view;
  const here = around(text, from, to);
  const agreesAfter = agreement(text, here.after);
  const agreesBefore = agreement(reversed(text), text.length - here.before);
  const rivals = rivalsOf(view, from, to)
    .map((range) => {
      const { before, after } = around(text, range.from, range.to);
      return { before: agreesBefore[text.length - before] ?? 0, after: agreesAfter[after] ?? 0 };
    })
    .sort((a, b) => b.before - a.before);
  // The text before excludes the rivals that share less of it; the text after must exclude the others.
  let best = { before: Number.POSITIVE_INFINITY, after: 0 };
  let left = 0;
  for (let i = 0; i <= rivals.length; i += 1) {
    const rival = rivals[i];
    const before = rival === undefined ? 0 : charactersBefore(view, here.before, rival.before + 1);
    const after = left === 0 ? 0 : charactersAfter(view, here.after, left);
    if (before + after < best.before + best.after) best = { before, after };
    left = Math.max(left, (rival?.after ?? 0) + 1);
  }
  const length = best.before + best.after;
  return length > 0 && Number.isFinite(length) ? best : undefined;
}

/** The other ranges of the view with the same words. */
function rivalsOf(view: View, from: number, to: number): { readonly from: number; readonly to: number }[] {
  const exact = view.text.slice(from, to);
  const rivals: { from: number; to: number }[] = [];
  for (let at = view.text.indexOf(exact); at >= 0; at = view.text.indexOf(exact, at + 1)) {
    const end = at + exact.length;
    // Matches that begin within the range itself do not count.
    if ((at < from || at >= to) && isWhole(view, at, end) && keepsWords(view.text, at, end)) rivals.push({ from: at, to: end });
  }
  return rivals;
}

/** Number of characters before an offset, at least `least`, extended to the beginning of a word. */
function charactersBefore(view: View, offset: number, least: number): number {
  let at = offset - least;
  while (at >= 0 && (view.text[at] === ' ' || !isBetweenWords(view, at))) at -= 1;
  return at < 0 ? Number.POSITIVE_INFINITY : offset - at;
}

/** Number of characters after an offset, at least `least`, extended to the end of a word. */
function charactersAfter(view: View, offset: number, least: number): number {
  let at = offset + least;
  while (at <= view.text.length && (view.text[at - 1] === ' ' || !isBetweenWords(view, at))) at += 1;
  return at > view.text.length ? Number.POSITIVE_INFINITY : at - offset;
}

/** Whether an offset is between words, with their punctuation. */
function isBetweenWords(view: View, offset: number): boolean {
  const before = view.text.slice(Math.max(0, offset - 2), offset);
  const after = view.text.slice(offset, offset + 2);
  if (/^$| $/u.test(before) || /^$|^ /u.test(after)) return true;
  return isWhole(view, offset, offset) && (ENDS_WITHOUT_SPACES.test(before) || BEGINS_WITHOUT_SPACES.test(after));
}

/** For each offset of a text, the number of characters from there on that equal those from `at` on: the Z algorithm, in linear time. */
function agreement(text: string, at: number): Uint32Array {
  const length = text.length - at;
  const joined = text.slice(at) + text;
  const agrees = new Uint32Array(joined.length + 1);
  let first = 0;
  let last = 0;
  for (let i = 1; i < joined.length; i += 1) {
    let common = i < last ? Math.min(last - i, agrees[i - first] ?? 0) : 0;
    while (i + common < joined.length && joined.charCodeAt(common) === joined.charCodeAt(i + common)) common += 1;
    agrees[i] = common;
    if (i + common > last) [first, last] = [i, i + common];
  }
  return agrees.subarray(length).map((common) => Math.min(common, length));
}

function reversed(text: string): string {
  return text.split('').reverse().join('');
}

function normalise(text: string): View {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of text.matchAll(PIECE)) {
    const raw = match[0];
    const start = match.index;
    if (match.groups?.plain !== undefined) {
      parts.push(raw);
      for (let i = start; i < start + raw.length; i += 1) {
        starts.push(i);
        ends.push(i + 1);
      }
      continue;
    }
    const part = match.groups?.gap === undefined ? foldPiece(raw) : WHITE_SPACE.test(raw) ? ' ' : '';
    parts.push(part);
    for (let i = 0; i < part.length; i += 1) {
      starts.push(start);
      ends.push(start + raw.length);
    }
  }
  return { text: parts.join(''), starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
}

function foldPiece(raw: string): string {
  const composed = raw.replace(INVISIBLE, '').normalize('NFC');
  return LOOKALIKES.reduce((text, [lookalike, plain]) => text.replace(lookalike, plain), composed);
}
