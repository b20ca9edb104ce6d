// Tests of shortening texts other than quotations: titles, names, questions.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortened } from '../../src/notes/shortened.js';
import { runs } from '../tier.js';
import { markupText } from './arbitraries.js';

const HALF_A_CHARACTER = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

describe('a text that is short enough', () => {
  it.each(['', 'one', 'one two three', 'exactly 20 long text', '😀'.repeat(10)])('stays as it is: %j', (text) => {
    expect(shortened(text, 20)).toBe(text);
  });

  it('comes on one line, without white space at its ends or twice between words', () => {
    expect(shortened(' one\n two\r\n\tthree\u00a0four\u2028', 20)).toBe('one two three four');
  });

  it('is measured after white space is folded', () => {
    expect(shortened(`one${' '.repeat(50)}two`, 7)).toBe('one two');
  });
});

describe('a text that is too long', () => {
  it.each([
    ['one two three', 12, 'one two…'],
    ['one two three', 9, 'one two…'],
    ['one two three', 8, 'one two…'],
    ['one two three four', 14, 'one two three…'],
    ['one two three', 6, 'one…'],
    ['one two, three', 12, 'one two,…'],
    ['word'.repeat(10), 10, 'wordwordw…'],
    ['¶ 7 · 委内瑞拉总统选举的结果受到质疑', 14, '¶ 7 · 委内瑞拉总统选…'],
    ['one two', 1, '…'],
  ])('%j to %d is %j', (text, most, expected) => {
    expect(shortened(text, most)).toBe(expected);
  });

  it('without spaces never ends in half a character', () => {
    for (let most = 1; most < 20; most++) {
      const short = shortened('😀'.repeat(20), most);
      expect(short).toMatch(/^😀*…$/u);
      expect(short.length).toBe(most % 2 === 1 ? most : most - 1);
    }
  });

  it('becomes its own beginning and the sign that words are left out, within the limit, whatever it is', () => {
    fc.assert(
      fc.property(markupText(60), fc.integer({ min: 1, max: 120 }), (text, most) => {
        const short = shortened(text, most);
        const line = text.replace(/\s+/gu, ' ').trim();
        expect(short.length).toBeLessThanOrEqual(most);
        if (line.length <= most) expect(short).toBe(line);
        else {
          expect(short).toMatch(/(?:^|\S)…$/u);
          expect(line.startsWith(short.slice(0, -1))).toBe(true);
        }
        expect(short).not.toMatch(/[\r\n\u2028\u2029]/u);
        if (!HALF_A_CHARACTER.test(text)) expect(short).not.toMatch(HALF_A_CHARACTER);
      }),
      runs(1_000),
    );
  });

  it('keeps at least half of the room filled', () => {
    fc.assert(
      fc.property(markupText(60), fc.integer({ min: 10, max: 60 }), (text, most) => {
        const isLong = text.replace(/\s+/gu, ' ').trim().length > most;
        if (isLong) expect(shortened(text, most).length).toBeGreaterThanOrEqual(most / 2 - 1);
      }),
    );
  });

  it('cuts no word where the words before it fill half of the room', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}$/u), { minLength: 12, maxLength: 30 }), (some) => {
        const kept = shortened(some.join(' '), 21).slice(0, -1).split(' ');
        expect(kept).toEqual(some.slice(0, kept.length));
      }),
    );
  });
});
