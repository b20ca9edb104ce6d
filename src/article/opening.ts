// The opening sentence and the sections of an article.

import type { Article, Paragraph, Sentence } from './article.js';
import { displayed } from './display.js';

/** A sentence of fewer words is a title, a name or a date. */
const LEAST_WORDS = 8;
/** Excludes a motto, which is in quotation marks. */
const WHOLE_SENTENCE = /^[^"“”«‘'].*[.!?…]["”»’')\]]*$/su;

/** The first whole sentence of prose, else the first quotable sentence; undefined for an article without sentences. */
export function openingOf(article: Article): Sentence | undefined {
  const { paragraphs, sentences } = article;
  const isWhole = (sentence: Sentence) => {
    const { text } = displayed(article, sentence);
    return WHOLE_SENTENCE.test(text) && text.split(/\s+/u).length >= LEAST_WORDS;
  };
  const prose = paragraphs.filter(({ role }) => role === 'prose').flatMap((paragraph: Paragraph) => paragraph.sentences);
  return prose.find(isWhole) ?? prose[0] ?? sentences[0];
}

/** The highest headings with paragraphs below them, as shown, in order. */
export function sectionsOf({ paragraphs }: Pick<Article, 'paragraphs'>): readonly string[] {
  return [...new Set(paragraphs.flatMap(({ headings }) => headings.slice(0, 1)))];
}
