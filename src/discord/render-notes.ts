// Notes behind a button as messages, as many as fit on each page: all at a quotation, or those that a reply had no room for.

import type { AnswerNote } from '../answer/answer.js';
import type { Article } from '../article/article.js';
import type { Quote } from '../article/quote.js';
import { words } from '../words/words.js';
import { pageButtons, rows } from './components.js';
import { type CustomId, noteDigest } from './custom-id.js';
import {
  aboutWords,
  COLOURS,
  contestedLine,
  type Flag,
  flagsAt,
  goesOnLine,
  noteBlock,
  quote,
  type Reader,
  titleOf,
  withFooter,
  withLegend,
} from './embeds.js';
import { beginningOf } from './fit.js';
import { fits } from './limits.js';
import { firstPage, inPages, type ListPage, pageOf } from './pages.js';
import { type Reply, textReply } from './reply.js';

/** For the quotation as it is written, so that any note fits beside it. */
const QUOTE_ROOM = 2_000;

type RelatedId = Extract<CustomId, { kind: 'related' }>;

/** Renders a page, from 0, of those of some notes that stand at a quote. */
export function renderNotesAt(at: Quote, notes: readonly Flag[], page: number, article: Article, reader: Reader): Reply {
  const flags = flagsAt(notes, at);
  if (flags.length === 0) return textReply(words(reader.language)('notes.none'));
  const pages = inPages(flags, (some) => fits(notesPage(at, flags, firstPage(some, flags.length), article, reader)));
  return notesPage(at, flags, pageOf(pages, page), article, reader);
}

/** Renders a page, from 0, of notes that an answer or a check had no room for. */
export function renderRelated(notes: readonly Pick<Flag, 'note'>[], id: Pick<RelatedId, 'notes' | 'page'>, reader: Reader): Reply {
  const chosen = notes.filter(({ note }) => id.notes.includes(noteDigest(note.id))).map(({ note }) => note);
  if (chosen.length === 0) return textReply(words(reader.language)('related.none'));
  const pages = inPages(chosen, (some) => fits(relatedPage(firstPage(some, chosen.length), id, reader)));
  return relatedPage(pageOf(pages, id.page), id, reader);
}

function relatedPage(list: ListPage<AnswerNote>, { notes }: Pick<RelatedId, 'notes'>, reader: Reader): Reply {
  const { language } = reader;
  const blocks = list.items.map((note) => noteBlock(note, language));
  return {
    content: words(language)('related.header', list.range),
    embeds: withLegend([{ description: blocks.join('\n\n'), color: COLOURS.notes }], list.items, language),
    components: rows(pageButtons(list, reader, (page) => ({ kind: 'related', notes, page }))),
  };
}

function notesPage(at: Quote, all: readonly Flag[], list: ListPage<Flag>, article: Article, reader: Reader): Reply {
  const { language, content } = reader;
  const { start, end } = at;
  const part = beginningOf(article.body, at, QUOTE_ROOM);
  const lines = [quote(article, part), ...(part.end < end ? [goesOnLine(language)] : [])];
  const quotation = { title: titleOf(article, at, language), description: lines.join('\n'), color: COLOURS.article };
  const blocks = list.items.map(({ note, spans }) => noteBlock(note, language, aboutWords(article, at, spans, language)));
  const embeds = [...withFooter([quotation], article, language), { description: blocks.join('\n\n'), color: COLOURS.notes }];
  return {
    content: [words(language)('notes.header', list.range), ...contestedLine(all, language)].join('\n'),
    embeds: withLegend(
      embeds,
      list.items.map(({ note }) => note),
      language,
    ),
    components: rows(pageButtons(list, reader, (page) => ({ kind: 'notes', content, start, end, page }))),
  };
}
