// Dispatches interactions: acknowledges each in its first await, gives commands and buttons their turn, and sees that
// whoever asked is told something, once, or that nothing is sent where nothing may be.

import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  Interaction,
  MessageComponentInteraction,
  MessageContextMenuCommandInteraction,
  REST,
} from 'discord.js';
import { PermissionFlagsBits } from 'discord.js';
import type { Command } from '../../commands/command.js';
import { words } from '../words/words.js';
import type { Bot } from './bot.js';
import { type Click, planClick } from './buttons.js';
import { describeForLog, explainFailure } from './failure.js';
import type { Freshness } from './freshness.js';
import { refusalText } from './gate.js';
import { type Input, languageOfLocale, type Place } from './input.js';
import type { Log } from './log.js';
import { textReply } from './reply.js';
import { Responder } from './responder.js';

export interface DispatcherOptions {
  readonly bot: Bot;
  readonly commands: readonly Command[];
  readonly rest: REST;
  readonly restOnce: REST;
  readonly freshness: Freshness;
  readonly log: Log;
  /** Whether the bot may answer in a channel. */
  mayAnswerIn(place: Place): boolean;
}

/** Handles one interaction. Never rejects: what goes wrong is told to the reader, as far as that is possible, and logged. */
export type Dispatch = (interaction: Interaction) => Promise<void>;

/** Makes the handler of all interactions. */
export function createDispatcher({ bot, commands, rest, restOnce, freshness, log, mayAnswerIn }: DispatcherOptions): Dispatch {
  const byName = new Map(commands.flatMap(({ discord }) => (discord === undefined ? [] : [[discord.data.name, discord] as const])));

  async function run(interaction: ChatInputCommandInteraction | MessageContextMenuCommandInteraction, responder: Responder): Promise<void> {
    const input = inputOf(interaction);
    const command = byName.get(interaction.commandName);
    const say = words(input.language);
    if (command === undefined) return refuse(responder, say('command.unknown'));
    if (!mayAnswerIn(input)) return refuse(responder, say('deny.channel'));
    const admission = command.asksModel ? bot.gate.admit(input.userId) : undefined;
    if (admission !== undefined && admission.kind !== 'admitted') return refuse(responder, refusalText(admission, input.language));

    const isPrivate = command.isPrivate(input);
    await responder.acknowledge(isPrivate ? 'private' : 'public');
    const execute = async () => command.execute(input, bot);
    const reply = await (command.asksModel ? bot.gate.run(input.userId, execute) : execute());
    const messageId = await responder.edit(reply);
    if (messageId === undefined || reply.asked === undefined) return;
    bot.countAnswer();
    bot.recent.remember(messageId, input, reply.asked, isPrivate);
  }

  async function suggest(interaction: AutocompleteInteraction, responder: Responder): Promise<void> {
    const complete = byName.get(interaction.commandName)?.complete;
    const typed = String(interaction.options.getFocused());
    await responder.suggest(complete === undefined ? [] : await complete(typed, inputOf(interaction), bot));
  }

  async function click(interaction: MessageComponentInteraction, responder: Responder): Promise<void> {
    const { mode, act } = planClick(clickOf(interaction), bot);
    await responder.acknowledge(mode);
    await act(responder);
  }

  async function handle(interaction: Interaction, responder: Responder): Promise<void> {
    if (interaction.isAutocomplete()) return suggest(interaction, responder);
    if (interaction.isChatInputCommand() || interaction.isMessageContextMenuCommand()) return run(interaction, responder);
    if (interaction.isMessageComponent()) return click(interaction, responder);
    return refuse(responder, words(languageOfLocale(interaction.locale))('command.unknown'));
  }

  return async (interaction) => {
    const { id, token, applicationId, locale } = interaction;
    if (!freshness.admit(id, 'interaction')) {
      log.warn({ interaction: id, ageMs: freshness.ageOf(id) }, 'An interaction came twice or too late, and is left alone.');
      return;
    }
    const responder = new Responder({ rest, restOnce, applicationId, interaction: { id, token } });
    try {
      await handle(interaction, responder);
    } catch (error) {
      const { text, ...details } = explainFailure(error, languageOfLocale(locale));
      log[details.level]({ ...details, ...describeForLog(error), interaction: id, ageMs: freshness.ageOf(id) }, 'An interaction failed.');
      if (text === undefined || !responder.canSpeak) return;
      await responder.tell(textReply(text)).catch((second: unknown) => {
        log.warn({ ...describeForLog(second), reference: details.reference }, 'Whoever asked could not be told.');
      });
    }
  };
}

async function refuse(responder: Responder, text: string): Promise<void> {
  await responder.acknowledge('private');
  await responder.edit(textReply(text));
}

type CommandInteraction = ChatInputCommandInteraction | MessageContextMenuCommandInteraction | AutocompleteInteraction;

function inputOf(interaction: CommandInteraction): Input {
  const target = interaction.isMessageContextMenuCommand() ? interaction.targetMessage : undefined;
  return {
    ...placeOf(interaction),
    language: languageOfLocale(interaction.locale),
    options: new Map(interaction.options.data.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]))),
    target: target && { id: target.id, content: target.content },
  };
}

function clickOf(interaction: MessageComponentInteraction): Click {
  const { message } = interaction;
  return {
    ...placeOf(interaction),
    language: languageOfLocale(interaction.locale),
    customId: interaction.customId,
    values: interaction.isStringSelectMenu() ? interaction.values : [],
    message: { id: message.id, content: message.content, embeds: message.embeds.map((embed) => embed.toJSON()) },
    mayManageMessages: interaction.memberPermissions?.has(PermissionFlagsBits.ManageMessages) === true,
  };
}

function placeOf({ user, channelId, guildId }: Pick<Interaction, 'user' | 'channelId' | 'guildId'>): Place {
  // Only interactions outside of channels have no channel, and the bot has none of those.
  return { userId: user.id, channelId: channelId ?? user.id, guildId: guildId ?? undefined };
}
