// Tests of displayed text: which line breaks of an article become spaces, and the mapping of its offsets.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayed } from '../../src/article/display.js';
import { parseArticle } from '../../src/article/parse.js';
import { makeQuote } from '../../src/article/quote.js';
import { openPage, passageLines } from '../../src/cli/layout.js';
import { quote } from '../../src/discord/kit/embeds.js';
import { sized } from '../tier.js';

const articleOf = (body: string) => parseArticle(body, { title: 'A Test', language: 'en' });
const shown = (body: string) => displayed(articleOf(body), { start: 0, end: body.length }).text;
const HUT = `The hut that stands behind the mill was built by the members
themselves in the spring of 1931, and it was painted blue in
the year after, when the first of them had learned to mix oil
and powder without setting fire to the yard.`;
const WRAPPED = 'This line breaks off and\ngoes on here.';

describe('a line break', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
    ['an indent after it', '\n   '],
    ['a blank before it', ' \n'],
  ])('that only wraps a paragraph is one space, as %s', (_, lineBreak) => {
    expect(shown(WRAPPED.replace('\n', lineBreak))).toBe('This line breaks off and goes on here.');
  });

  it('between two paragraphs, items or headings stays', () => {
    for (const body of [`${WRAPPED.replace('\n', ' ')}\n\nNext.`, '* one thing\n* another thing', '# Title\nAnd its text.']) {
      expect(shown(body)).toBe(body);
    }
  });

  it.each([
    ['verse', `${WRAPPED}\n\n“Who goes,\nSays the crow,\nAnd why so slow?”\n\n${WRAPPED}`, '“Who goes,\nSays the crow,\nAnd why so slow?”'],
    ['fenced code', '```\nlet a = b\nand then c\n```', 'let a = b\nand then c\n'],
    ['indented code', '    let a = b\n    and then c', 'let a = b\n    and then c'],
    ['two blanks at the end of a line', 'This line breaks off  \nand goes on\nhere.', 'off  \nand goes on here.'],
    ['a backslash at the end of a line', 'This line, it breaks\\\nand goes on\nhere.', 'breaks\\\nand goes on here.'],
    ['a line separator', 'This line breaks off\u2028and goes on\nhere.', 'off\u2028and goes on here.'],
  ])('stays where its author meant it: %s', (_, body, kept) => {
    expect(shown(body)).toContain(kept);
  });

  it('is a space in what is quoted on Discord, in bold too, and on a terminal', () => {
    const article = articleOf(HUT);
    const whole = { start: 0, end: HUT.length };
    const line = HUT.replaceAll('\n', ' ');
    expect(quote(article, whole)).toBe(`> ${line}`);
    expect(quote(article, whole, { inBold: [whole] })).toBe(`> **${line}**`);
    const page = openPage({ width: 1_000, colour: false }, 'en');
    const passage = { ...whole, paragraph: 1, focus: whole };
    expect(passageLines(page, article, passage, [], { withOther: true, isNoted: false }).lines).toContain(`▌ ${line}`);
  });
});

describe('what is shown', () => {
  it('holds every word of its range, and knows where each of its offsets lies', () => {
    const piece = fc.constantFrom(
      'word',
      'Word',
      'so,',
      'and',
      '1.',
      '* ',
      '```',
      '\n',
      '\r\n',
      '\n\n',
      '  \n',
      '\n    ',
      ' ',
      '\t',
      '\\',
      '\u2028',
    );
    const body = fc.array(piece, { minLength: 1, maxLength: 60 }).map((pieces) => `a${pieces.join(' ').replaceAll(' \n', '\n')}z`);
    fc.assert(
      fc.property(body, fc.nat(), fc.nat(), (text, a, b) => {
        const article = articleOf(text);
        const [start = 0, end = 0] = [a % (text.length + 1), b % (text.length + 1)].sort((one, other) => one - other);
        const { text: seen, at } = displayed(article, { start, end });
        expect(seen.replace(/\s+/gu, '')).toBe(text.slice(start, end).replace(/\s+/gu, ''));
        expect([at(start), at(end)]).toEqual([0, seen.length]);
        for (let offset = start; offset < end; offset += 1) {
          if (/\S/u.test(text.charAt(offset))) expect(seen.charAt(at(offset))).toBe(text.charAt(offset));
        }
      }),
      { seed: 27, numRuns: 500 },
    );
  });
});

describe('what is shown of Markdown', () => {
  const inline = fc.constantFrom(
    ...[
      'word',
      'Word. ',
      'Is it? ',
      ' and ',
      '**bold**',
      '*so*',
      '_it_',
      '~~gone~~',
      '`code. Code`',
      '[a link. Yes](https://e.org/a.b "T. T")',
    ],
    ...[
      '[ref][r]',
      '![alt](i.png)',
      '<b>x</b>',
      '<br>',
      '<!-- c -->',
      '&amp;',
      '&nbsp;',
      '&lt;',
      '\\*',
      '[^n]',
      '<https://e.org>',
      '\n',
      '\r\n',
    ],
    ...['  \n', '\\\n', '**', '`', '[', '](', '<', ' ', '\t', '😀', 'e\u0301', '\u00a0', '{% t %}', '[[W|w]]', 'https://e.org/a.B '],
  );
  const text = fc.array(inline, { minLength: 1, maxLength: 14 }).map((pieces) => pieces.join(''));
  const block = fc
    .tuple(
      fc.constantFrom(
        '',
        '',
        '# ',
        '* ',
        '1. ',
        '> ',
        '    ',
        '| a | b |\n|---|---|\n| ',
        '```\n',
        '[^n]: ',
        '[r]: ',
        '<div>',
        '<!-- ',
        '---\n',
        '> > - ',
      ),
      text,
    )
    .map(([sign, words]) => sign + words);
  const body = fc.array(block, { minLength: 1, maxLength: 8 }).map((blocks) => blocks.join('\n\n'));

  it('comes from the slice, character by character and in order, but for a space in place of a break', () => {
    fc.assert(
      fc.property(body, (markdown) => {
        const article = parseArticle(markdown, { title: 'A Test', language: 'en' }, { isMarkdown: true });
        for (const range of [...article.sentences, ...article.paragraphs, ...article.footnotes, ...article.blocks]) {
          const slice = markdown.slice(range.start, range.end);
          const { text: seen, runs, at } = displayed(article, range);
          // In order: each run follows the one before, in the text and in the body, within the range.
          let [from, offset] = [0, range.start];
          for (const run of runs) {
            const between = markdown.slice(offset, run.start);
            const added = seen.slice(from, run.at);
            expect(/^ *$/u.test(added) && added.length <= (between.match(BREAK)?.length ?? 0)).toBe(true);
            expect(seen.slice(run.at, run.at + run.length)).toBe(markdown.slice(run.start, run.start + run.length));
            expect(at(run.start)).toBe(run.start === range.start ? 0 : run.at);
            [from, offset] = [run.at + run.length, run.start + run.length];
          }
          expect(offset).toBeLessThanOrEqual(range.end);
          expect(isWithin(seen.replace(/ /gu, ''), slice)).toBe(true);
        }
      }),
      { seed: 16, numRuns: sized(3_000, 400) },
    );
  });

  it('leaves every offset true: sentences are slices of one paragraph, in order, without white space at their ends', () => {
    fc.assert(
      fc.property(body, (markdown) => {
        const article = parseArticle(markdown, { title: 'A Test', language: 'en' }, { isMarkdown: true });
        expect(article.body).toBe(markdown);
        let end = 0;
        for (const paragraph of article.paragraphs) {
          expect(paragraph.start).toBeGreaterThanOrEqual(end);
          end = paragraph.start;
          for (const sentence of paragraph.sentences) {
            expect(sentence.start).toBeGreaterThanOrEqual(end);
            const quote = makeQuote(article, sentence.start, sentence.end);
            expect(quote.text).toBe(markdown.slice(sentence.start, sentence.end));
            expect(quote.paragraph).toBe(paragraph.number);
            end = sentence.end;
          }
          expect(end).toBeLessThanOrEqual(paragraph.end);
        }
      }),
      { seed: 17, numRuns: sized(3_000, 400) },
    );
  });
});

/** Sources of a single displayed space. */
const BREAK = /\r\n|[\n\r]|<br>|&nbsp;|<t[dh]/gu;

/** Whether the characters of one text occur in another, in order. */
function isWithin(text: string, other: string): boolean {
  let from = 0;
  for (const character of text) {
    const found = other.indexOf(character, from);
    if (found < 0) return false;
    from = found + character.length;
  }
  return true;
}
