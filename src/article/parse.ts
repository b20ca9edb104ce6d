// Turns a body of text into an Article: paragraphs, sentences, offsets.

import type { Article, ArticleAbout, Paragraph, Sentence } from './article.js';
import { findParagraphs } from './paragraphs.js';
import { findSentences } from './sentences.js';

/** Segments a body. Offsets refer to `body` as given; nothing in it is changed. */
export function parseArticle(body: string, about: ArticleAbout): Article {
  const sentences: Sentence[] = [];
  const paragraphs: Paragraph[] = findParagraphs(body).map((span, i) => {
    const own = findSentences(body, span, about.language).map((sentence, k) => ({
      ...sentence,
      index: sentences.length + k,
      paragraph: i + 1,
    }));
    for (const sentence of own) sentences.push(sentence);
    return { ...span, number: i + 1, sentences: own };
  });
  return { about, body, paragraphs, sentences };
}
