// Loads an article from a file: its limits, its encoding and its front matter.

import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { FAILSAFE_SCHEMA, load, YAMLException } from 'js-yaml';
import { z } from 'zod';
import { InputError } from '../input-error.js';
import type { Article, ArticleAbout } from './article.js';
import { createLineFinder, type LineFinder } from './line-finder.js';
import { parseArticle } from './parse.js';

/** Largest file that is read, in bytes. */
export const LARGEST_ARTICLE_BYTES = 2 * 1024 * 1024;
/** Most sentences of one article. */
export const MOST_SENTENCES = 20_000;
/** Longest first line that is taken for a title, in UTF-16 code units. */
const LONGEST_TITLE_LINE = 200;

const MARKDOWN_EXTENSIONS: readonly string[] = ['.md', '.markdown'];
const EXTENSIONS: readonly string[] = ['.txt', ...MARKDOWN_EXTENSIONS];
const DEFAULT_LANGUAGE = 'en';
const LINE_END = String.raw`(?:\r\n|\n|\r)`;
const FRONT_MATTER = new RegExp(`^---${LINE_END}(?<yaml>[^]*?${LINE_END})??---(?:${LINE_END}|$)`, 'u');

const text = z.string().trim().min(1, 'expected a value, or no such line');

const frontMatterSchema = z.strictObject({
  title: text,
  author: text.optional(),
  kind: text.optional(),
  published: z.string().trim().refine(isDate, 'expected YYYY, YYYY-MM or YYYY-MM-DD').optional(),
  language: z.string().trim().refine(isLanguageTag, 'expected a BCP 47 tag such as en, es or en-GB').default(DEFAULT_LANGUAGE),
  about: text.optional(),
  'about-es': text.optional(),
});

/**
 * Reads a UTF-8 .txt or .md file. Line ends stay as they are; a byte order mark and front matter are no part of the
 * body. Throws InputError for a file that cannot be read as an article.
 */
export async function loadArticle(path: string): Promise<Article> {
  const source = decode(path, await readBytes(path));
  const { about, body } = split(path, source);
  if (!/\p{L}/u.test(body))
    throw new InputError(`The article ${named(path)} is ${body === '' ? 'empty' : 'without a single letter'}: give a text.`);
  const article = parseArticle(body, about);
  if (article.sentences.length > MOST_SENTENCES) {
    throw new InputError(
      `The article ${named(path)} has ${article.sentences.length} sentences, and at most ${MOST_SENTENCES} are read: give a shorter text.`,
    );
  }
  return article;
}

/** A path in quotation marks, its control characters made visible. */
function named(path: string): string {
  return JSON.stringify(path);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) throw new InputError(`The article ${named(path)} is a directory: give a file (${EXTENSIONS.join(', ')}).`);
    if (!facts.isFile()) throw new InputError(`The article ${named(path)} is not a regular file: give a file (${EXTENSIONS.join(', ')}).`);
    if (!EXTENSIONS.includes(extname(path).toLowerCase())) {
      throw new InputError(
        `The article ${named(path)} ends in "${extname(path)}": give a plain text or Markdown file (${EXTENSIONS.join(', ')}).`,
      );
    }
    if (facts.size > LARGEST_ARTICLE_BYTES) {
      throw new InputError(
        `The article ${named(path)} has ${facts.size} bytes, and at most ${LARGEST_ARTICLE_BYTES} are read: give a shorter text.`,
      );
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT') throw new InputError(`The article ${named(path)} does not exist: check the path.`);
    throw new InputError(`The article ${named(path)} cannot be read (${code}): check the path and its permissions.`);
  }
}

function decode(path: string, bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new InputError(`The article ${named(path)} is in UTF-16, as its byte order mark says: save it as UTF-8.`);
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw new InputError(`The article ${named(path)} is binary (NUL at byte ${nul}): give a plain text saved as UTF-8.`);
  if (!isUtf8(bytes, false)) {
    throw new InputError(`The article ${named(path)} is not UTF-8 (the first fault is at byte ${firstFault(bytes)}): save it as UTF-8.`);
  }
  return new TextDecoder().decode(bytes);
}

/** @param isCutShort whether the last character may be incomplete */
function isUtf8(bytes: Uint8Array, isCutShort: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCutShort });
    return true;
  } catch {
    return false;
  }
}

/** Offset of the first character that is no UTF-8. */
function firstFault(bytes: Uint8Array): number {
  let valid = 0;
  let faulty = bytes.length;
  while (faulty - valid > 1) {
    const middle = (valid + faulty) >> 1;
    if (isUtf8(bytes.subarray(0, middle), true)) valid = middle;
    else faulty = middle;
  }
  const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, valid), { stream: true });
  return Buffer.byteLength(before);
}

function split(path: string, source: string): { about: ArticleAbout; body: string } {
  const isMarkdown = MARKDOWN_EXTENSIONS.includes(extname(path).toLowerCase());
  const match = isMarkdown ? FRONT_MATTER.exec(source) : null;
  if (match !== null) {
    return { about: readFrontMatter(path, match.groups?.yaml ?? ''), body: source.slice(match[0].length) };
  }
  if (isMarkdown && /^---(?:\r\n|\n|\r)title:/u.test(source)) {
    throw new InputError(`The article ${named(path)} begins with front matter that never ends: close it with a line of "---".`);
  }
  return { about: { title: guessTitle(path, source, isMarkdown), language: DEFAULT_LANGUAGE }, body: source };
}

function readFrontMatter(path: string, yaml: string): ArticleAbout {
  const values = readYaml(path, yaml);
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw new InputError(
      `The front matter of ${named(path)} must hold lines such as "title: …"; if "---" is meant as a rule there, put an empty line before it.`,
    );
  }
  const parsed = frontMatterSchema.safeParse(values);
  if (parsed.success) {
    const { 'about-es': aboutInSpanish, ...others } = parsed.data;
    return { ...others, aboutInSpanish };
  }
  const lineOf = createLineFinder(yaml);
  const faults = parsed.error.issues.map((issue) => describeFault(values, lineOf, issue));
  throw new InputError(`The front matter of ${named(path)} has ${faults.join('; ')}.`);
}

/** What stands in front matter; undefined where nothing does. */
function readYaml(path: string, yaml: string): unknown {
  try {
    // The failsafe schema leaves every value as it is written: `published: 2024` stays text, `language: no` is Norwegian.
    return load(yaml, { schema: FAILSAFE_SCHEMA, maxAliases: 0 });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    if (error.mark === undefined) return undefined;
    const where = `line ${inFile(error.mark.line + 1)}: ${error.reason}`;
    throw new InputError(
      `The front matter of ${named(path)} is no YAML at ${where}. Values that hold a colon, * or & need quotation marks around them.`,
    );
  }
}

function describeFault(values: object, lineOf: LineFinder, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(frontMatterSchema.shape).join(', ');
    return issue.keys.map((key) => `an unknown key "${key}"${whereIs(lineOf, key)}, the known ones being ${known}`).join('; ');
  }
  const key = String(issue.path[0]);
  const value: unknown = Object.entries(values).find(([name]) => name === key)?.[1];
  if (value === undefined) return `no "${key}", which it needs`;
  const written = typeof value === 'string' ? `"${value}"` : 'a list or a map';
  const expected = issue.code === 'invalid_type' ? 'expected text' : issue.message;
  return `${written} as "${key}"${whereIs(lineOf, key)}, ${expected}`;
}

function whereIs(lineOf: LineFinder, key: string): string {
  const line = lineOf([key]);
  return line === undefined ? '' : ` at line ${inFile(line)}`;
}

/** The line in the file, whose first one is the opening `---`. */
const inFile = (lineOfYaml: number) => lineOfYaml + 1;

function isDate(value: string): boolean {
  if (!/^\d{4}(-\d{2}){0,2}$/u.test(value)) return false;
  const time = Date.parse(value);
  // Date.parse takes 2024-02-31 for a day in March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function isLanguageTag(value: string): boolean {
  try {
    return /^[a-z]{2,3}(?:-|$)/iu.test(value) && Intl.getCanonicalLocales(value).length === 1;
  } catch {
    return false;
  }
}

/** The first main heading or the first line of a text, else the name of its file. */
function guessTitle(path: string, source: string, isMarkdown: boolean): string {
  const heading = isMarkdown ? /^#[^\S\r\n][^\r\n]*\p{L}[^\r\n]*/mu.exec(source)?.[0] : undefined;
  const line = (heading ?? /^[^\r\n]*\p{L}[^\r\n]*/mu.exec(source)?.[0] ?? '').trim();
  if (line === '' || line.length > LONGEST_TITLE_LINE) return basename(path, extname(path));
  return isMarkdown ? withoutMarkup(line) : line;
}

function withoutMarkup(line: string): string {
  return line
    .replace(/^[#>\s]+/u, '')
    .replace(/\s#+$/u, '')
    .trim()
    .replace(/^(\*\*|__)(.+)\1$/u, '$2');
}
