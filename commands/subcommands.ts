// Commands with subcommands, all for moderators: each interaction goes to the subcommand that it names.

import type { Input } from '../src/discord/core/input.js';
import type { Command, Subcommand } from './command.js';

/** A command with subcommands, except its description. */
export function withSubcommands(subcommands: readonly Subcommand[]): Omit<Command, 'data'> {
  const chosen = ({ subcommand: name }: Input): Subcommand => {
    const found = subcommands.find(({ data }) => data.name === name);
    if (found === undefined) throw new TypeError(`There is no subcommand ${name}: Discord checks it by the registered command.`);
    return found;
  };
  return {
    forModerators: true,
    isPrivate: () => true,
    cost: (input) => chosen(input).cost,
    modal: (input, bot) => chosen(input).modal?.(input, bot),
    execute: (input, bot, responder) => chosen(input).execute(input, bot, responder),
    complete: (typing, input, bot) => chosen(input).complete?.(typing, input, bot) ?? [],
  };
}
