// The text that Discord shows for markdown, by a parser that shares nothing with the bot's own escaping.

import { rulesExtended, SimpleMarkdown } from 'discord-markdown-parser';
import type { Article, Span } from '../../src/article/article.js';
import { displayed as displayedWords } from '../../src/article/display.js';

interface Node {
  readonly type: string;
  readonly content?: string | readonly Node[];
  readonly name?: string;
  readonly target?: string;
}

type Rule = (typeof rulesExtended)[string];

/** A rule that the parser lacks. */
function rule(pattern: RegExp, { atLineStart, parse }: { readonly atLineStart: boolean; readonly parse: Rule['parse'] }): Rule {
  return {
    order: -1,
    match: (source, _state, before) => (atLineStart && before !== '' && !before.endsWith('\n') ? null : pattern.exec(source)),
    parse,
  };
}

/**
 * The parser's rules with additions:
 * - lists
 * - headings and small print right after a block quote, and the line break that ends them
 * - emoji by name; any name counts as known
 * - tags with ids of fewer than 17 digits, and those of a guild's own pages
 */
const rules: Readonly<Record<string, Rule>> = {
  ...rulesExtended,
  heading: rule(/^#{1,3} +([^\n]+)/u, { atLineStart: true, parse: (match, parse, state) => ({ content: parse(match[1] ?? '', state) }) }),
  subtext: rule(/^-# +([^\n]+)/u, { atLineStart: true, parse: (match, parse, state) => ({ content: parse(match[1] ?? '', state) }) }),
  list: rule(/^ *(?:[-*+]|\d+\.) +/u, { atLineStart: true, parse: () => ({}) }),
  shortcode: rule(/^:\w+:/u, { atLineStart: false, parse: () => ({}) }),
  tag: rule(/^<(?:@[!&]?\d|#\d|t:-?\d|id:|\/[^\n>]+:\d|a?:\w+:\d)[^\n>]*>/u, { atLineStart: false, parse: () => ({}) }),
};
const parser = SimpleMarkdown.parserFor(rules);

/** White space that no grammar uses. */
const RARE_SPACES = ['\u2000', '\u2001', '\u2002', '\u2003', '\u2004', '\u2005', '\u2006', '\u2007', '\u2008'] as const;

/** A text with all kinds of line breaks written as \n. */
export function withPlainBreaks(text: string): string {
  return text.replace(/\r\n|[\n\r\u2028\u2029]/gu, '\n');
}

/** The displayed characters of an article's range: all but the breaks that only wrap its text. */
export function shownOf(article: Pick<Article, 'body' | 'hidden'>, span: Span = { start: 0, end: article.body.length }): string {
  return withPlainBreaks(displayedWords(article, span).text);
}

/** A text as a reader sees it, and its markup. */
export interface Displayed {
  /** The characters: without marks, a link as its label, lines of block quotes as lines. */
  readonly text: string;
  /** The same for each block quote alone. */
  readonly quotes: readonly string[];
  /** Kinds of markup, each once: in the whole text, and within its block quotes. */
  readonly kinds: readonly string[];
  readonly kindsInQuotes: readonly string[];
  /** Addresses of links. */
  readonly targets: readonly string[];
}

/** Reads a text as Discord would. */
export function read(markdown: string): Displayed {
  // The parser widens tabs and drops form feeds; stand-ins, also white space to a reader, keep them.
  const [tab = '', formFeed = ''] = RARE_SPACES.filter((space) => !markdown.includes(space));
  const source = markdown.replaceAll('\t', tab).replaceAll('\f', formFeed).replace(/\r\n?/gu, '\n');
  const seenOf = (some: readonly Node[]) => withPlainBreaks(textOf(some).replaceAll(tab, '\t').replaceAll(formFeed, '\f'));
  // The parser counts the line break after a block quote as part of it.
  const nodes = parser(`${source}\n`, { inline: true }) as readonly Node[];
  const quotes = nodes.filter(({ type }) => type === 'blockQuote');
  return {
    text: seenOf(nodes).slice(0, -1),
    quotes: quotes.map((quote) => seenOf([quote]).replace(/\n$/u, '')),
    kinds: kindsOf(withoutLast(nodes)),
    kindsInQuotes: kindsOf(quotes.flatMap(({ content }) => (Array.isArray(content) ? withoutLast(content) : []))),
    targets: everyNode(nodes).flatMap(({ target }) => target ?? []),
  };
}

/** The visible characters of a text. */
export function displayed(markdown: string): string {
  return read(markdown).text;
}

/** The visible characters of its block quotes. */
export function displayedQuotes(markdown: string): readonly string[] {
  return read(markdown).quotes;
}

/** Removes the line break that always ends the text. */
function withoutLast(nodes: readonly Node[]): readonly Node[] {
  return nodes.at(-1)?.type === 'br' ? nodes.slice(0, -1) : nodes;
}

function everyNode(nodes: readonly Node[]): readonly Node[] {
  return nodes.flatMap((node) => [node, ...(Array.isArray(node.content) ? everyNode(node.content) : [])]);
}

function kindsOf(nodes: readonly Node[]): string[] {
  return [...new Set(everyNode(nodes).map(({ type }) => type))];
}

function textOf(nodes: readonly Node[]): string {
  return nodes.map(textOfOne).join('');
}

function textOfOne({ type, content, name }: Node): string {
  if (type === 'br') return '\n';
  if (type === 'twemoji') return name ?? '';
  if (typeof content === 'string') return content;
  // Placeholders for other nodes use characters that no text contains.
  return content === undefined ? `\uE000${type}\uE001` : textOf(content);
}
