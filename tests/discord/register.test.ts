// Tests of registering commands with a loopback Discord: differences are reported, and nothing else is sent or lost.

import { type APIApplicationCommand, REST, Routes } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../commands/command.js';
import { commands } from '../../commands/registry.js';
import type { Discord } from '../../sandbox/discord/discord.js';
import { addGuild, addUser, installBot } from '../../sandbox/discord/places.js';
import { commandBodies, compareCommands, pushCommands, type Registration, removeCopies } from '../../src/discord/core/register.js';
import { showCommands } from '../../src/discord/show-commands.js';
import { startDiscord, TOKEN } from '../sandbox/discord/checked-discord.js';

let discord: Discord;
let rest: REST;
let everywhere: Registration;
let inGuild: Registration;

beforeEach(async () => {
  discord = await startDiscord();
  const { world } = discord;
  const guild = addGuild(world, { name: 'Readers', owner: addUser(world, { name: 'owner' }) });
  installBot(world, guild);
  rest = new REST({ api: discord.apiUrl, version: '10' }).setToken(TOKEN);
  everywhere = { rest, applicationId: world.application.id, guildId: undefined };
  inGuild = { ...everywhere, guildId: guild.id };
});

afterEach(async () => {
  expect(discord.badAnswers).toEqual([]);
  expect(discord.requests.flatMap(({ violations }) => violations)).toEqual([]);
  await discord.stop();
});

const places = [
  ['everywhere', () => everywhere],
  ['in a server', () => inGuild],
] as const;

/** The registry with one command's registration changed. */
function withChanged(name: string, change: (data: Record<string, unknown>) => Record<string, unknown>): Command[] {
  return commands.map((command) => {
    if (command.data.name !== name) return command;
    return { ...command, data: change({ ...command.data }) as unknown as Command['data'] };
  });
}

async function differences(listed: readonly Command[], registration: Registration): Promise<string[]> {
  const all = await compareCommands(listed, registration);
  return all.filter(({ change }) => change !== 'same').map(({ name, change }) => `${name} ${change}`);
}

async function present({ applicationId, guildId }: Registration): Promise<APIApplicationCommand[]> {
  const route = guildId === undefined ? Routes.applicationCommands(applicationId) : Routes.applicationGuildCommands(applicationId, guildId);
  return (await rest.get(route)) as APIApplicationCommand[];
}

describe.each(places)('commands %s', (_, at) => {
  it('are added where Discord has none', async () => {
    const all = await compareCommands(commands, at());
    expect(all).toHaveLength(commands.length);
    for (const { change } of all) expect(change).toBe('added');
  });

  it('are all the same once they are pushed, whatever Discord has filled in', async () => {
    await pushCommands(commands, at());
    const all = await compareCommands(commands, at());
    expect(all.map(({ name }) => name)).toEqual(commandBodies(commands, at().guildId).map(({ name }) => name));
    for (const { name, change } of all) expect(`${name} ${change}`).toBe(`${name} same`);
  });

  it('keep their ids and versions when they are pushed again unchanged', async () => {
    await pushCommands(commands, at());
    const before = await present(at());
    await pushCommands(commands, at());
    expect(await present(at())).toEqual(before);
  });

  it('keep their ids when another one changes', async () => {
    await pushCommands(commands, at());
    const idsBefore = new Map((await present(at())).map(({ name, id }) => [name, id]));
    await pushCommands(
      withChanged('about', (data) => ({ ...data, description: 'Something else' })),
      at(),
    );
    const after = await present(at());
    expect(new Map(after.map(({ name, id }) => [name, id]))).toEqual(idsBefore);
    expect(after.find(({ name }) => name === 'about')?.description).toBe('Something else');
  });

  it('that are not ours are told and removed by a push', async () => {
    await pushCommands(commands, at());
    const { applicationId, guildId } = at();
    const body = { name: 'stranger', description: 'Somebody else’s', type: 1 };
    await rest.post(
      guildId === undefined ? Routes.applicationCommands(applicationId) : Routes.applicationGuildCommands(applicationId, guildId),
      { body },
    );
    expect(await differences(commands, at())).toEqual(['stranger removed']);
    await pushCommands(commands, at());
    expect(await differences(commands, at())).toEqual([]);
    expect((await present(at())).map(({ name }) => name)).not.toContain('stranger');
  });

  it.each<readonly [what: string, name: string, change: (data: Record<string, unknown>) => Record<string, unknown>]>([
    ['a description', 'about', (data) => ({ ...data, description: 'Something else' })],
    [
      'a localised description',
      'about',
      (data) => ({ ...data, description_localizations: { ...(data.description_localizations as object), 'es-419': 'Otra cosa' } }),
    ],
    ['a localised name', 'about', (data) => ({ ...data, name_localizations: { 'es-ES': 'otro' } })],
    ['localised names that are gone', 'about', ({ name_localizations: _names, ...data }) => data],
    ['an option that is gone', 'ask', (data) => ({ ...data, options: (data.options as unknown[]).slice(0, 1) })],
    [
      'an option that is no longer required',
      'ask',
      (data) => ({ ...data, options: (data.options as object[]).map((option) => ({ ...option, required: false })) }),
    ],
    [
      'the longest text of an option',
      'ask',
      (data) => ({ ...data, options: (data.options as object[]).map((option, i) => (i === 0 ? { ...option, max_length: 100 } : option)) }),
    ],
    ['the order of options', 'passage', (data) => ({ ...data, options: (data.options as unknown[]).toReversed() })],
    [
      'choices',
      'claims',
      (data) => ({
        ...data,
        options: (data.options as { choices?: unknown[] }[]).map((option) => ({ ...option, choices: option.choices?.slice(1) })),
      }),
    ],
    [
      'a localised name of an option',
      'ask',
      (data) => ({
        ...data,
        options: (data.options as object[]).map((option, i) => (i === 0 ? { ...option, name_localizations: { 'es-ES': 'otra' } } : option)),
      }),
    ],
    ['who may use it', 'about', (data) => ({ ...data, default_member_permissions: '32' })],
    ['that it is for adults', 'about', (data) => ({ ...data, nsfw: true })],
  ])('are told as changed: %s', async (_what, name, change) => {
    await pushCommands(withChanged(name, change), at());
    expect(await differences(commands, at())).toEqual([`${name} changed`]);
    await pushCommands(commands, at());
    expect(await differences(commands, at())).toEqual([]);
  });
});

describe('a command', () => {
  it('of the same name but another type is another one', async () => {
    const asMenu = withChanged('about', () => ({ type: 3, name: 'about' }));
    await pushCommands(asMenu, everywhere);
    expect(await differences(commands, everywhere)).toEqual(['about added', 'about removed']);
  });

  it('that works in fewer places, or for fewer installs, is changed', async () => {
    await pushCommands(
      withChanged('about', (data) => ({ ...data, contexts: [0] })),
      everywhere,
    );
    expect(await differences(commands, everywhere)).toEqual(['about changed']);
    await pushCommands(
      withChanged('about', (data) => ({ ...data, integration_types: [0], contexts: [0, 1] })),
      everywhere,
    );
    expect(await differences(commands, everywhere)).toEqual(['about changed']);
  });

  it('whose places are only told in another order is the same', async () => {
    await pushCommands(
      withChanged('about', (data) => ({ ...data, contexts: [2, 0, 1], integration_types: [1, 0] })),
      everywhere,
    );
    expect(await differences(commands, everywhere)).toEqual([]);
  });

  it('in a server is another one than the same everywhere', async () => {
    await pushCommands(commands, inGuild);
    expect((await compareCommands(commands, everywhere)).every(({ change }) => change === 'added')).toBe(true);
    await pushCommands(commands, everywhere);
    expect(await differences(commands, inGuild)).toEqual([]);
  });
});

describe('copies in servers', () => {
  it('are removed where there are any, and nothing else is', async () => {
    const { world } = discord;
    const other = addGuild(world, { name: 'Others', owner: addUser(world, { name: 'other' }) });
    installBot(world, other);
    await pushCommands(commands, everywhere);
    await pushCommands(commands, inGuild);
    const before = discord.requests.length;
    // A guild that refuses registration does not delay the others.
    expect(await removeCopies(everywhere, ['99', other.id, inGuild.guildId ?? ''])).toEqual([inGuild.guildId]);
    expect(discord.requests.slice(before).map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'PUT']);
    expect(await present(inGuild)).toEqual([]);
    expect(await differences(commands, everywhere)).toEqual([]);
  });
});

describe('npm run commands', () => {
  it('in a server that the bot is not in tells what to look at', async () => {
    const config = { discordToken: TOKEN, discordApiUrl: discord.apiUrl, discordGuildId: '123456789012345678' };
    const silent = { print: () => undefined, complain: () => undefined };
    await expect(showCommands(config, { push: false, ...silent })).rejects.toThrow(
      /^Discord does not let the bot register commands in the server 123456789012345678, which DISCORD_GUILD_ID names\. Is the bot in it\?/u,
    );
  });
});

describe('requests', () => {
  it('are one to compare, and one to push', async () => {
    const asked = () => discord.requests.map(({ method, path }) => `${method} ${path}`);
    const path = `/applications/${everywhere.applicationId}/commands`;
    await compareCommands(commands, everywhere);
    expect(asked()).toEqual([`GET ${path}`]);
    await pushCommands(commands, everywhere);
    expect(asked()).toEqual([`GET ${path}`, `PUT ${path}`]);
  });

  it('reject with Discord’s error where the bot may not register', async () => {
    const elsewhere = { ...inGuild, guildId: '99' };
    await expect(compareCommands(commands, elsewhere)).rejects.toMatchObject({ code: 50001 });
    await expect(pushCommands(commands, elsewhere)).rejects.toMatchObject({ code: 50001 });
  });
});

it('leaves out what has no part for Discord', () => {
  const names = commandBodies(commands, undefined).map(({ name }) => name);
  expect(names).not.toContain('nearest');
  expect(names).toContain('ask');
});
