// Tests of chunks cut like those of LangChain's splitter: their length, their overlap, and that no word is lost.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunksOf } from '../../bench/chunks.js';
import { runs, SEED } from '../tier.js';

const cut = (text: string, most: number, overlap: number) =>
  chunksOf(text, { most, overlap }).map(({ start, end }) => text.slice(start, end));

describe('chunks', () => {
  it('are cut at paragraphs where these fit, at words where they do not, and inside words at last', () => {
    // The expected result in LangChain's own test of this text.
    const text =
      "Hi.\n\nI'm Harrison.\n\nHow? Are? You?\nOkay then f f f f.\nThis is a weird text to write, but gotta test the splittingggg some how.\n\nBye!\n\n-H.";
    expect(cut(text, 10, 1)).toEqual([
      'Hi.',
      "I'm",
      'Harrison.',
      'How? Are?',
      'You?',
      'Okay then',
      'f f f f.',
      'This is a',
      'weird',
      'text to',
      'write,',
      'but gotta',
      'test the',
      'splitting',
      'gggg',
      'some how.',
      'Bye!',
      '-H.',
    ]);
  });

  it('share what fits into the overlap', () => {
    expect(cut('foo bar baz 123', 8, 4)).toEqual(['foo bar', 'bar baz', 'baz 123']);
  });

  it('hold every word of a text, in order, and are no longer than they may be', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '\n\n', 'word', '. '), maxLength: 200 });
    fc.assert(
      fc.property(text, (one) => {
        const chunks = chunksOf(one, { most: 20, overlap: 5 });
        const held = new Set(chunks.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));
        for (const [i, character] of [...one].entries()) if (character.trim() !== '') expect(held.has(i)).toBe(true);
        for (const { start, end } of chunks) expect(end - start).toBeLessThanOrEqual(20);
        expect(chunks.map(({ start }) => start)).toEqual(chunks.map(({ start }) => start).sort((a, b) => a - b));
      }),
      { seed: SEED, ...runs(500) },
    );
  });
});
