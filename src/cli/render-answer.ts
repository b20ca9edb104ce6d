// An answer as text for a terminal.

import type { Answer, AnswerNote, AnswerQuote } from '../answer/answer.js';
import { type Article, overlaps, type Span } from '../article/article.js';
import { otherLanguageInWords } from '../i18n/translator.js';
import {
  aboutLines,
  type Flag,
  footerLines,
  noteLine,
  openPage,
  type Page,
  type PageOptions,
  passageLines,
  proseLines,
  quotesShown,
} from './layout.js';

/** Maximum number of notes that may help. */
const MOST_RELATED = 2;

export interface RenderAnswerOptions extends PageOptions {
  /** Shows the nearest passages although the article does not cover the question. */
  readonly showNearest?: boolean;
}

/**
 * Renders an answer: outcome, quotes with a line for each contested note, notes that may help if nothing answers, and the
 * attribution of the quotes.
 * @param flagSpans note id → places in the body that the note is about
 */
export function renderAnswer(
  answer: Answer,
  article: Article,
  flagSpans: ReadonlyMap<string, readonly Span[]>,
  options: RenderAnswerOptions,
): string {
  const page = openPage(options, answer.language);
  const isCovered = answer.outcome !== 'not_covered';
  const isAnswered = answer.outcome === 'answered';
  const chosen = quotesShown(answer);
  const left = answer.quotes.filter((quote) => !chosen.includes(quote));
  const flagOf = (id: string): Flag => ({ note: noteWithId(answer, id), spans: flagSpans.get(id) ?? [] });
  const passageOf = (quote: AnswerQuote, { isAlone = false, withOther = false }) => {
    const range = isAlone ? quote : quote.focus;
    const flags = quote.flags.map(flagOf).filter(({ spans }) => spans.length === 0 || spans.some((span) => overlaps(span, range)));
    const passage = { start: range.start, end: range.end, paragraph: quote.paragraph, focus: quote.focus };
    return passageLines(page, article, passage, flags, { withOther, isNoted: flagSpans.size > 0 });
  };
  const passages = chosen.map((quote) => passageOf(quote, { isAlone: isAnswered && chosen.length === 1, withOther: isAnswered }));
  const contested = new Set(passages.flatMap((passage) => passage.contested)).size;
  const related = isAnswered ? [] : answer.relatedNotes.map(({ id }) => flagOf(id));
  const nearest = options.showNearest === true ? left : [];
  const blocks = [
    outcomeLines(page, answer, chosen, contested),
    ...(answer.otherLanguage === undefined ? [] : [otherLanguageLines(page, answer.otherLanguage)]),
    ...(answer.stillReading === undefined ? [] : [proseLines(page, page.t('stillReading')).map((line) => page.colours.dim(line))]),
    ...passages.map(({ lines }) => lines),
    relatedLines(page, article, related),
    ...(isCovered || related.length > 0 ? [] : [aboutLines(page, article)]),
    ...(nearest.length === 0
      ? []
      : [proseLines(page, `${page.t(isCovered ? 'further' : 'nearest')}:`).map((line) => page.colours.bold(line))]),
    ...nearest.map((quote) => passageOf(quote, {}).lines),
    ...(nearest.length > 0 || left.length === 0 ? [] : [proseLines(page, page.t('nearestHint', { command: page.seeMore.nearest }))]),
    ...(chosen.length + nearest.length === 0 ? [] : [footerLines(page, article)]),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function otherLanguageLines(page: Page, tag: string): string[] {
  return proseLines(page, otherLanguageInWords(tag, page.language)).map((line) => page.colours.dim(line));
}

function outcomeLines(page: Page, { outcome }: Answer, chosen: readonly AnswerQuote[], contested: number): string[] {
  const { t, colours } = page;
  if (outcome === 'not_covered') return proseLines(page, t('outcome.not_covered')).map((line) => colours.bold(line));
  const places = [...new Set(chosen.map(({ paragraph }) => t('paragraph', { number: paragraph })))].join(', ');
  const said = t(`outcome.${outcome}`, { places });
  if (contested === 0) return proseLines(page, `${said}:`).map((line) => colours.bold(line));
  return proseLines(page, `${said} – ${t('contested', { count: contested })}:`).map((line) => colours.bold(line));
}

function relatedLines(page: Page, article: Article, related: readonly Flag[]): string[] {
  if (related.length === 0) return [];
  const heading = proseLines(page, page.t('relatedHint', { count: related.length })).map((line) => page.colours.bold(line));
  return [...heading, ...related.slice(0, MOST_RELATED).flatMap((flag) => noteLine(page, article, flag, undefined))];
}

function noteWithId(answer: Answer, id: string): AnswerNote {
  const note = answer.notes.find((candidate) => candidate.id === id);
  if (note === undefined) throw new Error(`The answer refers to note ${id} but does not hold it.`);
  return note;
}
