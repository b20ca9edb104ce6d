// A guild's notes as a list, a page at a time, with a select to open one.

import { type Article, overlaps } from '../../article/article.js';
import { STATUS_SYMBOLS, translator, type UiLanguage } from '../../i18n/translator.js';
import { isOrphan } from '../../notes/anchored-note.js';
import { headlineOf } from '../../notes/headline.js';
import { shortened } from '../../notes/shortened.js';
import type { NoteState } from '../../views/note-catalog.js';
import { pageButtons, rows } from '../kit/components.js';
import { COLOURS } from '../kit/embeds.js';
import { LIMITS } from '../kit/limits.js';
import { pageOf } from '../kit/pages.js';
import { type Reply, textReply } from '../kit/reply.js';
import { listNotes } from './components/list-notes.js';
import { pickNote } from './components/pick-note.js';
import { filterNotes, type ListFilter } from './list-filter.js';
import { describeState } from './note-words.js';

const ON_PAGE = 12;

/** Renders a page of a list, from 0. */
export function renderNoteList(
  notes: readonly NoteState[],
  article: Article,
  filter: ListFilter,
  page: number,
  language: UiLanguage,
): Reply {
  const chosen = filterNotes(notes, filter);
  const { status, state } = filter;
  const t = translator(language);
  if (chosen.length === 0) return textReply(t('list.none'));
  const pages = Array.from({ length: Math.ceil(chosen.length / ON_PAGE) }, (_, i) => chosen.slice(i * ON_PAGE, (i + 1) * ON_PAGE));
  const list = pageOf(pages, page);
  return {
    content: t('list.header', list.range),
    embeds: [{ description: list.items.map((state) => lineOf(state, article, language)).join('\n'), color: COLOURS.notes }],
    components: [
      pickNote.row(
        t('list.pick'),
        { page: list.page },
        list.items.map(({ note }) => ({
          label: shortened(`${STATUS_SYMBOLS[note.status]} ${note.id}`, LIMITS.optionText),
          value: note.id,
          description: shortened(headlineOf(note, language), LIMITS.optionText),
        })),
      ),
      ...rows(pageButtons(list, { language }, listNotes, (other) => ({ page: other, status, state }))),
    ],
  };
}

function lineOf(state: NoteState, { paragraphs }: Article, language: UiLanguage): string {
  const [span] = state.spans;
  const number = span && paragraphs.find((paragraph) => overlaps(paragraph, span))?.number;
  const nowhere = translator(language)(isOrphan(state) ? 'list.orphan' : 'list.unanchored');
  const place = number === undefined ? nowhere : translator(language)('paragraph', { number });
  return `${describeState(state, language)} · ${place}`;
}
