// A quote: the only value with the article's words, and the only function that makes it.

import { type Article, contains, overlapping, type Span } from './article.js';

declare const sliced: unique symbol;

/** Words of the article: `body.slice(start, end) === text`, always. Only `makeQuote` makes one. */
export interface Quote extends Span {
  readonly text: string;
  /** Number of its paragraph, from 1. */
  readonly paragraph: number;
  readonly [sliced]: true;
}

/**
 * Slices a quote from an article's body.
 * Throws RangeError for offsets that are not whole numbers in order and inside the body, span more than one
 * paragraph, split a surrogate pair, or begin or end with white space.
 */
export function makeQuote(article: Article, start: number, end: number): Quote {
  const { body } = article;
  const refuse = (why: string): never => {
    throw new RangeError(`No quote from ${start} to ${end}: ${why}.`);
  };
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end)) refuse('offsets are whole numbers');
  if (start < 0 || end > body.length) refuse(`the body goes from 0 to ${body.length}`);
  if (start >= end) refuse('the end must come after the start');
  if (splitsPair(body, start) || splitsPair(body, end)) refuse('it would split a surrogate pair');
  if (/\s/u.test(body.charAt(start)) || /\s/u.test(body.charAt(end - 1))) refuse('it begins or ends with white space');
  const [paragraph] = overlapping(article.paragraphs, { start, end });
  if (paragraph === undefined || !contains(paragraph, { start, end })) return refuse('it does not lie within one paragraph');
  return Object.freeze({ text: body.slice(start, end), start, end, paragraph: paragraph.number }) as Quote;
}

function splitsPair(body: string, offset: number): boolean {
  return /[\uD800-\uDBFF]/.test(body.charAt(offset - 1)) && /[\uDC00-\uDFFF]/.test(body.charAt(offset));
}
