// Random texts that are difficult for Discord's markdown, and ranges of them.

import fc from 'fast-check';
import type { Span } from '../../src/article/article.js';

/** Pieces that begin, end or resemble markup, and plain text between them. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('word', 'The', 'votes', 'a', '51.2%', '1', '12', '“said”', 'ñandú') },
  { weight: 3, arbitrary: fc.constantFrom(' ', ' ', ' ', '  ', '\u00a0', '\t') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '*',
      '**',
      '_',
      '__',
      '~~',
      '||',
      '`',
      '```',
      '\\',
      '>',
      '>>>',
      '#',
      '##',
      '-#',
      '-',
      '+',
      '.',
      ')',
      '(',
      ':',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '[',
      ']',
      '](https://a.b)',
      'https://',
      'http://a.b/c_d',
      '<https://a.b>',
      'discord.gg',
      '/x',
      '@',
      '<',
      '!',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('@everyone', '@here', '<@1>', '<@!12345678901234567>', '<#1>', '<t:1:R>', '<a:b:1>', ':smile:') },
  { weight: 1, arbitrary: fc.constantFrom('\n', '\n\n', '\r\n', '\r', '\u2028', '\u2029') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '😀',
      '👩‍👩‍👧‍👦',
      '🇻🇪',
      'é',
      '中文',
      'שלום',
      'مرحبا',
      '\u202eback\u202c',
      '𝔘',
      '¯\\_(ツ)_/¯',
      '\u200b',
      '\u2060',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }) },
);

/** A text of such pieces. */
export function markupText(maxPieces: number): fc.Arbitrary<string> {
  return fc.array(piece, { minLength: 1, maxLength: maxPieces, size: 'max' }).map((pieces) => pieces.join(''));
}

/** Whether an offset is between the halves of a surrogate pair. */
export function splitsPair(text: string, offset: number): boolean {
  return /[\uD800-\uDBFF]/.test(text.charAt(offset - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(offset));
}

/** Ordered ranges of a text; none is empty, splits a character or touches another. */
export function spansOf(text: string, offsets: readonly number[]): Span[] {
  const sorted = [...new Set(offsets.map((offset) => offset % (text.length + 1)))].sort((a, b) => a - b);
  const whole = sorted.filter((offset) => !splitsPair(text, offset));
  return Array.from({ length: Math.floor(whole.length / 2) }, (_, i) => ({ start: whole[2 * i] ?? 0, end: whole[2 * i + 1] ?? 0 }));
}
