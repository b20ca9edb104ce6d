// Tests of one paragraph on a terminal, with all its notes.

import { describe, expect, it } from 'vitest';
import { paragraphNumbered } from '../../src/article/article.js';
import { parseArticle } from '../../src/article/parse.js';
import { renderPassage } from '../../src/cli/render-passage.js';

const BODY = 'First words here. Second words there.\n\nAnother paragraph stands alone.';
const article = parseArticle(BODY, { title: 'Two Paragraphs', language: 'en' });

describe('a passage', () => {
  it('is the whole paragraph with its number and the footer', () => {
    const rendering = renderPassage(paragraphNumbered(article, 2), article, [], new Map(), { width: 60, colour: false, language: 'en' });
    expect(rendering).toBe('¶ 2\n│ Another paragraph stands alone.\n\nQuote: Two Paragraphs · marks and notes: ours');
  });

  it('has all its notes in full, each marked at the lines that hold its words', () => {
    const flags = ['one', 'two', 'three', 'four'].map((id) => ({
      id,
      status: 'unverified' as const,
      note: `Of ${id}.`,
      sources: [{ publisher: 'The Herald', title: 'A look back', date: '2024', via: 'Archive' }],
    }));
    const spans = new Map(flags.map(({ id }, i) => [id, [{ start: i * 3, end: i * 3 + 5 }]]));
    const rendering = renderPassage(paragraphNumbered(article, 1), article, flags, spans, { width: 40, colour: false, language: 'es' });
    expect(rendering).toMatchSnapshot();
  });
});
