// Tests of suggestions for a quote that is not in the article: the sentences it may mean.

import { describe, expect, it } from 'vitest';
import { loadArticle } from '../../src/article/load.js';
import { parseArticle } from '../../src/article/parse.js';
import { nearestSentences } from '../../src/notes/nearest-sentences.js';

const article = parseArticle('The vote was held. The vote was counted. Nobody knows the result. Everybody left the hall.', {
  title: 'T',
  language: 'en',
});
const textsFor = (text: string) => nearestSentences(text, article).map((near) => near.text);

describe('nearestSentences', () => {
  it('puts the sentence first that shares most words, rare words counting more', () => {
    expect(textsFor('the vote: nobody knew')[0]).toBe('Nobody knows the result.');
    expect(textsFor('The vote was COUNTED!')[0]).toBe('The vote was counted.');
  });

  it('gives at most three, and none that shares nothing', () => {
    expect(textsFor('the')).toHaveLength(3);
    expect(textsFor('hall')).toEqual(['Everybody left the hall.']);
    expect(textsFor('elsewhere')).toEqual([]);
    expect(textsFor('')).toEqual([]);
  });

  it('finds each long sentence of the article when some of its words were changed', async () => {
    const real = await loadArticle('content/article.md');
    const long = real.sentences.filter(({ start, end }) => real.body.slice(start, end).split(/\s+/u).length > 12);
    const missed = long.filter(({ start, end }) => {
      const text = real.body.slice(start, end);
      const changed = text.split(/\s+/u).map((word, i) => (i % 4 === 0 ? 'something' : word));
      return !nearestSentences(changed.join(' '), real).some((near) => near.text === text);
    });
    expect(long.length).toBeGreaterThan(50);
    expect(missed).toEqual([]);
  });
});
