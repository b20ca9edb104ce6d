// Helpers of the loopback Discord's tests: a small guild, discord.js's own REST client, and refusals in comparable form.

import { DiscordAPIError, InteractionType, REST } from 'discord.js';
import { expect } from 'vitest';
import type { Discord, DiscordOptions } from '../../../sandbox/discord/discord.js';
import { interact, type NewInteraction } from '../../../sandbox/discord/interactions.js';
import { addChannel, addGuild, addMember, addRole, addUser, directMessages, installBot } from '../../../sandbox/discord/places.js';
import type { Channel, Guild, Interaction, Role, User, World } from '../../../sandbox/discord/state.js';
import { startDiscord, TOKEN } from './checked-discord.js';

export interface Loopback {
  readonly discord: Discord;
  readonly world: World;
  /** Tries once, without rate limiting of its own. */
  readonly rest: REST;
  readonly guild: Guild;
  readonly general: Channel;
  /** The reader's direct messages with the bot. */
  readonly direct: Channel;
  readonly bot: User;
  readonly owner: User;
  readonly reader: User;
  readonly moderator: User;
  readonly moderators: Role;
  /** Stops, and checks that every answer conforms to Discord's OpenAPI file. */
  stop(): Promise<void>;
}

/** A Discord with one guild: its owner, a reader, a moderator, the bot, and one channel. */
export async function openLoopback(options: DiscordOptions = {}): Promise<Loopback> {
  const discord = await startDiscord(options);
  const { world } = discord;
  const owner = addUser(world, { name: 'owner' });
  const guild = addGuild(world, { name: 'Readers', owner });
  const [reader, moderator] = [addUser(world, { name: 'reader' }), addUser(world, { name: 'moderator' })];
  const moderators = addRole(world, guild, { name: 'Moderators', permissions: ['ManageMessages'] });
  addMember(world, guild, reader);
  addMember(world, guild, moderator, [moderators]);
  const general = addChannel(world, guild, { name: 'general' });
  installBot(world, guild);
  const { bot } = world.application;
  return {
    discord,
    world,
    rest: restOf(discord),
    guild,
    general,
    direct: directMessages(world, reader, bot),
    bot,
    owner,
    reader,
    moderator,
    moderators,
    stop: async () => {
      await discord.stop();
      expect([...new Set(discord.badAnswers)]).toEqual([]);
    },
  };
}

/** discord.js's REST client without retries. */
export function restOf({ apiUrl }: Discord, token = TOKEN): REST {
  return new REST({ api: apiUrl, version: '10', retries: 0, globalRequestsPerSecond: 100_000 }).setToken(token);
}

/** Discord's refusal of a request. */
export interface Refused {
  readonly status: number;
  readonly code: number | string;
  /** The faulty fields, such as `embeds.0.title`. */
  readonly at: readonly string[];
}

/** The refusal of a request; fails if it is not refused. */
export async function refusalOf(request: Promise<unknown>): Promise<Refused> {
  const error: unknown = await request.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DiscordAPIError)) throw new Error(`It was not refused: ${String(error)}`);
  const { errors } = error.rawError as { readonly errors?: unknown };
  return { status: error.status, code: error.code, at: fieldsOf(errors) };
}

function fieldsOf(node: unknown, path: readonly string[] = []): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, inner]) => (key === '_errors' ? [path.join('.')] : fieldsOf(inner, [...path, key])));
}

/** Discord's answer to an invalid form body with the given faulty fields. */
export function badForm(...at: readonly string[]): Refused {
  return { status: 400, code: 50035, at };
}

/** Sends the app a command that need not be registered, from the reader in the channel. */
export function command({ world, general, reader }: Loopback, changes: Partial<NewInteraction> = {}): Interaction {
  return interact(world, {
    type: InteractionType.ApplicationCommand,
    user: reader,
    channel: general,
    installed: 'guild',
    data: { id: world.nextId(), name: 'ask', type: 1, options: [] },
    locale: 'en-US',
    ...changes,
  });
}
