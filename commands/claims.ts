// /claims: the contested claims, a page at a time.

import { ApplicationCommandOptionType } from 'discord.js';
import { messageOf } from '../src/discord/answers/message-of.js';
import { textOption } from '../src/discord/core/input.js';
import { describeChoice, describeSlash } from '../src/discord/kit/describe.js';
import { NOTE_STATUSES } from '../src/notes/note.js';
import type { Command } from './command.js';

const claims: Command = {
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
  execute: async (input, bot) => {
    const wanted = textOption(input, 'status');
    const status = NOTE_STATUSES.find((known) => known === wanted);
    const shown = {
      kind: 'claims',
      language: input.language,
      form: 'embeds',
      page: 0,
      ...(status === undefined ? {} : { status }),
    } as const;
    return messageOf(shown, await bot.view(input.guildId), { ...bot.contextOf(input), isPrivate: false });
  },
};

export default claims;
