// Tests of making replies fit: which arrangement comes after which, and that parts of a text lose nothing.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FocusedSpan } from '../../src/answer/choose-quotes.js';
import type { Span } from '../../src/article/article.js';
import { blockQuote } from '../../src/discord/escape.js';
import { beginningOf, fewerNotes, firstThatFits, mayFit, PART_ROOM, partsOf, smaller } from '../../src/discord/fit.js';
import { LIMITS } from '../../src/discord/limits.js';
import { textReply } from '../../src/discord/reply.js';
import { expectNoMoreThanLinear } from '../growth.js';
import { runs, sized } from '../tier.js';
import { markupText, splitsPair } from './arbitraries.js';

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

describe('smaller', () => {
  /** Passages of twenty code units, the focus in the middle of each, ten code units apart. */
  const passages = (count: number): FocusedSpan[] =>
    Array.from({ length: count }, (_, i) => ({ start: 30 * i, end: 30 * i + 20, focus: { start: 30 * i + 5, end: 30 * i + 10 } }));
  const body = 'word '.repeat(100);
  const outline = (count: number) =>
    [...smaller(body, passages(count))].map(({ shown, left }) => [shown.map(({ start, end }) => `${start}-${end}`).join(' '), left.length]);

  it('takes what stands around the focus from the last passage first, then leaves passages out from the end', () => {
    expect(outline(3)).toEqual([
      ['0-20 30-50 60-80', 0],
      ['0-20 30-50 65-70', 0],
      ['0-20 35-40 65-70', 0],
      ['5-10 35-40 65-70', 0],
      ['5-10 35-40', 1],
      ['5-10', 2],
      ['5-10', 2],
    ]);
  });

  it('names the passages that it leaves out, in their order', () => {
    const all = passages(3);
    for (const { shown, left } of smaller(body, all)) expect(left).toEqual(all.slice(shown.length));
  });

  it('says of a whole focus that nothing goes on', () => {
    for (const { shown } of smaller(body, passages(2))) expect(shown.map(({ goesOn }) => goesOn)).not.toContain(true);
  });

  it('ends with the beginning of a first focus that is too long, and says that it goes on', () => {
    const long = 'word '.repeat(1_000).trim();
    const whole = { start: 0, end: long.length };
    const last = [...smaller(long, [{ ...whole, focus: whole }])].at(-1);
    const [shown] = last?.shown ?? [];
    expect(shown).toMatchObject({ start: 0, goesOn: true, focus: { start: 0, end: shown?.end } });
    expect(long.slice(0, shown?.end)).toMatch(/^word(?: word)*$/u);
    expect(shown?.end).toBeGreaterThan(PART_ROOM - 20);
  });

  it('tries no arrangement that is longer than all embeds of a message may be', () => {
    const long = 'word '.repeat(2_000).trim();
    const at = (start: number, length: number): FocusedSpan => {
      const span = { start, end: start + length };
      return { ...span, focus: { start, end: start + 100 } };
    };
    const chosen = [at(0, 3_000), at(3_000, 3_000), at(6_000, 3_000)];
    const [first] = smaller(long, chosen);
    expect(first?.shown.map(({ start, end }) => end - start)).toEqual([3_000, 100, 100]);
  });

  it('has one arrangement, of nothing, for no passages', () => {
    expect([...smaller(body, [])]).toEqual([{ shown: [], left: [] }]);
  });

  it('shows of any passages only what was chosen, in order, the focus inside', () => {
    const lengths = fc.array(fc.tuple(fc.nat(3_000), fc.nat(3_000), fc.integer({ min: 1, max: 3_000 }), fc.nat(3_000)), { maxLength: 3 });
    fc.assert(
      fc.property(lengths, (sizes) => {
        let at = 0;
        const chosen = sizes.map(([gap, before, own, after]) => {
          const start = at + gap;
          at = start + before + own + after;
          return { start, end: at, focus: { start: start + before, end: start + before + own } };
        });
        const text = 'ab '.repeat(Math.ceil(at / 3));
        for (const { shown, left } of smaller(text, chosen)) {
          expect(shown.length + left.length).toBe(chosen.length);
          for (const [i, { start, end, focus }] of shown.entries()) {
            const passage = chosen[i];
            if (passage === undefined) throw new Error('Something was shown that was not chosen.');
            expect(start).toBeGreaterThanOrEqual(passage.start);
            expect(end).toBeLessThanOrEqual(passage.end);
            expect(focus.start).toBe(passage.focus.start);
            expect(focus.start >= start && focus.end <= end && focus.end <= passage.focus.end).toBe(true);
          }
        }
      }),
      runs(200),
    );
  });
});

describe('mayFit', () => {
  it('is so up to what all embeds of a message may hold together', () => {
    expect(mayFit([])).toBe(true);
    expect(
      mayFit([
        { start: 100, end: 3_100 },
        { start: 5_000, end: 8_000 },
      ]),
    ).toBe(true);
    expect(
      mayFit([
        { start: 100, end: 3_101 },
        { start: 5_000, end: 8_000 },
      ]),
    ).toBe(false);
  });
});

describe('fewerNotes', () => {
  const outline = (...parameters: Parameters<typeof fewerNotes>) =>
    [...fewerNotes(...parameters)].map(({ inFull, related }) => `${inFull.join(' ')} +${related}`);

  it('begins with the most and ends with none', () => {
    expect(outline([2], 0, 1)).toEqual(['2 +0', '1 +0', '0 +0']);
  });

  it('leaves one related note until the notes at the passages are gone', () => {
    expect(outline([1], 3, 1)).toEqual(['1 +3', '1 +2', '1 +1', '0 +1', '0 +0']);
  });

  it('takes notes from passages that do not answer first, from the last one on', () => {
    expect(outline([2, 1, 1], 0, 1)).toEqual(['2 1 1 +0', '2 1 0 +0', '2 0 0 +0', '1 0 0 +0', '0 0 0 +0']);
  });

  it('takes notes from the passage that answers with the most of them, the last of several', () => {
    expect(outline([2, 3, 3], 0, 3).slice(0, 4)).toEqual(['2 3 3 +0', '2 3 2 +0', '2 2 2 +0', '2 2 1 +0']);
  });

  it('is one arrangement where there are no notes', () => {
    expect(outline([], 0, 0)).toEqual([' +0']);
    expect(outline([0, 0], 0, 1)).toEqual(['0 0 +0']);
  });

  it('takes away one note at a time, down to none, whatever there is', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 4 }), fc.nat(4), fc.nat(5), (most, related, answering) => {
        const sums = [...fewerNotes(most, related, answering)].map((step) => step.inFull.reduce((sum, one) => sum + one, step.related));
        const all = most.reduce((sum, one) => sum + one, related);
        expect(sums).toEqual(Array.from({ length: all + 1 }, (_, i) => all - i));
      }),
    );
  });
});

describe('parts of a text', () => {
  const whole = (text: string): Span => ({ start: 0, end: text.length });
  const written = (text: string, { start, end }: Span) => blockQuote(text.slice(start, end), [{ start: 0, end: end - start }]);
  const textsOf = (text: string, room: number) => partsOf(text, whole(text), room).map(({ start, end }) => text.slice(start, end));

  it('are one where there is room', () => {
    expect(textsOf('one two three', 100)).toEqual(['one two three']);
  });

  it('end at white space, as late as there is room for their marks', () => {
    // "> " and "**" twice take six.
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
    const parts = partsOf(text, whole(text), 40);
    expect(parts.at(-1)?.end).toBe(200);
    for (const part of parts) expect(written(text, part).length).toBeLessThanOrEqual(40);
  });

  it('begin where the range begins and end where it ends', () => {
    const text = 'before one two after';
    const parts = partsOf(text, { start: 7, end: 14 }, 9);
    expect(parts.map(({ start, end }) => text.slice(start, end))).toEqual(['one', 'two']);
  });

  it('of nothing are none', () => {
    expect(partsOf('word', { start: 2, end: 2 }, 100)).toEqual([]);
  });

  it('each have room, lose no word and split no character, whatever the text', () => {
    const text = fc.oneof(
      markupText(200).map((one) => one.repeat(4)),
      markupText(40).map((one) => one.replace(/\s/gu, '').repeat(20)),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 60, max: 600 }), (raw, room) => {
        const body = raw.trim();
        const parts = partsOf(body, whole(body), room);
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
        const parts = partsOf(text, whole(text), 80);
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
        expect(beginningOf(text, whole(text), PART_ROOM).end).toBeGreaterThan(1_000);
        expect(partsOf(text, whole(text), PART_ROOM).length).toBeGreaterThan(length / 5_000);
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
        expect(beginningOf(text, span, room)).toEqual(partsOf(text, span, room)[0]);
      }),
    );
  });

  it('is all of a range that has room', () => {
    expect(beginningOf('one two three', { start: 4, end: 13 }, 15)).toEqual({ start: 4, end: 13 });
    expect(beginningOf('one two three', { start: 4, end: 13 }, 14)).toEqual({ start: 4, end: 7 });
  });
});
