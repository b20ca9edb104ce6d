// Reads the structure of Markdown with micromark: the role of each block, and the characters that are markup.

import { parse, postprocess, preprocess } from 'micromark';
import { gfmFootnote } from 'micromark-extension-gfm-footnote';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { BlockRole, Span } from './article.js';
import { trimSpan } from './paragraphs.js';
import { type FoundBlock, type Structure, Veil } from './structure.js';

type Token = { readonly type: string; readonly start: { readonly offset: number }; readonly end: { readonly offset: number } };

const EXTENSIONS = [gfmTable(), gfmFootnote(), gfmStrikethrough()];
/** Tokens within text whose characters readers see. */
const SEEN = new Set([
  'data',
  'codeTextData',
  'characterEscapeValue',
  'autolinkProtocol',
  'autolinkEmail',
  'characterReference',
  'lineEnding',
]);
/** Tokens within which nothing is seen. */
const UNSEEN = new Set(['resource', 'reference', 'gfmFootnoteCall', 'htmlText']);
/** Tokens that contain text with markup. */
const TEXTS = new Set(['paragraph', 'atxHeadingText', 'setextHeadingText', 'tableRow']);
/** Signs that a text is Markdown, not plain text. */
const MARKS = new Set([
  ...['atxHeading', 'setextHeading', 'codeFenced', 'htmlFlow', 'htmlText', 'table', 'definition', 'gfmFootnoteDefinition', 'blockQuote'],
  ...['listOrdered', 'listUnordered', 'emphasis', 'strong', 'codeText', 'link', 'image', 'autolink'],
]);
/** Level below all others: of a paragraph in bold, or the summary of a foldable section. */
const LOWEST = 7;
/** A longer heading counts as a paragraph. */
const LONGEST_HEADING = 200;
const CONTENTS = /^(?:table of )?contents$|^toc$|^on this page$|^(?:tabla de )?contenidos?$|^índice$/iu;
/** A question in a list of questions, by the letter before it. */
const MARKED_QUESTION = /^(?:Q|P|Question|Pregunta)\s*\d*\s*[.:)]\s*\S.*\?$/u;
/** Markup of other tools: template tags, attributes in braces, import lines, fences of notes, kinds of alerts. */
const TEMPLATE = /\{%[^\r\n]*?%\}|\{\{[^\r\n]*?\}\}|\{:[^\r\n}]*\}|\{#[\w-]+\}/gu;
const TEMPLATE_LINE = /^(?:\s*(?::::.*|\[!\w+\].*|(?:import|export)\s.*\bfrom\s+['"].*|\[\[?_?toc_?\]?\]))$/iu;
const WIKI_LINK = /\[\[(?:[^[\]|\r\n]*\|)?([^[\]|\r\n]+)\]\]/gu;

/** Reads a body as Markdown; undefined if it has no sign of Markdown. */
export function readMarkdown(body: string): Structure | undefined {
  // A byte order mark would shift every offset.
  const events = postprocess(
    parse({ extensions: EXTENSIONS })
      .document()
      .write(preprocess()(body.replace(/^\uFEFF/u, ' '), undefined, true)),
  );
  if (!events.some(([, { type }]) => MARKS.has(type))) return undefined;
  return new Reader(body).read(events as unknown as readonly (readonly ['enter' | 'exit', Token])[]);
}

/** A list while it is being read. */
interface OpenList {
  /** Index of its first block. */
  readonly from: number;
  /** Whether each item so far is only a link to a place in the text. */
  leadsHome: boolean;
}

class Reader {
  readonly #veil: Veil;
  readonly #blocks: FoundBlock[] = [];
  readonly #references: { mark: string; at: number }[] = [];
  readonly #open: Token[] = [];
  readonly #lists: OpenList[] = [];
  #header: readonly Span[] = [];
  #cells: Span[] = [];
  /** Offsets of the lines between cells. */
  #bars: number[] = [];
  #mark = '';
  #code: Span | undefined;
  /** Ranges of the current text that are pictures, bold, or links to a place in the text. */
  #pictures: Span[] = [];
  #bold: Span[] = [];
  #homeward: Span[] = [];

  constructor(private readonly body: string) {
    this.#veil = new Veil(body);
  }

  read(events: readonly (readonly ['enter' | 'exit', Token])[]): Structure {
    for (const [kind, token] of events) {
      if (kind === 'enter') {
        this.#enter(token);
        this.#open.push(token);
      } else {
        this.#open.pop();
        this.#exit(token);
      }
    }
    return { blocks: this.#underlined(), veil: this.#veil, references: this.#references };
  }

  /** Treats a numbered line right above a rule as a heading, as its author meant it: Markdown reads "1. Money" as a list. */
  #underlined(): FoundBlock[] {
    return this.#blocks.map((block, i) => {
      const next = this.#blocks[i + 1];
      const isUnderlined =
        block.role === 'list' && next?.role === 'rule' && /^[ \t]*(?:\r\n|[\r\n])[ \t]*$/u.test(this.body.slice(block.end, next.start));
      return isUnderlined && !/[\r\n]/u.test(this.#slice(block)) ? { ...block, role: 'heading', level: 2 } : block;
    });
  }

  #enter(token: Token): void {
    const span = spanOf(token);
    if (TEXTS.has(token.type)) {
      this.#veil.hide(span);
      [this.#pictures, this.#bold, this.#homeward, this.#cells, this.#bars] = [[], [], [], [], []];
    } else if (SEEN.has(token.type) && this.#isIn(TEXTS) && !this.#isIn(UNSEEN)) this.#see(token);
    else if (token.type === 'listOrdered' || token.type === 'listUnordered')
      this.#lists.push({ from: this.#blocks.length, leadsHome: true });
    else if (token.type === 'gfmFootnoteCall') this.#references.push({ mark: this.#slice(span).slice(2, -1), at: span.start });
    else if (token.type === 'gfmFootnoteDefinition') this.#mark = /^\[\^([^\]]+)\]/u.exec(this.#slice(span))?.[1] ?? '';
    else if (token.type === 'tableHead') this.#header = [];
    else if (token.type === 'tableHeader' || token.type === 'tableData') this.#cells.push({ start: span.end, end: span.end });
    else if (token.type === 'codeFenced' || token.type === 'codeIndented') {
      this.#veil.hide(span);
      this.#code = undefined;
    } else if (token.type === 'codeFlowValue') {
      this.#veil.show(span);
      this.#code = { start: this.#code?.start ?? span.start, end: span.end };
    } else if (token.type === 'lineEnding' && this.#isIn(new Set(['codeFenced', 'codeIndented']))) this.#see(token);
  }

  #exit(token: Token): void {
    const span = spanOf(token);
    switch (token.type) {
      case 'paragraph':
        this.#paragraph(span);
        break;
      case 'atxHeadingText':
      case 'setextHeadingText': {
        const own = this.#open.at(-1);
        const marks = own === undefined ? '' : this.#slice(spanOf(own));
        const level = token.type === 'atxHeadingText' ? (/^#+/u.exec(marks)?.[0].length ?? 1) : /=\s*$/u.test(marks) ? 1 : 2;
        this.#dress(span);
        const isHeading = span.end - span.start <= LONGEST_HEADING;
        this.#blocks.push(isHeading ? { ...span, role: 'heading', level } : { ...span, role: 'prose' });
        break;
      }
      case 'thematicBreak':
        this.#blocks.push({ ...span, role: 'rule' });
        break;
      case 'definition':
        this.#veil.hide(span);
        this.#blocks.push({ ...span, role: 'definition' });
        break;
      case 'codeFenced':
      case 'codeIndented': {
        const code = this.#code && trimSpan(this.body, this.#code);
        if (code !== undefined && code.end > code.start) this.#blocks.push({ ...code, role: 'code' });
        break;
      }
      case 'htmlFlow':
        this.#html(span);
        break;
      case 'htmlText':
        if (/^<br\s*\/?>$/iu.test(this.#slice(span))) this.#veil.space(span);
        break;
      case 'tableContent':
        if (this.#open.at(-1)?.type !== 'tableDelimiter') this.#cells[this.#cells.length - 1] = span;
        break;
      case 'tableCellDivider':
        this.#bars.push(span.start);
        break;
      case 'strikethrough':
        // Text that the author struck out must not be quoted.
        this.#veil.hide(span);
        break;
      case 'tableRow':
        this.#row();
        break;
      case 'image':
        this.#pictures.push(span);
        break;
      case 'strong':
        this.#bold.push(span);
        break;
      case 'link':
        if (/\]\(\s*<?#/u.test(this.#slice(span))) this.#homeward.push(span);
        break;
      case 'listOrdered':
      case 'listUnordered':
        this.#list();
        break;
    }
  }

  #see(token: Token): void {
    const span = spanOf(token);
    // The token of a line break in listed code includes the next line's indent.
    if (token.type === 'lineEnding')
      this.#veil.show({ start: span.start, end: span.start + (/^\r?\n?/u.exec(this.#slice(span))?.[0].length ?? 1) });
    else if (token.type !== 'characterReference') this.#veil.show(span);
    else if (/^&(?:nbsp|#160|#xa0);$/iu.test(this.#slice(span))) this.#veil.space(span);
    else this.#veil.show(this.#slice(span) === '&amp;' ? { start: span.start, end: span.start + 1 } : span);
  }

  #paragraph(span: Span): void {
    this.#dress(span);
    const shown = this.#veil.shown(span).trim();
    const role = this.#role();
    const list = this.#lists.at(-1);
    if (list !== undefined && this.#letters(this.#homeward) < letters(shown)) list.leadsHome = false;
    const isNavigation = this.#homeward.length > 1 && this.#letters(this.#homeward) === letters(shown);
    if (shown === '') this.#blocks.push({ ...span, role: 'comment' });
    else if (isNavigation) this.#blocks.push({ ...span, role: 'contents' });
    else if (role === 'footnote') this.#blocks.push({ ...span, role, mark: this.#mark });
    else if (this.#pictures.length > 0 && this.#letters(this.#pictures) === letters(shown)) this.#blocks.push({ ...span, role: 'figure' });
    else if (role === 'prose' && this.#isTitle(shown)) this.#blocks.push({ ...span, role: 'heading', level: LOWEST });
    else if (role === 'prose' && MARKED_QUESTION.test(shown)) this.#blocks.push({ ...span, role: 'heading', level: LOWEST + 1 });
    else this.#blocks.push({ ...span, role });
  }

  /** Whether a paragraph is all bold and no sentence: a common form of heading. */
  #isTitle(shown: string): boolean {
    if (this.#bold.length === 0 || this.#letters(this.#bold) < letters(shown)) return false;
    return shown.length <= LONGEST_HEADING && !/[\r\n]|[.!:;,…][”’»)\]"']*$/u.test(shown);
  }

  #role(): BlockRole {
    if (this.#isIn(new Set(['gfmFootnoteDefinition']))) return 'footnote';
    for (const { type } of this.#open.toReversed()) {
      if (type === 'blockQuote') return 'quotation';
      if (type === 'listOrdered' || type === 'listUnordered') return 'list';
    }
    return 'prose';
  }

  /** Hides other tools' additions to Markdown, and shows wiki links by their words. */
  #dress(span: Span): void {
    const text = this.#slice(span);
    for (const { index, 0: tag } of text.matchAll(TEMPLATE)) {
      this.#veil.hide({ start: span.start + index, end: span.start + index + tag.length });
    }
    for (const { index, 0: line } of text.matchAll(/[^\r\n]+/gu)) {
      if (TEMPLATE_LINE.test(line.replace(/^[\s>]+/u, ''))) {
        this.#veil.hide({ start: span.start + index, end: span.start + index + line.length });
      }
    }
    for (const { index, 0: link, 1: label = '' } of text.matchAll(WIKI_LINK)) {
      const end = span.start + index + link.length - 2;
      this.#veil.hide({ start: span.start + index, end: end - label.length });
      this.#veil.hide({ start: end, end: end + 2 });
    }
  }

  #row(): void {
    const filled = this.#cells.filter(({ start, end }) => end > start);
    const [first, last] = [filled[0], filled.at(-1)];
    const isHead = this.#isIn(new Set(['tableHead']));
    const cells = this.#cells;
    if (isHead && this.#header.length === 0) this.#header = cells;
    if (first === undefined || last === undefined) return;
    const row = { start: first.start, end: last.end };
    // The line between two cells is shown, with a blank on each side if the body has one.
    for (const bar of this.#bars.filter((at) => row.start < at && at < row.end)) {
      for (const at of [bar - 1, bar, bar + 1]) if (/[ \t|]/u.test(this.body.charAt(at))) this.#veil.show({ start: at, end: at + 1 });
    }
    this.#blocks.push(isHead ? { ...row, role: 'definition' } : { ...row, role: 'table', cells, header: this.#header });
  }

  /** Reads a block of HTML: its tags are hidden, and the words of a heading or a summary are a heading. */
  #html(span: Span): void {
    this.#veil.hide(span);
    const text = this.#slice(span);
    const before = this.#blocks.length;
    const parts = [...htmlParts(text)];
    for (const { start, end, level, tags } of parts) {
      const part = trimSpan(this.body, { start: span.start + start, end: span.start + end });
      if (part.end <= part.start) continue;
      this.#veil.show(part);
      for (const tag of tags) {
        const own = { start: span.start + tag.start, end: span.start + tag.end };
        if (own.start > part.start && PARTS_WORDS.test(this.#slice(own))) this.#veil.space(own);
        else this.#veil.hide(own);
      }
      this.#dress(part);
      for (const { index, 0: reference } of this.#slice(part).matchAll(/&(?:amp|nbsp);/giu)) {
        const own = { start: part.start + index, end: part.start + index + reference.length };
        if (reference === '&amp;') this.#veil.hide({ start: own.start + 1, end: own.end });
        else this.#veil.space(own);
      }
      if (/[\p{L}\p{N}]/u.test(this.#veil.shown(part))) {
        this.#blocks.push(level === undefined ? { ...part, role: 'prose' } : { ...part, role: 'heading', level });
      }
    }
    if (/<\/details>/iu.test(text)) this.#blocks.push({ start: span.end, end: span.end, role: 'comment', level: LOWEST });
    if (this.#blocks.length === before) this.#blocks.push({ ...span, role: /<img\b/iu.test(text) ? 'figure' : 'comment' });
  }

  /** Closes a list; it is a table of contents if each item links to a place in the text, or if its heading says so. */
  #list(): void {
    const list = this.#lists.pop();
    if (list === undefined) return;
    const items = this.#blocks.slice(list.from);
    const outer = this.#lists.at(-1);
    if (outer !== undefined) {
      if (!list.leadsHome) outer.leadsHome = false;
      return;
    }
    const before = this.#blocks[list.from - 1];
    const isUnderContents = before?.role === 'heading' && CONTENTS.test(this.#veil.shown(before).trim());
    if (isUnderContents || (list.leadsHome && items.length > 1)) {
      for (const [i, item] of items.entries()) this.#blocks[list.from + i] = { ...item, role: 'contents' };
    }
  }

  #letters(spans: readonly Span[]): number {
    return spans.reduce((sum, span) => sum + letters(this.#veil.shown(span)), 0);
  }

  #isIn(types: ReadonlySet<string>): boolean {
    return this.#open.some(({ type }) => types.has(type));
  }

  #slice({ start, end }: Span): string {
    return this.body.slice(start, end);
  }
}

function spanOf({ start, end }: Token): Span {
  return { start: start.offset, end: end.offset };
}

function letters(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

/** A range of HTML between two tags that separate blocks, with the inline tags in it. */
interface HtmlPart extends Span {
  /** The level of a heading or a summary. */
  readonly level: number | undefined;
  readonly tags: readonly Span[];
}

const HTML_MARK =
  /<!--.*?(?:-->|$)|<(script|style|svg|template)\b.*?(?:<\/\1\s*>|$)|<[/!?]?(?<name>[a-z][\w:-]*)(?:"[^"<>]{0,2000}"|'[^'<>]{0,2000}'|[^'"<>])*>/gisu;
const INLINE = /^(?:a|abbr|b|br|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|td|th|time|u|var|wbr|img)$/iu;
/** Tags that separate words, like a blank. */
const PARTS_WORDS = /^<(?:br|td|th)\b/iu;

function* htmlParts(text: string): Generator<HtmlPart> {
  let start = 0;
  let level: number | undefined;
  let tags: Span[] = [];
  for (const match of text.matchAll(HTML_MARK)) {
    const { index, 0: mark } = match;
    const name = match.groups?.name;
    if (name !== undefined && INLINE.test(name)) {
      tags.push({ start: index, end: index + mark.length });
      continue;
    }
    yield { start, end: index, level, tags };
    const heading = /^<(?:h([1-6])|(summary))\b/iu.exec(mark);
    if (heading !== null) level = heading[2] === undefined ? Number(heading[1]) : LOWEST;
    else if (/^<\/(?:h[1-6]|summary)\b/iu.test(mark)) level = undefined;
    [start, tags] = [index + mark.length, []];
  }
  yield { start, end: text.length, level, tags };
}
