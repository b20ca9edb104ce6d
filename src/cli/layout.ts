// The building blocks of answers and passages on a terminal: wrapped prose, quoted lines, notes, legend, footer.

import pc from 'picocolors';
import stringWidth from 'string-width';
import type { AnswerNote } from '../answer/answer.js';
import { detectLanguage } from '../answer/language.js';
import { type Article, headingAbove, overlapping, overlaps, type Span } from '../article/article.js';
import { displayed } from '../article/display.js';
import { footnotesIn } from '../article/searched.js';
import {
  aboutInWords,
  dateInWords,
  isSameLanguage,
  kindAndMonth,
  languageName,
  noteInWords,
  STATUS_SYMBOLS,
  type Translate,
  translator,
  type UiLanguage,
} from '../i18n/translator.js';
import { headlineOf, noteTextIn } from '../notes/headline.js';
import { countedByStatus, MOST_LINES, notesAtFocus } from '../notes/lines-at.js';
import { isContested, NOTE_STATUSES } from '../notes/note.js';
import { pointerTo } from '../notes/pointer.js';

export { quotesShown } from '../answer/quotes-shown.js';

export interface PageOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** Whether ANSI colours may be used. */
  readonly colour: boolean;
  /** Commands to type to see more; by default the prompt's. */
  readonly seeMore?: SeeMore;
}

/** Commands that show the parts that an answer leaves out. */
export interface SeeMore {
  readonly nearest: string;
  readonly about: string;
  readonly help: string;
  passage(number: number): string;
}

const AT_PROMPT: SeeMore = { nearest: '/nearest', about: '/about', help: '/help', passage: (number) => `/passage ${number}` };

/** Shared by all blocks: the width, colours, and our words in the reader's language. */
export interface Page {
  readonly width: number;
  readonly colours: ReturnType<typeof pc.createColors>;
  readonly language: UiLanguage;
  readonly t: Translate;
  readonly seeMore: SeeMore;
}

/** A quoted range of the body. */
export interface Passage extends Span {
  readonly paragraph: number;
  /** The sentence that answers, in body offsets. */
  readonly focus?: Span;
}

interface QuoteDetails {
  readonly focus?: Span | undefined;
  readonly marks?: readonly { readonly mark: string; readonly spans: readonly Span[] }[];
}

const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/gu;
const BAR = '│';
const FOCUS_BAR = '▌';
const INDENT = '    ';
/** Least columns for wrapped text, whatever precedes it. */
const NARROWEST = 10;
/** Most code units of the article's words that are repeated for a note in full. */
const LONGEST_WORDS = 110;

/** Opens a page for one answer or passage. */
export function openPage(options: PageOptions, language: UiLanguage): Page {
  return {
    width: options.width,
    colours: pc.createColors(options.colour),
    language,
    t: translator(language),
    seeMore: options.seeMore ?? AT_PROMPT,
  };
}

/**
 * Text in which characters that could control the terminal are visible instead: ESC becomes ␛. Each is replaced
 * by one code unit, so offsets stay valid.
 */
export function showControls(text: string): string {
  return text
    .replace(/[\0-\x1f]/gu, (character) => String.fromCharCode(0x2400 + character.charCodeAt(0)))
    .replace(/\x7f/gu, '␡')
    .replace(/[\x80-\x9f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/**
 * The lines of a text, as ranges. Exactly one ordinary space or line break separates two lines, and nothing else is
 * left out. Text without an ordinary space to break at overflows.
 * @param breaks offsets of spaces that always end a line
 */
export function wrap(text: string, width: number, breaks: readonly number[] = []): Span[] {
  const lines: Span[] = [];
  for (const { start, end } of splitAt(text, LINE_BREAK)) {
    let line: Span | undefined;
    for (const word of splitAt(text.slice(start, end), / /gu)) {
      const next = { start: start + word.start, end: start + word.end };
      const fits = line !== undefined && !breaks.includes(line.end) && stringWidth(showControls(text.slice(line.start, next.end))) <= width;
      if (line !== undefined && !fits) lines.push(line);
      line = { start: fits && line !== undefined ? line.start : next.start, end: next.end };
    }
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

/**
 * Our own words, wrapped behind an indent.
 * @param first the indent of the first line, of the same width
 */
export function proseLines(page: Page, text: string, indent = '', first = indent): string[] {
  const lines = wrap(text, roomAfter(page, indent.length));
  return lines.map((line, i) => (i === 0 ? first : indent) + showControls(text.slice(line.start, line.end)));
}

/**
 * The article's words, each line behind a bar. The focus has its own lines if a space is beside it, a heavy bar and, in
 * colour, bold letters. Marks are in the margin of each line that contains marked words.
 * @param details ranges in code units of `text`
 */
export function quoteLines(page: Page, text: string, details: QuoteDetails = {}): string[] {
  const { focus, marks = [] } = details;
  const breaks = focus === undefined ? [] : [focus.start - 1, focus.end];
  // A margin narrows the lines, which moves marks between lines, which may need a wider margin.
  for (let margin = 0; ; ) {
    const lines = wrap(text, roomAfter(page, margin + 2), breaks);
    const margins = lines.map((line) => marginOf(line, marks));
    const needed = Math.max(...margins.map((own) => own.length));
    if (needed <= margin) return lines.map((line, i) => (margins[i] ?? '').padEnd(margin) + barredLine(page, text, line, focus));
    margin = needed;
  }
}

/** A note and the places of the body that it is about. */
export interface Flag {
  readonly note: AnswerNote;
  readonly spans: readonly Span[];
}

/**
 * A passage with its paragraph number and all notes at it in full.
 * @param flags the notes at it, in display order
 */
export function passageInFull(page: Page, article: Article, passage: Passage, flags: readonly Flag[]): string[] {
  const { lines, marks } = quotedWith(page, article, passage, flags);
  return [
    ...lines,
    ...flags.flatMap((flag, i) => [
      '',
      statusLine(page, flag.note, marks[i]),
      ...aboutWords(page, article, flag, passage),
      ...noteLines(page, flag.note),
    ]),
  ];
}

/**
 * A passage with its paragraph number and a line for each contested note at its focus; other notes are counted.
 * @param flags the notes at it, in display order
 * @param options.withOther whether an uncontested note may have a line if no note is contested
 */
export function passageLines(
  page: Page,
  article: Article,
  passage: Passage,
  flags: readonly Flag[],
  { withOther, isNoted }: { readonly withOther: boolean; readonly isNoted: boolean },
): PassageLines {
  const notes = notesAtFocus(flags, passage.focus ?? passage, { most: MOST_LINES, withOther });
  const { lines, marks } = quotedWith(page, article, passage, notes.lines);
  const counted = [
    ...countLines(page, 'count.around', notes.around),
    ...countLines(page, 'count.here.also', [...notes.more, ...notes.others]),
    ...(flags.length === 0
      ? []
      : proseLines(page, page.t('moreNotes', { count: flags.length, command: page.seeMore.passage(passage.paragraph) }))),
    ...(flags.length === 0 && isNoted ? proseLines(page, page.t('noNotes')) : []),
  ];
  return {
    lines: [
      ...lines,
      ...(flags.length === 0 && !isNoted ? [] : ['']),
      ...notes.lines.flatMap((flag, i) => noteLine(page, article, flag, passage.focus ?? passage, marks[i])),
      ...counted.map((line) => page.colours.dim(line)),
    ],
    contested: [...notes.lines, ...notes.more].filter(({ note }) => isContested(note.status)).map(({ note }) => note.id),
  };
}

/** The lines of a passage, and the ids of the contested notes at its focus. */
interface PassageLines {
  readonly lines: readonly string[];
  readonly contested: readonly string[];
}

/**
 * A note on one line: status, the words that it is about, headline, first source and its address.
 * @param quoted the quoted range; undefined if the line is apart from any quotation
 */
export function noteLine(page: Page, article: Article, { note, spans }: Flag, quoted: Span | undefined, mark?: string): string[] {
  const pointer = pointerTo(article, spans, quoted ?? { start: 0, end: article.body.length });
  const [first] = spans;
  const number = first && overlapping(article.paragraphs, first)[0]?.number;
  const place = quoted !== undefined || number === undefined ? '' : ` (${page.t('paragraph', { number })})`;
  const source = note.sources.find(({ url }) => url !== undefined) ?? note.sources[0];
  const rest = note.sources.length > 1 ? ` +${note.sources.length - 1}` : '';
  const about = pointer === undefined ? '' : ` ${pointer}${place}`;
  const status = `${STATUS_SYMBOLS[note.status]} ${page.t(`status.${note.status}`)}`;
  const named = source === undefined ? '' : ` · ${source.publisher}${rest}`;
  const begun = mark === undefined ? '' : `[${mark}] `;
  const [head = '', ...more] = proseLines(
    page,
    `${begun}${status}${about}: ${headlineOf(note, page.language)}${named}`.replace(/\s+/gu, ' '),
    INDENT,
    '',
  );
  const paint = isContested(note.status) ? page.colours.yellow : page.colours.cyan;
  return [
    head.replace(status, () => paint(status)),
    ...more,
    ...(source?.url === undefined ? [] : [page.colours.dim(INDENT + showControls(source.url))]),
  ];
}

/** Symbol and status of a note, after the mark that leads to it. */
function statusLine(page: Page, note: AnswerNote, mark?: string): string {
  const paint = isContested(note.status) ? page.colours.yellow : page.colours.cyan;
  const status = paint(`${STATUS_SYMBOLS[note.status]} ${page.t(`status.${note.status}`)}`);
  return mark === undefined ? status : `[${mark}] ${status}`;
}

/** A note with its sources, each with its address on a line of its own. */
function noteLines(page: Page, note: AnswerNote): string[] {
  const hanging = `${INDENT}  `;
  const sources = note.sources.flatMap((source) => {
    const details = [
      `${source.publisher}: ${source.title}`,
      source.date && dateInWords(source.date, page.language),
      source.via && page.t('sourceVia', { name: source.via }),
    ].filter((part) => part !== undefined);
    const address = source.url === undefined ? [] : [hanging + showControls(source.url)];
    return [...proseLines(page, details.join(', '), hanging, `${INDENT}– `), ...address].map((line) => page.colours.dim(line));
  });
  const text = noteTextIn(note, page.language);
  const month = note.checked && dateInWords(note.checked, page.language);
  const labelled = (what: string) => noteInWords(what, { own: detectLanguage(text), language: page.language });
  return [
    // Labelled: directly after a status, a headline would seem to be the disputed claim.
    ...(note.headline === undefined
      ? proseLines(page, labelled(text), INDENT)
      : [
          ...proseLines(page, labelled(headlineOf(note, page.language)), INDENT).map((line) => page.colours.bold(line)),
          ...proseLines(page, text, INDENT),
        ]),
    `${INDENT}${month === undefined ? page.t('sources') : page.t('sources.checked', { month })}`,
    ...sources,
  ];
}

/** The meanings of the statuses: those of some notes, or all. */
export function legendLines(page: Page, notes?: readonly AnswerNote[]): string[] {
  return NOTE_STATUSES.filter((status) => notes === undefined || notes.some((note) => note.status === status)).flatMap((status) =>
    proseLines(page, `${STATUS_SYMBOLS[status]} ${page.t(`status.${status}`)}: ${page.t(`meaning.${status}`)}`),
  );
}

/** The article's description in our words, or its title if there is none. */
export function aboutLines(page: Page, { about: facts }: Article): string[] {
  const about = aboutInWords(facts, page.language);
  return proseLines(
    page,
    about === undefined ? page.t('articleAbout.title', { title: facts.title }) : page.t('articleAbout.text', { about }),
  );
}

/** The attribution of the quotes, and of the marks and notes. */
export function footerLines(page: Page, { about }: Article): string[] {
  const who = about.author === undefined || about.author === '' ? about.title : about.author;
  const details = [who, kindAndMonth(about, page.language)].filter((part) => part !== '').join(', ');
  return proseLines(page, page.t('footer', { details })).map((line) => page.colours.dim(line));
}

function passageHeader(page: Page, article: Article, passage: Passage): string {
  const heading = headingAbove(article, passage.paragraph);
  const place = [page.t('paragraph', { number: passage.paragraph }), ...(heading === undefined ? [] : [showControls(heading)])].join(' · ');
  const label = page.colours.bold(place);
  const tag = article.about.language;
  if (isSameLanguage(tag, page.language)) return label;
  return `${label} · ${page.t('originalLanguage', { language: languageName(tag, page.language) })}`;
}

/** A passage behind its bar, each note's words marked in the margin. */
function quotedWith(page: Page, article: Article, passage: Passage, flags: readonly Flag[]) {
  const { text, at } = displayed(article, passage);
  /** The part of a body range within the passage, in offsets of its displayed text. */
  const within = ({ start, end }: Span) => ({ start: at(Math.max(start, passage.start)), end: at(Math.min(end, passage.end)) });
  const marks = flags.map(({ spans }, i) => ({
    mark: markNumbered(i),
    spans: spans.filter((span) => overlaps(span, passage)).map(within),
  }));
  const columns = overlapping(article.paragraphs, passage)[0]?.row?.columns ?? '';
  const footnotes = footnotesIn(article, passage).map((note) => `[${note.mark}] ${displayed(article, note).text.replace(/\s+/gu, ' ')}`);
  const dimmed = (words: string) => proseLines(page, words, '  ').map((line) => page.colours.dim(line));
  const lines = [
    passageHeader(page, article, passage),
    // Column names and footnotes are not part of the quotation.
    ...(columns === '' ? [] : dimmed(columns)),
    ...quoteLines(page, text, { focus: passage.focus && within(passage.focus), marks }),
    ...footnotes.flatMap(dimmed),
  ];
  return { lines, marks: marks.map(({ mark }) => mark) };
}

/** The words that a note in full is about. */
function aboutWords(page: Page, article: Article, { spans }: Flag, quoted: Span): string[] {
  const pointer = pointerTo(article, spans, quoted, LONGEST_WORDS);
  return pointer === undefined ? [] : proseLines(page, `“${pointer}”`, INDENT);
}

/** The number of notes by status; no lines without notes. */
function countLines(page: Page, key: 'count.around' | 'count.here.also', flags: readonly Flag[]): string[] {
  if (flags.length === 0) return [];
  const statuses = countedByStatus(flags).map(
    ({ status, count }) => `${STATUS_SYMBOLS[status]} ${page.t(`status.${status}`)}${count === 1 ? '' : ` (${count})`}`,
  );
  return proseLines(page, page.t(key, { statuses: statuses.join(' · ') }));
}

function barredLine(page: Page, text: string, line: Span, focus: Span | undefined): string {
  const shown = (start: number, end: number) => showControls(text.slice(start, end));
  if (focus === undefined || !overlaps(line, focus)) return `${BAR} ${shown(line.start, line.end)}`;
  const start = Math.max(line.start, focus.start);
  const end = Math.min(line.end, focus.end);
  return `${FOCUS_BAR} ${shown(line.start, start)}${page.colours.bold(shown(start, end))}${shown(end, line.end)}`;
}

function marginOf(line: Span, marks: NonNullable<QuoteDetails['marks']>): string {
  const here = marks.filter(({ spans }) => spans.some((span) => overlaps(span, line))).map(({ mark }) => mark);
  return here.length === 0 ? '' : `[${here.join(',')}] `;
}

/** a, b, … z, aa, ab: letters, because the article's own footnotes have numbers. */
function markNumbered(index: number): string {
  const last = String.fromCharCode('a'.charCodeAt(0) + (index % 26));
  return index < 26 ? last : markNumbered(Math.floor(index / 26) - 1) + last;
}

function roomAfter(page: Page, columns: number): number {
  return Math.max(NARROWEST, page.width - columns);
}

/** The pieces between the matches of a separator, as ranges of the text. */
function splitAt(text: string, separator: RegExp): Span[] {
  const pieces: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(separator)) {
    pieces.push({ start, end: match.index });
    start = match.index + match[0].length;
  }
  return [...pieces, { start, end: text.length }];
}
