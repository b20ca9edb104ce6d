// /claims: the contested claims, a page at a time.

import { ApplicationCommandOptionType } from 'discord.js';
import { listClaims } from '../src/answer/claims.js';
import { describeChoice, describeSlash } from '../src/discord/describe.js';
import { textOption } from '../src/discord/input.js';
import { renderClaims } from '../src/discord/render-claims.js';
import { NOTE_STATUSES } from '../src/notes/note.js';
import type { Command } from './command.js';

const claims: Command = {
  name: 'claims',
  discord: {
    data: describeSlash({ name: 'command.claims', description: 'command.claims.description' }, [
      {
        type: ApplicationCommandOptionType.String,
        name: 'command.claims.status',
        description: 'command.claims.status.description',
        choices: NOTE_STATUSES.map((status) => describeChoice(`status.${status}`, status)),
      },
    ]),
    isPrivate: () => false,
    cost: 'light',
    execute: (input, bot) => {
      const { article, notes } = bot.reading(input.guildId);
      const wanted = textOption(input, 'status');
      const status = NOTE_STATUSES.find((known) => known === wanted);
      return renderClaims(listClaims(article, notes, status), article, {
        language: input.language,
        asker: input.userId,
        content: bot.content,
        page: 0,
        status,
      });
    },
  },
};

export default claims;
