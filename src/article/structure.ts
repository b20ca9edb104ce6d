// The structure of a text before it becomes an article: its blocks with their roles, and the characters that readers do not see.

import type { BlockRole, Hidden, Span } from './article.js';

/** A block as the reader of Markdown or of plain text finds it. */
export interface FoundBlock extends Span {
  readonly role: BlockRole;
  /** Of a heading, from 1 for the highest; a mark that ends a section has a level too, but no letters. */
  readonly level?: number;
  /** Of a row: its cells and those of the header. */
  readonly cells?: readonly Span[];
  readonly header?: readonly Span[];
  /** Of a footnote: its sign in the text. */
  readonly mark?: string;
}

export interface Structure {
  readonly blocks: readonly FoundBlock[];
  readonly veil: Veil;
  /** The text's references to footnotes. */
  readonly references: readonly { readonly mark: string; readonly at: number }[];
}

const SHOWN = 0;
const HIDDEN = 1;
const SPACE = 2;

const BREAK = /\r\n|[\n\r]/gu;
const BLANK = /[ \t]/u;
const LINE = /[^\r\n]+/gu;
/** Ends of a line that demand a break in Markdown. */
const HARD_BREAK = / {2}$|\\$/u;
const FENCE = /^(?:```|~~~)/u;
const CODE_INDENT = /^(?: {4}|\t)/u;
const BEGINS_VERSE = /^[ \t]*[\p{P}\p{S}]*\p{Lu}/u;
const ENDS_SENTENCE = /[.!?][”’»)\]"']*\s*$/u;
/** Least lines of verse: fewer lines may all begin with a capital by chance. */
const LEAST_VERSES = 3;
const LONGEST_VERSE = 72;

/** The visibility of a body's characters. */
export class Veil {
  readonly #states: Uint8Array;

  constructor(private readonly body: string) {
    this.#states = new Uint8Array(body.length);
  }

  hide({ start, end }: Span): void {
    this.#states.fill(HIDDEN, Math.max(0, start), end);
  }

  show({ start, end }: Span): void {
    this.#states.fill(SHOWN, start, end);
  }

  /** Shows one space in place of a range. */
  space({ start, end }: Span): void {
    this.#states.fill(HIDDEN, start, end);
    this.#states[start] = SPACE;
  }

  isHidden(offset: number): boolean {
    return this.#states[offset] === HIDDEN;
  }

  /** The shown text of a range. */
  shown({ start, end }: Span): string {
    let text = '';
    let from = start;
    for (let i = start; i <= end; i += 1) {
      const state = i === end ? HIDDEN : this.#states[i];
      if (state === SHOWN) continue;
      text += this.body.slice(from, i) + (state === SPACE ? ' ' : '');
      from = i + 1;
    }
    return text;
  }

  /** Shows the breaks that only wrap a paragraph as spaces, with the blanks around them; breaks that the author meant stay. */
  unwrap(paragraph: Span): void {
    const text = this.body.slice(paragraph.start, paragraph.end);
    const breaks = [...text.matchAll(BREAK)].map(({ index, 0: { length } }) => ({
      start: paragraph.start + index,
      end: paragraph.start + index + length,
    }));
    const keeps = breaks.length > 0 && this.#keepsBreaks(paragraph);
    for (const { start, end } of breaks) {
      const before = this.body.slice(Math.max(paragraph.start, start - 2), start);
      if (keeps || HARD_BREAK.test(before) || this.#states[start] !== SHOWN) continue;
      let [from, to] = [start, end];
      while (from > paragraph.start && this.#isBlank(from - 1)) from -= 1;
      while (to < paragraph.end && this.#isBlank(to)) to += 1;
      this.space({ start: from, end: to });
    }
  }

  /** All hidden ranges, in order. */
  hidden(): Hidden[] {
    const found: Hidden[] = [];
    for (let i = 0; i < this.#states.length; ) {
      const state = this.#states[i];
      let end = i + 1;
      if (state !== SHOWN) {
        while (end < this.#states.length && this.#states[end] === HIDDEN && !this.#endsSpace(state, end)) end += 1;
        found.push({ start: i, end, as: state === SPACE ? ' ' : '' });
      }
      i = end;
    }
    return found;
  }

  /** Whether a range shown as a space ends: it covers only white space and quotation signs; later marks belong to what they enclose. */
  #endsSpace(state: number | undefined, offset: number): boolean {
    return state === SPACE && !/[\s>]/u.test(this.body.charAt(offset)) && this.body.charAt(offset - 1) !== '<';
  }

  #isBlank(offset: number): boolean {
    const character = this.body.charAt(offset);
    return BLANK.test(character) || (character === '>' && this.#states[offset] === HIDDEN && this.#isSign(offset));
  }

  /** Whether a sign opens its line, like that of a quotation. */
  #isSign(offset: number): boolean {
    let from = offset;
    while (from > 0 && /[ \t>]/u.test(this.body.charAt(from - 1))) from -= 1;
    return from === 0 || /[\r\n]/u.test(this.body.charAt(from - 1));
  }

  /** Whether each line of a paragraph is a line of its own: code and verse. */
  #keepsBreaks({ start, end }: Span): boolean {
    if (FENCE.test(this.body.slice(start, start + 3))) return true;
    // A paragraph begins after the blanks of its first line.
    let lineStart = start;
    while (BLANK.test(this.body.charAt(lineStart - 1))) lineStart -= 1;
    const lines = (this.body.slice(lineStart, start) + this.shown({ start, end })).match(LINE) ?? [];
    if (lines.every((line) => CODE_INDENT.test(line))) return true;
    // Prose with a line for each sentence looks like verse except for its full stops.
    if (lines.some((line) => line.length > LONGEST_VERSE) || !lines.some((line) => /\p{Ll}/u.test(line))) return false;
    return (
      lines.length >= LEAST_VERSES && lines.every((line) => BEGINS_VERSE.test(line)) && !lines.every((line) => ENDS_SENTENCE.test(line))
    );
  }
}
