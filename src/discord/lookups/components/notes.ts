// "Note" or "Notes", and their pages: all notes on the words that a message quotes, and related notes.

import type { APIButtonComponent } from 'discord.js';
import type { Article } from '../../../article/article.js';
import { overlaps, type Span } from '../../../article/article.js';
import { makeQuote } from '../../../article/quote.js';
import { translator } from '../../../i18n/translator.js';
import type { Flag, Reader } from '../../kit/embeds.js';
import { defineButton } from '../../kit/handler.js';
import { content, digest, listOf, noteDigest, noteMark, order, range, whole } from '../../kit/id-fields.js';

/** Most ranges and related notes that fit in one custom id. */
const MOST_RANGES = 3;
const MOST_RELATED = 3;

export const notes = defineButton(
  'n',
  { content, ranges: listOf(range), related: listOf(digest), page: whole, order },
  {
    allow: 'anyone',
    ack: 'private',
    cost: 'light',
    isThere: ({ ranges }, article) => ranges.every((one) => isRange(one, article)),
    run: (at, click, { lookups }) => lookups.showNotes(at, click),
  },
);

function isRange({ start, end }: Span, article: Article): boolean {
  try {
    makeQuote(article, start, end);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * Button that opens all notes on the words that a message quotes, and related notes; none if there are no notes.
 * @param ranges the quoted ranges; only the first few with notes count
 * @param at the notes there, in the order of the message's lines
 */
export function notesButton(
  ranges: readonly Span[],
  { at, related }: { readonly at: readonly Flag[]; readonly related: readonly Flag[] },
  { language, content: made }: Reader,
): APIButtonComponent[] {
  const t = translator(language);
  const count = new Set([...at, ...related].map(({ note }) => note.id)).size;
  if (count === 0) return [];
  const noted = ranges.filter((one) => at.some(({ spans }) => spans.length === 0 || spans.some((span) => overlaps(span, one))));
  return [
    notes.button(count === 1 ? t('button.note') : t('button.notes', { count }), {
      content: made,
      ranges: noted.slice(0, MOST_RANGES).map(({ start, end }) => ({ start, end })),
      related: related.slice(0, MOST_RELATED).map(({ note }) => noteDigest(note.id)),
      page: 0,
      order: at.map(({ note }) => noteMark(note.id)),
    }),
  ];
}
