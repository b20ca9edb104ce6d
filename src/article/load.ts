// Loads an article from a file: its limits, its encoding and its front matter.

import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { InputError } from '../input-error.js';
import type { Article } from './article.js';
import { hasOpenFrontMatter, readFrontMatter } from './front-matter.js';
import { languageOfText } from './language.js';
import { parseArticle } from './parse.js';

/** Largest file, in bytes. */
export const LARGEST_ARTICLE_BYTES = 2 * 1024 * 1024;
/** Most sentences of one article. */
export const MOST_SENTENCES = 20_000;

const MARKDOWN_EXTENSIONS: readonly string[] = ['.md', '.markdown'];
const EXTENSIONS: readonly string[] = ['.txt', ...MARKDOWN_EXTENSIONS];
const DEFAULT_LANGUAGE = 'en';
/**
 * Reads a UTF-8 .txt or .md file. Line ends stay as they are; a byte order mark and front matter do not belong to the
 * body. Throws InputError for a file that cannot be read as an article.
 */
export async function loadArticle(path: string): Promise<Article> {
  const source = decode(path, await readBytes(path));
  const isMarkdown = MARKDOWN_EXTENSIONS.includes(extname(path).toLowerCase());
  const matter = isMarkdown ? readFrontMatter(source) : undefined;
  if (isMarkdown && hasOpenFrontMatter(source)) {
    throw new InputError(
      `The article ${named(path)} begins with front matter that never ends: close it with a line of "${source.slice(0, 3)}".`,
    );
  }
  const body = source.slice(matter?.end ?? 0);
  if (!/\p{L}/u.test(body))
    throw new InputError(`The article ${named(path)} is ${body === '' ? 'empty' : 'without a single letter'}: give a text.`);
  const about = { ...matter?.about, language: matter?.about.language ?? languageOfText(body) ?? DEFAULT_LANGUAGE };
  const article = parseArticle(body, about, { isMarkdown, leftOut: matter?.leftOut, name: basename(path, extname(path)) });
  if (article.sentences.length > MOST_SENTENCES) {
    throw new InputError(
      `The article ${named(path)} has ${article.sentences.length} sentences, and at most ${MOST_SENTENCES} are read: give a shorter text.`,
    );
  }
  return article;
}

/** A path in quotation marks, with visible control characters. */
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

/** Offset of the first character that is not UTF-8. */
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
