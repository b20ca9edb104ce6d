// The shape of a command and of a subcommand.

import type { APIApplicationCommandSubcommandOption, RESTPostAPIApplicationCommandsJSONBody } from 'discord.js';
import type { Bot } from '../src/discord/core/bot.js';
import type { Cost } from '../src/discord/core/gate.js';
import type { Input } from '../src/discord/core/input.js';
import type { Choice, Responder } from '../src/discord/core/responder.js';
import type { Modal } from '../src/discord/kit/modal.js';
import type { Reply } from '../src/discord/kit/reply.js';

/** The option that somebody is typing in, by its English name, and what stands there so far. */
export interface Typing {
  readonly option: string;
  readonly typed: string;
}

/** What a command, or one of its subcommands, does. */
export interface CommandAction {
  /** How it passes the gate. */
  readonly cost: Cost;
  /** A modal to fill in, where that comes first; it must be there quickly. Throws as `execute` does. */
  modal?(input: Input, bot: Bot): Promise<Modal> | Modal | undefined;
  /**
   * Throws UserError for options that it cannot use.
   * @param responder for what takes long and shows how far it is
   */
  execute(input: Input, bot: Bot, responder: Responder): Promise<Reply> | Reply;
  /** Suggestions for the option that somebody is typing in. */
  complete?(typing: Typing, input: Input, bot: Bot): Promise<readonly Choice[]> | readonly Choice[];
}

export interface Command extends Omit<CommandAction, 'cost'> {
  /** Of a command with subcommands, each has its own. */
  readonly cost: Cost | ((input: Input) => Cost);
  /** As it is registered; its `name` is the one that interactions carry. */
  readonly data: RESTPostAPIApplicationCommandsJSONBody;
  /** Whether only the one who asked sees the reply. */
  isPrivate(input: Input): boolean;
  /** Whether it is for moderators alone. Their replies are private. */
  readonly forModerators?: true;
  /** Whether it works also where the guild's moderators keep the bot quiet. */
  readonly isAlwaysAllowed?: true;
}

/** One of a command's subcommands, with options of its own. */
export interface Subcommand extends CommandAction {
  readonly data: APIApplicationCommandSubcommandOption;
}
