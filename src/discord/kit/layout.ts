// The one layout of messages that show passages or notes: blocks with the lines of their notes, as embeds or as plain text, and the
// order in which lines and blocks are dropped where something does not fit.

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

/** A passage that stands alone grows around its focus while it has so many characters with its lines. */
const MOST_SEEN = 850;
/** For the part of a passage that is too long for one message, where all of it is plain text. */
const PLAIN_PART_ROOM = 1_000;
const LONGEST_COLUMNS = 200;
const LONGEST_FOOTNOTE = 300;

/** A quotation and the notes at it. */
export interface PassageBlock {
  readonly kind: 'passage';
  readonly paragraph: number;
  /** What may be quoted, from the widest range to the narrowest, which holds the focus alone. */
  readonly extents: readonly Span[];
  /** What it is quoted for: the notes there have lines. */
  readonly focus: Span;
  /** Whether the focus answers, and so is in bold. */
  readonly isBold: boolean;
  /** The notes at the widest range, in the order to tell of them. */
  readonly flags: readonly Flag[];
  /** Whether a note that contests nothing may have the line where none is contested. */
  readonly withOther: boolean;
  readonly colour: number;
  /** Where a note is contested. */
  readonly contestedColour?: number;
  /** Stands in the title beside the paragraph's number. */
  readonly label?: string | undefined;
  /** Stands before the quotation; markdown of one line. */
  readonly lead?: string | undefined;
  /** Whether it is only there for what stands beside it: its notes are counted on one line, and none is no news. */
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
  /** The question, escaped, where it is repeated. */
  readonly echo?: string | undefined;
  /** The first line, without what stands at its end; from where the passages stand that are shown. */
  header(places: string): string;
  /** Whether the first line ends in the number of points that are contested. */
  readonly counts: boolean;
  /** Lines below the first. */
  readonly below?: readonly string[];
  readonly blocks: readonly Block[];
}

export interface Laid {
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  /** The passages that are shown, in order, and how much of each. */
  readonly quoted: readonly Span[];
  /** Every note at what is quoted, each once: those with a line first. */
  readonly flags: readonly Flag[];
}

/** What is read for a message: the article, and its notes as they are now. */
export type View = Pick<ArticleView, 'article' | 'notes' | 'notesAt'>;

interface Options extends Reader {
  readonly form: Form;
}

interface Context extends Options, Pick<Extent, 'withCounts'> {
  /** Lines of notes. */
  readonly most: number;
}

/** How much is shown. */
interface Extent {
  readonly withEcho: boolean;
  readonly withCounts: boolean;
  /** How many lines each block has at most; blocks beyond these are left out. */
  readonly most: readonly number[];
}

/** A block as it is written. */
interface Written {
  readonly block: Block;
  readonly quoted: Span | undefined;
  readonly lines: readonly string[];
  readonly seen: number;
  readonly notes: NotesAt<Flag> | undefined;
}

/**
 * Lays a message out. What does not fit is dropped in this order: of plain text the question and what is only counted; the lines of
 * the last block from its end, which are counted from then on; the last block, but never the first. A dropped block gives its room
 * back to all the rest, so a message without that block is laid out alike.
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

/** The focus with what stands around it, in the order to try: all of it, without what follows, without what goes before, and alone. */
export function extentsAround(range: Span, focus: Span): readonly Span[] {
  const all = [range, { start: range.start, end: focus.end }, { start: focus.start, end: range.end }, focus];
  return all.filter((one, i) => all.findIndex(({ start, end }) => start === one.start && end === one.end) === i);
}

/** Room for a part of a passage that is too long for one message, as it is written. */
export function partRoom(form: Form): number {
  return form === 'plain' ? PLAIN_PART_ROOM : PART_ROOM;
}

function mostLines(block: Block): number {
  return block.kind === 'passage' ? MOST_LINES : block.lines.length;
}

/** The same blocks with less beside them. */
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
    // The words that a line repeats, and no others: a note may be about words beside the focus too.
    underlined: notes.lines.flatMap(({ spans }) => partsWithin(spans, block.focus)),
  });
  return {
    block,
    quoted: extent,
    // A line of small print right after a quotation is shown as it is written.
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

/** The names of a row's columns: a label, and no part of the quotation. */
function columnsLine({ paragraphs }: Article, part: Span): string[] {
  const columns = overlapping(paragraphs, part)[0]?.row?.columns;
  return columns === undefined || columns === '' ? [] : [smallPrint(escapeMarkdown(shortened(columns, LONGEST_COLUMNS))).text];
}

/** The author's own notes on what is quoted. */
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
