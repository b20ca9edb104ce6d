// All notes at a quotation as messages: the quotation, and as many notes as fit on each page.

import type { Article } from '../article/article.js';
import type { Quote } from '../article/quote.js';
import { words } from '../words/words.js';
import { pageButtons, rows } from './components.js';
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

/** Renders a page, from 0, of those of some notes that stand at a quote. */
export function renderNotesAt(at: Quote, notes: readonly Flag[], page: number, article: Article, reader: Reader): Reply {
  const flags = flagsAt(notes, at);
  if (flags.length === 0) return textReply(words(reader.language)('notes.none'));
  const pages = inPages(flags, (some) => fits(notesPage(at, flags, firstPage(some, flags.length), article, reader)));
  return notesPage(at, flags, pageOf(pages, page), article, reader);
}

function notesPage(at: Quote, all: readonly Flag[], list: ListPage<Flag>, article: Article, reader: Reader): Reply {
  const { language, content } = reader;
  const { start, end } = at;
  const part = beginningOf(article.body, at, QUOTE_ROOM);
  const lines = [quote(article, part), ...(part.end < end ? [goesOnLine(language)] : [])];
  const quotation = { title: titleOf(article, at.paragraph, language), description: lines.join('\n'), color: COLOURS.article };
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
