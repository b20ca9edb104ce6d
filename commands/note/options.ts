// Options shared by subcommands of /note, with their suggestions.

import { ApplicationCommandOptionType } from 'discord.js';
import type { Bot } from '../../src/discord/core/bot.js';
import { type Input, textOption } from '../../src/discord/core/input.js';
import { LIMITS } from '../../src/discord/kit/limits.js';
import { noteChoice } from '../../src/discord/lookups/suggestions.js';
import { noteIn } from '../../src/discord/notes/note-actions.js';
import { LONGEST_REASON } from '../../src/discord/notes/note-modals.js';
import type { NoteState } from '../../src/views/note-catalog.js';
import type { Subcommand, Typing } from '../command.js';

/** A note, by its id or by words in it. */
export const NOTE_OPTION = {
  type: ApplicationCommandOptionType.String,
  name: 'command.note.note',
  description: 'command.note.note.description',
  required: true,
  autocomplete: true,
} as const;

/** The reason for a change; kept in the note's history. */
export const REASON_OPTION = {
  type: ApplicationCommandOptionType.String,
  name: 'command.note.reason',
  description: 'command.note.reason.description',
  max_length: LONGEST_REASON,
} as const;

/** The guild of a moderators' command; Discord offers these commands only in guilds. */
export function guildOf({ guildId }: Pick<Input, 'guildId'>): string {
  if (guildId === undefined) throw new TypeError('A moderators’ command was used outside of a server.');
  return guildId;
}

/** The note that the option names: by its id, else the best match for the words. Throws UserError if there is none. */
export async function chosenNote(input: Input, bot: Bot): Promise<NoteState> {
  const guildId = guildOf(input);
  const typed = textOption(input, 'note') ?? '';
  const known = await bot.curation.notes.state(guildId, typed);
  const [found] = known === undefined ? await bot.curation.notes.find(guildId, typed, 1) : [known];
  return found ?? noteIn(guildId, typed, bot);
}

/** Suggests notes while the moderator types. */
export const completeNote: NonNullable<Subcommand['complete']> = async ({ typed }: Typing, input, bot) => {
  const found = await bot.curation.notes.find(guildOf(input), typed, LIMITS.choices);
  return found.map((state) => noteChoice(bot.app.article, state, input.language));
};
