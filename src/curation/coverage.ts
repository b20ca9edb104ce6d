// How notes and questions spread over the article: what stands at each paragraph, and how often it answered.

import { overlaps } from '../article/article.js';
import { isContested } from '../notes/note.js';
import type { Reading } from '../reading.js';

export interface ParagraphCoverage {
  /** From 1. */
  readonly paragraph: number;
  /** Notes on contested claims, and others. */
  readonly contested: number;
  readonly others: number;
  /** Answers that began with it. */
  readonly answers: number;
}

/** Counts for every paragraph, in order. */
export function coverageOf(
  { article, notes }: Pick<Reading, 'article' | 'notes'>,
  answers: ReadonlyMap<number, number>,
): ParagraphCoverage[] {
  return article.paragraphs.map((paragraph) => {
    const at = notes.filter(({ spans }) => spans.some((span) => overlaps(span, paragraph)));
    const contested = at.filter(({ note }) => isContested(note.status)).length;
    return { paragraph: paragraph.number, contested, others: at.length - contested, answers: answers.get(paragraph.number) ?? 0 };
  });
}
