// Finds the places of an article that an anchor means: matched on a normalised view, given as raw offsets.

import type { Span } from './article.js';

/** A place in the article: its exact words, with what stands around them where the words alone mean several places. */
export interface Anchor {
  readonly exact: string;
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
}

export interface AnchorFinder {
  /**
   * Every place of the body where an anchor stands, in order and without overlap; none if its words are not there.
   * White space, kinds of quotation marks and dashes and ways to encode an accent do not matter; case and accents do.
   */
  find(anchor: Anchor): readonly Span[];
}

/** A text in which what looks alike is alike, with the raw range that each of its code units stands for. */
interface View {
  readonly text: string;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Zero-width characters, direction marks and soft hyphens: nobody sees them, copies lose them. */
const INVISIBLE = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;
const WHITE_SPACE = /[^\S\uFEFF]|\u0085/u;
/**
 * What is normalised as a whole and never cut: a run of white space or invisible characters, a run of
 * characters that stand for themselves, a letter with its marks (a Hangul syllable, a flag, an emoji with what is joined to it), or any one character.
 */
const PIECE =
  /(?<gap>[\s\u0085\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069]+)|(?<plain>[!-~À-ÖØ-öø-ſ\u0400-\u0481\u048A-\u052F\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF]+(?![\u00AD\u200B-\u200F\u2060]*\p{M}))|[\u1100-\u115F\uAC00-\uD7A3][\u1160-\u11FF]+|\p{RI}\p{RI}|\p{Extended_Pictographic}(?:\p{M}|\p{EMod})*(?:\u200D\p{Extended_Pictographic}(?:\p{M}|\p{EMod})*)*|[^\p{M}](?:[\u00AD\u200B-\u200F\u2060]*\p{M})*|\p{M}+/gsu;
const LOOKALIKES: readonly (readonly [RegExp, string])[] = [
  [/[“”„‟«»]/gu, '"'],
  [/[‘’‚‛‹›]/gu, "'"],
  [/[\u2010-\u2015\u2212]/gu, '-'],
  [/…/gu, '...'],
];

/** A letter, mark or digit of a script that parts its words with spaces; the other scripts' words have no edges to keep. */
const WORD_CHARACTER = String.raw`(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}])[\p{L}\p{M}\p{N}_]`;
const BEGINS_IN_WORD = new RegExp(`^${WORD_CHARACTER}`, 'u');
const ENDS_IN_WORD = new RegExp(`${WORD_CHARACTER}$`, 'u');
/** The joints of one number: "1,062" is not at "062", nor is "51.2" at "51". */
const BEGINS_IN_NUMBER = /^\p{N}/u;
const ENDS_IN_NUMBER = /\p{N}$/u;
const NUMBER_GOES_ON = /^[.,]\p{N}/u;
const NUMBER_COMES_BEFORE = /\p{N}[.,]$/u;

/** Reads a body once, so that many anchors can be looked up in it. */
export function createAnchorFinder(body: string): AnchorFinder {
  const view = normalise(body);
  return { find: (anchor) => findAll(view, anchor) };
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

/** Whether a range of the view cuts no piece of the body in two. */
function isWhole(view: View, from: number, to: number): boolean {
  const splits = (offset: number): boolean => offset > 0 && offset < view.text.length && view.starts[offset - 1] === view.starts[offset];
  return !splits(from) && !splits(to);
}

function standsBetween(text: string, from: number, to: number, prefix: string, suffix: string): boolean {
  const before = text[from - 1] === ' ' ? from - 1 : from;
  const after = text[to] === ' ' ? to + 1 : to;
  return before >= prefix.length && text.startsWith(prefix, before - prefix.length) && text.startsWith(suffix, after);
}

/** Whether neither edge of a range lies within a longer word or number. */
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
