// The article as a value: its body, and the paragraphs and sentences found in it, as offsets.

/** A half-open range of UTF-16 code units in an article's body. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One retrieval unit: a sentence, or a question with the fragment that answers it. */
export interface Sentence extends Span {
  /** Position among all sentences of the article, from 0. */
  readonly index: number;
  /** Number of its paragraph, from 1. */
  readonly paragraph: number;
}

/** Roles of blocks that may be quoted. */
export const QUOTABLE_ROLES = ['prose', 'list', 'quotation', 'table', 'code', 'figure'] as const;
type QuotableRole = (typeof QUOTABLE_ROLES)[number];

/** The function of a block for readers. */
export type BlockRole =
  | QuotableRole
  | 'heading'
  | 'footnote'
  /** The target of a link that is defined apart from it. */
  | 'definition'
  /** Text for programs or authors: comments, tags. */
  | 'comment'
  | 'contents'
  /** Separators: lines, and the running headers of pages. */
  | 'rule';

/** A range of the body with one role. Together, blocks contain every letter and number of the body. */
export interface Block extends Span {
  readonly role: BlockRole;
}

/** A block, or a part of a block, that may be quoted: other blocks have no sentences. */
export interface Paragraph extends Span {
  /** As shown to readers, from 1. */
  readonly number: number;
  readonly sentences: readonly Sentence[];
  readonly role: QuotableRole;
  /** The headings above it, as shown, the nearest last; without the article's title. */
  readonly headings: readonly string[];
  /** For a row of a table: the column names, and the row with each cell after its column's name. */
  readonly row?: { readonly columns: string; readonly named: string };
}

/** A range of the body that readers see as nothing or as one space: markup, and line breaks that only wrap. */
export interface Hidden extends Span {
  readonly as: '' | ' ';
}

/** A note by the author, apart from the text. */
export interface Footnote extends Span {
  /** Its sign in the text. */
  readonly mark: string;
  /** Offsets at which the text refers to it. */
  readonly references: readonly number[];
}

/** Facts about the article, mostly from its front matter. */
export interface ArticleAbout {
  /** Without front matter, the main heading or the first line of the text, or else the name of its file. */
  readonly title: string;
  readonly author?: string | undefined;
  /** For instance "opinion" or "report". */
  readonly kind?: string | undefined;
  /** As precise as is known: "2024-08-01", "2024-08" or "2024". */
  readonly published?: string | undefined;
  /** BCP 47 tag of the body's language. */
  readonly language: string;
  /** Address at which it was published. */
  readonly url?: string | undefined;
  /** A few sentences about the article in our words, in English and in Spanish. */
  readonly about?: string | undefined;
  readonly aboutInSpanish?: string | undefined;
}

export interface Article {
  readonly about: ArticleAbout;
  /** The text after the front matter, character for character. */
  readonly body: string;
  readonly paragraphs: readonly Paragraph[];
  readonly sentences: readonly Sentence[];
  readonly blocks: readonly Block[];
  /** In order and without overlap. */
  readonly hidden: readonly Hidden[];
  readonly footnotes: readonly Footnote[];
  /** Keys of the front matter that were not used. */
  readonly leftOut: readonly string[];
}

/** Whether blocks with a role may be quoted. */
export function isQuotable(role: BlockRole): role is QuotableRole {
  return (QUOTABLE_ROLES as readonly BlockRole[]).includes(role);
}

/** Whether two ranges share at least one code unit. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Whether `inner` is wholly within `outer`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The sentence at an index. Throws RangeError for an unknown index. */
export function sentenceAt(article: Article, index: number): Sentence {
  const sentence = article.sentences[index];
  if (sentence === undefined) throw new RangeError(`The article has no sentence ${index}.`);
  return sentence;
}

/** The nearest heading above a paragraph, as shown. */
export function headingAbove({ paragraphs }: Pick<Article, 'paragraphs'>, number: number): string | undefined {
  return paragraphs[number - 1]?.headings.at(-1);
}

/** The paragraph with a number. Throws RangeError for an unknown number. */
export function paragraphNumbered(article: Article, number: number): Paragraph {
  const paragraph = article.paragraphs[number - 1];
  if (paragraph === undefined) throw new RangeError(`The article has no paragraph ${number}.`);
  return paragraph;
}

/**
 * The ranges that share at least one code unit with a span, by binary search.
 * @param ranges in order and without overlap, like an article's sentences and paragraphs
 */
export function overlapping<Range extends Span>(ranges: readonly Range[], span: Span): readonly Range[] {
  const first = firstAfter(ranges, span.start);
  let end = first;
  while (end < ranges.length && (ranges[end]?.start ?? span.end) < span.end) end += 1;
  return ranges.slice(first, end);
}

/** The sentences under some spans, each once, in order. */
export function sentencesUnder({ sentences }: Pick<Article, 'sentences'>, spans: readonly Span[]): readonly Sentence[] {
  const [first, ...others] = spans.map((span) => overlapping(sentences, span));
  if (first === undefined || others.length === 0) return first ?? [];
  return [...new Set([first, ...others].flat())].sort((a, b) => a.index - b.index);
}

/** Position of the first range that ends after an offset. */
function firstAfter(ranges: readonly Span[], offset: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
