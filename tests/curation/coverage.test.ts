// Tests of coverage: notes and answers counted for each paragraph.

import { describe, expect, it } from 'vitest';
import { createAnchorFinder } from '../../src/article/anchor.js';
import { coverageOf } from '../../src/curation/coverage.js';
import type { AnchoredNote } from '../../src/notes/anchored-note.js';
import type { NoteStatus } from '../../src/notes/note.js';
import { makeArticle } from '../index/fixtures/small-article.js';

const article = makeArticle(
  'The Ferry\n\nIt was built in Bergen.\n\nA bridge would cost ninety million. Critics speak of wind.\n\nNobody drowned.\n',
);
const finder = createAnchorFinder(article.body);

function note(id: string, status: NoteStatus, ...quotes: readonly string[]): AnchoredNote {
  const anchors = quotes.map((exact) => ({ exact }));
  return {
    note: { id, status, quotes: anchors, note: 'A note.', keywords: [], sources: [] },
    spans: anchors.flatMap((anchor) => finder.find(anchor)),
  };
}

const counts = (notes: readonly AnchoredNote[], answers: ReadonlyMap<number, number> = new Map()) =>
  coverageOf({ article, notes }, answers).map(({ paragraph, contested, others, answers: given }) => [paragraph, contested, others, given]);

describe('coverage', () => {
  it('has a line of nothing for each paragraph, in order, where there is nothing', () => {
    expect(counts([])).toEqual([
      [1, 0, 0, 0],
      [2, 0, 0, 0],
      [3, 0, 0, 0],
      [4, 0, 0, 0],
    ]);
  });

  it.each<[NoteStatus, readonly [contested: number, others: number]]>([
    ['disputed', [1, 0]],
    ['inaccurate', [1, 0]],
    ['unverified', [1, 0]],
    ['context', [0, 1]],
    ['supported', [0, 1]],
  ])('counts a note that is %s on its side', (status, [contested, others]) => {
    expect(counts([note('bergen', status, 'built in Bergen')])[1]).toEqual([2, contested, others, 0]);
  });

  it('counts a note once in each paragraph that it stands at, however often it stands there', () => {
    const places = ['A bridge', 'Critics speak of wind', 'Nobody drowned'];
    expect(counts([note('many', 'context', ...places)]).map(([, , others]) => others)).toEqual([0, 0, 1, 1]);
  });

  it('counts a note that reaches over the end of a paragraph in both', () => {
    expect(counts([note('long', 'disputed', 'built in Bergen. A bridge would')]).map(([, contested]) => contested)).toEqual([0, 1, 1, 0]);
  });

  it('counts nowhere a note whose words the article does not have', () => {
    expect(counts([note('orphan', 'context', 'the tunnel'), note('bare', 'context')])).toEqual(counts([]));
  });

  it('counts answers at their paragraphs, and leaves out those of paragraphs that are gone', () => {
    expect(
      counts(
        [],
        new Map([
          [3, 7],
          [99, 5],
        ]),
      ).map(([, , , given]) => given),
    ).toEqual([0, 0, 7, 0]);
  });
});
