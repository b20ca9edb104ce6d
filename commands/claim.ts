// /claim: one claim in full, found by its own words or its note's words.

import { ApplicationCommandOptionType } from 'discord.js';
import { listClaims } from '../src/answer/claims.js';
import { messageOf } from '../src/discord/answers/message-of.js';
import { textOption } from '../src/discord/core/input.js';
import { describeSlash } from '../src/discord/kit/describe.js';
import { LIMITS } from '../src/discord/kit/limits.js';
import { claimChoice } from '../src/discord/lookups/suggestions.js';
import { UserError } from '../src/i18n/user-error.js';
import type { Command } from './command.js';

const claim: Command = {
  data: describeSlash({ name: 'command.claim', description: 'command.claim.description' }, [
    {
      type: ApplicationCommandOptionType.String,
      name: 'command.claim.name',
      description: 'command.claim.name.description',
      required: true,
      autocomplete: true,
    },
  ]),
  isPrivate: () => false,
  cost: 'light',
  execute: async (input, bot) => {
    const view = await bot.view(input.guildId);
    const { language } = input;
    const name = textOption(input, 'name')?.trim() ?? '';
    const noted = view.notes.find(({ note }) => note.id === name);
    const named = noted && listClaims(view.article, [noted], noted.note.status)[0];
    const [found] = named === undefined && name !== '' ? await view.findClaims(name, 1) : [];
    const claim = named ?? found?.value;
    if (claim === undefined) throw new UserError('command.claim.notFound');
    const shown = { kind: 'claim', language, form: 'embeds', note: claim.note.id, isNearest: found?.matched === 'meaning' } as const;
    const keepers = await bot.lookups.keepersOf(input.guildId, [claim.note.id]);
    return messageOf(shown, view, { ...bot.contextOf(input), isPrivate: false, keepers });
  },
  complete: async ({ typed }, { language, guildId }, bot) => {
    const view = await bot.view(guildId);
    const found = await view.findClaims(typed, LIMITS.choices);
    return found.map(({ value }) => claimChoice(view.article, value, language));
  },
};

export default claim;
