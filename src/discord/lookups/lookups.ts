// Lookups without a question: passages, notes, claims and sources, as the readers of a guild see them.

import { keepersOf } from '../../curation/keepers.js';
import { messageOf } from '../answers/message-of.js';
import type { Bot, Lookups } from '../core/bot.js';
import { notesBehind, renderNotes } from './render-notes.js';
import { renderContext } from './render-passage.js';
import { renderSources } from './render-sources.js';

export function createLookups(bot: () => Bot): Lookups {
  const keepersIn: Lookups['keepersOf'] = (guildId, noteIds) => keepersOf(bot().curation, guildId, noteIds);
  return {
    keepersOf: keepersIn,
    showContext: async (paragraph, part, actor) =>
      renderContext(paragraph, part, await bot().view(actor.guildId), { ...bot().contextOf(actor), language: actor.language }),
    showNotes: async (at, actor) => {
      const { guildId, language } = actor;
      const view = await bot().view(guildId);
      const ids = notesBehind(at, view).map(({ note }) => note.id);
      const wrong = guildId === undefined ? 'operator' : bot().notes.takesSuggestions(guildId) ? 'suggest' : 'moderators';
      return renderNotes(at, view, { ...bot().contextOf(actor), language, keepers: await keepersIn(guildId, ids), wrong });
    },
    showClaim: async (note, actor) => {
      const shown = { kind: 'claim', language: actor.language, form: 'embeds', note, isNearest: false } as const;
      return messageOf(shown, await bot().view(actor.guildId), {
        ...bot().contextOf(actor),
        isPrivate: true,
        keepers: await keepersIn(actor.guildId, [note]),
      });
    },
    showClaims: async (page, status, actor) => {
      const chosen = status === undefined ? {} : { status };
      const shown = { kind: 'claims', language: actor.language, form: 'embeds', page, ...chosen } as const;
      return messageOf(shown, await bot().view(actor.guildId), { ...bot().contextOf(actor), isPrivate: false });
    },
    showSources: async (page, actor) =>
      renderSources((await bot().view(actor.guildId)).notes, { ...bot().contextOf(actor), language: actor.language, page }),
  };
}
