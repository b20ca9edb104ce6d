// Epigraphs: a quotation in a paragraph of its own, and the line below it that says who said it, when or where.

import type { Article, Paragraph } from './article.js';
import { displayed } from './display.js';

/** A longer line is text. */
const LONGEST_ATTRIBUTION_WORDS = 15;
const QUOTED = /^["“”„«‘'‹].*["”“»’'›][.!?…]*$/su;
/** A name, a place or a dash before one, and no end of a sentence. */
const ATTRIBUTION = /^(?:[—–―-]\s*)?[\p{Lu}\p{N}].*[^.!?…:;,]$/su;
/** Nothing but white space and the marks of a block quotation. */
const BETWEEN = /^[\s>]*$/u;

export interface Epigraph {
  readonly words: Paragraph;
  readonly attribution: Paragraph;
}

/** The epigraph that a paragraph is the words or the attribution of; undefined if it is neither. */
export function epigraphAt(article: Article, paragraph: Paragraph): Epigraph | undefined {
  const [before, after] = [article.paragraphs[paragraph.number - 2], article.paragraphs[paragraph.number]];
  return epigraphOf(article, paragraph, after) ?? epigraphOf(article, before, paragraph);
}

function epigraphOf(article: Article, words: Paragraph | undefined, attribution: Paragraph | undefined): Epigraph | undefined {
  if (words === undefined || attribution === undefined || attribution.sentences.length > 1) return undefined;
  if (!BETWEEN.test(article.body.slice(words.end, attribution.start))) return undefined;
  const { text } = displayed(article, attribution);
  const isShort = text.split(/\s+/u).length <= LONGEST_ATTRIBUTION_WORDS;
  return isShort && ATTRIBUTION.test(text) && QUOTED.test(displayed(article, words).text) ? { words, attribution } : undefined;
}
