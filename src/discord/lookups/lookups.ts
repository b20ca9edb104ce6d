// What can be looked up without a question: passages, notes, claims and sources, as the readers of a place see them.

import type { Bot, Lookups } from '../bot.js';
import { messageOf } from '../message-of.js';
import type { Keeper } from '../note-in-full.js';
import { notesBehind, renderNotes } from '../render-notes.js';
import { renderContext } from '../render-passage.js';
import { renderSources } from '../render-sources.js';

export function createLookups(bot: () => Bot): Lookups {
  /** Whose some notes are, and when those that a server touched were last changed. */
  const keepersOf = async (guildId: string | undefined, noteIds: readonly string[]): Promise<ReadonlyMap<string, Keeper>> => {
    const { curation } = bot();
    const keepers = await Promise.all(
      noteIds.map(async (id) => {
        const state = guildId === undefined ? undefined : curation.noteState(guildId, id);
        if (guildId === undefined || state === undefined || state.version === 0) return [id, { origin: 'shipped' }] as const;
        const [last] = (await curation.store.revisions(guildId, id)).filter(({ version }) => version === state.version);
        return [id, { origin: state.origin, ...(last === undefined ? {} : { changedAt: last.at }) }] as const;
      }),
    );
    return new Map<string, Keeper>(keepers);
  };
  return {
    showContext: (paragraph, part, actor) =>
      renderContext(paragraph, part, bot().reading(actor.guildId), { ...bot().placeOf(actor), language: actor.language }),
    showNotes: async (at, actor) => {
      const { guildId, language } = actor;
      const reading = bot().reading(guildId);
      const ids = notesBehind(at, reading).map(({ note }) => note.id);
      const wrong = guildId === undefined ? 'operator' : bot().notes.takesSuggestions(guildId) ? 'suggest' : 'moderators';
      return renderNotes(at, reading, { ...bot().placeOf(actor), language, keepers: await keepersOf(guildId, ids), wrong });
    },
    showClaim: (note, actor) => {
      const shown = { kind: 'claim', language: actor.language, form: 'embeds', note, isNearest: false } as const;
      return messageOf(shown, bot().reading(actor.guildId), { ...bot().placeOf(actor), isPrivate: true });
    },
    showClaims: (page, status, actor) => {
      const chosen = status === undefined ? {} : { status };
      const shown = { kind: 'claims', language: actor.language, form: 'embeds', page, ...chosen } as const;
      return messageOf(shown, bot().reading(actor.guildId), { ...bot().placeOf(actor), isPrivate: false });
    },
    showSources: (page, actor) =>
      renderSources(bot().reading(actor.guildId).notes, { ...bot().placeOf(actor), language: actor.language, page }),
  };
}
