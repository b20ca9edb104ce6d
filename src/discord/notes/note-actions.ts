// Moderators' commands and buttons for one note.

import { translator, type UiLanguage } from '../../i18n/translator.js';
import { UserError } from '../../i18n/user-error.js';
import { shortened } from '../../notes/shortened.js';
import type { NoteState } from '../../views/note-catalog.js';
import type { Bot } from '../core/bot.js';
import type { Actor } from '../core/input.js';
import { escapeMarkdown } from '../kit/escape.js';
import { firstThatFits } from '../kit/fit.js';
import { type Reply, textReply } from '../kit/reply.js';
import { cardEmbeds } from './note-card.js';
import { showEffect } from './proposals.js';
import { renderHistory } from './render-history.js';

/** Longest part of a typed note id that a reply repeats. */
const LONGEST_NAME = 100;

/** A guild's note. Throws UserError for an unknown id. */
export async function noteIn(guildId: string, noteId: string, bot: Bot): Promise<NoteState> {
  const state = await bot.curation.notes.state(guildId, noteId);
  if (state === undefined) throw new UserError('note.unknown', { id: escapeMarkdown(shortened(noteId, LONGEST_NAME)) });
  return state;
}

/** A note's history, at one version or, if that is undefined, the last. */
export async function showHistory(
  guildId: string,
  noteId: string,
  version: number | undefined,
  language: UiLanguage,
  bot: Bot,
): Promise<Reply> {
  await noteIn(guildId, noteId, bot);
  const revisions = await bot.curation.store.revisions(guildId, noteId);
  const shipped = bot.curation.notes.shipped(noteId);
  if (revisions.length === 0) return textReply(translator(language)('history.untouched', { id: escapeMarkdown(noteId) }));
  const spansOf: Parameters<typeof renderHistory>[1]['spansOf'] = (note) => bot.curation.notes.spansOf(note);
  return renderHistory(bot.app.article, { noteId, shipped, revisions, spansOf }, version ?? revisions.length, language);
}

/** A note as readers see it, and the effect on answers of retracting it. */
export async function previewNote(guildId: string, state: NoteState, actor: Actor, bot: Bot): Promise<Reply> {
  const { note } = state;
  const { language } = actor;
  const { content, embeds } = await showEffect({ guildId, noteId: note.id, action: 'withdraw', content: undefined }, actor, bot);
  const card = cardEmbeds(bot.app.article, state, language);
  const lead = translator(language)('effect.without', { id: escapeMarkdown(note.id) });
  return firstThatFits([
    { content: `${lead}\n${content}`, embeds: [...card, ...embeds], components: [] },
    { content: `${lead}\n${content}`, embeds: card, components: [] },
  ]);
}
