// Tests of what each sentence of an article is read within.

import { describe, expect, it } from 'vitest';
import { surroundedSentences } from '../../index/surroundings.js';
import { sentenceAt } from '../../src/article/article.js';
import { parseArticle } from '../../src/article/parse.js';

const read = (body: string) => parseArticle(body, { title: 'Test', language: 'en' }, { isMarkdown: true });
const within = (place: string, before: readonly string[], after: readonly string[]) => ({ place, before, after });

describe('a sentence is read', () => {
  it('with the others of its paragraph, in their order, and with none of another paragraph', () => {
    const article = read('One came. Two left. Three stayed.\n\nFour slept. Five woke.\n');
    expect(surroundedSentences(article)).toEqual([
      { text: 'One came.', within: within('', [], ['Two left.', 'Three stayed.']) },
      { text: 'Two left.', within: within('', ['One came.'], ['Three stayed.']) },
      { text: 'Three stayed.', within: within('', ['One came.', 'Two left.'], []) },
      { text: 'Four slept.', within: within('', [], ['Five woke.']) },
      { text: 'Five woke.', within: within('', ['Four slept.'], []) },
    ]);
  });

  it('alone where its paragraph has no other', () => {
    expect(surroundedSentences(read('One came.\n\nTwo left.\n'))).toEqual([undefined, undefined]);
  });

  it('with the items of its list, and of no list under another heading', () => {
    const article = read(
      '# Fares\n\n## Cars\n\n- Big ones pay nine euros.\n- Small ones pay five.\n\n## People\n\n- Adults pay two euros.\n',
    );
    expect(surroundedSentences(article)).toEqual([
      { text: 'Big ones pay nine euros.', within: within('Cars:', [], ['Small ones pay five.']) },
      { text: 'Small ones pay five.', within: within('Cars:', ['Big ones pay nine euros.'], []) },
      undefined,
    ]);
  });

  it('with the rows of its table, each with the names of its columns', () => {
    const article = read('# Fares\n\nPrices follow.\n\n| car | price |\n| --- | --- |\n| big | 9 |\n| small | 5 |\n');
    const rows = surroundedSentences(article).flatMap((one, i) => (one === undefined ? [] : [{ ...one, i }]));
    expect(rows.map(({ text, within: { before, after } }) => [before, text, after])).toEqual([
      [[], rows[0]?.text, [rows[1]?.text]],
      [[rows[0]?.text], rows[1]?.text, []],
    ]);
    for (const { text } of rows) expect(text).toMatch(/car.*price/u);
    expect(rows.map(({ i }) => sentenceAt(article, i).paragraph)).not.toContain(1);
  });

  it('with those near it in a long paragraph', () => {
    const sentences = Array.from({ length: 100 }, (_, i) => `Ferry number ${i} sailed on a cold and windy day in March.`);
    const surrounded = surroundedSentences(read(sentences.join(' ')));
    expect(surrounded).toHaveLength(100);
    for (const [i, one] of surrounded.entries()) {
      const { before = [], after = [] } = one?.within ?? {};
      const start = i - before.length;
      expect([...before, one?.text, ...after]).toEqual(sentences.slice(start, i + after.length + 1));
      expect([...before, one?.text, ...after].join('').length).toBeLessThanOrEqual(2_200);
      if (i > 0 && i < 99) expect(Math.min(before.length, after.length), `sentence ${i}`).toBeGreaterThan(0);
    }
  });
});
