// A note as moderators see it: as readers would see it, with where it comes from, what was done to it, and what can be.

import type { APIEmbed } from 'discord.js';
import { everyClaim } from '../../answer/claims.js';
import type { Article } from '../../article/article.js';
import type { NoteState } from '../../curation/shelf.js';
import { isOrphan } from '../../notes/anchored-note.js';
import type { Coauthors } from '../../notes/revision.js';
import { shortened } from '../../notes/shortened.js';
import { type WordsLanguage, words } from '../../words/words.js';
import { button, rows } from '../components.js';
import { statusLabel } from '../embeds.js';
import { escapeMarkdown } from '../escape.js';
import { noteBlock } from '../note-in-full.js';
import { claimEmbeds } from '../render-claims.js';
import type { Reply } from '../reply.js';
import { LONGEST_REASON } from './note-forms.js';

/** Renders one note with what a moderator can do with it. */
export function renderNoteCard(article: Article, state: NoteState, language: WordsLanguage): Reply {
  const say = words(language);
  const { note, isWithdrawn, version } = state;
  const act = (kind: 'edit' | 'keywords' | 'spanish' | 'withdraw' | 'restore' | 'preview') =>
    button(say(`button.${kind}`), { kind: 'note', act: kind, note: note.id });
  return {
    content: [
      describeState(state, language),
      ...(state.spans.length === 0 ? [say(isOrphan(state) ? 'note.orphan' : 'note.unanchored')] : []),
    ].join('\n'),
    embeds: cardEmbeds(article, state, language),
    components: rows([
      act('edit'),
      act('keywords'),
      act('spanish'),
      ...(isWithdrawn ? [act('restore')] : [act('withdraw'), act('preview')]),
      ...(version === 0 ? [] : [button(say('button.history'), { kind: 'history', note: note.id, version })]),
    ]),
  };
}

/** A note as its readers see it, the places where it stands included. */
export function cardEmbeds(
  article: Article,
  { note, spans }: Pick<NoteState, 'note' | 'spans'>,
  language: WordsLanguage,
): readonly APIEmbed[] {
  const [claim] = everyClaim(article, [{ note, spans }]);
  return claim === undefined ? [{ description: noteBlock(note, language) }] : claimEmbeds(claim, article, language);
}

/** Why something was done, on a line of its own; nothing where nobody said why. */
export function reasonLine(reason: string, language: WordsLanguage): string[] {
  return reason.trim() === '' ? [] : [words(language)('proposal.reason', { reason: escapeMarkdown(shortened(reason, LONGEST_REASON)) })];
}

/** Which note it is, its status, where it comes from, and whether readers see it; one line. */
export function describeState({ note, origin, isWithdrawn, version }: NoteState, language: WordsLanguage): string {
  const say = words(language);
  const details = [
    `**${escapeMarkdown(note.id)}**`,
    statusLabel(note.status, language),
    say(isWithdrawn ? 'note.state.withdrawn' : `note.state.${origin}`),
    ...(version === 0 ? [] : [say('note.version', { version })]),
  ];
  return details.join(' · ');
}

/** Whose words somebody else changed before they were saved; nothing where nobody's were. */
export function coauthorsLine(coauthorIds: Coauthors | undefined, language: WordsLanguage): string[] {
  if (coauthorIds === undefined || coauthorIds.length === 0) return [];
  const who = [...new Set(coauthorIds.map((id) => somebody(id, language)))].join(', ');
  return [words(language)('history.coauthors', { who })];
}

/** Who did something, as a mention; nobody in particular once they are forgotten. */
export function somebody(id: string | undefined, language: WordsLanguage): string {
  return id === undefined ? words(language)('history.somebody') : `<@${id}>`;
}
