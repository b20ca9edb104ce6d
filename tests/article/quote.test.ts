// Tests of making quotes.

import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { parseArticle } from '../../src/article/parse.js';
import { makeQuote, type Quote } from '../../src/article/quote.js';

const BODY = 'First “one”. And\u00A0more 😀 here.\n\n* Second paragraph.\n';
const ARTICLE = parseArticle(BODY, { title: 'Test', language: 'en' });
const SECOND = BODY.indexOf('Second');

describe('makeQuote', () => {
  it('slices the body and names the paragraph', () => {
    expect(makeQuote(ARTICLE, 0, 12)).toEqual({ text: 'First “one”.', start: 0, end: 12, paragraph: 1 });
    expect(makeQuote(ARTICLE, SECOND, SECOND + 6)).toEqual({ text: 'Second', start: SECOND, end: SECOND + 6, paragraph: 2 });
  });

  it('keeps no-break spaces and emoji as they are', () => {
    const start = BODY.indexOf('And');
    expect(makeQuote(ARTICLE, start, start + 11).text).toBe('And\u00A0more 😀');
  });

  it('freezes the quote', () => {
    expect(Object.isFrozen(makeQuote(ARTICLE, 0, 5))).toBe(true);
  });

  it('makes a value that cannot be built from a string', () => {
    expectTypeOf<{ text: string; start: number; end: number; paragraph: number }>().not.toExtend<Quote>();
  });

  it.each([
    ['a fraction', 0.5, 5],
    ['not a number', 0, Number.NaN],
    ['an endless range', 0, Number.POSITIVE_INFINITY],
    ['a negative start', -1, 5],
    ['an end beyond the body', 0, BODY.length + 1],
    ['an empty range', 3, 3],
    ['a reversed range', 5, 0],
    ['two paragraphs', 0, SECOND + 6],
    ['what is no paragraph', BODY.indexOf('*'), SECOND + 6],
    ['white space at the start', 5, 12],
    ['white space at the end', 0, 6],
    ['a no-break space at the end', BODY.indexOf('And'), BODY.indexOf('more')],
    ['half a surrogate pair at the start', BODY.indexOf('😀') + 1, BODY.indexOf('here')],
    ['half a surrogate pair at the end', 0, BODY.indexOf('😀') + 1],
  ])('refuses %s and names the offsets', (_name, start, end) => {
    expect(() => makeQuote(ARTICLE, start, end)).toThrow(RangeError);
    expect(() => makeQuote(ARTICLE, start, end)).toThrow(`from ${start} to ${end}`);
  });

  it('either refuses a range or gives exactly its characters, for any range', () => {
    const offset = fc.integer({ min: -2, max: BODY.length + 2 });
    fc.assert(
      fc.property(offset, offset, (start, end) => {
        let quote: Quote;
        try {
          quote = makeQuote(ARTICLE, start, end);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          return;
        }
        expect(BODY.slice(quote.start, quote.end)).toBe(quote.text);
        expect(quote.text.trim()).toBe(quote.text);
        expect(quote.text).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});
