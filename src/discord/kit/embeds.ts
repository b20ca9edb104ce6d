// The building blocks of embeds: quotations, titles, statuses, sources, footer.

import type { AnswerNote, Outcome } from '../../answer/answer.js';
import { type Article, headingAbove, overlapping, overlaps, type Span } from '../../article/article.js';
import { displayed } from '../../article/display.js';
import {
  dateInWords,
  isSameLanguage,
  kindAndMonth,
  languageName,
  STATUS_SYMBOLS,
  translator,
  type UiLanguage,
} from '../../i18n/translator.js';
import type { NoteStatus, Source } from '../../notes/note.js';
import { partsWithin } from '../../notes/pointer.js';
import { shortened } from '../../notes/shortened.js';
import type { ArticleView } from '../../views/article-view.js';
import { blockQuote, escapeMarkdown, linkTo, quotedCode } from './escape.js';

/** The context of a message: its asker, and the content that its buttons refer to. */
export interface MessageContext {
  /** Snowflake of the asker. */
  readonly asker: string;
  /** First characters of the article's hash. */
  readonly content: string;
  /** Whether a note was shipped with the bot; by default all were. */
  readonly isShipped?: (noteId: string) => boolean;
}

/** A message context with the language of our own words. */
export interface Reader extends MessageContext {
  readonly language: UiLanguage;
}

/** A note and the places of the body that it is about. */
export interface Flag {
  readonly note: AnswerNote;
  readonly spans: readonly Span[];
}

/** Ranges of the body that are marked in a quotation. */
export interface QuoteMarks {
  readonly inBold?: readonly Span[];
  readonly underlined?: readonly Span[];
}

const AMBER = 0xd29a3a;

/** Colours never carry meaning alone: the words say the same. */
export const COLOURS = {
  answered: 0x3f9d6b,
  /** A contested answer: green beside a contested status would say that all is well. */
  contested: AMBER,
  unsure: AMBER,
  not_covered: 0x8a93a0,
  article: 0x4f78bf,
  notes: 0x7c6a9c,
} as const satisfies Record<Outcome | 'contested' | 'article' | 'notes', number>;

const LONGEST = { title: 60, heading: 60, language: 60, author: 120, publisher: 100, sourceTitle: 200 } as const;

/** A passage's paragraph number and heading, and its language if that is not the reader's. */
export function titleOf(article: Article, paragraph: number, language: UiLanguage, label?: string): string {
  const t = translator(language);
  const tag = article.about.language;
  const original = isOriginal(article, language)
    ? t('originalLanguage', { language: escapeMarkdown(shortened(languageName(tag, language), LONGEST.language)) })
    : undefined;
  const above = headingAbove(article, paragraph);
  const heading = above && escapeMarkdown(shortened(above, LONGEST.heading));
  return [t('paragraph', { number: paragraph }), heading, label, original].filter((part) => part !== undefined).join(' · ');
}

/** Whether quotations are in a different language from our own words. */
export function isOriginal({ about }: Article, language: UiLanguage): boolean {
  return !isSameLanguage(about.language, language);
}

/** A range of the body as a quotation. */
export function quote(article: Article, range: Span, { inBold = [], underlined = [] }: QuoteMarks = {}): string {
  const { text, at } = displayed(article, range);
  const code = overlapping(article.paragraphs, range)[0]?.role === 'code' ? quotedCode(text) : undefined;
  if (code !== undefined) return code;
  const within = (spans: readonly Span[]) => partsWithin(spans, range).map(({ start, end }) => ({ start: at(start), end: at(end) }));
  return blockQuote(text, { bold: within(inBold), underlined: within(underlined) });
}

/** Those of some notes that are about a range of the body; a note without known places is included. */
export function flagsAt<One extends Flag>(flags: readonly One[], span: Span): One[] {
  return flags.filter(({ spans }) => spans.length === 0 || spans.some((one) => overlaps(one, span)));
}

/**
 * The notes at a range of the body, those with the given ids first, in the order of the ids.
 * @param view what the readers see
 */
export function flagsInOrder({ notesAt }: Pick<ArticleView, 'notesAt'>, span: Span, ids: readonly string[]): Flag[] {
  const rank = ({ note }: Flag) => (ids.includes(note.id) ? ids.indexOf(note.id) : ids.length);
  return notesAt(span).toSorted((a, b) => rank(a) - rank(b));
}

/** Number of the paragraph that a range of the body begins in. */
export function paragraphOf({ paragraphs }: Pick<Article, 'paragraphs'>, span: Span): number {
  return overlapping(paragraphs, span)[0]?.number ?? paragraphs.length;
}

/** The line that says that more is still being read. */
export function stillReadingLine({ stillReading }: { readonly stillReading?: true }, language: UiLanguage): string[] {
  return stillReading === undefined ? [] : [`-# ${translator(language)('stillReading')}`];
}

/** Symbol and word of a status. */
export function statusLabel(status: NoteStatus, language: UiLanguage): string {
  return `${STATUS_SYMBOLS[status]} ${translator(language)(`status.${status}`)}`;
}

/** A source as markdown, linked if it has an address. */
export function sourceLine({ publisher, title, date, via, url }: Source, language: UiLanguage, withPublisher = true): string {
  const name = sourceTitle({ title });
  const details = [withPublisher ? `${publisherName(publisher)}: ${name}` : name, ...sourceDetails({ date, via }, language)];
  const link = url === undefined ? undefined : linkTo(url);
  return `${details.join(', ')}${link === undefined ? '' : ` · ${link}`}`;
}

/** Date and carrier of a source, as far as known. */
export function sourceDetails({ date, via }: Pick<Source, 'date' | 'via'>, language: UiLanguage): string[] {
  return [
    ...(date === undefined ? [] : [escapeMarkdown(dateInWords(date, language))]),
    ...(via === undefined ? [] : [translator(language)('sourceVia', { name: publisherName(via) })]),
  ];
}

/** A source's title on one line. */
export function sourceTitle({ title }: Pick<Source, 'title'>): string {
  return escapeMarkdown(shortened(title, LONGEST.sourceTitle));
}

export function publisherName(publisher: string): string {
  return escapeMarkdown(shortened(publisher, LONGEST.publisher));
}

/**
 * Footer that says whose words are quoted, and whose the marks and notes are. Footers have no markup in Discord, so nothing is escaped.
 * @param flags the notes that are shown
 */
export function footerText(
  { about }: Article,
  { language, isShipped }: Pick<Reader, 'language' | 'isShipped'>,
  flags: readonly Flag[],
): string {
  const who = shortened(about.author ?? '', LONGEST.author) || shortened(about.title, LONGEST.title);
  const details = [who, shortened(kindAndMonth(about, language), LONGEST.author)].filter((part) => part !== '').join(', ');
  const isOwn = flags.length > 0 && flags.every(({ note }) => isShipped?.(note.id) === false);
  return translator(language)(isOwn ? 'footer.own' : 'footer', { details });
}

/** Says that a quotation is only a beginning. */
export function goesOnLine(language: UiLanguage): string {
  return `-# ${translator(language)('quote.goesOn')}`;
}
