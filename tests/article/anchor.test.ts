// Tests of the places of anchors: every shipped note, every look-alike that counts and every one that does not.

import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Anchor, createAnchorFinder } from '../../src/article/anchor.js';
import type { Article } from '../../src/article/article.js';
import { loadArticle } from '../../src/article/load.js';
import { noteSchema } from '../../src/notes/note.js';
import { expectNoMoreThanLinear } from '../growth.js';
import { runs, sized } from '../tier.js';

/** The raw characters at all places of an anchor. */
function found(body: string, anchor: Anchor | string): string[] {
  const spans = createAnchorFinder(body).find(typeof anchor === 'string' ? { exact: anchor } : anchor);
  return spans.map((span) => body.slice(span.start, span.end));
}

function starts(body: string, anchor: Anchor): number[] {
  return createAnchorFinder(body)
    .find(anchor)
    .map((span) => span.start);
}

describe('the anchors of the shipped notes', () => {
  let article: Article;

  beforeAll(async () => {
    article = await loadArticle('content/article.md');
  });

  it('all stand in the article, as exactly their own characters', async () => {
    const { notes } = z.object({ notes: z.array(noteSchema) }).parse(parse(await readFile('content/notes.yaml', 'utf8')));
    expect(notes).toHaveLength(92);
    const finder = createAnchorFinder(article.body);
    for (const note of notes) {
      expect(note.quotes.length, note.id).toBeGreaterThan(0);
      for (const anchor of note.quotes) {
        const texts = finder.find(anchor).map((span) => article.body.slice(span.start, span.end));
        expect(texts.length, `${note.id}: ${anchor.exact}`).toBeGreaterThan(0);
        for (const text of texts) expect(text).toBe(anchor.exact);
      }
    }
  });

  it('stand at both places of the Musk quotation, or at the one that a prefix or suffix picks', () => {
    const exact = '“We will coup whoever we want! Deal with it.”';
    const both = starts(article.body, { exact });
    expect(both).toHaveLength(2);
    expect(starts(article.body, { exact, prefix: 'He famously said ' })).toEqual(both.slice(1));
    expect(starts(article.body, { exact, suffix: 'Elon Musk, 25 July 2020' })).toEqual(both.slice(0, 1));
    expect(starts(article.body, { exact, prefix: 'He famously said', suffix: 'Elon Musk' })).toEqual([]);
  });

  it('find any run of whole words of the article at its place', () => {
    const words = [...article.body.matchAll(/\S+/gu)];
    const finder = createAnchorFinder(article.body);
    fc.assert(
      fc.property(fc.nat({ max: words.length - 1 }), fc.integer({ min: 1, max: 40 }), (first, length) => {
        const from = words[first]?.index ?? 0;
        const last = words[Math.min(first + length, words.length) - 1];
        const to = (last?.index ?? 0) + (last?.[0].length ?? 0);
        const spans = finder.find({ exact: article.body.slice(from, to) });
        expect(spans).toContainEqual({ start: from, end: to });
      }),
      runs(500),
    );
  });

  it('find a run of words however it is typed, at the same place', () => {
    const words = [...article.body.matchAll(/\S+/gu)];
    const finder = createAnchorFinder(article.body);
    fc.assert(
      fc.property(fc.nat({ max: words.length - 8 }), (first) => {
        const from = words[first]?.index ?? 0;
        const last = words[first + 7];
        const to = (last?.index ?? 0) + (last?.[0].length ?? 0);
        const typed = article.body
          .slice(from, to)
          .normalize('NFD')
          .replace(/\s+/gu, ' \n')
          .replace(/[“”]/gu, '"')
          .replace(/’/gu, "'")
          .replace(/–/gu, '-');
        expect(finder.find({ exact: typed })).toContainEqual({ start: from, end: to });
      }),
    );
  });
});

describe('anchorAt', () => {
  /** Repeated, similar, joining and invisible pieces in any order. */
  const hostileBody = fc
    .array(
      fc.constantFrom(
        ...['a', 'b', 'a b', 'a b', ' ', '  ', '\n', '-', '“', '"', '1', ',', '.', '…', 'é', 'e\u0301', '委', '员', '가', '\u1100\u1161'],
        ...['👩\u200D🔬', '👩', '🇻🇪', '🇪', '\u200B', '\u00AD', '\uFEFF', '\uD83D'],
      ),
      { maxLength: 30 },
    )
    .map((pieces) => pieces.join(''));

  function anchorOf(body: string, start: number, end: number): Anchor | undefined {
    try {
      return createAnchorFinder(body).anchorAt({ start, end });
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      return undefined;
    }
  }

  it('gives any run of words of the article an anchor that stands there and nowhere else', async () => {
    const { body } = await loadArticle('content/article.md');
    const words = [...body.matchAll(/\S+/gu)];
    const finder = createAnchorFinder(body);
    fc.assert(
      fc.property(fc.nat({ max: words.length - 1 }), fc.integer({ min: 1, max: 12 }), (first, length) => {
        const last = words[Math.min(first + length, words.length) - 1];
        const span = { start: words[first]?.index ?? 0, end: (last?.index ?? 0) + (last?.[0].length ?? 0) };
        const anchor = finder.anchorAt(span);
        expect(anchor.exact).toBe(body.slice(span.start, span.end));
        expect(finder.find(anchor)).toEqual([span]);
      }),
      runs(1_000),
    );
  });

  it('means one place or is refused, whatever the text', () => {
    let made = 0;
    const many = runs(5_000, 200);
    fc.assert(
      fc.property(hostileBody, fc.nat({ max: 30 }), fc.integer({ min: 1, max: 12 }), (body, start, length) => {
        const span = { start, end: Math.min(body.length, start + length) };
        const anchor = anchorOf(body, span.start, span.end);
        if (anchor === undefined) return;
        made += 1;
        expect(createAnchorFinder(body).find(anchor)).toEqual([span]);
      }),
      many,
    );
    expect(made / many.numRuns).toBeGreaterThan(0.04);
  });

  it('refuses no place that an anchor without anything around it finds', () => {
    fc.assert(
      fc.property(hostileBody, fc.nat({ max: 30 }), fc.integer({ min: 1, max: 12 }), (body, start, length) => {
        const exact = body.slice(start, start + length);
        for (const span of createAnchorFinder(body).find({ exact })) {
          if (body.slice(span.start, span.end) === exact) expect(anchorOf(body, span.start, span.end)).toBeDefined();
        }
      }),
      runs(2_000),
    );
  });

  it('takes no more of what stands around than the best of all whole words there', () => {
    const plainBody = fc.array(fc.constantFrom('a', 'b', 'c', 'a b'), { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(plainBody, fc.nat({ max: 11 }), fc.integer({ min: 1, max: 3 }), (body, first, length) => {
        const words = [...body.matchAll(/\S+/gu)].map(({ index, 0: word }) => ({ start: index, end: index + word.length }));
        const [start, end] = [words[first]?.start, words[first + length - 1]?.end];
        if (start === undefined || end === undefined) return;
        const anchor = anchorOf(body, start, end);
        const around = (prefix: string, suffix: string) => prefix.trim().length + suffix.trim().length;
        const finder = createAnchorFinder(body);
        const lengths = words.flatMap((from) =>
          words.flatMap((to) => {
            const [prefix, suffix] = [body.slice(Math.min(from.start, start), start), body.slice(end, Math.max(to.end, end))];
            const spans = finder.find({ exact: body.slice(start, end), prefix, suffix });
            return spans.length === 1 && spans[0]?.start === start ? [around(prefix, suffix)] : [];
          }),
        );
        expect(around(anchor?.prefix ?? '', anchor?.suffix ?? '')).toBe(Math.min(...lengths));
      }),
      runs(2_000),
    );
  });

  it.each([
    ['words that stand once are enough', 'the vote, the count', 'count', { exact: 'count' }],
    ['words that stand once, but for parts of longer words, are enough', 'voted revote vote', 'vote', { exact: 'vote' }],
    ['a word before tells apart', 'one vote and another vote', 'vote', { exact: 'vote', prefix: 'another' }],
    ['a word after tells apart', 'a vote won, a vote lost', 'vote', { exact: 'vote', suffix: 'lost' }],
    ['the shorter side is taken', 'the unquestionable vote is a vote', 'vote', { exact: 'vote', prefix: 'a' }],
    ['words come with their punctuation', 'he said “no” (no)', 'no', { exact: 'no', prefix: '(' }],
    ['a letter of a script without spaces is a word', '总统选举，总统', '总统', { exact: '总统', prefix: '，' }],
  ])('%s', (_name, body, exact, expected) => {
    const start = body.lastIndexOf(exact);
    expect(anchorOf(body, start, start + exact.length)).toEqual(expected);
  });

  it('takes words on both sides where that is less than on one', () => {
    expect(anchorOf('x a y x a z w a z x', 8, 9)).toEqual({ exact: 'a', prefix: 'x', suffix: 'z' });
  });

  it('gives what stands around as it stands in the body', () => {
    const body = 'the\u00A0first vote and the  “second”\nvote';
    expect(anchorOf(body, body.length - 4, body.length)).toEqual({ exact: 'vote', prefix: '“second”' });
    expect(anchorOf(body, 10, 14)).toEqual({ exact: 'vote', suffix: 'and' });
  });

  it.each([
    ['white space at the start', 'the vote', 3, 8],
    ['white space at the end', 'the vote', 0, 4],
    ['a part of a word', 'the vote', 4, 7],
    ['a part of a number', '1,062 people', 2, 5],
    ['half a character', 'a 😀 b', 2, 3],
    ['a letter without its mark', 'Perú'.normalize('NFD'), 0, 4],
    ['what nobody sees at the end', 'vote\u200B now', 0, 5],
    ['what nobody sees alone', 'a \u200B b', 2, 3],
    ['nothing', 'the vote', 4, 4],
    ['an end before the start', 'the vote', 4, 0],
    ['an end after the body', 'the vote', 4, 9],
    ['a start before the body', 'the vote', -1, 3],
    ['no whole numbers', 'the vote', 0.5, 3],
    ['no numbers', 'the vote', Number.NaN, 3],
  ])('refuses %s', (_name, body, start, end) => {
    expect(() => createAnchorFinder(body).anchorAt({ start, end })).toThrow(RangeError);
  });

  it('takes no longer than it is longer in a text that says one thing over and over', async () => {
    await expectNoMoreThanLinear(sized(10_000, 2_000) / 8, (times) => {
      const finder = createAnchorFinder('no more '.repeat(times));
      const start = 4 * times;
      return () => expect(finder.anchorAt({ start, end: start + 2 }).exact).toBe('no');
    });
  });
});

describe('what does not matter', () => {
  it.each([
    ['a no-break space for a space', 'the 20%\u00A0votes', 'the 20% votes'],
    ['a space for a no-break space', 'the 20% votes', 'the 20%\u00A0votes'],
    ['line breaks and runs of white space', 'of \t the\r\n\u2003votes', 'of the votes'],
    ['curly double quotation marks', 'said “yes” twice', 'said "yes" twice'],
    ['angled double quotation marks', 'said «yes» twice', 'said “yes” twice'],
    ['curly apostrophes', 'Venezuela’s oil', "Venezuela's oil"],
    ['angled single quotation marks', 'said ‹yes›', "said 'yes'"],
    ['dashes', 'right – and ‑ so — on −5', 'right - and - so - on -5'],
    ['the one-character ellipsis', 'and so… on', 'and so... on'],
    ['soft hyphens', 'elec\u00ADtion', 'election'],
    ['zero-width characters', 'the\u200B vote\uFEFFs', 'the votes'],
    ['decomposed accents', 'Leopoldo Lo\u0301pez', 'Leopoldo López'],
    ['composed accents', 'Leopoldo López', 'Leopoldo Lo\u0301pez'],
    ['a soft hyphen within a decomposed letter', 'Lo\u00AD\u0301pez', 'López'],
    ['decomposed Hangul', '\u1112\u1161\u11AB\u1100\u1173\u11AF', '한글'],
    ['white space around the anchor', 'the votes', ' \n the votes '],
  ])('%s', (_name, raw, exact) => {
    expect(found(`Before, ${raw}, after.`, exact)).toEqual([raw]);
  });

  it('covers a letter with its mark and leaves out invisible characters at the edges', () => {
    expect(found('\uFEFFel\u200B Peru\u0301\u00AD .', 'Perú')).toEqual(['Peru\u0301']);
  });
});

describe('what does matter', () => {
  it.each([
    ['case', 'the Vote', 'the vote'],
    ['accents', 'Leopoldo López', 'Leopoldo Lopez'],
    ['missing accents', 'Leopoldo Lopez', 'Leopoldo López'],
    ['single against double quotation marks', 'said “yes”', "said 'yes'"],
    ['punctuation', 'the vote, the count', 'the vote the count'],
    ['a space against none', 'cyber-attack', 'cyber - attack'],
    ['another word', 'the votes were cast', 'the votes are cast'],
    ['half an ellipsis', 'and so…', 'and so..'],
    ['a letter without its mark', 'q\u0303 is here', 'q'],
    ['half a flag', '🇻🇪 here', '🇻'],
    ['half of joined emoji', '👩\u200D🔬 here', '👩'],
    ['half a surrogate pair', '😀 here', '\uD83D'],
  ])('%s: an orphan has no place', (_name, raw, exact) => {
    expect(found(raw, exact)).toEqual([]);
  });

  it('an anchor without words has no place', () => {
    expect(found('some text', '')).toEqual([]);
    expect(found('some text', ' \u200B ')).toEqual([]);
    expect(found('', 'text')).toEqual([]);
  });
});

describe('the edges of an anchor', () => {
  it('do not lie within a longer word', () => {
    expect(starts('voted vote revote vote', { exact: 'vote' })).toEqual([6, 18]);
    expect(found('voté vote\u0301', 'vot')).toEqual([]);
    expect(found('𝒗vote vote𝒗', 'vote')).toEqual([]);
  });

  it('do not lie within a longer number', () => {
    expect(found('1,062 were arrested', '062')).toEqual([]);
    expect(found('51.2% of votes', '51')).toEqual([]);
    expect(found('In 1999, 31 came.', '1999')).toEqual(['1999']);
  });

  it('may stand at punctuation', () => {
    expect(found('“vote”(anti-vote)', 'vote')).toEqual(['vote', 'vote']);
  });

  it('may stand anywhere in a script without spaces', () => {
    expect(found('委内瑞拉总统选举', '总统')).toEqual(['总统']);
  });
});

describe('several places', () => {
  it('are found without overlap', () => {
    expect(starts('-- -- -- --', { exact: '-- --' })).toEqual([0, 6]);
  });

  it('are told apart by normalised context, whatever the spaces at the joint', () => {
    const body = 'A said\u00A0“no more”.\n\nB said “no more” again.';
    const exact = 'no more';
    expect(starts(body, { exact, prefix: 'A said "' })).toEqual([8]);
    expect(starts(body, { exact, prefix: 'B\nsaid “ ' })).toEqual([27]);
    expect(starts(body, { exact, suffix: '" again' })).toEqual([27]);
    expect(starts(body, { exact, suffix: '".   B' })).toEqual([8]);
    expect(starts(body, { exact, prefix: 'C said “' })).toEqual([]);
  });

  it('do not count context that would lie outside the body', () => {
    expect(found('vote', { exact: 'vote', prefix: 'the' })).toEqual([]);
    expect(found('vote', { exact: 'vote', suffix: 'the' })).toEqual([]);
    expect(found('vote', { exact: 'vote', prefix: '', suffix: ' ' })).toEqual(['vote']);
  });
});

describe('the time to find anchors', () => {
  it.each([
    ['English', 'The “vote” was cast – on 28 July 2024… in Mérida. '],
    ['Russian', 'Пролетая над гнездом кукушки. '],
    ['marks', 'e\u0301'],
    ['soft hyphens', '\u00AD'],
  ])('grows no faster than the text for %s', async (_, unit) => {
    await expectNoMoreThanLinear(sized(2_000_000, 200_000) / 8, (length) => {
      const body = `${unit.repeat(Math.ceil(length / unit.length))} the last words`;
      return () => {
        const finder = createAnchorFinder(body);
        for (let i = 0; i < 10; i += 1) expect(finder.find({ exact: 'the last words' })).toHaveLength(1);
      };
    });
  });
});
