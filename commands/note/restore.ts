// /note restore: shows a retracted note again, in its last version or an earlier one.

import { ApplicationCommandOptionType } from 'discord.js';
import { numberOption, textOption } from '../../src/discord/core/input.js';
import { describeSubcommand } from '../../src/discord/kit/describe.js';
import { showProposal } from '../../src/discord/notes/proposals.js';
import { UserError } from '../../src/i18n/user-error.js';
import type { Subcommand } from '../command.js';
import { chosenNote, completeNote, guildOf, NOTE_OPTION, REASON_OPTION } from './options.js';

const restore: Subcommand = {
  data: describeSubcommand({ name: 'command.note.restore', description: 'command.note.restore.description' }, [
    NOTE_OPTION,
    {
      type: ApplicationCommandOptionType.Integer,
      name: 'command.note.version',
      description: 'command.note.version.description',
      min_value: 0,
    },
    REASON_OPTION,
  ]),
  cost: 'change',
  execute: async (input, bot) => {
    const { note } = await chosenNote(input, bot);
    const reason = textOption(input, 'reason') ?? '';
    const proposal = await bot.curation.drafts.restoration(guildOf(input), note.id, numberOption(input, 'version'), input.userId, reason);
    if (proposal === undefined) throw new UserError('note.sameAlready');
    return showProposal(proposal, input.language, bot);
  },
  complete: completeNote,
};

export default restore;
