// Tests of splitting a text into paragraphs.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBlocks, joinBlocks, trimSpan } from '../../src/article/paragraphs.js';

const findParagraphs = (body: string) => joinBlocks(body, findBlocks(body));

function paragraphs(body: string): string[] {
  return findParagraphs(body).map((span) => body.slice(span.start, span.end));
}

describe('paragraphs of plain text', () => {
  it('parts paragraphs at blank lines, whatever white space the blank lines hold', () => {
    expect(paragraphs('One.\n\nTwo.\n \t\u00A0\nThree.\n\n\n\nFour.')).toEqual(['One.', 'Two.', 'Three.', 'Four.']);
  });

  it('takes each line for a paragraph where the lines are whole', () => {
    const long = `${'A long line of its own goes on and on. '.repeat(4)}End.`;
    expect(paragraphs(`${long}\nShort line.\n${long}`)).toEqual([long, 'Short line.', long]);
    expect(paragraphs('Name\nStreet 5\nTown')).toEqual(['Name', 'Street 5', 'Town']);
  });

  it('joins the lines of hard-wrapped text', () => {
    expect(paragraphs('This line breaks off and\ngoes on here. It ends\nhere.\n\nNext.')).toEqual([
      'This line breaks off and\ngoes on here. It ends\nhere.',
      'Next.',
    ]);
  });

  it('joins a line that breaks before a capital when most other blocks are wrapped', () => {
    const wrapped = 'Some words that\nare wrapped here.';
    expect(paragraphs(`${wrapped}\n\n${wrapped}\n\nHe met President Nicolás\nMaduro.`).at(-1)).toBe('He met President Nicolás\nMaduro.');
  });

  it.each([
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('treats %s line ends as it treats LF', (_name, lineEnd) => {
    const body = 'Wrapped text breaks off\nin the middle.\n\nNext.\n\n\nA line of its own\n\n* item\n* item two\n';
    const raw = body.replaceAll('\n', lineEnd);
    expect(paragraphs(raw)).toEqual(paragraphs(body).map((text) => text.replaceAll('\n', lineEnd)));
    expect(paragraphs(raw)).toHaveLength(5);
  });

  it('leaves the markers of lists, headings and quotations out', () => {
    expect(paragraphs('# Title\n## Part ##\n- a\n* b\n+ c\n• d\n1. e\n2) f\n> g\n> - h')).toEqual([
      'Title',
      'Part ##',
      'a',
      'b',
      'c',
      'd',
      'e',
      'f',
      'g',
      'h',
    ]);
  });

  it('keeps numbers and dashes that are no markers', () => {
    expect(paragraphs('1999 was a year.\n\n3.5 km\n\n-5 degrees\n\n#hashtag\n\n2024. A year')).toEqual([
      '1999 was a year.',
      '3.5 km',
      '-5 degrees',
      '#hashtag',
      '2024. A year',
    ]);
  });

  it('keeps the items of a wrapped list apart', () => {
    expect(paragraphs('* the first item goes\n  on here\n* the second\n  one too')).toEqual([
      'the first item goes\n  on here',
      'the second\n  one too',
    ]);
  });

  it('keeps a heading apart from the wrapped text right under it', () => {
    expect(paragraphs('## Heading\nsome text that goes\non here.')).toEqual(['Heading', 'some text that goes\non here.']);
  });

  it('drops what holds no letter and no number', () => {
    expect(paragraphs('Title\n=====\n\n---\n\n* * *\n\n😀\n\n…\n\nText.')).toEqual(['Title', 'Text.']);
    expect(paragraphs('')).toEqual([]);
    expect(paragraphs(' \r\n\t\n')).toEqual([]);
  });

  it('finds ascending ranges without white space at their ends, and no letter outside them, in any text', () => {
    const piece = fc.constantFrom('\n', '\r\n', '\r', ' ', '\u00A0', '* ', '# ', '1. ', '> ', 'word', 'Ñandú.', ',', '😀', 'e\u0301', '—');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const body = pieces.join('');
        const spans = findParagraphs(body);
        let outside = '';
        let end = 0;
        for (const span of spans) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(trimSpan(body, span)).toEqual(span);
          outside += body.slice(end, span.start);
          end = span.end;
        }
        expect(outside + body.slice(end)).not.toMatch(/\p{L}/u);
      }),
    );
  });
});

describe('trimSpan', () => {
  it('narrows a range to what is not white space', () => {
    expect(trimSpan(' \u00A0a b\r\n', { start: 0, end: 7 })).toEqual({ start: 2, end: 5 });
  });

  it('leaves an empty range where there is only white space', () => {
    expect(trimSpan('a   b', { start: 1, end: 4 })).toEqual({ start: 4, end: 4 });
  });
});
