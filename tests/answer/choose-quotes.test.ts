// Tests of the choice of quotes: which sentences, and how much of their surroundings.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseFurther, chooseQuotes, focusOf, inTurns } from '../../src/answer/choose-quotes.js';
import type { Candidate } from '../../src/answer/ports.js';
import { type Article, contains, overlaps, type Span, sentenceAt } from '../../src/article/article.js';
import { parseArticle } from '../../src/article/parse.js';
import { runs } from '../tier.js';

const LONGEST_CONTEXT = 600;

const articleOf = (body: string): Article => parseArticle(body, { title: 'A Test', language: 'en' });

/** One paragraph for each list of sentences. */
const paragraphs = (...sentences: readonly (readonly string[])[]) => articleOf(sentences.map((own) => own.join(' ')).join('\n\n'));

const numbered = (count: number, from = 1) => Array.from({ length: count }, (_, i) => `Sentence number ${from + i} stands here.`);

function candidates(...sentences: readonly number[]): Candidate[] {
  const signals = { readerQuestions: [0, 0, 0] as const, sentence: 0, expanded: 0, words: 0, paragraphWords: 0 };
  return sentences.map((sentence, rank) => ({ sentence, score: 1 / (rank + 1), signals }));
}

const textOf = (article: Article, { start, end }: Span) => article.body.slice(start, end);
const foci = (article: Article, ...rankings: readonly (readonly Candidate[])[]) =>
  chooseQuotes(article, rankings).map(({ focus }) => textOf(article, focus));
const quotes = (article: Article, ...rankings: readonly (readonly Candidate[])[]) =>
  chooseQuotes(article, rankings).map(({ quote }) => quote.text);

describe('chooseQuotes', () => {
  const ten = paragraphs(...numbered(10).map((sentence) => [sentence]));

  it('takes the three best candidates, best first, with their scores', () => {
    const chosen = chooseQuotes(ten, [candidates(7, 2, 9, 4)]);
    expect(chosen.map(({ focus }) => textOf(ten, focus))).toEqual([8, 3, 10].map((n) => `Sentence number ${n} stands here.`));
    expect(chosen.map(({ score }) => score)).toEqual([1, 1 / 2, 1 / 3]);
    expect(chosen.map(({ quote }) => quote.paragraph)).toEqual([8, 3, 10]);
  });

  it('gives fewer quotes when there are fewer candidates', () => {
    expect(foci(ten, candidates(0, 5))).toHaveLength(2);
    expect(foci(ten, [])).toEqual([]);
    expect(foci(ten)).toEqual([]);
  });

  it('lets the parts of a question take turns', () => {
    const turns = [candidates(0, 1, 2), candidates(5, 6, 7)];
    expect(foci(ten, ...turns)).toEqual([1, 6, 2].map((n) => `Sentence number ${n} stands here.`));
    expect(foci(ten, ...turns, candidates(9))).toEqual([1, 6, 10].map((n) => `Sentence number ${n} stands here.`));
  });

  it('gives a part its next candidate when another part has taken the first', () => {
    expect(foci(ten, candidates(3, 1), candidates(3, 8))).toEqual([4, 2, 9].map((n) => `Sentence number ${n} stands here.`));
  });

  it('goes on with the other parts when one has no more candidates', () => {
    expect(foci(ten, candidates(3), candidates(5, 6, 7))).toEqual([4, 6, 7].map((n) => `Sentence number ${n} stands here.`));
    expect(foci(ten, [], candidates(5, 6))).toEqual([6, 7].map((n) => `Sentence number ${n} stands here.`));
  });

  it('quotes one sentence before and one after the focus', () => {
    const article = paragraphs(numbered(5));
    expect(quotes(article, candidates(2))).toEqual([numbered(3, 2).join(' ')]);
    expect(foci(article, candidates(2))).toEqual(['Sentence number 3 stands here.']);
  });

  it('quotes what there is at the ends of a paragraph, and nothing of its neighbours', () => {
    const article = paragraphs(numbered(2), numbered(3, 3), numbered(2, 6));
    expect(quotes(article, candidates(2))).toEqual([numbered(2, 3).join(' ')]);
    expect(quotes(article, candidates(4))).toEqual([numbered(2, 4).join(' ')]);
  });

  it('leaves to each focus the sentences that stand at another focus', () => {
    const article = paragraphs(numbered(5));
    expect(quotes(article, candidates(2, 1))).toEqual([numbered(2, 3).join(' '), numbered(2, 1).join(' ')]);
  });

  it('gives a sentence between two foci to the better one', () => {
    const article = paragraphs(numbered(3));
    expect(quotes(article, candidates(2, 0))).toEqual([numbered(2, 2).join(' '), numbered(1, 1).join(' ')]);
    expect(quotes(article, candidates(0, 2))).toEqual([numbered(2, 1).join(' '), numbered(1, 3).join(' ')]);
  });

  it('leaves out a neighbour that would make the quote longer than 600, and keeps the other', () => {
    const long = `It ${'goes on and '.repeat(49)}ends.`;
    const article = paragraphs([long, 'A short one.', 'Another short one.']);
    expect(long.length).toBeLessThan(LONGEST_CONTEXT);
    expect(quotes(article, candidates(1))).toEqual(['A short one. Another short one.']);
    expect(quotes(article, candidates(0))).toEqual([long]);
  });

  it('takes a context of exactly 600 and none of 601', () => {
    const focus = 'The focus stands here.';
    const filler = (length: number) => `A${'a'.repeat(length - 2)}.`;
    const fits = paragraphs([filler(LONGEST_CONTEXT - focus.length - 1), focus]);
    expect(quotes(fits, candidates(1)).map((text) => text.length)).toEqual([LONGEST_CONTEXT]);
    const exceeds = paragraphs([filler(LONGEST_CONTEXT - focus.length), focus]);
    expect(quotes(exceeds, candidates(1))).toEqual([focus]);
  });

  it('quotes a focus of more than 600 alone and whole', () => {
    const long = `It ${'goes on and '.repeat(80)}ends.`;
    const article = paragraphs(['Before it.', long, 'After it.']);
    expect(quotes(article, candidates(1))).toEqual([long]);
  });

  it('keeps every character as it stands in the body', () => {
    const body = 'First  one,\u00a0odd.\nSecond one – “odd” too.\r\nThird one…';
    const article = articleOf(body);
    const chosen = chooseQuotes(article, [candidates(...article.sentences.keys())]);
    expect(chosen.length).toBeGreaterThan(0);
    for (const { quote } of chosen) expect(body.slice(quote.start, quote.end)).toBe(quote.text);
  });

  describe('with questions of the article itself', () => {
    const asking = paragraphs([
      'Before.',
      'How many observers were invited to these elections?',
      'The author found none at all.',
      'After.',
    ]);

    it('makes one focus of a question and its answer, whichever of them was found', () => {
      const both = 'How many observers were invited to these elections? The author found none at all.';
      expect(foci(asking, candidates(1))).toEqual([both]);
      expect(foci(asking, candidates(2))).toEqual([both]);
    });

    it('quotes a question and its answer once when both were found', () => {
      expect(foci(asking, candidates(2, 1, 0))).toEqual([
        'How many observers were invited to these elections? The author found none at all.',
        'Before.',
      ]);
    });

    it('puts the sentences before and after both around them', () => {
      expect(quotes(asking, candidates(2))).toEqual([asking.body]);
    });

    it('does not take a question for the answer of another', () => {
      const article = paragraphs(['Who counted the votes here?', 'Who watched them being counted?', 'Nobody in particular did.']);
      expect(foci(article, candidates(0))).toEqual(['Who counted the votes here?']);
      expect(foci(paragraphs(['Who counted the votes here?', 'Who watched them?']), candidates(1))).toEqual(['Who watched them?']);
      expect(foci(article, candidates(1))).toEqual(['Who watched them being counted? Nobody in particular did.']);
    });

    it('does not look for an answer in the next paragraph', () => {
      const article = paragraphs(['Before.', 'Who counted the votes here?'], ['Nobody in particular did.']);
      expect(foci(article, candidates(1))).toEqual(['Who counted the votes here?']);
      expect(foci(article, candidates(2))).toEqual(['Nobody in particular did.']);
    });
  });

  describe('with neighbours that score about the same', () => {
    const article = paragraphs(numbered(4), numbered(2, 5));
    const scored = (...scores: readonly (readonly [number, number])[]) =>
      candidates(...scores.map(([sentence]) => sentence)).map((one, i) => ({ ...one, score: scores[i]?.[1] ?? 0 }));

    it('makes one focus of the two best', () => {
      const both = 'Sentence number 2 stands here. Sentence number 3 stands here.';
      expect(foci(article, scored([1, 2], [2, 1.999], [5, 1]))).toEqual([both, 'Sentence number 6 stands here.']);
      expect(foci(article, scored([2, 2], [1, 1.901]))).toEqual([both]);
    });

    it.each([
      ['one scores less', scored([1, 2], [2, 1.9])],
      ['another is between them', scored([0, 2], [2, 1.999])],
      ['they are in two paragraphs', scored([3, 2], [4, 1.999])],
    ])('keeps them apart where %s', (_, ranking) => {
      expect(foci(article, ranking)).toHaveLength(2);
    });

    it('makes a focus of 300 characters at most', () => {
      const first = 'The first stands here.';
      const fits = paragraphs([first, `A${'a'.repeat(300 - first.length - 3)}.`]);
      expect(foci(fits, scored([0, 2], [1, 1.999])).map((text) => text.length)).toEqual([300]);
      const exceeds = paragraphs([first, `A${'a'.repeat(300 - first.length - 2)}.`]);
      expect(foci(exceeds, scored([0, 2], [1, 1.999]))).toHaveLength(2);
    });

    it('does so for the best of each part alone', () => {
      expect(foci(article, scored([4, 2], [0, 1.999], [1, 1.998]))).toHaveLength(3);
    });
  });

  describe('with an epigraph', () => {
    const article = paragraphs(['“We shall see. Or not.”'], ['Ada Byron, 25 July 1840, a letter'], numbered(3));

    it('quotes its words and its attribution together, both for what was found', () => {
      const [words, attribution] = ['“We shall see. Or not.”', 'Ada Byron, 25 July 1840, a letter'];
      const attributed = article.sentences.findIndex(({ paragraph }) => paragraph === 2);
      const found = chooseQuotes(article, [candidates(attributed, attributed + 1)]);
      expect(found.map(({ quote, isBest }) => [quote.text.slice(0, 33), isBest])).toEqual([
        [attribution, true],
        [words, true],
        [expect.stringMatching(/^Sentence number 1/u), false],
      ]);
      expect(foci(article, candidates(0))[1]).toBe(attribution);
    });

    it('lets the best of every part go first', () => {
      const at = (text: string) => article.sentences.findIndex((sentence) => textOf(article, sentence).startsWith(text));
      const [ada, one, two] = [at('Ada'), at('Sentence number 1'), at('Sentence number 3')];
      expect(chooseQuotes(article, [candidates(ada), candidates(one), candidates(two)]).map(({ part }) => part)).toEqual([0, 1, 2]);
    });
  });

  it('never lets quotes overlap, outgrow their number or lose their focus, in whatever order candidates come', () => {
    const sentence = fc.oneof(
      fc.constantFrom(
        'Short one.',
        'Who asked that here?',
        'It was so.',
        `Some ${'more and '.repeat(40)}more.`,
        `Very ${'long and '.repeat(90)}long.`,
      ),
      fc.integer({ min: 1, max: 99 }).map((n) => `Number ${n} stands.`),
    );
    const body = fc.array(fc.array(sentence, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(body, fc.array(fc.array(fc.nat()), { maxLength: 3 }), (sentences, orders) => {
        const article = paragraphs(...sentences);
        const count = article.sentences.length;
        const rankings = orders.map((order) => candidates(...new Set(order.map((n) => n % count))));
        const chosen = chooseQuotes(article, rankings);
        const wanted = new Set(rankings.flat().map((candidate) => candidate.sentence)).size;
        expect(chosen.length).toBeLessThanOrEqual(Math.min(3, wanted));
        expect(chosen.length > 0).toBe(wanted > 0);
        for (const [i, { quote, focus }] of chosen.entries()) {
          expect(article.body.slice(quote.start, quote.end)).toBe(quote.text);
          expect(contains(quote, focus)).toBe(true);
          expect(quote.text.length <= LONGEST_CONTEXT || quote.text === textOf(article, focus)).toBe(true);
          // No sentence is cut at the quote's edges.
          const cut = article.sentences.filter((one) => overlaps(one, quote) && !contains(quote, one));
          expect(cut).toEqual([]);
          for (const other of chosen.slice(i + 1)) expect(overlaps(quote, other.quote)).toBe(false);
        }
      }),
      runs(300),
    );
  });
});

describe('focusOf', () => {
  it('is the sentence itself where no question stands before it', () => {
    const article = paragraphs(numbered(3));
    const { start, end } = sentenceAt(article, 1);
    expect(focusOf(article, sentenceAt(article, 1))).toEqual({ start, end });
  });
});

describe('chooseFurther', () => {
  const spans = (article: Article, rankings: readonly (readonly Candidate[])[]) =>
    chooseQuotes(article, rankings).map(({ quote }) => quote);
  const ten = paragraphs(...numbered(10).map((sentence) => [sentence]));

  it('goes on after the quotes, best first, six at most', () => {
    const rankings = [candidates(7, 2, 9, 4, 0, 1, 3, 5, 6, 8)];
    expect(chooseFurther(ten, rankings, spans(ten, rankings))).toEqual([4, 0, 1, 3, 5, 6]);
  });

  it('leaves out what stands within a quote already', () => {
    const one = paragraphs(numbered(3), numbered(2, 4), numbered(2, 6), numbered(2, 8));
    const rankings = [candidates(1, 3, 5, 0, 2, 7, 4)];
    // The quotes hold the sentences around 1, 3 and 5.
    expect(chooseFurther(one, rankings, spans(one, rankings))).toEqual([7]);
  });

  it('takes a question of the article and its answer for one', () => {
    const asking = paragraphs(['What did they do then? They looted the stores of the town.', 'It was late.'], numbered(1));
    expect(chooseFurther(asking, [candidates(1, 0, 3)], [])).toEqual([1, 3]);
  });

  it('takes the parts of a question in turns', () => {
    expect(chooseFurther(ten, [candidates(0, 1, 2), candidates(9, 8, 1)], [])).toEqual([0, 9, 1, 8, 2]);
  });

  it('is nothing where there is nothing more', () => {
    expect(chooseFurther(ten, [], [])).toEqual([]);
    expect(chooseFurther(ten, [candidates(0)], spans(ten, [candidates(0)]))).toEqual([]);
  });
});

describe('inTurns', () => {
  it('gives the first of each, then the second of each', () => {
    expect(inTurns([['a', 'b', 'c'], [], ['d'], ['e', 'f']]).map(({ candidate, part, rank }) => `${candidate} ${part} ${rank}`)).toEqual([
      'a 0 0',
      'd 2 0',
      'e 3 0',
      'b 0 1',
      'f 3 1',
      'c 0 2',
    ]);
  });
});
