// Tests of finding the sentences and paragraphs at a place: correct, in a number of steps that hardly grows with the article.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseQuotes } from '../../src/answer/choose-quotes.js';
import { type Article, overlapping, overlaps, sentenceAt, sentencesUnder } from '../../src/article/article.js';
import { parseArticle } from '../../src/article/parse.js';
import { makeQuote } from '../../src/article/quote.js';

const SEED = { seed: 20_261_129, numRuns: 200 };

function articleOf(sentences: number): Article {
  const texts = Array.from({ length: sentences }, (_, i) => `The council counted ${i} votes on that day.`);
  const paragraphs = Array.from({ length: sentences / 5 }, (_, i) => texts.slice(i * 5, i * 5 + 5).join(' '));
  return parseArticle(paragraphs.join('\n\n'), { title: 'Votes', language: 'en' });
}

/** The same list with a count of the accessed items. */
function counting<T>(items: readonly T[]): { readonly items: readonly T[]; looks(): number } {
  let looks = 0;
  const watched = new Proxy(items, {
    get: (target, name, receiver) => {
      if (typeof name === 'string' && /^\d+$/u.test(name)) looks += 1;
      return Reflect.get(target, name, receiver);
    },
  });
  return { items: watched, looks: () => looks };
}

describe('what lies at a place', () => {
  it('is what shares a character with it, no more and no less', () => {
    const ranges = fc.array(fc.record({ gap: fc.nat(3), length: fc.integer({ min: 1, max: 5 }) }), { maxLength: 30 }).map((parts) => {
      let at = 0;
      return parts.map(({ gap, length }) => {
        const start = at + gap;
        at = start + length;
        return { start, end: at };
      });
    });
    fc.assert(
      fc.property(ranges, fc.nat(120), fc.integer({ min: 1, max: 20 }), (all, start, length) => {
        const span = { start, end: start + length };
        expect(overlapping(all, span)).toEqual(all.filter((range) => overlaps(range, span)));
      }),
      SEED,
    );
  });

  it('under several spans is each sentence once, in order', () => {
    const article = articleOf(20);
    const [a, b, c] = [2, 3, 9].map((index) => sentenceAt(article, index));
    if (a === undefined || b === undefined || c === undefined) throw new Error('The article is too short.');
    expect(sentencesUnder(article, [c, { start: a.start, end: b.end }, b])).toEqual([a, b, c]);
    expect(sentencesUnder(article, [])).toEqual([]);
  });

  it.each<readonly [string, (article: Article) => void]>([
    [
      'a quote',
      (article) => {
        const { start, end } = articleEnd(article);
        makeQuote(article, start, end);
      },
    ],
    ['what stands around an answer', (article) => void chooseQuotes(article, [[{ sentence: lastButOne(article), score: 1 }]])],
  ])('is found for %s without going through a long article', (_, find) => {
    const looked = [500, 16_000].map((length) => {
      const article = articleOf(length);
      const [sentences, paragraphs] = [counting(article.sentences), counting(article.paragraphs)];
      find({ ...article, sentences: sentences.items, paragraphs: paragraphs.items });
      return sentences.looks() + paragraphs.looks();
    });
    // Doubling the number of items adds one access, and there are five doublings.
    expect((looked[1] ?? 0) - (looked[0] ?? 0)).toBeLessThan(50);
  });
});

function lastButOne({ sentences }: Pick<Article, 'sentences'>): number {
  return sentences.length - 2;
}

function articleEnd(article: Article) {
  const { start, end } = article.sentences.at(-2) ?? { start: 0, end: 1 };
  return { start, end };
}
