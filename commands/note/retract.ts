// /note retract: hides a note from this guild's readers, after showing the effect.

import { textOption } from '../../src/discord/core/input.js';
import { describeSubcommand } from '../../src/discord/kit/describe.js';
import { showProposal } from '../../src/discord/notes/proposals.js';
import { UserError } from '../../src/i18n/user-error.js';
import type { Subcommand } from '../command.js';
import { chosenNote, completeNote, guildOf, NOTE_OPTION, REASON_OPTION } from './options.js';

const retract: Subcommand = {
  data: describeSubcommand({ name: 'command.note.retract', description: 'command.note.retract.description' }, [NOTE_OPTION, REASON_OPTION]),
  cost: 'change',
  execute: async (input, bot) => {
    const { note } = await chosenNote(input, bot);
    const reason = textOption(input, 'reason') ?? '';
    const proposal = await bot.curation.drafts.retraction(guildOf(input), note.id, input.userId, reason);
    if (proposal === undefined) throw new UserError('note.withdrawnAlready');
    return showProposal(proposal, input.language, bot);
  },
  complete: completeNote,
};

export default retract;
