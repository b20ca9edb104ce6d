// Moderators' commands that have parts: each interaction goes to the part that it names.

import type { Input } from '../src/discord/core/input.js';
import type { DiscordCommand, Subcommand } from './command.js';

/** How a command with parts works. */
export function inParts(parts: readonly Subcommand[]): Omit<DiscordCommand, 'data'> {
  const partOf = ({ subcommand }: Input): Subcommand => {
    const part = parts.find(({ data }) => data.name === subcommand);
    if (part === undefined) throw new TypeError(`There is no part ${subcommand}: Discord checks parts by the registered command.`);
    return part;
  };
  return {
    forModerators: true,
    isPrivate: () => true,
    cost: (input) => partOf(input).cost,
    modal: (input, bot) => partOf(input).modal?.(input, bot),
    execute: (input, bot, responder) => partOf(input).execute(input, bot, responder),
    complete: (typing, input, bot) => partOf(input).complete?.(typing, input, bot) ?? [],
  };
}
