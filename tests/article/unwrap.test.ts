// Which line breaks of an article are shown as spaces, and where its offsets lie in what is shown.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArticle } from '../../src/article/parse.js';
import { unwrapped } from '../../src/article/unwrap.js';
import { openPage, passageLines } from '../../src/cli/layout.js';
import { quote } from '../../src/discord/kit/embeds.js';

const articleOf = (body: string) => parseArticle(body, { title: 'A Test', language: 'en' });
const shown = (body: string) => unwrapped(articleOf(body), { start: 0, end: body.length }).text;
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
        const { text: seen, at } = unwrapped(article, { start, end });
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
