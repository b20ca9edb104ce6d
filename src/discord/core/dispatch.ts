// Dispatches interactions: acknowledges each in its first await, runs commands and buttons in turn, and makes
// sure that the asker gets one reply, or none if none may be sent.

import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type CommandInteractionOption,
  type Interaction,
  type Message,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
} from 'discord.js';
import type { Command } from '../../../commands/command.js';
import { UserError } from '../../i18n/user-error.js';
import type { Click, Handler, Submission } from '../kit/handler.js';
import { saidIn, wordsOf } from '../kit/message-words.js';
import { filledIn } from '../kit/modal.js';
import { textReply } from '../kit/reply.js';
import type { Bot } from './bot.js';
import type { InteractionRest } from './client.js';
import { describeForLog, explainFailure, logFailure } from './failure.js';
import type { Freshness } from './freshness.js';
import { refusal } from './gate.js';
import { handle as handleComponent } from './handle.js';
import { type Actor, type Input, isModerator, languageOfLocale, type Place, type SentFile } from './input.js';
import type { Log } from './log.js';
import { Responder } from './responder.js';
import type { UnderWay } from './under-way.js';

export interface DispatcherOptions extends InteractionRest {
  readonly bot: Bot;
  readonly commands: readonly Command[];
  readonly handlers: readonly Handler[];
  readonly freshness: Freshness;
  readonly underWay: UnderWay;
  readonly log: Log;
}

/** Handles one interaction and counts it as work under way. Failures are reported to the reader, as far as possible, and logged. */
export type Dispatch = (interaction: Interaction) => void;

/** Makes the handler of all interactions. */
export function createDispatcher({ bot, commands, handlers, rest, restOnce, freshness, underWay, log }: DispatcherOptions): Dispatch {
  const byName = new Map(commands.map((command) => [command.data.name, command]));

  async function run(interaction: ChatInputCommandInteraction | MessageContextMenuCommandInteraction, responder: Responder): Promise<void> {
    const input = inputOf(interaction);
    const command = byName.get(interaction.commandName);
    if (command === undefined) throw new UserError('command.unknown');
    if (!mayUse(command, input, bot)) throw new UserError('deny.moderator');
    if (!command.forModerators && !command.isAlwaysAllowed && !bot.settings.mayAnswerIn(input)) throw new UserError('deny.channel');
    const cost = typeof command.cost === 'function' ? command.cost(input) : command.cost;
    const admission = bot.gate.admit(input.userId, cost, bot.settings.of(input.guildId).questionsPerWindow);
    if (admission.kind !== 'admitted') throw refusal(admission);
    const modal = command.modal?.(input, bot);
    if (modal !== undefined) return responder.showModal(await modal);

    const isPrivate = command.forModerators === true || command.isPrivate(input);
    await responder.acknowledge(isPrivate ? 'private' : 'public');
    const reply = await bot.gate.run(input.userId, cost, async () => command.execute(input, bot, responder));
    const sent = await responder.edit(reply);
    if (sent === undefined || reply.shows === undefined) return;
    // The reader has the answer; the rest need not be waited for.
    underWay.add(bot.answers.answered({ messageId: sent.id, place: input, reply, isPrivate: sent.isPrivate }));
  }

  async function suggest(interaction: AutocompleteInteraction, responder: Responder): Promise<void> {
    const command = byName.get(interaction.commandName);
    const input = inputOf(interaction);
    const complete = command !== undefined && mayUse(command, input, bot) ? command.complete : undefined;
    const { name, value } = interaction.options.getFocused(true);
    await responder.suggest((await complete?.({ option: name, typed: String(value) }, input, bot)) ?? []);
  }

  async function handle(interaction: Interaction, responder: Responder): Promise<void> {
    if (interaction.isAutocomplete()) return suggest(interaction, responder);
    if (interaction.isChatInputCommand() || interaction.isMessageContextMenuCommand()) return run(interaction, responder);
    if (interaction.isMessageComponent()) return handleComponent(clickOf(interaction), false, handlers, bot, responder);
    if (interaction.isModalSubmit()) return handleComponent(submissionOf(interaction), true, handlers, bot, responder);
    throw new UserError('command.unknown');
  }

  async function attend(interaction: Interaction): Promise<void> {
    const { id, token, applicationId, locale } = interaction;
    if (!freshness.admit(id, 'interaction')) {
      log.warn({ interaction: id, ageMs: freshness.ageOf(id) }, 'An interaction arrived twice or too late; ignored.');
      return;
    }
    const responder = new Responder({
      ...{ rest, restOnce, applicationId, interaction: { id, token } },
      age: () => freshness.ageOf(id),
      onUnknown: (error) => {
        log.warn(
          { ...describeForLog(error), interaction: id, ageMs: freshness.ageOf(id) },
          'Nobody knows whether an acknowledgement arrived.',
        );
      },
    });
    try {
      await underWay.orStop(() => handle(interaction, responder));
    } catch (error) {
      const { text, ...details } = explainFailure(error, languageOfLocale(locale));
      logFailure(log, error, { ...details, interaction: id, ageMs: freshness.ageOf(id) }, 'An interaction failed.');
      // Autocompletion has no room for a sentence about a failure.
      if (text === undefined || !responder.canSpeak || interaction.isAutocomplete()) return;
      await responder.tell(textReply(text), details.kind === 'interrupted').catch((second: unknown) => {
        log.warn({ ...describeForLog(second), reference: details.reference }, 'The asker could not be told.');
      });
    }
  }

  return (interaction) =>
    underWay.add(attend(interaction).catch((error: unknown) => log.error(describeForLog(error), 'An interaction could not be handled.')));
}

/** Discord hides moderators' commands from others by default, but a guild may show them to anybody. */
function mayUse(command: Command, actor: Actor, bot: Bot): boolean {
  return command.forModerators !== true || isModerator(actor, bot.settings.of(actor.guildId));
}

type CommandInteraction = ChatInputCommandInteraction | MessageContextMenuCommandInteraction | AutocompleteInteraction;

function inputOf(interaction: CommandInteraction): Input {
  const target = interaction.isMessageContextMenuCommand() ? interaction.targetMessage : undefined;
  const options = innermost(interaction.options.data);
  return {
    ...actorOf(interaction),
    subcommand: subcommandOf(interaction.options.data),
    options: new Map(options.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]))),
    files: new Map(options.flatMap(({ name, attachment }) => (attachment ? [[name, fileOf(attachment)] as const] : []))),
    target: target && { id: target.id, words: wordsOf(saidIn(target)), isOwn: target.author.id === interaction.client.user.id },
  };
}

/** The options themselves, below a group and a subcommand. */
function innermost(options: readonly CommandInteractionOption[]): readonly CommandInteractionOption[] {
  const [first] = options;
  return first?.options === undefined ? options : innermost(first.options);
}

function subcommandOf(options: readonly CommandInteractionOption[]): string | undefined {
  const [first] = options;
  return first?.options === undefined
    ? undefined
    : [first.name, subcommandOf(first.options)].filter((name) => name !== undefined).join(' ');
}

function fileOf({ name, url, size }: { readonly name: string; readonly url: string; readonly size: number }): SentFile {
  return { name, url, bytes: size };
}

function clickOf(interaction: MessageComponentInteraction): Click {
  const { message } = interaction;
  return {
    ...actorOf(interaction),
    customId: interaction.customId,
    values: interaction.isStringSelectMenu() ? interaction.values : [],
    message: {
      id: message.id,
      content: message.content,
      embeds: message.embeds.map((embed) => embed.toJSON()),
      components: message.components.map((component) => component.toJSON()),
      isPrivate: isOneOnly(message),
    },
  };
}

function submissionOf(interaction: ModalSubmitInteraction): Submission {
  const { message } = interaction;
  return {
    ...actorOf(interaction),
    customId: interaction.customId,
    filled: filledIn(interaction),
    message: message === null ? undefined : { isPrivate: isOneOnly(message) },
  };
}

/** Whether only one person sees a message. */
function isOneOnly({ flags }: Message): boolean {
  return flags.has(MessageFlags.Ephemeral);
}

function actorOf(interaction: CommandInteraction | MessageComponentInteraction | ModalSubmitInteraction): Actor {
  const { memberPermissions, member, locale } = interaction;
  const roles = member?.roles;
  // The permissions in an interaction are those in its channel, overwrites included.
  const throughout = interaction.inCachedGuild() && interaction.guild.available ? interaction.member.permissions : undefined;
  return {
    ...placeOf(interaction),
    language: languageOfLocale(locale),
    rights: {
      mayManageMessages: throughout?.has(PermissionFlagsBits.ManageMessages) === true,
      mayManageServer: throughout?.has(PermissionFlagsBits.ManageGuild) === true,
      mayManageMessagesHere: memberPermissions?.has(PermissionFlagsBits.ManageMessages) === true,
      roleIds: Array.isArray(roles) ? roles : roles === undefined ? [] : [...roles.cache.keys()],
    },
  };
}

function placeOf({ user, channel, channelId, guildId }: Pick<Interaction, 'user' | 'channel' | 'channelId' | 'guildId'>): Place {
  const parentId = channel?.isThread() ? (channel.parentId ?? undefined) : undefined;
  // Only interactions outside of channels have no channel, and the bot has none of those.
  return { userId: user.id, channelId: channelId ?? user.id, parentId, guildId: guildId ?? undefined };
}
