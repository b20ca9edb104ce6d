// Lines for moderators about a note and about who changed it.

import { translator, type UiLanguage } from '../../i18n/translator.js';
import type { Coauthors } from '../../notes/revision.js';
import { shortened } from '../../notes/shortened.js';
import type { NoteState } from '../../views/note-catalog.js';
import { statusLabel } from '../kit/embeds.js';
import { escapeMarkdown } from '../kit/escape.js';
import { LONGEST_REASON } from './note-modals.js';

/** The reason on its own line; empty without a reason. */
export function reasonLine(reason: string, language: UiLanguage): string[] {
  return reason.trim() === ''
    ? []
    : [translator(language)('proposal.reason', { reason: escapeMarkdown(shortened(reason, LONGEST_REASON)) })];
}

/** A note's id, status, origin or retraction, and version, on one line. */
export function describeState({ note, origin, isRetracted, version }: NoteState, language: UiLanguage): string {
  const t = translator(language);
  const details = [
    `**${escapeMarkdown(note.id)}**`,
    statusLabel(note.status, language),
    t(isRetracted ? 'note.state.withdrawn' : `note.state.${origin}`),
    ...(version === 0 ? [] : [t('note.version', { version })]),
  ];
  return details.join(' · ');
}

/** The coauthors, whose words were changed before saving; empty without any. */
export function coauthorsLine(coauthorIds: Coauthors | undefined, language: UiLanguage): string[] {
  if (coauthorIds === undefined || coauthorIds.length === 0) return [];
  const who = [...new Set(coauthorIds.map((id) => somebody(id, language)))].join(', ');
  return [translator(language)('history.coauthors', { who })];
}

/** A person as a mention; a neutral word once they are forgotten. */
export function somebody(id: string | undefined, language: UiLanguage): string {
  return id === undefined ? translator(language)('history.somebody') : `<@${id}>`;
}
