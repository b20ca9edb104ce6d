// A paragraph of the article as a message: with its notes, or with the paragraphs around it.

import type { APIButtonComponent } from 'discord.js';
import type { Article, Paragraph, Span } from '../article/article.js';
import { paragraphNumbered } from '../article/article.js';
import { words } from '../words/words.js';
import { contextButton, notesButtons, pageButtons, rows } from './components.js';
import {
  COLOURS,
  composePassages,
  contestedLine,
  type Flag,
  flagsAt,
  type Passage,
  type Reader,
  withFooter,
  withLegend,
} from './embeds.js';
import { fewerNotes, firstThatFits, mayFit, PART_ROOM, partsOf } from './fit.js';
import { pageOf } from './pages.js';
import type { Reply } from './reply.js';

const MOST_NOTES_IN_FULL = 3;

export interface RenderContextOptions extends Reader {
  /** Of a paragraph that is too long for one message, the part to show, from 0. */
  readonly part?: number;
}

/**
 * Renders a paragraph with its notes.
 * @param notes those that stand at other places are left out
 */
export function renderPassage(article: Article, number: number, notes: readonly Flag[], reader: Reader): Reply {
  const paragraph = paragraphNumbered(article, number);
  return firstThatFits(alone(article, paragraph, notes, { ...reader, part: 0 }, [contextButton(number, reader)]));
}

/**
 * Renders a paragraph between the one before and the one after, with their notes. One that is too long for a message is
 * shown in parts.
 * @param notes those that stand at other places are left out
 */
export function renderContext(article: Article, number: number, notes: readonly Flag[], options: RenderContextOptions): Reply {
  const paragraph = paragraphNumbered(article, number);
  return firstThatFits(inContext(article, paragraph, notes, { part: 0, ...options }));
}

function* inContext(
  article: Article,
  paragraph: Paragraph,
  notes: readonly Flag[],
  options: Required<RenderContextOptions>,
): Generator<Reply> {
  const { number } = paragraph;
  const [before, after] = [article.paragraphs[number - 2], article.paragraphs[number]];
  for (const around of [
    [before, paragraph, after],
    [before, paragraph],
    [paragraph, after],
  ]) {
    const known = around.filter((one) => one !== undefined);
    if (known.length > 1 && mayFit(known)) yield* withNotes(article, known, paragraph, notes, options);
  }
  yield* alone(article, paragraph, notes, options, []);
}

/** Some paragraphs, one of them with notes in full. */
function* withNotes(
  article: Article,
  paragraphs: readonly Paragraph[],
  middle: Paragraph,
  notes: readonly Flag[],
  reader: Reader,
): Generator<Reply> {
  const { language } = reader;
  for (const { inFull } of fewerNotes([MOST_NOTES_IN_FULL], 0, 1)) {
    const passages = paragraphs.map((paragraph) => passageOf(paragraph, paragraph, notes, paragraph === middle ? (inFull[0] ?? 0) : 0));
    const { embeds, flags, heldBack } = composePassages(article, passages, language, COLOURS.article);
    yield {
      content: [passageHeader(article, middle, language), ...contestedLine(flags, language)].join('\n'),
      embeds: withLegend(
        withFooter(embeds, article, language),
        flags.map(({ note }) => note),
        language,
      ),
      components: rows(notesButtons(heldBack, reader)),
    };
  }
}

/** One paragraph, or a part of it. */
function* alone(
  article: Article,
  paragraph: Paragraph,
  notes: readonly Flag[],
  { part, ...reader }: Required<RenderContextOptions>,
  buttons: readonly APIButtonComponent[],
): Generator<Reply> {
  const { language, content } = reader;
  const say = words(language);
  const { number } = paragraph;
  const parts = partsOf(article.body, paragraph, PART_ROOM);
  const { items, page, pages } = pageOf(
    parts.map((one) => [one]),
    part,
  );
  const [shown = paragraph] = items;
  const label = pages === 1 ? undefined : say('passage.part', { part: page + 1, parts: pages });
  for (const { inFull } of fewerNotes([MOST_NOTES_IN_FULL], 0, 1)) {
    const passage = { ...passageOf(paragraph, shown, notes, inFull[0] ?? 0), label };
    const { embeds, flags, heldBack } = composePassages(article, [passage], language, COLOURS.article);
    yield {
      content: [passageHeader(article, paragraph, language), ...contestedLine(flags, language)].join('\n'),
      embeds: withLegend(
        withFooter(embeds, article, language),
        flags.map(({ note }) => note),
        language,
      ),
      components: rows(
        [...buttons, ...notesButtons(heldBack, reader)],
        pageButtons({ page, pages }, reader, (other) => ({ kind: 'context', content, paragraph: number, part: other })),
      ),
    };
  }
}

function passageOf({ number }: Paragraph, { start, end }: Span, notes: readonly Flag[], inFull: number): Passage {
  return { start, end, paragraph: number, flags: flagsAt(notes, { start, end }), inFull };
}

function passageHeader({ paragraphs }: Article, { number }: Paragraph, language: Reader['language']): string {
  return words(language)('passage.header', { number, count: paragraphs.length });
}
