// Tests of the pointer to a note's words.

import { describe, expect, it } from 'vitest';
import { parseArticle } from '../../src/article/parse.js';
import { pointerTo } from '../../src/notes/pointer.js';

const FIRST = 'they have not caught these terrorists by shooting';
const SECOND = 'no bodies, no dead terrorists: all taken alive';
const article = parseArticle(`It is to their credit that ${FIRST}. There are ${SECOND}. So it was.`, { title: 'A Test', language: 'en' });
const spanOf = (words: string) => ({ start: article.body.indexOf(words), end: article.body.indexOf(words) + words.length });
const all = { start: 0, end: article.body.length };

describe('a pointer', () => {
  it('is the words themselves where they are short', () => {
    expect(pointerTo(article, [spanOf(SECOND)], all)).toBe(SECOND);
  });

  it('is the beginning of words that are too long, in whole words', () => {
    expect(pointerTo(article, [spanOf(FIRST)], all)).toBe('they have not caught these terrorists by …');
  });

  it('joins the words at several places where there is room for them', () => {
    expect(pointerTo(article, [spanOf('their credit'), spanOf('all taken alive')], all)).toBe('their credit … all taken alive');
    expect(pointerTo(article, [spanOf(SECOND), spanOf(FIRST)], all, 110)).toBe(`${FIRST} … ${SECOND}`);
    expect(pointerTo(article, [spanOf(SECOND), spanOf(FIRST)], all)).toBe('they have not caught these terrorists by …');
  });

  it('is of the words that lie in what is quoted, and of none where none do', () => {
    const quoted = spanOf(`There are ${SECOND}.`);
    expect(pointerTo(article, [spanOf(FIRST), spanOf(SECOND)], quoted)).toBe(SECOND);
    expect(pointerTo(article, [spanOf(FIRST)], quoted)).toBeUndefined();
  });
});
