// The plain-text notation of sources, keywords and quotes: one source per line with | between its parts, keywords with commas.

import type { Anchor } from '../article/anchor.js';
import type { Fault } from './fault.js';
import { excerpt } from './hidden-character.js';
import type { Source } from './note.js';

/** Publisher, title, date and link; the carrier of the copy may follow. */
const FEWEST_PARTS = 4;
const MOST_PARTS = 5;
const VIA = /^v[ií]a\s+(?=\S)/iu;
const LINE_BREAK = /\r\n|\n|\r/u;

export interface WrittenSource {
  /** Number of its line, from 0. */
  readonly line: number;
  readonly source: Source;
}

/**
 * Reads sources, one per line: `Publisher | Title | date | link`, optionally followed by `| via NAME`. Date and link may be empty; a
 * `|` or `\` within a part is escaped by a `\`. Empty lines are left out. Faults are at ['sources', line from 0].
 */
export function readSources(text: string): { readonly sources: readonly WrittenSource[]; readonly faults: readonly Fault[] } {
  const sources: WrittenSource[] = [];
  const faults: Fault[] = [];
  for (const [line, written] of text.split(LINE_BREAK).entries()) {
    const parts = splitAt('|', written);
    const [publisher = '', title = '', date = '', url = '', last = ''] = parts;
    const at = ['sources', line];
    if (written.trim() === '') continue;
    if (parts.length < FEWEST_PARTS) faults.push({ kind: 'too-few-parts', count: parts.length, at });
    else if (parts.length > MOST_PARTS) faults.push({ kind: 'too-many-parts', count: parts.length, at });
    else if (last !== '' && !VIA.test(last)) faults.push({ kind: 'no-via', value: excerpt(last), at });
    else {
      const source = {
        publisher,
        title,
        ...(date !== '' && { date }),
        ...(url !== '' && { url }),
        ...(last !== '' && { via: last.replace(VIA, '') }),
      };
      sources.push({ line, source });
    }
  }
  return { sources, faults };
}

/** Writes sources in the notation of readSources. */
export function writeSources(sources: readonly Source[]): string {
  return sources
    .map(({ publisher, title, date = '', url = '', via }) => {
      const rest = [title, date, url, ...(via === undefined ? [] : [`via ${via}`])];
      return [escaped('|', publisher), ...rest.map((part) => (part === '' ? '|' : `| ${escaped('|', part)}`))].join(' ');
    })
    .join('\n');
}

/** Reads keywords separated by commas or line breaks; a `,` or `\` within a keyword is escaped by a `\`. */
export function readKeywords(text: string): string[] {
  return text
    .split(LINE_BREAK)
    .flatMap((line) => splitAt(',', line))
    .filter((keyword) => keyword !== '');
}

/** Writes keywords on one line in the notation of readKeywords. */
export function writeKeywords(keywords: readonly string[]): string {
  return keywords.map((keyword) => escaped(',', keyword)).join(', ');
}

/**
 * Reads quotes, one per line, as the article's words; a quote with context or over several lines is a JSON
 * object: {"exact":"…","prefix":"…","suffix":"…"}. Gives undefined for a line that looks like such an object but is not valid.
 */
export function readQuotes(text: string): unknown[] {
  return text
    .split(LINE_BREAK)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('{') ? parsed(line) : line));
}

/** Writes quotes in the notation of readQuotes. */
export function writeQuotes(quotes: readonly Anchor[]): string {
  return quotes
    .map((quote) => {
      const isPlain = quote.prefix === undefined && quote.suffix === undefined && !/^\{|[\r\n]/u.test(quote.exact);
      return isPlain ? quote.exact : JSON.stringify(quote);
    })
    .join('\n');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The parts of a line between separators, trimmed. A backslash escapes a separator or a backslash. */
function splitAt(separator: ',' | '|', line: string): string[] {
  const parts: string[] = [''];
  for (const [token] of line.matchAll(/\\[\\,|]|[^\\,|]+|[\\,|]/gu)) {
    const last = parts.length - 1;
    if (token === separator) parts.push('');
    else parts[last] += token === `\\${separator}` || token === '\\\\' ? token.slice(1) : token;
  }
  return parts.map((part) => part.trim());
}

function escaped(separator: ',' | '|', text: string): string {
  return text.replace(/[\\,|]/gu, (character) => (character === '\\' || character === separator ? `\\${character}` : character));
}
