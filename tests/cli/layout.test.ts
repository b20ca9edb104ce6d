// Tests of wrapping and quoting on a terminal: a line break replaces one space or line break, and nothing else changes.

import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { openPage, proseLines, quoteLines, showControls, wrap } from '../../src/cli/layout.js';

const NBSP = '\u00a0';
const word = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom('election', 'González', '中文字符测试', '👩‍👩‍👧‍👦', '🇻🇪', `51.2%${NBSP}of`, 'a'.repeat(130), '', '–', '\u200b', '\u0007'),
);
const separator = fc.constantFrom(' ', ' ', ' ', ' ', '  ', NBSP, '\n', '\r\n', '\u3000', '\t');
const text = fc.array(fc.tuple(word, separator), { minLength: 1, maxLength: 60 }).map((parts) => parts.flat().join(''));
const width = fc.integer({ min: 20, max: 120 });

/** A text with each line break shown as one space. */
const unbroken = (value: string) => value.replace(/\r\n|[\n\r\u2028\u2029]/gu, ' ');

describe('wrap', () => {
  it('leaves out exactly one ordinary space or line break between two lines', () => {
    fc.assert(
      fc.property(text, width, (value, columns) => {
        const lines = wrap(value, columns);
        expect(lines[0]?.start).toBe(0);
        expect(lines.at(-1)?.end).toBe(value.length);
        lines.slice(1).forEach((line, i) => {
          expect(value.slice(lines[i]?.end, line.start)).toMatch(/^(?: |\r\n|[\n\r\u2028\u2029])$/u);
        });
      }),
    );
  });

  it('keeps every line within the width unless it holds no ordinary space', () => {
    fc.assert(
      fc.property(text, width, (value, columns) => {
        for (const line of wrap(value, columns).map(({ start, end }) => value.slice(start, end))) {
          expect(stringWidth(showControls(line)) <= columns || !line.includes(' ')).toBe(true);
        }
      }),
    );
  });

  it('never breaks at a no-break space', () => {
    const value = `one two${NBSP}three`;
    expect(wrap(value, 10).map(({ start, end }) => value.slice(start, end))).toEqual(['one', `two${NBSP}three`]);
  });

  it('lets a word that is longer than the width overflow', () => {
    const value = `a ${'b'.repeat(30)} c`;
    expect(wrap(value, 20).map(({ start, end }) => value.slice(start, end))).toEqual(['a', 'b'.repeat(30), 'c']);
  });
});

describe('quoteLines', () => {
  it('gives back the quote when its lines are joined, wherever focus and marks lie', () => {
    fc.assert(
      fc.property(text, width, fc.nat(), fc.nat(), fc.boolean(), (value, columns, a, b, colour) => {
        const [start, end] = [a % (value.length + 1), b % (value.length + 1)].sort((x, y) => x - y) as [number, number];
        // Half a surrogate pair is no character: spans of the article never begin or end inside one.
        fc.pre([start, end].every((at) => !/[\uDC00-\uDFFF]/.test(value.charAt(at))));
        const page = openPage({ width: columns, colour }, 'en');
        const marks = [{ mark: 'a', spans: [{ start, end }] }];
        const lines = quoteLines(page, value, { focus: { start, end }, marks });
        const joined = lines.map((line) => line.replace(/^(?:\[a\])? *[│▌] /u, '')).join(' ');
        const plain = colour ? joined.replaceAll('\u001b[1m', '').replaceAll('\u001b[22m', '') : joined;
        expect(plain).toBe(showControls(unbroken(value)));
      }),
    );
  });

  it('gives the focus lines of its own where spaces lie beside it', () => {
    const value = 'Before it. The focus. After it.';
    const lines = quoteLines(openPage({ width: 80, colour: false }, 'en'), value, { focus: { start: 11, end: 21 } });
    expect(lines).toEqual(['│ Before it.', '▌ The focus.', '│ After it.']);
  });

  it('puts each mark beside the lines that hold what it marks, and keeps to the width', () => {
    const value = 'one two three four five six seven eight nine ten';
    const marks = [
      { mark: 'a', spans: [{ start: 0, end: 13 }] },
      { mark: 'b', spans: [{ start: 8, end: 13 }] },
    ];
    const lines = quoteLines(openPage({ width: 20, colour: false }, 'en'), value, { marks });
    expect(lines).toMatchInlineSnapshot(`
      [
        "[a]   │ one two",
        "[a,b] │ three four",
        "      │ five six",
        "      │ seven eight",
        "      │ nine ten",
      ]
    `);
  });
});

describe('text for a terminal', () => {
  it('shows control characters instead of sending them', () => {
    expect(showControls('\u001b[2J\u0007\u007f\u009b\u202e')).toBe('␛[2J␇␡\ufffd\ufffd');
  });

  it('keeps the length of what it shows, so that offsets stay true', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => showControls(value).length === value.length));
  });

  it('wraps our own words behind an indent', () => {
    expect(proseLines(openPage({ width: 20, colour: false }, 'en'), 'one two three four five', '    ')).toEqual([
      '    one two three',
      '    four five',
    ]);
  });
});
