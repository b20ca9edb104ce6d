// Notes behind a button as messages, each in full, as many as fit on a page.

import type { Article, Span } from '../article/article.js';
import { isContested } from '../notes/note.js';
import { translator } from '../words/words.js';
import type { NotesAt } from './bot.js';
import { pageButtons, rows } from './components.js';
import { type Flag, paragraphOf, type Reader } from './embeds.js';
import { noteDigest } from './kit/id-fields.js';
import type { View } from './layout.js';
import { fits } from './limits.js';
import { contextButton } from './lookups/components/context.js';
import { notes } from './lookups/components/notes.js';
import { type Keeper, legendLines, noteEmbed, withSmallPrint } from './note-in-full.js';
import { suggest } from './notes/components/suggest.js';
import { firstPage, inPages, type ListPage, pageOf } from './pages.js';
import { type Reply, textReply } from './reply.js';
import { sentenceAtFocus } from './shown.js';

export interface RenderNotesOptions extends Reader {
  /** Whose each note is; nothing is said of one that is not there. */
  readonly keepers: ReadonlyMap<string, Keeper>;
  /** Who can be told that a note is wrong: by a suggestion, the server's moderators, or whoever runs the bot. */
  readonly wrong: 'suggest' | 'moderators' | 'operator';
}

/** A note with the range that it stands at; without one it only bears on the question. */
interface At extends Flag {
  readonly quoted: Span | undefined;
}

/** Which notes a button for notes means: those at its ranges, then the related ones, each once. */
export function notesBehind({ ranges, related }: Pick<NotesAt, 'ranges' | 'related'>, view: View): At[] {
  const at = ranges.flatMap((quoted) => view.notesAt(quoted).map(({ note, spans }) => ({ note, spans, quoted })));
  const bearing = view.notes.filter(({ note }) => related.includes(noteDigest(note.id))).map((one) => ({ ...one, quoted: undefined }));
  return [...new Map([...bearing.toReversed(), ...at.toReversed()].map((one) => [one.note.id, one])).values()].toReversed();
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
  { ranges, related }: NotesAt,
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
      ...pageButtons(list, options, notes, (page) => ({ content, ranges, related, page })),
      ...(first === undefined ? [] : [contextButton(paragraphOf(article, first), options)]),
      ...(first === undefined || wrong !== 'suggest'
        ? []
        : [suggest.button(t('button.suggest'), { content, sentence: sentenceAtFocus(article, first) })]),
    ]),
  };
}

/** How many notes, where, how many of them contest something, and which of them are on this page. */
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
