// An answer as text for a terminal.

import type { Answer, AnswerNote, AnswerQuote } from '../answer/answer.js';
import type { Article, Span } from '../article/article.js';
import { isContested } from '../notes/note.js';
import {
  aboutLines,
  footerLines,
  legendLines,
  noteLines,
  openPage,
  type Page,
  type PageOptions,
  passageLines,
  proseLines,
  type ShownNotes,
  statusLine,
} from './layout.js';

/** Notes shown in full under a quote that answers, and under one that only stands near the question. */
const MOST_NOTES_IN_FULL = 3;
const MOST_NOTES_FURTHER = 1;

export interface RenderAnswerOptions extends PageOptions {
  /** Shows the nearest passages although the article does not cover the question. */
  readonly showNearest?: boolean;
}

/**
 * Renders an answer: outcome, quotes with their notes, related notes, and whose words they are.
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
  const quotes = isCovered || options.showNearest === true ? answer.quotes : [];
  const shown: ShownNotes = new Map();
  // Where nothing answers, all stand alike.
  const isFurther = ({ role }: AnswerQuote) => answer.outcome === 'answered' && role === 'near';
  const passagesOf = (some: readonly AnswerQuote[], mostInFull: number) =>
    some.map((quote) => {
      const flags = quote.flags.map((id) => noteWithId(answer, id));
      return passageLines(page, article, quote, flags, flagSpans, shown, mostInFull);
    });
  const first = passagesOf(
    quotes.filter((quote) => !isFurther(quote)),
    MOST_NOTES_IN_FULL,
  );
  const further = passagesOf(quotes.filter(isFurther), MOST_NOTES_FURTHER);
  const related =
    answer.outcome === 'answered'
      ? []
      : answer.relatedNotes.map(({ id }) => noteWithId(answer, id)).filter((note) => shown.get(note)?.isFull !== true);
  const blocks = [
    outcomeLines(page, answer, quotes),
    ...(answer.stillReading === undefined ? [] : [proseLines(page, page.say('stillReading')).map((line) => page.colours.dim(line))]),
    ...(isCovered ? [] : [aboutLines(page, article)]),
    ...(isCovered || quotes.length === 0 ? [] : [proseLines(page, page.say('nearest'))]),
    ...first,
    ...(further.length > 0 ? [proseLines(page, page.say('further')).map((line) => page.colours.bold(line))] : []),
    ...further,
    relatedLines(page, related),
    ...(quotes.length > 0 || answer.quotes.length === 0
      ? []
      : [proseLines(page, page.say('nearestHint', { command: page.seeMore.nearest }))]),
    legendLines(page, [...shown.keys(), ...related]).map((line) => page.colours.dim(line)),
    footerLines(page, article),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function outcomeLines(page: Page, answer: Answer, quotes: Answer['quotes']): string[] {
  const flagged = new Set(quotes.flatMap((quote) => quote.flags));
  const count = [...flagged].filter((id) => isContested(noteWithId(answer, id).status)).length;
  const contested = count === 0 ? [] : proseLines(page, page.say('contested', { count })).map((line) => page.colours.yellow(line));
  return [...proseLines(page, page.say(`outcome.${answer.outcome}`)).map((line) => page.colours.bold(line)), ...contested];
}

function relatedLines(page: Page, related: readonly AnswerNote[]): string[] {
  if (related.length === 0) return [];
  const heading = proseLines(page, page.say('relatedNotes')).map((line) => page.colours.bold(line));
  return [...heading, ...related.flatMap((note) => ['', statusLine(page, note), ...noteLines(page, note)])];
}

function noteWithId(answer: Answer, id: string): AnswerNote {
  const note = answer.notes.find((candidate) => candidate.id === id);
  if (note === undefined) throw new Error(`The answer refers to note ${id} but does not hold it.`);
  return note;
}
