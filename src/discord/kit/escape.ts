// Text as Discord's markdown: escaped so that exactly its characters are shown, quoted line by line, bold, linked.

import type { Span } from '../../article/article.js';
import { parseUrl } from '../../notes/link.js';

/**
 * Characters that may begin or end markup anywhere: emphasis, code, spoilers, links, mentions, timestamps, emoji. A colon
 * counts before anything but space (`:name:`, `scheme://`; escaped there, an address is no link, in which a backslash
 * would be shown), a slash after a host (`discord.gg/…` unfolds an invitation), and the parenthesis in `](`, though its
 * bracket is escaped, after a link of ours: labels have no escapes in Discord.
 */
const ANYWHERE = /[\\*_~|`[\]<>@]|:(?!\s)|(?<=\])\(|(?<=\.[a-z]{2,})\//giu;
/** Signs that make a line a heading, a list item or small print. */
const AT_LINE_START = /^([^\S\r\n]*)([-+#])/gmu;
const NUMBER_AT_LINE_START = /^([^\S\r\n]*\d+)([.)])/gmu;
/** Discord hides a backslash before any character except letters, digits and white space. */
const ESCAPED = /\\([^0-9A-Za-z\s])/gu;
const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/gu;
/** Hosts that can be a label, and do not end an address. */
const PLAIN_HOST = /^[\w.-]+(?::\d+)?$/u;
const ENDS_ADDRESS = /[()\\`<>[\]{}|*\s]/gu;
const LONGEST_ADDRESS = 700;

/** Escapes a text so that Discord shows exactly its characters. */
export function escapeMarkdown(text: string): string {
  return text.replace(ANYWHERE, '\\$&').replace(AT_LINE_START, '$1\\$2').replace(NUMBER_AT_LINE_START, '$1\\$2');
}

/** The text before it was escaped. */
export function unescapeMarkdown(escaped: string): string {
  return escaped.replace(ESCAPED, '$1');
}

/** A text in bold. White space at its ends stays outside, so that the marks work. */
export function bold(text: string): string {
  const inner = text.trim();
  if (inner === '') return text;
  const start = text.indexOf(inner);
  return `${text.slice(0, start)}**${escapeMarkdown(inner)}**${text.slice(start + inner.length)}`;
}

/** Marked ranges of a text; ranges of one kind are in order and neither overlap nor touch. */
export interface Marks {
  readonly bold?: readonly Span[];
  readonly underlined?: readonly Span[];
}

/** A text as a quotation, every line after its own `>`. Line breaks of any kind are shown as line breaks. */
export function blockQuote(text: string, marks: Marks = {}): string {
  return linesOf(text)
    .map((line) => `> ${marked(text, line, marks)}`)
    .join('\n');
}

/** Code as a quotation, unchanged; undefined for text that would end the code. Code has no marks and no escapes in Discord. */
export function quotedCode(text: string): string | undefined {
  if (text.includes('```')) return undefined;
  return ['```', ...linesOf(text).map(({ start, end }) => text.slice(start, end)), '```'].map((line) => `> ${line}`).join('\n');
}

/** A range of a text with its marks: underlines are inside bold, and end and begin again where bold does. */
function marked(text: string, range: Span, { bold: inBold = [], underlined = [] }: Marks): string {
  const underline = (part: Span) => within(text, part, underlined, '__', (inner) => escapeMarkdown(text.slice(inner.start, inner.end)));
  return within(text, range, inBold, '**', underline);
}

/** A range of a text with some ranges between marks. White space at their ends stays outside, so that the marks work. */
function within(text: string, range: Span, spans: readonly Span[], mark: string, write: (part: Span) => string): string {
  let written = '';
  let at = range.start;
  for (const span of spans) {
    const start = Math.min(Math.max(span.start, at), range.end);
    const end = Math.min(Math.max(span.end, start), range.end);
    const slice = text.slice(start, end);
    const inner = { start: start + slice.length - slice.trimStart().length, end: end - slice.length + slice.trimEnd().length };
    if (inner.end <= inner.start) continue;
    written += `${write({ start: at, end: inner.start })}${mark}${write(inner)}${mark}`;
    at = inner.end;
  }
  return written + write({ start: at, end: range.end });
}

/** Appearance of a link. */
export interface LinkOptions {
  /** Letters, digits and characters that cannot be markup: labels have no escapes in Discord. By default the host. */
  readonly label?: string | undefined;
  /** Whether Discord shows no preview of the page, as it otherwise does for links outside embeds. */
  readonly isQuiet?: boolean;
}

/** A link to a web page. Undefined for anything but a plain http or https address of at most 700 characters. */
export function linkTo(address: string, { label, isQuiet = false }: LinkOptions = {}): string | undefined {
  const url = parseUrl(address);
  if (url === undefined || !/^https?:$/u.test(url.protocol) || !PLAIN_HOST.test(url.host) || url.username !== '' || url.password !== '')
    return undefined;
  const path = `${url.pathname}${url.search}${url.hash}`.replace(ENDS_ADDRESS, percentEncoded);
  const href = `${url.protocol}//${url.host}${path}`;
  if (href.length > LONGEST_ADDRESS) return undefined;
  return `[${label ?? hostLabel(url)}](${isQuiet ? `<${href}>` : href})`;
}

/** The host of an address as a label; undefined if `linkTo` gives no link. */
export function hostOf(address: string): string | undefined {
  const url = linkTo(address) === undefined ? undefined : parseUrl(address);
  return url && hostLabel(url);
}

function hostLabel({ hostname }: URL): string {
  return hostname.replace(/^www\./u, '').replaceAll('_', '-');
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function linesOf(text: string): Span[] {
  const lines: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(LINE_BREAK)) {
    lines.push({ start, end: match.index });
    start = match.index + match[0].length;
  }
  return [...lines, { start, end: text.length }];
}
