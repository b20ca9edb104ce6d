// Reads an article's front matter, as this program or other tools write it: YAML between lines of "---", TOML between lines of "+++".

import { parse as parseToml } from 'smol-toml';
import { isMap, isScalar, parseDocument } from 'yaml';
import type { ArticleAbout } from './article.js';

/** The understood part of an article's front matter. */
export interface FrontMatter {
  readonly about: Partial<ArticleAbout>;
  /** Keys whose values were not used, in order. */
  readonly leftOut: readonly string[];
  /** The start of the body. */
  readonly end: number;
}

const LINE_END = String.raw`(?:\r\n|\n|\r)`;
const YAML = new RegExp(`^---[ \\t]*${LINE_END}(?<matter>[^]*?${LINE_END})??(?:---|\\.\\.\\.)[ \\t]*(?:${LINE_END}|$)`, 'u');
const TOML = new RegExp(`^\\+\\+\\+[ \\t]*${LINE_END}(?<matter>[^]*?${LINE_END})??\\+\\+\\+[ \\t]*(?:${LINE_END}|$)`, 'u');
const NEVER_ENDS = new RegExp(`^(?:---${LINE_END}[\\w-]+:|\\+\\+\\+${LINE_END}[\\w-]+ *=)`, 'u');
/** A line that begins a value at the top level. */
const KEY = /^(?<key>[\p{L}_][\w .-]*?)[ \t]*:(?:[ \t]+|$)/u;
const LONGEST_ADDRESS = 700;
const NAME_KEYS = ['name', 'nick', 'title'];

type Value = string | readonly Value[] | { readonly [key: string]: Value };
type Field = Exclude<keyof ArticleAbout, 'title'> | 'title';

/** The keys for each field, in English and in Spanish; the first with a value counts. */
const KEYS: Readonly<Record<Field, readonly string[]>> = {
  title: ['title', 'titulo', 'título'],
  author: ['author', 'authors', 'by', 'creator', 'autor', 'autora', 'autores', 'autoras'],
  kind: ['kind'],
  published: ['published', 'date', 'pubdate', 'publishdate', 'datepublished', 'created', 'fecha', 'publicado'],
  language: ['language', 'lang', 'locale', 'idioma'],
  url: ['url', 'canonical', 'canonical_url', 'canonicalurl', 'original_url'],
  about: ['about'],
  aboutInSpanish: ['about-es'],
};

/** Reads the front matter of a source; undefined if it has none. */
export function readFrontMatter(source: string): FrontMatter | undefined {
  const yaml = YAML.exec(source);
  const match = yaml ?? TOML.exec(source);
  if (match === null) return undefined;
  const matter = (match.groups?.matter ?? '').replace(/\r\n?/gu, '\n');
  const values = yaml === null ? tomlValues(matter) : yamlValues(matter);
  // Lines between two rules without any key are text.
  if (values.size === 0 && matter.trim() !== '') return undefined;
  return { ...understood(values), end: match[0].length };
}

/** Whether a source begins with front matter that has no end. */
export function hasOpenFrontMatter(source: string): boolean {
  return NEVER_ENDS.test(source) && readFrontMatter(source) === undefined;
}

function understood(values: ReadonlyMap<string, Value>): Pick<FrontMatter, 'about' | 'leftOut'> {
  const taken = new Set<string>();
  const about: Partial<Record<Field, string>> = {};
  for (const [field, names] of Object.entries(KEYS) as [Field, readonly string[]][]) {
    for (const [key, value] of values) {
      if (about[field] !== undefined || !names.includes(key.toLowerCase())) continue;
      const meant = meaningOf(field, value);
      if (meant === undefined) continue;
      about[field] = meant;
      taken.add(key);
    }
  }
  const isEmpty = (value: Value | undefined) => typeof value === 'string' && value.trim() === '';
  return { about, leftOut: [...values.keys()].filter((key) => !taken.has(key) && !isEmpty(values.get(key))) };
}

function meaningOf(field: Field, value: Value): string | undefined {
  if (field === 'author') return namesIn(value).join(', ') || undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const text = value.trim();
  if (field === 'published') return dateIn(text);
  if (field === 'language') return languageIn(text);
  if (field === 'url') return /^https?:\/\/[^\s/]+\.[^\s]+$/u.test(text) && text.length <= LONGEST_ADDRESS ? text : undefined;
  return field === 'title' ? text.replace(/\s+/gu, ' ') : text;
}

function namesIn(value: Value): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(namesIn);
  const map = value as { readonly [key: string]: Value };
  const named = NAME_KEYS.map((key) => map[key]).find((one) => typeof one === 'string');
  return named === undefined ? [] : namesIn(named);
}

/** An existing day, month or year, as precise as written. */
function dateIn(text: string): string | undefined {
  const written = /^\d{4}(?:-\d{2}(?:-\d{2})?)?(?=$|[T\s])/u.exec(text)?.[0];
  if (written !== undefined) {
    const time = Date.parse(written);
    // Date.parse reads 2024-02-31 as a day in March.
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(written) ? written : undefined;
  }
  const inWords = /\p{L}{3,}/u.test(text) && /\b\d{4}\b/u.test(text) && /\b\d{1,2}\b/u.test(text) ? Date.parse(`${text} UTC`) : Number.NaN;
  return Number.isNaN(inWords) ? undefined : new Date(inWords).toISOString().slice(0, 10);
}

function languageIn(text: string): string | undefined {
  const tag = text.replaceAll('_', '-').replace(/\..*$/u, '');
  try {
    return /^[a-z]{2,3}(?:-|$)/iu.test(tag) && Intl.getCanonicalLocales(tag).length === 1 ? tag : undefined;
  } catch {
    return undefined;
  }
}

/** The values at the top level. Text that is not YAML as a whole is read key by key. */
function yamlValues(matter: string): Map<string, Value> {
  const whole = mapIn(matter);
  if (whole !== undefined) return whole;
  const values = new Map<string, Value>();
  for (const lines of chunks(matter)) {
    const key = KEY.exec(lines[0] ?? '')?.groups?.key;
    if (key === undefined || values.has(key)) continue;
    // Some tools continue folded quotations without an indent.
    const [first = '', ...rest] = lines;
    const read = mapIn(lines.join('\n')) ?? mapIn([first, ...rest.map((line) => `  ${line}`)].join('\n'));
    values.set(key, read?.get(key) ?? unquoted(lines.join(' ').slice(first.indexOf(':') + 1)));
  }
  return values;
}

/** The lines of each value at the top level. */
function chunks(matter: string): string[][] {
  const found: string[][] = [];
  for (const line of matter.split('\n')) {
    if (KEY.test(line)) found.push([line]);
    else found.at(-1)?.push(line);
  }
  return found.map((lines) => lines.join('\n').trimEnd().split('\n'));
}

function mapIn(yaml: string): Map<string, Value> | undefined {
  // The failsafe schema leaves every value as written: `published: 2024` stays text, `language: no` is Norwegian.
  const document = parseDocument(yaml, { schema: 'failsafe' });
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  try {
    const values = document.toJS() as Record<string, Value>;
    return new Map(
      document.contents.items.flatMap(({ key }) => {
        const name = isScalar(key) ? String(key.value) : undefined;
        return name === undefined ? [] : [[name, values[name] ?? ''] as const];
      }),
    );
  } catch {
    // An alias to nothing.
    return undefined;
  }
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$|^["']/su, '$2');
}

function tomlValues(matter: string): Map<string, Value> {
  try {
    return new Map(Object.entries(parseToml(matter)).map(([key, value]) => [key, textual(value)]));
  } catch {
    const lines = matter.split('\n').map((line) => /^\s*([\w-]+)\s*=\s*(.+)$/u.exec(line));
    return new Map(lines.flatMap((line) => (line === null ? [] : [[line[1] ?? '', unquoted(line[2] ?? '')] as const])));
  }
}

function textual(value: unknown): Value {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(textual);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, textual(one)]));
  return String(value);
}
