// Chooses the quotes: the best sentences for each part of a question, with their neighbours.

import {
  type Article,
  contains,
  overlapping,
  overlaps,
  paragraphNumbered,
  type Sentence,
  type Span,
  sentenceAt,
} from '../article/article.js';
import { displayed } from '../article/display.js';
import { epigraphAt } from '../article/epigraph.js';
import { makeQuote, type Quote } from '../article/quote.js';
import { MOST_QUOTES } from './answer.js';
import type { Candidate } from './ports.js';

/** A quote grows around its focus up to this many code units; a focus alone may be longer. */
const LONGEST_CONTEXT = 600;
/** A focus of two sentences is at most this long, so that an answer keeps to one screen. */
const LONGEST_SHARED_FOCUS = 300;
/** Scores that differ by no more than this share do not say which of two neighbouring sentences answers (docs/figures.md). */
const UNCLEAR = 0.05;
/** Most sentences that come after the quotes. */
const MOST_FURTHER = 6;

type Ranked = Pick<Candidate, 'sentence' | 'score'>;

export interface ChosenQuote {
  readonly quote: Quote;
  /** The sentence that answers, or two if one makes no sense alone. */
  readonly focus: Span;
  readonly score: number;
  /** Index of the ranking that it was chosen from. */
  readonly part: number;
  /** Whether no passage comes before it in that ranking. */
  readonly isBest: boolean;
}

/** A range of the body, and the part of it that is the reason for quoting. */
export interface FocusedSpan extends Span {
  readonly focus: Span;
}

/**
 * Up to three quotes that do not overlap, best first: the best of each part come before all others, and next to them
 * what belongs to them.
 * @param rankings the candidates for each part of the question, best first; the parts take turns
 */
export function chooseQuotes(article: Article, rankings: readonly (readonly Ranked[])[]): ChosenQuote[] {
  const foci: Omit<ChosenQuote, 'quote'>[] = [];
  const add = (one: Omit<ChosenQuote, 'quote'>) => {
    const isFree = foci.length < MOST_QUOTES && !foci.some((chosen) => overlaps(chosen.focus, one.focus));
    if (isFree) foci.push(one);
    return isFree;
  };
  const turns = inTurns(rankings);
  const bests = turns.flatMap(({ candidate, part, rank }) => {
    if (rank > 0) return [];
    const focus = withUnclearNeighbour(article, focusOf(article, sentenceAt(article, candidate.sentence)), rankings[part] ?? []);
    const best = { focus, score: candidate.score, part, isBest: true };
    return add(best) ? [{ ...best, sentence: candidate.sentence }] : [];
  });
  for (const { sentence, ...best } of bests) {
    const focus = otherOfEpigraph(article, sentence);
    if (focus !== undefined) add({ ...best, focus });
  }
  for (const { candidate, part, rank } of turns) {
    if (foci.length === MOST_QUOTES) break;
    if (rank > 0) add({ focus: focusOf(article, sentenceAt(article, candidate.sentence)), score: candidate.score, part, isBest: false });
  }
  const quotes: ChosenQuote[] = [];
  for (const one of foci) {
    const taken = [...foci.filter((other) => other !== one).map(({ focus }) => focus), ...quotes.map(({ quote }) => quote)];
    const { start, end } = withContext(article, one.focus, taken);
    quotes.push({ quote: makeQuote(article, start, end), ...one });
  }
  return quotes;
}

/** The best focus of a ranking, together with the second best where that is its neighbour in the paragraph and scores about the same. */
function withUnclearNeighbour(article: Article, focus: Span, [best, second]: readonly Ranked[]): Span {
  if (best === undefined || second === undefined || second.score <= best.score * (1 - UNCLEAR)) return focus;
  const [one, other] = [sentenceAt(article, best.sentence), sentenceAt(article, second.sentence)];
  if (Math.abs(one.index - other.index) !== 1 || one.paragraph !== other.paragraph) return focus;
  const both = rangeOf(focus, focusOf(article, other));
  return both.end - both.start <= LONGEST_SHARED_FOCUS ? both : focus;
}

/** The attribution of an epigraph for a sentence of its words, and its words for the attribution. */
function otherOfEpigraph(article: Article, sentence: number): Span | undefined {
  const paragraph = paragraphNumbered(article, sentenceAt(article, sentence).paragraph);
  const epigraph = epigraphAt(article, paragraph);
  if (epigraph === undefined) return undefined;
  const { start, end } = epigraph.words === paragraph ? epigraph.attribution : epigraph.words;
  return end - start <= LONGEST_CONTEXT ? { start, end } : undefined;
}

/** Indexes of the next sentences after the quotes, best first; they overlap neither the quotes nor each other. */
export function chooseFurther(article: Article, rankings: readonly (readonly Ranked[])[], quotes: readonly Span[]): number[] {
  const taken = [...quotes];
  const further: number[] = [];
  for (const {
    candidate: { sentence },
  } of inTurns(rankings)) {
    if (further.length === MOST_FURTHER) break;
    const focus = focusOf(article, sentenceAt(article, sentence));
    if (taken.some((span) => overlaps(span, focus))) continue;
    taken.push(focus);
    further.push(sentence);
  }
  return further;
}

/** Each sentence with its neighbours, as answers quote it; alone if these would be shown twice. Unknown indexes are left out. */
export function passagesAround(article: Article, sentences: readonly number[]): FocusedSpan[] {
  const known = sentences.flatMap((index) => article.sentences[index] ?? []);
  const foci = known.map((sentence) => focusOf(article, sentence));
  const passages: FocusedSpan[] = [];
  for (const [i, sentence] of known.entries()) {
    const focus = foci[i] ?? sentence;
    const around = withContext(article, focus, []);
    const taken = [...foci.filter((_, other) => other !== i), ...passages];
    if (passages.some((other) => overlaps(other, focus))) continue;
    const { start, end } = taken.some((other) => overlaps(other, around)) ? focus : around;
    passages.push({ start, end, focus });
  }
  return passages;
}

/** A candidate with the index of its ranking, and its place there, from 0. */
interface Turn<One> {
  readonly candidate: One;
  readonly part: number;
  readonly rank: number;
}

/** The candidates of all rankings: the first of each, the second of each, and so on. */
export function inTurns<One>(rankings: readonly (readonly One[])[]): Turn<One>[] {
  const longest = Math.max(0, ...rankings.map((ranking) => ranking.length));
  return Array.from({ length: longest }, (_, rank) =>
    rankings.flatMap((ranking, part) => ranking.slice(rank, rank + 1).map((candidate) => ({ candidate, part, rank }))),
  ).flat();
}

/** A sentence's focus. A question in the article answers nothing, and its answer alone says little: the two go together. */
export function focusOf(article: Article, sentence: Sentence): Span {
  const { sentences } = paragraphNumbered(article, sentence.paragraph);
  const asks = (other: Sentence | undefined) => other !== undefined && displayed(article, other).text.endsWith('?');
  const at = sentences.indexOf(sentence);
  const [previous, next] = [sentences[at - 1], sentences[at + 1]];
  if (asks(sentence) && next !== undefined && !asks(next)) return { start: sentence.start, end: next.end };
  if (asks(previous) && !asks(sentence) && previous !== undefined) return { start: previous.start, end: sentence.end };
  return { start: sentence.start, end: sentence.end };
}

/** The focus with the sentences before and after it, if they fit and are not taken. */
function withContext(article: Article, focus: Span, taken: readonly Span[]): Span {
  const inside = overlapping(article.sentences, focus).filter((sentence) => contains(focus, sentence));
  const [first, last] = [inside[0], inside.at(-1)];
  if (first === undefined || last === undefined) return focus;
  let span = focus;
  for (const neighbour of [article.sentences[first.index - 1], article.sentences[last.index + 1]]) {
    if (neighbour === undefined || neighbour.paragraph !== first.paragraph || taken.some((other) => overlaps(other, neighbour))) continue;
    const grown = rangeOf(span, neighbour);
    if (grown.end - grown.start <= LONGEST_CONTEXT) span = grown;
  }
  return span;
}

/** The range from the beginning of the first of two spans to the end of the last. */
function rangeOf(one: Span, other: Span): Span {
  return { start: Math.min(one.start, other.start), end: Math.max(one.end, other.end) };
}
