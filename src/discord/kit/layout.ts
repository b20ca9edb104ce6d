// The one layout of messages that show passages or notes: blocks with the lines of their notes, as embeds or as plain text, and the
// order in which lines and blocks are dropped if something does not fit.

import type { APIEmbed } from 'discord.js';
import { type Article, overlapping, type Span } from '../../article/article.js';
import { displayed } from '../../article/display.js';
import { footnotesIn } from '../../article/searched.js';
import { translator } from '../../i18n/translator.js';
import { MOST_LINES, type NotesAt, notesAtFocus } from '../../notes/lines-at.js';
import { isContested } from '../../notes/note.js';
import { partsWithin } from '../../notes/pointer.js';
import { shortened } from '../../notes/shortened.js';
import type { ArticleView } from '../../views/article-view.js';
import { type Flag, flagsAt, footerText, isOriginal, quote, type Reader, titleOf } from './embeds.js';
import { escapeMarkdown } from './escape.js';
import { beginningOf, firstThatFits, PART_ROOM } from './fit.js';
import { countLine, type Line, noteLine, smallPrint } from './note-line.js';
import type { Form } from './shown.js';

/** A lone passage grows around its focus up to this many characters, its lines included. */
const MOST_SEEN = 850;
/** Room for a part of a passage that is too long for one message, in plain text. */
const PLAIN_PART_ROOM = 1_000;
const LONGEST_COLUMNS = 200;
const LONGEST_FOOTNOTE = 300;

/** A quotation and the notes at it. */
export interface PassageBlock {
  readonly kind: 'passage';
  readonly paragraph: number;
  /** Ranges that may be quoted, from the widest to the narrowest, which is the focus alone. */
  readonly extents: readonly Span[];
  /** The words it is quoted for: the notes there have lines. */
  readonly focus: Span;
  /** Whether the focus answers, and so is in bold. */
  readonly isBold: boolean;
  /** The notes at the widest range, in the order to show them. */
  readonly flags: readonly Flag[];
  /** Whether a note that is not contested may have the line if none is contested. */
  readonly withOther: boolean;
  readonly colour: number;
  /** Colour if a note is contested. */
  readonly contestedColour?: number;
  /** Shown in the title beside the paragraph's number. */
  readonly label?: string | undefined;
  /** Shown before the quotation; one line of markdown. */
  readonly lead?: string | undefined;
  /** Whether it only accompanies other lines: its notes are counted on one line, and having no notes is not mentioned. */
  readonly isBeside?: boolean;
}

/** Lines without a quotation: those of notes, or our own words. */
export interface LinesBlock {
  readonly kind: 'lines';
  readonly title?: string | undefined;
  readonly lines: readonly Line[];
  readonly colour: number;
}

export type Block = PassageBlock | LinesBlock;

/** A message before it is laid out. */
export interface Draft {
  /** The question, escaped, if it is repeated. */
  readonly echo?: string | undefined;
  /** The first line without its end, from the places of the shown passages. */
  header(places: string): string;
  /** Whether the first line ends in the number of contested points. */
  readonly counts: boolean;
  /** Lines below the first. */
  readonly below?: readonly string[];
  readonly blocks: readonly Block[];
}

export interface Laid {
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  /** The shown part of each shown passage, in order. */
  readonly quoted: readonly Span[];
  /** Every note on the quoted words, once each: notes with a line first. */
  readonly flags: readonly Flag[];
}

/** Source of a message: the article, and its notes as they are now. */
export type View = Pick<ArticleView, 'article' | 'notes' | 'notesAt'>;

interface Options extends Reader {
  readonly form: Form;
}

interface Context extends Options, Pick<Extent, 'withCounts'> {
  /** Most lines of notes. */
  readonly most: number;
}

/** Amount of content shown. */
interface Extent {
  readonly withEcho: boolean;
  readonly withCounts: boolean;
  /** Most lines of each block; blocks beyond these are left out. */
  readonly most: readonly number[];
}

/** A block in markdown. */
interface Written {
  readonly block: Block;
  readonly quoted: Span | undefined;
  readonly lines: readonly string[];
  readonly seen: number;
  readonly notes: NotesAt<Flag> | undefined;
}

/**
 * Lays a message out. If it does not fit, content is dropped in this order: in plain text the question and the counts; the lines of
 * the last block from its end, which are then counted; the last block, but never the first. A dropped block gives its room back to
 * all the others, so a message without that block is laid out alike.
 */
export function layOut(draft: Draft, view: View, options: Options): Laid {
  return firstThatFits(layouts(draft, view, options));
}

function* layouts(draft: Draft, view: View, options: Options): Generator<Laid> {
  const most = draft.blocks.map(mostLines);
  for (let blocks = Math.max(1, most.length); blocks > 0; blocks--) {
    let extent: Extent | undefined = { withEcho: true, withCounts: true, most: most.slice(0, blocks) };
    for (; extent !== undefined; extent = smaller(extent, options.form)) yield laidOut(draft, extent, view, options);
  }
}

/** The focus with the words around it, in the order to try: all, without those after it, without those before it, and alone. */
export function extentsAround(range: Span, focus: Span): readonly Span[] {
  const all = [range, { start: range.start, end: focus.end }, { start: focus.start, end: range.end }, focus];
  return all.filter((one, i) => all.findIndex(({ start, end }) => start === one.start && end === one.end) === i);
}

/** Room for a part of a passage that is too long for one message, in markdown. */
export function partRoom(form: Form): number {
  return form === 'plain' ? PLAIN_PART_ROOM : PART_ROOM;
}

function mostLines(block: Block): number {
  return block.kind === 'passage' ? MOST_LINES : block.lines.length;
}

/** The next smaller extent of the same blocks; undefined if there is none. */
function smaller({ withEcho, withCounts, most }: Extent, form: Form): Extent | undefined {
  if (form === 'plain' && withEcho) return { withEcho: false, withCounts, most };
  if (form === 'plain' && withCounts) return { withEcho, withCounts: false, most };
  const last = most.at(-1) ?? 0;
  return last > 0 ? { withEcho, withCounts, most: [...most.slice(0, -1), last - 1] } : undefined;
}

function laidOut(draft: Draft, { withEcho, withCounts, most }: Extent, view: View, options: Options): Laid {
  const { language, form } = options;
  const t = translator(language);
  const written = draft.blocks.slice(0, most.length).map((block, i) => {
    const context = { ...options, withCounts, most: most[i] ?? 0 };
    return block.kind === 'passage' ? passageWritten(block, view, context) : linesWritten(block, most[i] ?? 0);
  });
  const shown = written.filter(({ lines }) => lines.length > 0);
  const passages = shown.flatMap(({ block, quoted, notes }) =>
    block.kind === 'passage' && quoted !== undefined && notes !== undefined ? [{ block, quoted, notes }] : [],
  );
  const contested = new Set(
    passages
      .flatMap(({ block, notes: { lines, more } }) => (block.isBeside === true ? [] : [...lines, ...more]))
      .flatMap(({ note }) => (isContested(note.status) ? [note.id] : [])),
  ).size;
  const numbers = passages.filter(({ block }) => block.isBeside !== true).map(({ block }) => t('paragraph', { number: block.paragraph }));
  const tail = contested === 0 ? ':' : ` – **${t('contested', { count: contested })}:**`;
  const header = `${draft.header([...new Set(numbers)].join(', '))}${draft.counts ? tail : ''}`;
  const flags = eachOnce([
    ...passages.flatMap(({ notes }) => [...notes.lines, ...notes.more]),
    ...passages.flatMap(({ notes }) => [...notes.around, ...notes.others]),
  ]);
  const footer = passages.length === 0 ? undefined : footerText(view.article, options, flags);
  const head = [...(withEcho && draft.echo !== undefined ? [`> ${draft.echo}`] : []), header, ...(draft.below ?? [])];
  const laid = { quoted: passages.map(({ quoted }) => quoted), flags };
  if (form === 'plain') return { ...laid, content: plainText(head, shown, footer, view.article, options), embeds: [] };
  const last = shown.findLastIndex(({ block }) => block.kind === 'passage');
  const embeds = shown.map((one, i) => embedOf(one, view.article, options, i === last ? footer : undefined));
  return { ...laid, content: head.join('\n'), embeds };
}

function passageWritten(block: PassageBlock, view: View, options: Context): Written {
  const last = block.extents.length - 1;
  for (const [i, extent] of block.extents.entries()) {
    if (i < last && extent.end - extent.start > MOST_SEEN) continue;
    const written = writtenAt(block, extent, view, options);
    if (i === last || written.seen <= MOST_SEEN) return written;
  }
  throw new RangeError('A passage has at least one extent.');
}

function writtenAt(block: PassageBlock, extent: Span, { article, notes: all }: View, options: Context): Written {
  const { language, form, withCounts, most } = options;
  const t = translator(language);
  const flags = flagsAt(block.flags, extent);
  const notes = notesAtFocus(flags, block.focus, { most: block.isBeside === true ? 0 : most, withOther: block.withOther });
  const part = beginningOf(article, extent, partRoom(form));
  const own = notes.lines.map((flag) => noteLine(article, flag, block.focus, { language, form }));
  const counted = block.isBeside === true ? countLine('count.here', flags, language) : countsOf(notes, language);
  const after = [
    ...(block.isBeside === true ? [] : footnoteLines(article, part)),
    ...(part.end < extent.end ? [smallPrint(t('quote.goesOn'))] : []),
    ...own,
    ...(notes.more.length > 0 && block.isBeside !== true ? [smallPrint(t('moreContested', { count: notes.more.length }))] : []),
    ...(withCounts ? counted : []),
    ...(flags.length === 0 && all.length > 0 && block.isBeside !== true && withCounts ? [smallPrint(t('noNotes'))] : []),
  ];
  const quotation = quote(article, part, {
    inBold: block.isBold ? [block.focus] : [],
    // Only the words that a line repeats: a note may be about words beside the focus too.
    underlined: notes.lines.flatMap(({ spans }) => partsWithin(spans, block.focus)),
  });
  return {
    block,
    quoted: extent,
    // Discord shows the markup of small print that comes right after a quotation.
    lines: [
      ...(block.lead === undefined ? [] : [block.lead]),
      ...columnsLine(article, part),
      quotation,
      ...(after.length === 0 ? [] : ['', ...after.map(({ text }) => text)]),
    ],
    seen: displayed(article, part).text.length + after.reduce((sum, { seen }) => sum + seen, 0),
    notes,
  };
}

/** The names of a row's columns: a label, not part of the quotation. */
function columnsLine({ paragraphs }: Article, part: Span): string[] {
  const columns = overlapping(paragraphs, part)[0]?.row?.columns;
  return columns === undefined || columns === '' ? [] : [smallPrint(escapeMarkdown(shortened(columns, LONGEST_COLUMNS))).text];
}

/** The author's own footnotes to the quoted words. */
function footnoteLines(article: Article, part: Span): Line[] {
  return footnotesIn(article, part).map((note) => {
    const text = displayed(article, note).text.replace(/\s+/gu, ' ');
    return smallPrint(escapeMarkdown(`[${note.mark}] ${shortened(text, LONGEST_FOOTNOTE)}`));
  });
}

function countsOf({ around, others }: NotesAt<Flag>, language: Options['language']): Line[] {
  return [...countLine('count.around', around, language), ...countLine('count.also', others, language)];
}

function linesWritten(block: LinesBlock, most: number): Written {
  const lines = block.lines.slice(0, most);
  return { block, quoted: undefined, lines: lines.map(({ text }) => text), seen: 0, notes: undefined };
}

function embedOf({ block, lines, notes }: Written, article: Article, { language }: Options, footer: string | undefined): APIEmbed {
  const isContestedHere = notes !== undefined && [...notes.lines, ...notes.more].some(({ note }) => isContested(note.status));
  const title = titleOfBlock(block, article, language);
  return {
    ...(title === undefined ? {} : { title }),
    description: lines.join('\n'),
    color: block.kind === 'passage' && isContestedHere ? (block.contestedColour ?? block.colour) : block.colour,
    ...(footer === undefined ? {} : { footer: { text: footer } }),
  };
}

function plainText(
  head: readonly string[],
  shown: readonly Written[],
  footer: string | undefined,
  article: Article,
  { language }: Options,
): string {
  const isAlone = shown.length === 1 && !isOriginal(article, language);
  const blocks = shown.map(({ block, lines }) => {
    const title = isAlone ? undefined : titleOfBlock(block, article, language);
    return [...(title === undefined ? [] : [`**${title}**`]), ...lines].join('\n');
  });
  const text = [...head, blocks.join('\n\n')].filter((part) => part !== '').join('\n');
  if (footer === undefined) return text;
  const isAfterQuote = text.slice(text.lastIndexOf('\n') + 1).startsWith('> ');
  return [text, ...(isAfterQuote ? [''] : []), `-# ${escapeMarkdown(footer)}`].join('\n');
}

function titleOfBlock(block: Block, article: Article, language: Options['language']): string | undefined {
  return block.kind === 'passage' ? titleOf(article, block.paragraph, language, block.label) : block.title;
}

function eachOnce(flags: readonly Flag[]): Flag[] {
  return [...new Map(flags.map((flag) => [flag.note.id, flag])).values()];
}
