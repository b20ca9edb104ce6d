// The shape of commands and subcommands.

import type { APIApplicationCommandSubcommandOption, RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';
import type { Bot } from '../src/discord/core/bot.js';
import type { Cost } from '../src/discord/core/gate.js';
import type { Input } from '../src/discord/core/input.js';
import type { Choice, Responder } from '../src/discord/core/responder.js';
import type { Modal } from '../src/discord/kit/modal.js';
import type { Reply } from '../src/discord/kit/reply.js';

/** The option being typed, by its English name, and its text so far. */
export interface Typing {
  readonly option: string;
  readonly typed: string;
}

/** The behaviour of a command or subcommand. */
export interface CommandAction {
  /** What it costs the gate. */
  readonly cost: Cost;
  /** The modal that comes first, if any; Discord wants it quickly. Throws as `execute` does. */
  modal?(input: Input, bot: Bot): Promise<Modal> | Modal | undefined;
  /**
   * Throws UserError for unusable options.
   * @param responder for long work that shows its progress
   */
  execute(input: Input, bot: Bot, responder: Responder): Promise<Reply> | Reply;
  /** Suggestions for the option being typed. */
  complete?(typing: Typing, input: Input, bot: Bot): Promise<readonly Choice[]> | readonly Choice[];
}

export interface Command extends Omit<CommandAction, 'cost'> {
  /** With subcommands, the cost of the subcommand that the input names. */
  readonly cost: Cost | ((input: Input) => Cost);
  /** The registration; interactions carry its `name`. */
  readonly data: RESTPostAPIApplicationCommandsJSONBody;
  /** Whether only the person who used it sees the reply. */
  isPrivate(input: Input): boolean;
  /** Whether only moderators may use it. Their replies are private. */
  readonly forModerators?: true;
  /** Whether it also works in channels where the guild's moderators keep the bot quiet. */
  readonly isAlwaysAllowed?: true;
}

/** A subcommand with its own options. */
export interface Subcommand extends CommandAction {
  readonly data: APIApplicationCommandSubcommandOption;
}
