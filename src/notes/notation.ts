// How sources, keywords and quotes are written as plain text: a source a line with | between its parts, keywords with commas.

import type { Anchor } from '../article/anchor.js';
import type { Fault } from './fault.js';
import { excerpt } from './hidden-character.js';
import type { Source } from './note.js';

/** Publisher, title, date and link; who carries the copy may follow. */
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
 * Reads sources, one a line: `Publisher | Title | date | link`, then perhaps `| via NAME`. Date and link may be empty; a
 * `|` or `\` within a part stands after a `\`. Empty lines are left out. Faults are at ['sources', line from 0].
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

/** Sources as readSources reads them. */
export function writeSources(sources: readonly Source[]): string {
  return sources
    .map(({ publisher, title, date = '', url = '', via }) => {
      const rest = [title, date, url, ...(via === undefined ? [] : [`via ${via}`])];
      return [escaped('|', publisher), ...rest.map((part) => (part === '' ? '|' : `| ${escaped('|', part)}`))].join(' ');
    })
    .join('\n');
}

/** Reads keywords that commas or line breaks part; a `,` or `\` within a keyword stands after a `\`. */
export function readKeywords(text: string): string[] {
  return text
    .split(LINE_BREAK)
    .flatMap((line) => splitAt(',', line))
    .filter((keyword) => keyword !== '');
}

/** Keywords as readKeywords reads them, on one line. */
export function writeKeywords(keywords: readonly string[]): string {
  return keywords.map((keyword) => escaped(',', keyword)).join(', ');
}

/**
 * Reads quotes, one a line, as the article's words; one with what stands around it, or over several lines, is a JSON
 * object: {"exact":"…","prefix":"…","suffix":"…"}. Undefined for a line that looks like one and is none.
 */
export function readQuotes(text: string): unknown[] {
  return text
    .split(LINE_BREAK)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('{') ? parsed(line) : line));
}

/** Quotes as readQuotes reads them. */
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

/** The parts of a line between separators, trimmed. A backslash before a separator or a backslash takes away its meaning. */
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
