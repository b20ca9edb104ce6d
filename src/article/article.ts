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
  /** Number of the paragraph it stands in, from 1. */
  readonly paragraph: number;
}

export interface Paragraph extends Span {
  /** As shown to readers, from 1. */
  readonly number: number;
  readonly sentences: readonly Sentence[];
}

/** What the article's front matter says of it. */
export interface ArticleAbout {
  readonly title: string;
  readonly author?: string | undefined;
  /** For instance "opinion" or "report". */
  readonly kind?: string | undefined;
  /** As precise as is known: "2024-08-01", "2024-08" or "2024". */
  readonly published?: string | undefined;
  /** BCP 47 tag of the body's language. */
  readonly language: string;
  /** A few sentences on what the article is, in our words: in English, and in Spanish. */
  readonly about?: string | undefined;
  readonly aboutInSpanish?: string | undefined;
}

export interface Article {
  readonly about: ArticleAbout;
  /** The text after the front matter, character for character. */
  readonly body: string;
  readonly paragraphs: readonly Paragraph[];
  readonly sentences: readonly Sentence[];
}

/** Whether two ranges share at least one code unit. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Whether `inner` lies wholly within `outer`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** The sentence at an index. Throws RangeError for an index that the article does not have. */
export function sentenceAt(article: Article, index: number): Sentence {
  const sentence = article.sentences[index];
  if (sentence === undefined) throw new RangeError(`The article has no sentence ${index}.`);
  return sentence;
}

/** The paragraph with a number. Throws RangeError for a number that the article does not have. */
export function paragraphNumbered(article: Article, number: number): Paragraph {
  const paragraph = article.paragraphs[number - 1];
  if (paragraph === undefined) throw new RangeError(`The article has no paragraph ${number}.`);
  return paragraph;
}

/**
 * The ranges that share at least one code unit with a span. Found in steps that hardly grow with the number of ranges.
 * @param ranges in order and without overlap, as an article's sentences and paragraphs are
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
