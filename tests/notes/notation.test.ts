// Tests of sources, keywords and quotes as plain text: written text reads back, and faults name their line.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readKeywords, readQuotes, readSources, writeKeywords, writeQuotes, writeSources } from '../../src/notes/notation.js';
import { anchorSchema } from '../../src/notes/note.js';
import { runs } from '../tier.js';
import { anchor, keywords, sources } from './arbitraries.js';

const full = { publisher: 'The Herald', title: 'A look back', date: '2024-08-13', url: 'https://example.org/a', via: 'The Archive' };

describe('sources', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(sources, (some) => {
        const read = readSources(writeSources(some));
        expect(read.faults).toEqual([]);
        expect(read.sources.map(({ source }) => source)).toEqual(some);
      }),
      runs(1_000),
    );
  });

  it.each([
    ['all parts', full, 'The Herald | A look back | 2024-08-13 | https://example.org/a | via The Archive'],
    ['no date', { ...full, date: undefined, via: undefined }, 'The Herald | A look back | | https://example.org/a'],
    ['neither date nor link', { publisher: 'The Herald', title: 'A look back' }, 'The Herald | A look back | |'],
    [
      'a | and a \\ in its title',
      { ...full, title: 'A | B \\ C', via: undefined },
      'The Herald | A \\| B \\\\ C | 2024-08-13 | https://example.org/a',
    ],
  ])('with %s stand on one line', (_name, source, line) => {
    expect(writeSources([source])).toBe(line);
    expect(readSources(line).sources).toEqual([{ line: 0, source }]);
  });

  it('may be written without spaces, with empty lines between them and any line ends', () => {
    const { sources: read, faults } = readSources('\n a|b||https://x.org \r\n\r\n  \rc | d | 2024 |\n');
    expect(faults).toEqual([]);
    expect(read).toEqual([
      { line: 1, source: { publisher: 'a', title: 'b', url: 'https://x.org' } },
      { line: 4, source: { publisher: 'c', title: 'd', date: '2024' } },
    ]);
  });

  it.each([
    ['a | b | 2024 | https://x.org | via c', 'c'],
    ['a | b | 2024 | https://x.org | Vía c', 'c'],
    ['a | b | 2024 | https://x.org | via via c', 'via c'],
    ['a | b | 2024 | https://x.org |', undefined],
  ])('of the form %s were carried by %s', (line, via) => {
    expect(readSources(line).sources[0]?.source.via).toBe(via);
  });

  it.each([
    ['The Herald', { kind: 'too-few-parts', count: 1 }],
    ['The Herald | A look back | https://example.org/a', { kind: 'too-few-parts', count: 3 }],
    ['a | b | c | d | via e | f', { kind: 'too-many-parts', count: 6 }],
    ['a | b | 2024 | https://x.org | The Archive', { kind: 'no-via', value: 'The Archive' }],
    ['a | b | 2024 | https://x.org | via', { kind: 'no-via', value: 'via' }],
  ])('of the form %s are named by their line', (line, fault) => {
    const { sources: read, faults } = readSources(`\na | b | | https://x.org\n${line}`);
    expect(faults).toEqual([{ ...fault, at: ['sources', 2] }]);
    expect(read.map((written) => written.line)).toEqual([1]);
  });
});

describe('keywords', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(keywords, (some) => {
        expect(readKeywords(writeKeywords(some))).toEqual(some);
      }),
      runs(1_000),
    );
  });

  it('are parted by commas, line breaks or both', () => {
    expect(readKeywords('CIA, coup\n 2002 ,\r\n, Chávez')).toEqual(['CIA', 'coup', '2002', 'Chávez']);
    expect(readKeywords(' \n ')).toEqual([]);
  });

  it('hold a comma that stands after a backslash', () => {
    expect(writeKeywords(['1,062 arrests', 'a\\b'])).toBe('1\\,062 arrests, a\\\\b');
    expect(readKeywords('1\\,062 arrests, a\\b')).toEqual(['1,062 arrests', 'a\\b']);
  });
});

describe('quotes', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(anchor, { maxLength: 4 }), (some) => {
        expect(readQuotes(writeQuotes(some)).map((quote) => anchorSchema.parse(quote))).toEqual(some);
      }),
      runs(1_000),
    );
  });

  it('stand on a line each as they are, with what stands around them as JSON', () => {
    const some = [{ exact: '“the vote”' }, { exact: 'vote', prefix: 'the ' }, { exact: 'two\nlines' }, { exact: '{odd}' }];
    expect(writeQuotes(some).split('\n')).toEqual([
      '“the vote”',
      '{"exact":"vote","prefix":"the "}',
      '{"exact":"two\\nlines"}',
      '{"exact":"{odd}"}',
    ]);
  });

  it('that look like JSON and are none are undefined', () => {
    expect(readQuotes('{odd}\n\nvote')).toEqual([undefined, 'vote']);
  });
});
