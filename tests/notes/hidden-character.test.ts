// Tests of hidden characters: invisible ones are found and named; visible ones that only look suspicious stay.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt, findHidden } from '../../src/notes/hidden-character.js';
import { runs } from '../tier.js';

describe('findHidden', () => {
  it.each([
    ['a bidirectional override', 'the \u202Eetov', 'U+202E', 'the '],
    ['a right-to-left mark', 'the\u200F vote', 'U+200F', 'the'],
    ['NUL', '\0', 'U+0000', ''],
    ['an escape', 'a\u001B[31m', 'U+001B', 'a'],
    ['a carriage return', 'a\rb', 'U+000D', 'a'],
    ['a zero-width space', 'a\u200Bb', 'U+200B', 'a'],
    ['a joiner between Latin letters', 'a\u200Db', 'U+200D', 'a'],
    ['a soft hyphen', 'elec\u00ADtion', 'U+00AD', 'elec'],
    ['a byte order mark', 'a\uFEFF', 'U+FEFF', 'a'],
    ['half a character', 'so \uD83D so', 'U+D83D', 'so '],
    ['the other half', '\uDE00', 'U+DE00', ''],
    ['a Hangul filler', '\u3164', 'U+3164', ''],
    ['letters of tags', '🏴\u{E0067}', 'U+E0067', '🏴'],
    ['a variation selector after a letter', 'a\uFE0F', 'U+FE0F', 'a'],
    ['a line separator', 'a\u2028b', 'U+2028', 'a'],
    ['what is no character', 'a\uFFFF', 'U+FFFF', 'a'],
  ])('finds %s', (_name, text, character, after) => {
    expect(findHidden(text)).toEqual({ character, after });
  });

  it.each([
    ['words', 'Leopoldo López, ¿sí?'],
    ['accents of their own', 'Lo\u0301pez'],
    ['spaces of any width, tabs and line feeds', 'a\u00A0b\u2009c\td\ne'],
    ['joined emoji', '👩\u200D🔬 👨\u200D👩\u200D👧 🏳️\u200D🌈 👍🏽'],
    ['emoji with a choice of look', '❤️ ☎︎ 1️⃣'],
    ['Persian with its joiners', 'می\u200Cخواهم'],
    ['Hindi with its joiners', 'क्\u200Dष'],
    ['Arabic and Hebrew', 'مرحبا שלום'],
    ['an Arabic number sign', '\u0601 12'],
    ['the replacement character', 'a\uFFFDb'],
    ['nothing', ''],
  ])('lets %s be', (_name, text) => {
    expect(findHidden(text)).toBeUndefined();
  });

  it('finds every control, format character, separator of lines, surrogate and non-character among letters', () => {
    const hidden = /(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]|\p{Bidi_Control}/u;
    const missed: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const character = String.fromCodePoint(code);
      if (hidden.test(character) && findHidden(`a${character}b`) === undefined) missed.push(code.toString(16));
    }
    expect(missed).toEqual([]);
  });

  it('gives of what stands before it the last characters, on one line', () => {
    expect(findHidden(`${'x'.repeat(30)}\nthe vote\u202E`)).toEqual({ character: 'U+202E', after: 'xxxxxxxxxxx the vote' });
  });
});

describe('excerpt', () => {
  it('shows at most 80 code units, nothing hidden, one line and whole characters, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const shown = excerpt(text);
        expect(shown.length).toBeLessThanOrEqual(80);
        expect(findHidden(shown)).toBeUndefined();
        expect(shown).not.toMatch(/[\r\n\t]/u);
      }),
      runs(2_000),
    );
  });

  it('shows a short text as it is', () => {
    expect(excerpt('¿Un golpe? ❤️')).toBe('¿Un golpe? ❤️');
  });

  it('shows what nobody could see as U+FFFD, and marks what it leaves out', () => {
    expect(excerpt('a\u202Eb')).toBe('a\uFFFDb');
    expect(excerpt('x'.repeat(100))).toBe(`${'x'.repeat(79)}…`);
  });
});
