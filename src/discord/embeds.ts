// The pieces that replies are made of: quoted passages with their notes, statuses, sources, legend, footer.

import type { APIEmbed } from 'discord.js';
import type { AnswerNote, Outcome } from '../answer/answer.js';
import { detectLanguage } from '../answer/language.js';
import { type Article, contains, overlaps, type Span } from '../article/article.js';
import { unwrapped } from '../article/unwrap.js';
import { isContested, NOTE_STATUSES, type NoteStatus, type Source } from '../notes/note.js';
import {
  dateInWords,
  isSameLanguage,
  kindAndDate,
  languageName,
  noteInWords,
  STATUS_SYMBOLS,
  type WordsLanguage,
  words,
} from '../words/words.js';
import { blockQuote, escapeMarkdown, linkTo } from './escape.js';
import { shortened } from './shortened.js';

/** Who a reply is for, and on which content its buttons work. */
export interface Reader {
  readonly language: WordsLanguage;
  /** Snowflake of who asked. */
  readonly asker: string;
  /** First characters of the article's hash. */
  readonly content: string;
}

/** A note and the places of the body that it is about. */
export interface Flag {
  readonly note: AnswerNote;
  readonly spans: readonly Span[];
}

/** A range of the body that is to be quoted. */
export interface Passage extends Span {
  readonly paragraph: number;
  /** Which one it is of several of its paragraph that must be told apart, from 1. */
  readonly nth?: number | undefined;
  /** What of it is in bold. */
  readonly inBold?: readonly Span[];
  /** The notes at it, in the order to show them, and how many of them stand in full. */
  readonly flags: readonly Flag[];
  readonly inFull: number;
  /** Stands in the title beside the paragraph's number. */
  readonly label?: string | undefined;
  /** Stands before the quotation; markdown. */
  readonly lead?: string | undefined;
  /** It is only the beginning of what is meant. */
  readonly goesOn?: boolean;
}

/** Notes of a passage that are not all in full. */
export interface HeldBack extends Span {
  readonly paragraph: number;
  readonly nth?: number | undefined;
  /** All notes at the passage. */
  readonly count: number;
}

export interface Composed {
  readonly embeds: readonly APIEmbed[];
  /** Every note at the passages once. */
  readonly flags: readonly Flag[];
  /** Ids of the notes that stand in full. */
  readonly inFull: ReadonlySet<string>;
  readonly heldBack: readonly HeldBack[];
}

const AMBER = 0xb07d2b;

/** Colours carry no meaning alone: the words say the same. */
export const COLOURS = {
  answered: 0x2f6f4f,
  /** An answer that is contested: beside such a status, green would say that all is well. */
  contested: AMBER,
  unsure: AMBER,
  not_covered: 0x6b7280,
  article: 0x3b5b92,
  notes: 0x7c6a9c,
} as const satisfies Record<Outcome | 'contested' | 'article' | 'notes', number>;

/** A note with its sources takes at most so much room, as it is written; of more sources the rest are counted. */
const NOTE_ROOM = 2_600;
/** Words that a note is about are repeated beside it up to this many code units; of more, the first and the last. */
const LONGEST_EXCERPT = 200;
const EXCERPTS_ROOM = 700;
const ENDS_OF_EXCERPT = { words: 4, longest: 60 } as const;
const LONGEST = { title: 120, author: 120, publisher: 100, sourceTitle: 200 } as const;

/**
 * Composes an embed for each passage. A note that stood in full before is only referred to.
 * @param colour of all passages, or of each by the notes at it
 */
export function composePassages(
  article: Article,
  passages: readonly Passage[],
  language: WordsLanguage,
  colour: number | ((flags: readonly Flag[]) => number),
): Composed {
  const inFull = new Set<string>();
  const flags = new Map<string, Flag>();
  const heldBack: HeldBack[] = [];
  const embeds = passages.map((passage): APIEmbed => {
    const { start, end, paragraph, nth } = passage;
    const shown = passage.flags.slice(0, passage.inFull);
    const blocks = shown.map((flag) =>
      inFull.has(flag.note.id)
        ? noteAbove(flag, language)
        : noteBlock(flag.note, language, aboutWords(article, passage, flag.spans, language)),
    );
    for (const { note } of shown) inFull.add(note.id);
    const rest = passage.flags.slice(passage.inFull);
    if (rest.length > 0) heldBack.push({ start, end, paragraph, nth, count: passage.flags.length });
    for (const flag of passage.flags) flags.set(flag.note.id, flag);
    return {
      title: titleOf(article, passage, language),
      description: [...quoteBlocks(article, passage, language), ...blocks, ...restLine(rest, language)].join('\n\n'),
      color: typeof colour === 'number' ? colour : colour(passage.flags),
    };
  });
  return { embeds, flags: [...flags.values()], inFull, heldBack };
}

/** Numbers the passages of each paragraph that holds notes back at several of them: their buttons would be the same. */
export function toldApart(passages: readonly Passage[]): Passage[] {
  const holdsBack = ({ flags, inFull }: Passage) => flags.length > inFull;
  return passages.map((passage, i) => {
    const isSameParagraph = ({ paragraph }: Passage) => paragraph === passage.paragraph;
    if (passages.filter((other) => isSameParagraph(other) && holdsBack(other)).length < 2) return passage;
    return { ...passage, nth: passages.slice(0, i + 1).filter(isSameParagraph).length };
  });
}

/** What a passage is called in titles and on buttons. */
export function placeName({ paragraph, nth }: Pick<Passage, 'paragraph' | 'nth'>, language: WordsLanguage): string {
  const say = words(language);
  return nth === undefined ? say('paragraph', { number: paragraph }) : say('paragraph.nth', { number: paragraph, nth });
}

/** Where a passage stands, and whether its language is not the reader's. */
export function titleOf(article: Article, passage: Pick<Passage, 'paragraph' | 'nth' | 'label'>, language: WordsLanguage): string {
  const say = words(language);
  const tag = article.about.language;
  const original = isSameLanguage(tag, language)
    ? undefined
    : say('originalLanguage', { language: escapeMarkdown(shortened(languageName(tag, language), LONGEST.title / 2)) });
  return [placeName(passage, language), passage.label, original].filter((part) => part !== undefined).join(' · ');
}

/** A range of the body as a quotation. */
export function quote(article: Article, range: Span, inBold: readonly Span[] = []): string {
  const own = merged(inBold.filter((span) => overlaps(span, range)));
  const { text, at } = unwrapped(article, range);
  return blockQuote(
    text,
    own.map(({ start, end }) => ({ start: at(Math.max(start, range.start)), end: at(Math.min(end, range.end)) })),
  );
}

/** The notes among some that stand at a range of the body; one whose places are not known stands there. */
export function flagsAt<One extends Flag>(flags: readonly One[], span: Span): One[] {
  return flags.filter(({ spans }) => spans.length === 0 || spans.some((one) => overlaps(one, span)));
}

/** How many claims are contested, in words; nothing where none is. */
export function contestedLine(flags: readonly Flag[], language: WordsLanguage): string[] {
  const count = new Set(contestedOf(flags).map(({ note }) => note.id)).size;
  return count === 0 ? [] : [words(language)('contested', { count })];
}

/** That more is still being read, where a result was found before that. */
export function stillReadingLine({ stillReading }: { readonly stillReading?: true }, language: WordsLanguage): string[] {
  return stillReading === undefined ? [] : [`-# ${words(language)('stillReading')}`];
}

/** The notes among some that contest a claim. */
export function contestedOf(flags: readonly Flag[]): Flag[] {
  return flags.filter(({ note }) => isContested(note.status));
}

/** Symbol and word of a status. */
export function statusLabel(status: NoteStatus, language: WordsLanguage): string {
  return `${STATUS_SYMBOLS[status]} ${words(language)(`status.${status}`)}`;
}

/** A note in full: status, note, sources. */
export function noteBlock(note: AnswerNote, language: WordsLanguage, about: readonly string[] = []): string {
  const say = words(language);
  const head = [
    `**${statusLabel(note.status, language)}**`,
    ...about,
    noteInWords(escapeMarkdown(note.note), { own: detectLanguage(note.note), language }),
  ];
  const sources = note.sources.map((source) => `-# – ${sourceLine(source, language)}`);
  for (let count = sources.length; ; count -= 1) {
    const left = sources.length - count;
    const block = [
      ...head,
      ...(sources.length === 0 ? [] : [`-# ${say('sources')}`]),
      ...sources.slice(0, count),
      ...(left === 0 ? [] : [`-# ${say('moreSources', { count: left, command: `/${say('command.sources')}` })}`]),
    ].join('\n');
    if (block.length <= NOTE_ROOM || count === 0) return block;
  }
}

/** A source as markdown, linked where it has an address. */
export function sourceLine({ publisher, title, date, via, url }: Source, language: WordsLanguage, withPublisher = true): string {
  const name = escapeMarkdown(shortened(title, LONGEST.sourceTitle));
  const details = [
    withPublisher ? `${publisherName(publisher)}: ${name}` : name,
    date === undefined ? undefined : escapeMarkdown(dateInWords(date, language)),
    via === undefined ? undefined : words(language)('sourceVia', { name: publisherName(via) }),
  ].filter((part) => part !== undefined);
  const link = url === undefined ? undefined : linkTo(url);
  return `${details.join(', ')}${link === undefined ? '' : ` · ${link}`}`;
}

export function publisherName(publisher: string): string {
  return escapeMarkdown(shortened(publisher, LONGEST.publisher));
}

/**
 * Notes on a question or a message that stand apart from the article's words; nothing where there are none.
 * @param left how many more there are, behind a button
 */
export function relatedEmbed(title: string, notes: readonly AnswerNote[], left: number, language: WordsLanguage): APIEmbed[] {
  if (notes.length + left === 0) return [];
  const say = words(language);
  const more = left === 0 ? [] : [`-# ${say('moreRelated', { count: left })}`];
  return [
    {
      title,
      description: [...notes.map((note) => noteBlock(note, language)), ...more].join('\n\n'),
      color: COLOURS.notes,
    },
  ];
}

/** What the statuses mean, as small print under the last embed. */
export function withLegend(embeds: readonly APIEmbed[], notes: readonly AnswerNote[], language: WordsLanguage): APIEmbed[] {
  const say = words(language);
  const statuses = NOTE_STATUSES.filter((status) => notes.some((note) => note.status === status));
  if (statuses.length === 0) return [...embeds];
  const legend = statuses.map((status) => `-# ${statusLabel(status, language)}: ${say(`meaning.${status}`)}`).join('\n');
  return embeds.map((embed, i) => (i < embeds.length - 1 ? embed : { ...embed, description: `${embed.description ?? ''}\n\n${legend}` }));
}

/** Whose words were quoted, under the last of some embeds. */
export function withFooter(embeds: readonly APIEmbed[], article: Article, language: WordsLanguage): APIEmbed[] {
  return embeds.map((embed, i) => (i < embeds.length - 1 ? embed : { ...embed, footer: { text: footerText(article, language) } }));
}

/** Title, author, kind and date of the article. Discord knows no markup in footers, so nothing is escaped. */
export function footerText({ about }: Article, language: WordsLanguage): string {
  const details = [
    shortened(about.title, LONGEST.title),
    shortened(about.author ?? '', LONGEST.author),
    shortened(kindAndDate(about, language), LONGEST.author),
  ];
  return words(language)('footer', { details: details.filter((part) => part !== '').join(' · ') });
}

/** Says that a quotation is only a beginning. */
export function goesOnLine(language: WordsLanguage): string {
  return `-# ${words(language)('quote.goesOn')}`;
}

function quoteBlocks(article: Article, passage: Passage, language: WordsLanguage): string[] {
  const lines = [quote(article, passage, passage.inBold), ...(passage.goesOn === true ? [goesOnLine(language)] : [])];
  return [...(passage.lead === undefined ? [] : [passage.lead]), lines.join('\n')];
}

function noteAbove({ note }: Flag, language: WordsLanguage): string {
  return `**${statusLabel(note.status, language)}**\n${words(language)('noteAbove')}`;
}

/** The notes that do not stand in full: how many, and with which statuses. */
function restLine(rest: readonly Flag[], language: WordsLanguage): string[] {
  if (rest.length === 0) return [];
  const statuses = NOTE_STATUSES.flatMap((status) => {
    const count = rest.filter(({ note }) => note.status === status).length;
    return count === 0 ? [] : [`**${statusLabel(status, language)}**${count === 1 ? '' : ` (${count})`}`];
  });
  return [words(language)('notesHeldBack', { count: rest.length, statuses: statuses.join(' · ') })];
}

/** The words that a note is about, where they are not all that is quoted or all that stands in bold. */
export function aboutWords(
  article: Article,
  passage: Pick<Passage, 'start' | 'end' | 'inBold'>,
  spans: readonly Span[],
  language: WordsLanguage,
): string[] {
  const say = words(language);
  const own = merged(spans.filter((span) => overlaps(span, passage))).map((span) => ({
    start: Math.max(span.start, passage.start),
    end: Math.min(span.end, passage.end),
  }));
  const evident = [passage, ...(passage.inBold ?? [])];
  if (own.length === 0 || own.some((span) => evident.some((one) => contains(span, one)))) return [];
  const isShort = own.every(({ start, end }) => end - start <= LONGEST_EXCERPT);
  if (isShort) {
    // Without a blank line between them, two quotations would read as one.
    const excerpt = `${say('noteOn')}\n${own.map((span) => quote(article, span)).join('\n\n')}`;
    return excerpt.length <= EXCERPTS_ROOM ? [excerpt] : [];
  }
  const ends = own.map((span) => endsOf(article, span));
  const ranges = ends.flatMap((one) => (one === undefined ? [] : [say('noteOnRange', one)]));
  return ranges.length === own.length && ranges.join('\n').length <= EXCERPTS_ROOM ? ranges : [];
}

/** The first and the last words of a range, on one line each; undefined where there are no words to tell apart. */
function endsOf(article: Article, span: Span): { first: string; last: string } | undefined {
  const { text } = unwrapped(article, span);
  const found = [...text.matchAll(/\S+/gu)].map((word) => ({ start: word.index, end: word.index + word[0].length }));
  const [opening, closing] = [found.slice(0, ENDS_OF_EXCERPT.words), found.slice(-ENDS_OF_EXCERPT.words)];
  const [first, last] = [opening, closing].map((some) => text.slice(some[0]?.start ?? 0, some.at(-1)?.end ?? 0));
  if (first === undefined || last === undefined || first.length > ENDS_OF_EXCERPT.longest || last.length > ENDS_OF_EXCERPT.longest)
    return undefined;
  if (/[\r\n\u2028\u2029]/u.test(first + last)) return undefined;
  return { first: escapeMarkdown(first), last: escapeMarkdown(last) };
}

/** Ranges in order, those that overlap or touch made one. */
function merged(spans: readonly Span[]): Span[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}
