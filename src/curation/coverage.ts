// Coverage: notes and answers counted for each paragraph of the article.

import { overlapping } from '../article/article.js';
import { isContested } from '../notes/note.js';
import type { ArticleView } from '../views/article-view.js';

export interface ParagraphCoverage {
  /** From 1. */
  readonly paragraph: number;
  /** Notes on contested claims, and other notes. */
  readonly contested: number;
  readonly others: number;
  /** Answers whose first quote is in the paragraph. */
  readonly answers: number;
}

/** Counts for every paragraph, in order. */
export function coverageOf(
  { article, notes }: Pick<ArticleView, 'article' | 'notes'>,
  answers: ReadonlyMap<number, number>,
): ParagraphCoverage[] {
  const counted = new Map(article.paragraphs.map(({ number }) => [number, { contested: 0, others: 0 }]));
  for (const { note, spans } of notes) {
    const kind = isContested(note.status) ? 'contested' : 'others';
    // A note with several places in a paragraph counts once.
    for (const { number } of new Set(spans.flatMap((span) => overlapping(article.paragraphs, span)))) {
      const counts = counted.get(number);
      if (counts !== undefined) counts[kind] += 1;
    }
  }
  return [...counted].map(([paragraph, counts]) => ({ paragraph, ...counts, answers: answers.get(paragraph) ?? 0 }));
}
