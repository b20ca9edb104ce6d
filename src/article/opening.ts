// How an article begins, and which sections it has: what can be told of it in its own words.

import type { Article, Paragraph, Sentence } from './article.js';
import { displayed } from './display.js';

/** Fewer words are a title, a name or a date. */
const LEAST_WORDS = 8;
/** A motto stands in quotation marks. */
const WHOLE_SENTENCE = /^[^"“”«‘'].*[.!?…]["”»’')\]]*$/su;

/** The first whole sentence of prose; where there is none, the first of what can be quoted; undefined for an article without any. */
export function openingOf(article: Article): Sentence | undefined {
  const { paragraphs, sentences } = article;
  const isWhole = (sentence: Sentence) => {
    const { text } = displayed(article, sentence);
    return WHOLE_SENTENCE.test(text) && text.split(/\s+/u).length >= LEAST_WORDS;
  };
  const prose = paragraphs.filter(({ role }) => role === 'prose').flatMap((paragraph: Paragraph) => paragraph.sentences);
  return prose.find(isWhole) ?? prose[0] ?? sentences[0];
}

/** The highest headings that something stands under, as they are shown, in order. */
export function sectionsOf({ paragraphs }: Pick<Article, 'paragraphs'>): readonly string[] {
  return [...new Set(paragraphs.flatMap(({ headings }) => headings.slice(0, 1)))];
}
