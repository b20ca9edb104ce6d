// Text as Discord's markdown: escaped so that exactly its characters are shown, quoted line by line, bold, linked.

import type { Span } from '../../article/article.js';
import { parseUrl } from '../../notes/link.js';

/**
 * What may begin or end markup anywhere: emphasis, code, spoilers, links, mentions, timestamps, emoji. A colon does it
 * before anything but space (`:name:`, `scheme://`; escaped there, an address is no link, in which a backslash would be
 * shown), a slash after a host (`discord.gg/…` unfolds an invitation), and `](`, though its bracket is escaped, after a
 * link of ours: in labels, Discord knows no escapes.
 */
const ANYWHERE = /[\\*_~|`[\]<>@]|:(?!\s)|(?<=\])\(|(?<=\.[a-z]{2,})\//giu;
/** What makes a heading, a list or small print of a line. */
const AT_LINE_START = /^([^\S\r\n]*)([-+#])/gmu;
const NUMBER_AT_LINE_START = /^([^\S\r\n]*\d+)([.)])/gmu;
/** Discord shows any character but letters, digits and white space alone after a backslash. */
const ESCAPED = /\\([^0-9A-Za-z\s])/gu;
const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/gu;
/** Hosts that can stand as a label, and in an address without ending it. */
const PLAIN_HOST = /^[\w.-]+(?::\d+)?$/u;
const ENDS_ADDRESS = /[()\\`<>[\]{}|*\s]/gu;
const LONGEST_ADDRESS = 700;

/** Escapes a text so that Discord shows exactly its characters. */
export function escapeMarkdown(text: string): string {
  return text.replace(ANYWHERE, '\\$&').replace(AT_LINE_START, '$1\\$2').replace(NUMBER_AT_LINE_START, '$1\\$2');
}

/** The text that was escaped. */
export function unescapeMarkdown(escaped: string): string {
  return escaped.replace(ESCAPED, '$1');
}

/** A text in bold. White space at its ends stays outside, where it cannot keep the marks from working. */
export function bold(text: string): string {
  const inner = text.trim();
  if (inner === '') return text;
  const start = text.indexOf(inner);
  return `${text.slice(0, start)}**${escapeMarkdown(inner)}**${text.slice(start + inner.length)}`;
}

/** Ranges of a text that are marked; those of one kind are in order and neither overlap nor touch. */
export interface Marks {
  readonly bold?: readonly Span[];
  readonly underlined?: readonly Span[];
}

/** A text as a quotation, every line behind its own sign. Line breaks of any kind are shown as line breaks. */
export function blockQuote(text: string, marks: Marks = {}): string {
  return linesOf(text)
    .map((line) => `> ${marked(text, line, marks)}`)
    .join('\n');
}

/** Code as a quotation, as it is written; undefined for what would end it. In code, Discord knows no marks and no escapes. */
export function quotedCode(text: string): string | undefined {
  if (text.includes('```')) return undefined;
  return ['```', ...linesOf(text).map(({ start, end }) => text.slice(start, end)), '```'].map((line) => `> ${line}`).join('\n');
}

/** A range of a text with its marks: underlines lie within bold letters, and end and begin again where those do. */
function marked(text: string, range: Span, { bold: inBold = [], underlined = [] }: Marks): string {
  const underline = (part: Span) => within(text, part, underlined, '__', (inner) => escapeMarkdown(text.slice(inner.start, inner.end)));
  return within(text, range, inBold, '**', underline);
}

/** A range of a text, in which some ranges stand between marks. White space at their ends stays outside, where it cannot keep the marks from working. */
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

/** How a link looks. */
export interface LinkOptions {
  /** Of letters, digits and what cannot be markup: in labels, Discord knows no escapes. Without one, the host. */
  readonly label?: string | undefined;
  /** Whether Discord shows no preview of the page, as it does of links outside of embeds. */
  readonly isQuiet?: boolean;
}

/** A link to a web page. Undefined for what is no plain http or https address. */
export function linkTo(address: string, { label, isQuiet = false }: LinkOptions = {}): string | undefined {
  const url = parseUrl(address);
  if (url === undefined || !/^https?:$/u.test(url.protocol) || !PLAIN_HOST.test(url.host) || url.username !== '' || url.password !== '')
    return undefined;
  const path = `${url.pathname}${url.search}${url.hash}`.replace(ENDS_ADDRESS, percentEncoded);
  const href = `${url.protocol}//${url.host}${path}`;
  if (href.length > LONGEST_ADDRESS) return undefined;
  return `[${label ?? hostLabel(url)}](${isQuiet ? `<${href}>` : href})`;
}

/** The host of an address as a label; undefined for what `linkTo` does not link to. */
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
