// The card of a note for moderators: the note as readers see it, its origin, its last change, and the actions on it.

import type { APIEmbed } from 'discord.js';
import { everyClaim } from '../../answer/claims.js';
import type { Article } from '../../article/article.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import { isOrphan } from '../../notes/anchored-note.js';
import type { NoteState } from '../../views/note-catalog.js';
import { rows } from '../kit/components.js';
import { noteBlock } from '../kit/note-in-full.js';
import type { Reply } from '../kit/reply.js';
import { claimEmbeds } from '../lookups/claim-embeds.js';
import { editNote } from './components/edit-note.js';
import { history } from './components/history.js';
import { previewNote } from './components/preview-note.js';
import { restore } from './components/restore.js';
import { retract } from './components/retract.js';
import { describeState } from './note-words.js';

/** Renders one note with the actions that a moderator has. */
export function renderNoteCard(article: Article, state: NoteState, language: UiLanguage): Reply {
  const t = translator(language);
  const { note, isRetracted, version } = state;
  const about = { note: note.id };
  return {
    content: [
      describeState(state, language),
      ...(state.spans.length === 0 ? [t(isOrphan(state) ? 'note.orphan' : 'note.unanchored')] : []),
    ].join('\n'),
    embeds: cardEmbeds(article, state, language),
    components: rows([
      editNote.button(t('button.edit'), { ...about, part: 'note' }),
      editNote.button(t('button.keywords'), { ...about, part: 'keywords' }),
      editNote.button(t('button.spanish'), { ...about, part: 'spanish' }),
      ...(isRetracted
        ? [restore.button(t('button.restore'), about)]
        : [retract.button(t('button.withdraw'), about), previewNote.button(t('button.preview'), about)]),
      ...(version === 0 ? [] : [history.button(t('button.history'), { ...about, version })]),
    ]),
  };
}

/** A note as its readers see it, with its places in the article. */
export function cardEmbeds(
  article: Article,
  { note, spans }: Pick<NoteState, 'note' | 'spans'>,
  language: UiLanguage,
): readonly APIEmbed[] {
  const [claim] = everyClaim(article, [{ note, spans }]);
  return claim === undefined ? [{ description: noteBlock(note, language) }] : claimEmbeds(claim, article, language);
}
