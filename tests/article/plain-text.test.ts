// Tests of the structure of plain text: headings, contents, drawings, pages.

import { describe, expect, it } from 'vitest';
import type { Article, Span } from '../../src/article/article.js';
import { displayed } from '../../src/article/display.js';
import { parseArticle } from '../../src/article/parse.js';
import { expectNoMoreThanLinear } from '../growth.js';

const PROSE = 'The hut that stands behind the mill was built by the members themselves, and it was painted blue in the year after.';

function read(body: string): Article {
  return parseArticle(body, { title: 'A Test', language: 'en' });
}
const shown = (article: Article, span: Span) => displayed(article, span).text.replace(/\s+/gu, ' ').trim();
const paragraphs = (body: string) => {
  const article = read(body);
  return article.paragraphs.map((paragraph) => shown(article, paragraph));
};

describe('a heading', () => {
  it.each([
    ['underlined', `Above\n=====\n\nThe hut\n=======\n\n${PROSE}`],
    ['underlined right over its text', `The hut\n-------\n${PROSE}`],
    ['with a number sign', `## The hut\n${PROSE}`],
    ['short and alone', `The hut\n\n${PROSE}`],
    ['numbered', `3.1. The hut\n\n${PROSE}`],
    ['numbered, with a stop', `3. The hut.\n\n${PROSE}`],
    ['in capitals', `THE HUT\n\n${PROSE}`],
    ['a chapter', `Chapter IV. The hut\n\n${PROSE}`],
    ['centred', `               Above\n\nIt is.\n\n               The Hut, the Mill\n\n${PROSE}`],
    ['at the margin of a text that stands in', `Above.\n\nHut, mill\n\n   The blue one.\n   It is old.`],
  ])('is %s', (_, body) => {
    const article = read(body);
    const last = article.paragraphs.at(-1);
    expect(last?.headings.at(-1)?.toLowerCase()).toMatch(/hut/u);
    expect(article.sentences.filter((one) => /^[\d.# ]*(?:chapter iv\. )?(?:the )?hut\W*$/iu.test(shown(article, one)))).toEqual([]);
  });

  it.each([
    ['a sentence', `It was blue.\n\n${PROSE}`],
    ['what an author is named by', `Ann Lee, 25 July 2020, London\n\n${PROSE}`],
    ['an item of a numbered list', '1. Apples\n\n2. Pears and plums'],
    ['the last line', `${PROSE}\n\nThe hut`],
    ['before another short line', 'The hut\n\nThe mill'],
  ])('is not %s', (_, body) => {
    expect(read(body).blocks.filter(({ role }) => role === 'heading')).toEqual([]);
  });

  it('is a first line that gives the title', () => {
    const article = parseArticle('Close the street: now\nIt is dangerous. Do it.', { language: 'en' }, { name: 'street' });
    expect(article.about.title).toBe('Close the street: now');
    expect(article.sentences).toHaveLength(2);
    expect(parseArticle('It is so.\n\nDo it.', { language: 'en' }).sentences).toHaveLength(2);
  });
});

describe('what is never quoted', () => {
  it('is a list of contents', () => {
    const body = `CONTENTS\n\n   1.  The hut . . . . . . . . 3\n   1.1.  The mill . . . . . . . 12\n\n1.  The hut\n\n${PROSE}`;
    expect(paragraphs(body)).toEqual([PROSE]);
  });

  it('is a drawing', () => {
    expect(paragraphs(`${PROSE}\n\n   +------+------+\n   | key  | lock |\n   +------+------+\n\n${PROSE}`)).toEqual([PROSE, PROSE]);
  });

  it.each([
    ['form feeds and headers', (i: number) => `\n\fThe Hut${' '.repeat(20)}${i}\n\n`],
    [
      'footers with numbers',
      (i: number) => `\n\n\nLee              Memo              [Page ${i}]\n\nRFC 1           The Hut          May 2021\n\n\n`,
    ],
    ['numbers alone', (i: number) => `\n\n\n                - ${i} -\n\n\n`],
  ])('is what stands at the edges of pages: %s', (_, edge) => {
    const pages = ['First, he opened it and went', 'in, as nobody was there.\n\nThen he left.', 'Later, it rained.\n\nIt was over.'];
    const body = pages.map((page, i) => `${page}${edge(i + 1)}`).join('');
    const article = read(body);
    expect(article.paragraphs.map((paragraph) => shown(article, paragraph))).toEqual([
      'First, he opened it and went in, as nobody was there.',
      'Then he left.',
      'Later, it rained.',
      'It was over.',
    ]);
    for (const { start, end } of article.sentences) expect(body.slice(start, end)).toMatch(/^\S(?:.*\S)?$/su);
  });

  it('is no number that stands among others', () => {
    expect(paragraphs('He counted them.\n\n12\n\nThen he left, and on the next page he counted\n\n3 apples.')).toContain('3 apples.');
  });
});

describe('code between fences', () => {
  it('keeps its lines, and its fences are no words', () => {
    const article = read('Run this:\n\n```\nlet a = b\n\nand then c\n```\n\nDone.');
    expect(article.paragraphs.map(({ role }) => role)).toEqual(['prose', 'code', 'prose']);
    expect(article.paragraphs.map((one) => displayed(article, one).text)[1]).toBe('let a = b\n\nand then c');
  });
});

describe('the time to read', () => {
  it.each([
    ['numbers of pages', '\n\n- 12 -\n\nIt goes\n\f'],
    ['dots', '. . . . 1'],
    ['fences', '```\na\n'],
    ['short lines', 'The hut\n\n'],
  ])('grows no faster than the text for %s', async (_, unit) => {
    await expectNoMoreThanLinear(3_000, (characters) => {
      const body = `A. ${unit.repeat(Math.ceil(characters / unit.length))} Z.`;
      return () => read(body);
    });
  });
});
