// What moderators' commands and buttons do with one note.

import type { NoteState } from '../../curation/shelf.js';
import { InputError } from '../../input-error.js';
import { shortened } from '../../notes/shortened.js';
import { type WordsLanguage, words } from '../../words/words.js';
import type { Bot } from '../bot.js';
import { escapeMarkdown } from '../escape.js';
import { firstThatFits } from '../fit.js';
import type { Actor } from '../input.js';
import { type Reply, textReply } from '../reply.js';
import { cardEmbeds } from './note-card.js';
import { showEffect } from './proposals.js';
import { renderHistory } from './render-history.js';

/** Of what somebody typed for a note, so much is repeated to them. */
const LONGEST_NAME = 100;

/** A server's note. Throws InputError where there is none with that id. */
export async function noteIn(guildId: string, noteId: string, language: WordsLanguage, bot: Bot): Promise<NoteState> {
  const state = await bot.curation.noteState(guildId, noteId);
  if (state === undefined) throw new InputError(words(language)('note.unknown', { id: escapeMarkdown(shortened(noteId, LONGEST_NAME)) }));
  return state;
}

/** A note's history, at one version; undefined: the last. */
export async function showHistory(
  guildId: string,
  noteId: string,
  version: number | undefined,
  language: WordsLanguage,
  bot: Bot,
): Promise<Reply> {
  await noteIn(guildId, noteId, language, bot);
  const revisions = await bot.curation.store.revisions(guildId, noteId);
  const shipped = bot.curation.shippedNote(noteId);
  if (revisions.length === 0) return textReply(words(language)('history.untouched', { id: escapeMarkdown(noteId) }));
  const spansOf: Parameters<typeof renderHistory>[1]['spansOf'] = (note) => bot.curation.spansOf(note);
  return renderHistory(bot.app.article, { noteId, shipped, revisions, spansOf }, version ?? revisions.length, language);
}

/** A note as readers see it, and what answers would be without it. */
export async function previewNote(guildId: string, state: NoteState, actor: Actor, bot: Bot): Promise<Reply> {
  const { note } = state;
  const { language } = actor;
  const { content, embeds } = await showEffect({ guildId, noteId: note.id, action: 'withdraw', content: undefined }, actor, bot);
  const card = cardEmbeds(bot.app.article, state, language);
  const lead = words(language)('effect.without', { id: escapeMarkdown(note.id) });
  return firstThatFits([
    { content: `${lead}\n${content}`, embeds: [...card, ...embeds], components: [] },
    { content: `${lead}\n${content}`, embeds: card, components: [] },
  ]);
}
