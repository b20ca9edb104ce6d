// Turns a body of text into an Article: blocks, paragraphs, sentences, hidden ranges, offsets.

import { type Article, type ArticleAbout, type Footnote, isQuotable, type Paragraph, type Sentence, type Span } from './article.js';
import { displayed } from './display.js';
import { readMarkdown } from './markdown.js';
import { trimSpan } from './paragraphs.js';
import { readPlainText } from './plain-text.js';
import { findSentences, LONGEST_SENTENCE, sentencesOfShown } from './sentences.js';
import type { FoundBlock, Structure } from './structure.js';

export interface ParseOptions {
  /** Text with no sign of Markdown is read as plain text in any case. */
  readonly isMarkdown?: boolean;
  /** The title if neither the front matter nor the text has one. */
  readonly name?: string;
  readonly leftOut?: readonly string[] | undefined;
}

/** Facts about an article before its text is read. */
type Known = Omit<ArticleAbout, 'title'> & { readonly title?: string | undefined };

/** Longest first line that counts as a title, in UTF-16 code units. */
const LONGEST_TITLE_LINE = 200;
/** Least words of a picture's text to be quoted; fewer are a name. */
const LEAST_FIGURE_WORDS = 5;
/** End of a line that is a sentence or introduces one. */
const ENDS_OPEN = /[.,;:…!][”’»)\]"']*$/u;

/** A paragraph without its number. */
type Draft = Omit<Paragraph, 'number' | 'sentences'>;

/** Segments a body. Offsets refer to `body` as given; nothing in it is changed. */
export function parseArticle(body: string, known: Known, { isMarkdown = false, name = '', leftOut = [] }: ParseOptions = {}): Article {
  const read = (isMarkdown ? readMarkdown(body) : undefined) ?? readPlainText(body);
  const structure = known.title === undefined ? withTitle(read) : read;
  const { veil } = structure;
  const about = { ...known, title: known.title ?? titleOf(structure, name) };
  for (const block of structure.blocks) if (block.role !== 'code' && block.role !== 'table') veil.unwrap(block);
  const hidden = veil.hidden();
  const text = { body, hidden };
  const sentences: Sentence[] = [];
  const paragraphs: Paragraph[] = [];
  for (const draft of drafts(structure, about, text)) {
    const number = paragraphs.length + 1;
    const own = spansOf(draft, text, about.language).map((span, k) => ({ ...span, index: sentences.length + k, paragraph: number }));
    if (own.length === 0) continue;
    for (const sentence of own) sentences.push(sentence);
    paragraphs.push({ ...draft, number, sentences: own });
  }
  const blocks = structure.blocks.map(({ start, end, role }) => ({ start, end, role }));
  return { about, body, paragraphs, sentences, blocks, hidden, footnotes: footnotesOf(structure), leftOut };
}

/** The main heading or the first line of a text, else the given name. */
function titleOf({ blocks, veil }: Structure, name: string): string {
  // A letter or a memo begins with words at both edges of the page.
  const first = blocks.find((block) => isWorded(veil.shown(block)) && !/\S[ \t]{4,}\S/u.test(veil.shown(block)));
  const block = blocks.find(({ role, level }) => role === 'heading' && level === 1) ?? first;
  const line = block && /\S.*/u.exec(veil.shown(block))?.[0].trim();
  return line === undefined || line.length > LONGEST_TITLE_LINE ? name : line;
}

/** Treats a first line that would be the title as a heading if it is no sentence and more follows. */
function withTitle(structure: Structure): Structure {
  const { blocks, veil } = structure;
  const at = blocks.findIndex((block) => isWorded(veil.shown(block)));
  const first = blocks[at];
  const shown = first === undefined ? '' : veil.shown(first).trim();
  const isTitle = first?.role === 'prose' && shown.length <= LONGEST_TITLE_LINE && !/[\r\n]/u.test(shown) && !ENDS_OPEN.test(shown);
  const isMain = !blocks.some(({ role, level }) => role === 'heading' && level === 1);
  if (first === undefined || !isTitle || !isMain) return structure;
  return { ...structure, blocks: blocks.with(at, { ...first, role: 'heading', level: 1 }) };
}

function wordCount(text: string): number {
  return text.match(/\p{L}+/gu)?.length ?? 0;
}

function isWorded(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** The blocks that may be quoted, each with the headings above it. If there are none, the headings may be quoted. */
function drafts({ blocks, veil }: Structure, about: ArticleAbout, text: Pick<Article, 'body' | 'hidden'>): Draft[] {
  const highest = blocks.filter(({ role, level }) => role === 'heading' && level === 1);
  const isTitle = (block: FoundBlock, shown: string) =>
    (highest.length === 1 && block === highest[0]) || shown === about.title || (block.level === 1 && shown.startsWith(`${about.title} `));
  const above: { readonly level: number; readonly shown: string }[] = [];
  const found: Draft[] = [];
  for (const block of blocks) {
    const { role, level } = block;
    const shown = veil.shown(block).replace(/\s+/gu, ' ').trim();
    if (level !== undefined) {
      while ((above.at(-1)?.level ?? 0) >= level) above.pop();
      if (shown !== '' && !isTitle(block, shown)) above.push({ level, shown });
    }
    if (!isQuotable(role) || !isWorded(shown) || (role === 'figure' && wordCount(shown) < LEAST_FIGURE_WORDS)) continue;
    const headings = above.map((heading) => heading.shown);
    // A row is read with the names of its columns.
    const row = block.cells && block.header && namedRow(block.cells, block.header, veil.shown.bind(veil));
    found.push({ ...trimSpan(text.body, block), role, headings, ...(row === undefined ? {} : { row }) });
  }
  if (found.length > 0) return found;
  const headings = blocks.filter((block) => block.role === 'heading' && /[\p{L}\p{N}]/u.test(displayed(text, block).text));
  return headings.map((block) => ({ ...trimSpan(text.body, block), role: 'prose', headings: [] }));
}

/** The sentences of a paragraph. Code is one sentence, or none if it is too long to be shown whole. */
function spansOf({ role, start, end }: Draft, text: Pick<Article, 'body' | 'hidden'>, language: string): Span[] {
  const span = { start, end };
  if (role !== 'code' && role !== 'table') return sentencesOfShown(text, span, language);
  return displayed(text, span).text.length <= LONGEST_SENTENCE ? [span] : role === 'code' ? [] : findSentences(text.body, span, language);
}

function namedRow(cells: readonly Span[], header: readonly Span[], shown: (span: Span) => string): NonNullable<Paragraph['row']> {
  const [names, values] = [header, cells].map((spans) => spans.map((span) => shown(span).trim()));
  const named = (values ?? []).flatMap((value, i) => (value === '' ? [] : [names?.[i] ? `${names[i]}: ${value}` : value]));
  return { columns: (names ?? []).filter((name) => name !== '').join(' · '), named: named.join('; ') };
}

/** The footnotes that the text refers to; a footnote of several paragraphs spans all of them. */
function footnotesOf({ blocks, references }: Structure): Footnote[] {
  const byMark = new Map<string, Footnote>();
  for (const { role, mark, start, end } of blocks) {
    if (role !== 'footnote' || mark === undefined) continue;
    const at = references.filter((reference) => reference.mark.toLowerCase() === mark.toLowerCase()).map((reference) => reference.at);
    if (at.length > 0) byMark.set(mark, { mark, start: byMark.get(mark)?.start ?? start, end, references: at });
  }
  return [...byMark.values()];
}
