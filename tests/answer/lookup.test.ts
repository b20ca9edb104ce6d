// Tests of lookups while somebody types: what is found and how, in which order, and the cost of keystrokes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFinder, needsMeaning, newestOnly, withMeaning } from '../../src/answer/lookup.js';

const TEXTS = [
  'The ferry was built in Bergen.',
  'González said that “the people” were at home.',
  'The bridge would cost ninety million kroner, said the people of the island.',
  'Venezuela’s oil is wanted by the whole world.',
  'Nobody has seen the lighthouse since 1938.',
  'The people who built the bridge in 12 months.',
  'A cyber-attack came from North Macedonia.',
  'Seven.',
  'Eight.',
  'Nine.',
  'Ten.',
  'Eleven.',
];
const find = createFinder(TEXTS.map((text, i) => ({ value: i + 1, number: i + 1, texts: [text] })));
const found = (typed: string, limit = 25) => find(typed, limit).map(({ value, matched }) => `${value} ${matched}`);

describe('what is typed', () => {
  it('finds the first entries in order while it is nothing', () => {
    expect(find('', 3).map(({ value }) => value)).toEqual([1, 2, 3]);
    expect(find(' “?” ', 3).map(({ value }) => value)).toEqual([1, 2, 3]);
  });

  it('finds nothing for emoji alone', () => {
    expect(find('😂', 3)).toEqual([]);
  });

  it.each(['1', ' 1 ', '¶ 1', '01'])('as a number finds that entry, then those that begin with it: "%s"', (typed) => {
    expect(found(typed).slice(0, 4)).toEqual(['1 number', '10 number', '11 number', '12 number']);
  });

  it('as a number that no entry has finds it in the texts', () => {
    expect(found('1938')).toEqual(['5 exact']);
    expect(found('99')).toEqual([]);
  });

  it('as a number finds entries by number before entries that hold it', () => {
    expect(found('12').slice(0, 2)).toEqual(['12 number', '6 exact']);
  });

  it.each([
    ['the people', ['2 exact', '3 exact', '6 exact']],
    ['THE PEOPLE', ['2 exact', '3 exact', '6 exact']],
    ['the people w', ['2 prefix', '6 prefix', '3 prefix']],
    ['gonzalez', ['2 exact']],
    ['"the people"', ['2 exact', '3 exact', '6 exact']],
    ["venezuela's oil", ['4 exact']],
    ['Venezuela’s oil', ['4 exact']],
    ['cyber attack', ['7 exact']],
  ])('finds entries that hold it in a row, whatever the case, accents and quotation marks: %s', (typed, expected) => {
    expect(found(typed)).toEqual(expected);
  });

  it('finds all its words in any order, the last one unfinished, after those that stand in a row', () => {
    expect(found('built brid')).toEqual(['6 prefix']);
    expect(found('people bridge').map((one) => one.split(' ')[1])).toEqual(['prefix', 'prefix']);
    expect(found('brid built')).not.toContain('6 prefix');
  });

  it('finds misspelt words', () => {
    expect(found('lihgthouse')).toEqual(['5 words']);
    expect(found('lighthose')).toEqual(['5 words']);
    expect(found('gonsalez sayd')).toEqual(['2 words']);
    expect(found('macedonya')).toEqual(['7 words']);
  });

  it('finds the entries with the rarest of its words where none holds all', () => {
    expect(found('the herring and the lighthouse')[0]).toBe('5 words');
  });

  it('finds entries by a more telling text first', () => {
    const claims = createFinder([
      { value: 'note', texts: ['The vote was fair.', 'A bridge is mentioned.'] },
      { value: 'claim', texts: ['The bridge is dear.', 'A note.'] },
    ]);
    expect(claims('bridge', 5).map(({ value }) => value)).toEqual(['claim', 'note']);
  });

  it('finds each entry once and no more than wanted, whatever it is', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.array(fc.constantFrom('the', 'people', 'bridge', '12', '“', 'gonz', '-', '')).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 25 }), (typed, limit) => {
        const values = find(typed, limit).map(({ value }) => value);
        expect(values.length).toBeLessThanOrEqual(limit);
        expect(new Set(values).size).toBe(values.length);
      }),
    );
  });

  it('finds nothing where there is nothing', () => {
    expect(createFinder([])('the', 25)).toEqual([]);
  });
});

describe('meaning', () => {
  const exact = (value: number) => ({ value, matched: 'exact' as const });

  it('is asked for words of which little was found, but for short ones alone', () => {
    expect(needsMeaning('built where', [])).toBe(true);
    expect(needsMeaning('oil', [])).toBe(false);
    expect(needsMeaning('  ', [])).toBe(false);
    expect(needsMeaning('built where', [exact(1), exact(2), exact(3)])).toBe(false);
  });

  it('comes after what was found in words, each once, a few at most', () => {
    expect(withMeaning([exact(1)], [2, 1, 2, 3, 4, 5, 6, 7], 25).map(({ value }) => value)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(withMeaning([exact(1)], [2], 25)).toEqual([exact(1), { value: 2, matched: 'meaning' }]);
    expect(withMeaning([exact(1)], [2, 3], 2).map(({ value }) => value)).toEqual([1, 2]);
  });
});

describe('newestOnly', () => {
  /** A search whose results and deadline are controlled by the test. */
  function controlled() {
    const started: string[] = [];
    const ends = new Map<string, { finish(): void; fail(): void }>();
    const deadlines: (() => void)[] = [];
    const search = newestOnly<string>(
      (typed) => {
        started.push(typed);
        return new Promise((resolve, reject) => {
          ends.set(typed, { finish: () => resolve(`found ${typed}`), fail: () => reject(new Error('no model')) });
        });
      },
      () =>
        new Promise((resolve) => {
          deadlines.push(resolve);
        }),
    );
    return { search, started, ends, deadlines };
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  it('gives what the search gives', async () => {
    const { search, ends } = controlled();
    const result = search('a');
    await settle();
    ends.get('a')?.finish();
    expect(await result).toBe('found a');
  });

  it('has one search at work, and lets only the newest of those that wait go on', async () => {
    const { search, started, ends } = controlled();
    const results = ['a', 'ab', 'abc', 'abcd'].map((typed) => search(typed));
    await settle();
    expect(started).toEqual(['a']);
    ends.get('a')?.finish();
    await settle();
    expect(started).toEqual(['a', 'abcd']);
    ends.get('abcd')?.finish();
    expect(await Promise.all(results)).toEqual(['found a', undefined, undefined, 'found abcd']);
  });

  it('gives nothing once the deadline has passed, and starts no search after it', async () => {
    const { search, started, ends, deadlines } = controlled();
    const first = search('a');
    const second = search('ab');
    await settle();
    for (const pass of deadlines) pass();
    expect(await Promise.all([first, second])).toEqual([undefined, undefined]);
    ends.get('a')?.finish();
    await settle();
    expect(started).toEqual(['a']);
    const third = search('abc');
    await settle();
    expect(started).toEqual(['a', 'abc']);
    ends.get('abc')?.finish();
    expect(await third).toBe('found abc');
  });

  it('gives nothing when the search fails, and goes on with the next', async () => {
    const { search, ends } = controlled();
    const first = search('a');
    await settle();
    ends.get('a')?.fail();
    expect(await first).toBeUndefined();
    const second = search('ab');
    await settle();
    ends.get('ab')?.finish();
    expect(await second).toBe('found ab');
  });
});
