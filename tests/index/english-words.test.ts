// Tests of the English dictionary: the search in its file.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import wordsFile from 'word-list';
import { isEnglishWord } from '../../index/english-words.js';

const words = readFileSync(wordsFile, 'latin1').trim().split('\n');

it('finds each word of the file, the first and the last too', () => {
  const some = words.filter((_, i) => i % 997 === 0 || i < 3 || i > words.length - 3);
  expect(some.filter((word) => !isEnglishWord(word))).toEqual([]);
});

it.each(['', 'aaaa', 'zzzzzz', 'othr', 'goverment', 'pint\nalebush', 'niño'])('finds no other: "%s"', (word) => {
  expect(isEnglishWord(word)).toBe(false);
});
