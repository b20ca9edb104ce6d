// Tests of making texts and replies fit: the first reply that fits is taken, and parts of a text lose nothing.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/article/article.js';
import { displayed } from '../../src/article/display.js';
import { parseArticle } from '../../src/article/parse.js';
import { blockQuote } from '../../src/discord/kit/escape.js';
import { beginningOf, firstThatFits, PART_ROOM, partsOf } from '../../src/discord/kit/fit.js';
import { LIMITS } from '../../src/discord/kit/limits.js';
import { textReply } from '../../src/discord/kit/reply.js';
import { expectNoMoreThanLinear } from '../growth.js';
import { runs, sized } from '../tier.js';
import { markupText, splitsPair } from './arbitraries.js';

/** A text without hidden characters. */
const plain = (body: string) => ({ body, hidden: [] });

describe('firstThatFits', () => {
  const tooLong = (mark: string) => textReply(mark.repeat(LIMITS.content + 1));

  it('is the first reply that fits, and makes none after it', () => {
    let made = 0;
    function* replies() {
      for (const reply of [tooLong('a'), textReply('first'), textReply('second')]) {
        made += 1;
        yield reply;
      }
    }
    expect(firstThatFits(replies()).content).toBe('first');
    expect(made).toBe(2);
  });

  it('is the last reply where none fits', () => {
    expect(firstThatFits([tooLong('a'), tooLong('b')])).toEqual(tooLong('b'));
  });

  it('throws where there is no reply at all', () => {
    expect(() => firstThatFits([])).toThrow(RangeError);
  });
});

describe('parts of a text', () => {
  const whole = (text: string): Span => ({ start: 0, end: text.length });
  const written = (text: string, { start, end }: Span) => blockQuote(text.slice(start, end), { bold: [{ start: 0, end: end - start }] });
  const textsOf = (text: string, room: number) => partsOf(plain(text), whole(text), room).map(({ start, end }) => text.slice(start, end));

  it('are one where there is room', () => {
    expect(textsOf('one two three', 100)).toEqual(['one two three']);
  });

  it('end at white space, as late as there is room for their marks', () => {
    // "> " and two "**" take six.
    expect(textsOf('one two three', 13)).toEqual(['one two', 'three']);
    expect(textsOf('one two three', 12)).toEqual(['one', 'two', 'three']);
  });

  it('leave out nothing but the white space between them', () => {
    expect(textsOf('one \u00a0\n two\n\nthree', 11)).toEqual(['one', 'two', 'three']);
  });

  it('count what is written, not what is read', () => {
    expect(textsOf('*** *** ***', 26)).toEqual(['*** *** ***']);
    expect(textsOf('*** *** ***', 25)).toEqual(['*** ***', '***']);
  });

  it('cut a word that is too long for one, and no character in it', () => {
    expect(textsOf('a'.repeat(100), 40).join('')).toBe('a'.repeat(100));
    const emoji = '😀'.repeat(50);
    for (const room of [30, 31, 32, 33]) {
      const parts = textsOf(emoji, room);
      expect(parts.length).toBeGreaterThan(1);
      expect(parts.join('')).toBe(emoji);
      for (const part of parts) expect(part).toMatch(/^😀+$/u);
    }
  });

  it('leave room for escapes and marks where a word is cut', () => {
    const text = '*'.repeat(200);
    const parts = partsOf(plain(text), whole(text), 40);
    expect(parts.at(-1)?.end).toBe(200);
    for (const part of parts) expect(written(text, part).length).toBeLessThanOrEqual(40);
  });

  it('begin where the range begins and end where it ends', () => {
    const text = 'before one two after';
    const parts = partsOf(plain(text), { start: 7, end: 14 }, 9);
    expect(parts.map(({ start, end }) => text.slice(start, end))).toEqual(['one', 'two']);
  });

  it('of nothing are none', () => {
    expect(partsOf(plain('word'), { start: 2, end: 2 }, 100)).toEqual([]);
  });

  it('each have room, lose no word and split no character, whatever the text', () => {
    const text = fc.oneof(
      markupText(200).map((one) => one.repeat(4)),
      markupText(40).map((one) => one.replace(/\s/gu, '').repeat(20)),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 60, max: 600 }), (raw, room) => {
        const body = raw.trim();
        const parts = partsOf(plain(body), whole(body), room);
        let at = 0;
        for (const part of parts) {
          expect(body.slice(at, part.start)).toMatch(/^\s*$/u);
          expect(part.end).toBeGreaterThan(part.start);
          expect(written(body, part).length).toBeLessThanOrEqual(room);
          expect(splitsPair(body, part.start) || splitsPair(body, part.end)).toBe(false);
          expect(body.slice(part.start, part.end)).toMatch(/^\S(?:.*\S)?$/su);
          at = part.end;
        }
        expect(at).toBe(body.length);
      }),
      runs(300),
    );
  });

  it('are as long as they can be: the next word would find no room', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z*_]{1,12}$/u), { minLength: 20, maxLength: 80 }), (some) => {
        const text = some.join(' ');
        const parts = partsOf(plain(text), whole(text), 80);
        for (const { start, end } of parts.slice(0, -1)) {
          const next = /^\s\S+/u.exec(text.slice(end))?.[0].length ?? 0;
          expect(written(text, { start, end: end + next }).length).toBeGreaterThan(80);
        }
      }),
      runs(200),
    );
  });

  it.each(['word ', 'a', '*'])('of a long text take no longer than it is longer: %j', async (unit) => {
    await expectNoMoreThanLinear(sized(250_000, 50_000), (length) => {
      const text = unit.repeat(length / unit.length).trim();
      return () => {
        expect(beginningOf(plain(text), whole(text), PART_ROOM).end).toBeGreaterThan(1_000);
        expect(partsOf(plain(text), whole(text), PART_ROOM).length).toBeGreaterThan(length / 5_000);
      };
    });
  });
});

describe('beginningOf', () => {
  it('is the first part', () => {
    fc.assert(
      fc.property(markupText(100), fc.integer({ min: 60, max: 200 }), (raw, room) => {
        const text = raw.trim();
        fc.pre(text !== '');
        const span = { start: 0, end: text.length };
        expect(beginningOf(plain(text), span, room)).toEqual(partsOf(plain(text), span, room)[0]);
      }),
    );
  });

  it('is all of a range that has room', () => {
    expect(beginningOf(plain('one two three'), { start: 4, end: 13 }, 15)).toEqual({ start: 4, end: 13 });
    expect(beginningOf(plain('one two three'), { start: 4, end: 13 }, 14)).toEqual({ start: 4, end: 7 });
  });
});

describe('a text with markup', () => {
  it('is measured as readers see it, and cut between two of the words that they see', () => {
    const body = `See [one](https://example.org/${'a'.repeat(200)} "T. T") and [two](b "c d") three.`;
    const { hidden } = parseArticle(body, { title: 'T', language: 'en' }, { isMarkdown: true });
    const article = { body, hidden };
    const all = { start: 0, end: body.length };
    expect(beginningOf(article, all, 40)).toEqual(all);
    expect(displayed(article, beginningOf(article, all, 24)).text).toBe('See one and two');
    const shown = partsOf(article, all, 16).map((part) => displayed(article, part).text);
    expect(shown).toEqual(['See one', 'and two', 'three.']);
  });
});
