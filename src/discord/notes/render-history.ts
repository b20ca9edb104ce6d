// The history of a note: one revision at a time, with its author, date, reason and differences.

import type { Article, Span } from '../../article/article.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import { differencesOf } from '../../notes/differences.js';
import { noteWith } from '../../notes/effective.js';
import type { Note } from '../../notes/note.js';
import type { Revision } from '../../notes/revision.js';
import { rows } from '../kit/components.js';
import { escapeMarkdown } from '../kit/escape.js';
import { firstThatFits } from '../kit/fit.js';
import type { Reply } from '../kit/reply.js';
import { history as historyButton } from './components/history.js';
import { revert } from './components/revert.js';
import { cardEmbeds } from './note-card.js';
import { coauthorsLine, reasonLine, somebody } from './note-words.js';
import { differencesEmbed } from './render-differences.js';

/** A note's revisions, oldest first, on top of the shipped note, if there is one. */
export interface History {
  readonly noteId: string;
  readonly shipped: Note | undefined;
  readonly revisions: readonly Revision[];
  /** Places of a note's anchors in the body. */
  spansOf(note: Note): readonly Span[];
}

/** Renders the revision with a version; 0 is the shipped note, and an unknown version shows the last one. */
export function renderHistory(article: Article, history: History, version: number, language: UiLanguage): Reply {
  return firstThatFits(historyReplies(article, history, version, language));
}

function* historyReplies(
  article: Article,
  { noteId, shipped, revisions, spansOf }: History,
  version: number,
  language: UiLanguage,
): Generator<Reply> {
  const t = translator(language);
  const last = revisions.length;
  const shown = version < 0 || version > last ? last : version;
  const noteAt = (at: number) => noteWith(noteId, revisions[at - 1]?.content, shipped);
  const [before, note] = [shown === 0 ? undefined : noteAt(shown - 1), noteAt(shown)];
  const revision = revisions[shown - 1];
  const content = [
    t('history.header', { id: escapeMarkdown(noteId), version: shown, last }),
    revision === undefined ? t('history.shipped') : describeRevision(revision, language),
    ...reasonLine(revision?.reason ?? '', language),
  ].join('\n');
  const changes = before === undefined || note === undefined ? [] : differencesEmbed(differencesOf(before, note), language);
  const card = note === undefined ? [] : cardEmbeds(article, { note, spans: spansOf(note) }, language);
  const first = shipped === undefined ? 1 : 0;
  const isCurrent = shown === last && revision?.isRetracted !== true;
  const components = rows([
    // Two ids in one message must differ, even if a button leads nowhere.
    historyButton.button(
      t('button.older'),
      { note: noteId, version: shown <= first ? last + 2 : shown - 1 },
      { isDisabled: shown <= first },
    ),
    historyButton.button(t('button.newer'), { note: noteId, version: shown + 1 }, { isDisabled: shown >= last }),
    ...(isCurrent ? [] : [revert.button(t('button.revert'), { note: noteId, version: shown })]),
  ]);
  for (const embeds of [[...changes, ...card], card, changes, []]) yield { content, embeds, components };
}

/** The action, its people and its time; Discord shows the time as each reader is used to. */
function describeRevision({ action, authorId, coauthorIds, approverId, at }: Revision, language: UiLanguage): string {
  const t = translator(language);
  const when = `<t:${Math.floor(at / 1000)}:f>`;
  return [
    t(`history.${action}`, { who: somebody(authorId, language), when }),
    ...coauthorsLine(coauthorIds, language),
    ...(approverId === undefined ? [] : [t('history.approved', { who: somebody(approverId, language) })]),
  ].join(' ');
}
