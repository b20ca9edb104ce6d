// Registers the commands with Discord, only when they differ from what Discord has.

import { isDeepStrictEqual } from 'node:util';
import {
  type APIApplicationCommand,
  ApplicationCommandType,
  DiscordAPIError,
  type REST,
  RESTJSONErrorCodes,
  type RESTPostAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord.js';
import type { Command } from '../../../commands/command.js';

type Body = RESTPostAPIApplicationCommandsJSONBody;

/** Place of registration: everywhere, or in one guild, where changes show at once. */
export interface Registration {
  readonly rest: REST;
  readonly applicationId: string;
  readonly guildId: string | undefined;
}

export interface CommandDifference {
  readonly name: string;
  readonly change: 'added' | 'changed' | 'removed' | 'same';
}

/** The commands that Discord should have. Contexts and install types exist for global commands only. */
export function commandBodies(commands: readonly Command[], guildId: string | undefined): Body[] {
  return commands.map(({ data }) => {
    if (guildId === undefined) return data;
    const { contexts: _contexts, integration_types: _types, ...inGuild } = data;
    return inGuild as Body;
  });
}

/** Compares Discord's commands with ours. Rejects with the errors of discord.js's REST client. */
export async function compareCommands(commands: readonly Command[], registration: Registration): Promise<CommandDifference[]> {
  const wanted = commandBodies(commands, registration.guildId);
  const query = new URLSearchParams({ with_localizations: 'true' });
  const present = (await registration.rest.get(routeOf(registration), { query })) as APIApplicationCommand[];
  const keyOf = ({ type, name }: Body | APIApplicationCommand) => `${type ?? ApplicationCommandType.ChatInput} ${name}`;
  const byKey = new Map(present.map((command) => [keyOf(command), command]));
  const keys = new Set(wanted.map(keyOf));
  return [
    ...wanted.map((body): CommandDifference => {
      const old = byKey.get(keyOf(body));
      if (old === undefined) return { name: body.name, change: 'added' };
      return { name: body.name, change: isDeepStrictEqual(comparable(body), comparable(old)) ? 'same' : 'changed' };
    }),
    ...present.filter((command) => !keys.has(keyOf(command))).map(({ name }): CommandDifference => ({ name, change: 'removed' })),
  ];
}

/** Replaces Discord's commands with ours in one request. Commands that keep their name keep their id. */
export async function pushCommands(commands: readonly Command[], registration: Registration): Promise<void> {
  await registration.rest.put(routeOf(registration), { body: commandBodies(commands, registration.guildId) });
}

/** Above this number of guilds, the bot is no longer a trial, and the clean-up is skipped. */
const MOST_SERVERS_LOOKED_AT = 100;

/**
 * Removes commands that were registered in single guilds: beside global commands they would be shown twice.
 * Returns the guilds that had such commands. Rejects like compareCommands, except for guilds that deny access.
 */
export async function removeCopies({ rest, applicationId }: Omit<Registration, 'guildId'>, guildIds: readonly string[]): Promise<string[]> {
  const cleared: string[] = [];
  for (const guildId of guildIds.slice(0, MOST_SERVERS_LOOKED_AT)) {
    const route = routeOf({ applicationId, guildId });
    try {
      if (((await rest.get(route)) as APIApplicationCommand[]).length === 0) continue;
      await rest.put(route, { body: [] });
      cleared.push(guildId);
    } catch (error) {
      if (!(error instanceof DiscordAPIError) || error.code !== RESTJSONErrorCodes.MissingAccess) throw error;
    }
  }
  return cleared;
}

function routeOf({ applicationId, guildId }: Omit<Registration, 'rest'>): `/${string}` {
  return guildId === undefined ? Routes.applicationCommands(applicationId) : Routes.applicationGuildCommands(applicationId, guildId);
}

/** A command in a form that can be compared: defaults written out, equivalent values normalised. */
function comparable(command: Body | APIApplicationCommand): unknown {
  const { name, description, type, options, default_member_permissions, contexts, integration_types, nsfw } =
    command as APIApplicationCommand;
  const { name_localizations, description_localizations } = command;
  return tidy({
    type: type ?? ApplicationCommandType.ChatInput,
    name,
    name_localizations,
    description,
    description_localizations,
    options,
    default_member_permissions,
    contexts: contexts === undefined || contexts === null ? undefined : [...contexts].sort(),
    integration_types: integration_types === undefined ? undefined : [...integration_types].sort(),
    nsfw,
  });
}

/** Drops absent, empty and false values at any depth: Discord omits them or returns null. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value)
    .map(([key, inner]) => [key, tidy(inner)] as const)
    .filter(([, inner]) => !isVoid(inner));
  return Object.fromEntries(kept);
}

function isVoid(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
