// The notes behind a button as messages, each in full, as many as fit on a page.

import type { Article, Span } from '../../article/article.js';
import type { Keepers } from '../../curation/keepers.js';
import { translator } from '../../i18n/translator.js';
import { isContested } from '../../notes/note.js';
import type { NotesAt } from '../core/bot.js';
import { pageButtons, rows } from '../kit/components.js';
import { type Flag, paragraphOf, type Reader } from '../kit/embeds.js';
import { noteDigest, noteMark } from '../kit/id-fields.js';
import type { View } from '../kit/layout.js';
import { fits } from '../kit/limits.js';
import { legendLines, noteEmbed, withSmallPrint } from '../kit/note-in-full.js';
import { firstPage, inPages, type ListPage, pageOf } from '../kit/pages.js';
import { type Reply, textReply } from '../kit/reply.js';
import { sentenceAtFocus } from '../kit/shown.js';
import { suggest } from '../notes/components/suggest.js';
import { contextButton } from './components/context.js';
import { notes } from './components/notes.js';

export interface RenderNotesOptions extends Reader {
  readonly keepers: Keepers;
  /** Where a reader can report a wrong note: by a suggestion, to the guild's moderators, or to the operator. */
  readonly wrong: 'suggest' | 'moderators' | 'operator';
}

/** A note with its quoted range; without a range, it is only related. */
interface At extends Flag {
  readonly quoted: Span | undefined;
}

/**
 * The notes behind a button, each once: the notes at its ranges, in the order of the message's lines, so that readers find these again,
 * with newer notes after them; then the related notes.
 */
export function notesBehind({ ranges, order, related }: Omit<NotesAt, 'page'>, view: View): At[] {
  const rank = ({ note }: Flag) => order.indexOf(noteMark(note.id));
  const at = ranges
    .flatMap((quoted) => view.notesAt(quoted).map(({ note, spans }) => ({ note, spans, quoted })))
    .map((one) => ({ one, rank: rank(one) < 0 ? order.length : rank(one) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
  const bearing = view.notes.filter(({ note }) => related.includes(noteDigest(note.id))).map((one) => ({ ...one, quoted: undefined }));
  const found = new Map<string, At>();
  for (const one of [...at, ...bearing]) if (!found.has(one.note.id)) found.set(one.note.id, one);
  return [...found.values()];
}

/** Renders a page, from 0, of the notes behind a button. */
export function renderNotes(id: NotesAt, view: View, options: RenderNotesOptions): Reply {
  const flags = notesBehind(id, view);
  if (flags.length === 0) return textReply(translator(options.language)('notes.none'));
  const pages = inPages(flags, (some) => fits(notesPage(flags, firstPage(some, flags.length), id, view.article, options)));
  return notesPage(flags, pageOf(pages, id.page), id, view.article, options);
}

function notesPage(
  all: readonly At[],
  list: ListPage<At>,
  { ranges, order, related }: NotesAt,
  article: Article,
  options: RenderNotesOptions,
): Reply {
  const { language, content, keepers, wrong } = options;
  const t = translator(language);
  const [first] = ranges;
  const embeds = list.items.map((one) => noteEmbed(article, one, language, { quoted: one.quoted, keeper: keepers.get(one.note.id) }));
  const legend = legendLines(
    list.items.map(({ note }) => note),
    language,
  );
  return {
    content: headerOf(all, list, ranges, article, language),
    embeds: withSmallPrint(embeds, [...legend, `-# ${t(`wrong.${wrong}`)}`]),
    components: rows([
      ...pageButtons(list, options, notes, (page) => ({ content, ranges, order, related, page })),
      ...(first === undefined ? [] : [contextButton(paragraphOf(article, first), options)]),
      ...(first === undefined || wrong !== 'suggest'
        ? []
        : [suggest.button(t('button.suggest'), { content, sentence: sentenceAtFocus(article, first) })]),
    ]),
  };
}

/** Number of notes, their paragraphs, the number of contested ones, and the range of this page. */
function headerOf(all: readonly At[], list: ListPage<At>, ranges: readonly Span[], article: Article, language: Reader['language']): string {
  const t = translator(language);
  const count = all.length;
  const places = [...new Set(ranges.map((range) => t('paragraph', { number: paragraphOf(article, range) })))].join(', ');
  const contested = all.filter(({ note }) => isContested(note.status)).length;
  const parts = [
    places === '' ? t('related.header', { count }) : t('notes.header', { count, places }),
    ...(contested === 0 ? [] : [`**${t('notes.contested', { count: contested })}**`]),
    ...(list.pages === 1 ? [] : [t('notes.range', { first: list.range.first, last: list.range.last })]),
  ];
  return parts.join(' · ');
}
