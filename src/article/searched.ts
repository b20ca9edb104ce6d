// A sentence's text for retrieval: its words as readers see them, with those of its headings, columns and footnotes.

import { type Article, overlapping, paragraphNumbered, type Sentence, type Span } from './article.js';
import { displayed } from './display.js';

/** Most characters of a footnote; its beginning shows what it is about. */
const LONGEST_FOOTNOTE = 300;

/** The footnotes that a range of the body refers to. */
export function footnotesIn({ footnotes }: Pick<Article, 'footnotes'>, { start, end }: Span): Article['footnotes'] {
  return footnotes.filter(({ references }) => references.some((at) => start <= at && at < end));
}

/** The words by which a sentence is found. */
export function searchedWords(article: Article, sentence: Sentence): string {
  const { place, own } = searchedParts(article, sentence);
  return place === '' ? own : `${place} ${own}`;
}

/** The same in two parts: the words of the headings above it, or ''; and its own, with those of its columns and footnotes. */
export function searchedParts(article: Article, sentence: Sentence): { readonly place: string; readonly own: string } {
  const { headings, row } = paragraphNumbered(article, sentence.paragraph);
  const isWholeRow = row !== undefined && overlapping(article.sentences, sentence).length === 1;
  const words = isWholeRow ? row.named : displayed(article, sentence).text;
  const notes = footnotesIn(article, sentence).map((note) =>
    displayed(article, note).text.replace(/\s+/gu, ' ').slice(0, LONGEST_FOOTNOTE),
  );
  const place =
    headings.length === 0
      ? ''
      : `${headings.map((heading) => heading.replace(/[:.]$/u, '')).join(': ')}${/[?!]$/u.test(headings.at(-1) ?? '') ? '' : ':'}`;
  return { place, own: [words, ...notes].join(' ') };
}
