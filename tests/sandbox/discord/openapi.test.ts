// Tests of Discord's OpenAPI file as a judge: the violations it finds, and that its absence does no harm.

import { readFileSync } from 'node:fs';
import { ComponentType, InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Judge, judgeOf } from '../../../sandbox/discord/openapi.js';
import { post } from '../../../sandbox/discord/people.js';
import { addThread } from '../../../sandbox/discord/places.js';
import { accountRoutes } from '../../../sandbox/discord/routes/account.js';
import { channelRoutes } from '../../../sandbox/discord/routes/channels.js';
import { commandRoutes } from '../../../sandbox/discord/routes/commands.js';
import { interactionRoutes } from '../../../sandbox/discord/routes/interactions.js';
import { openApiFile, startDiscord } from './checked-discord.js';
import { type Loopback, openLoopback, refusalOf } from './loopback.js';

const FILE = openApiFile();

type Body = Readonly<Record<string, unknown>>;

const CALLBACK = '/interactions/{interaction_id}/{interaction_token}/callback';
const MESSAGES = '/channels/{channel_id}/messages';
const COMMANDS = '/applications/{application_id}/commands';
const text = (length: number) => 'x'.repeat(length);
const titles = (count: number) => Array.from({ length: count }, () => ({ title: 'x' }));
const answer = (data: Body): Body => ({ type: InteractionResponseType.ChannelMessageWithSource, data });
const display = (length: number) =>
  answer({ flags: MessageFlags.IsComponentsV2, components: [{ type: ComponentType.TextDisplay, content: text(length) }] });
const button = (length: number) =>
  answer({ components: [{ type: ComponentType.ActionRow, components: [{ type: 2, style: 1, label: 'x', custom_id: text(length) }] }] });
const named = (length: number): Body => ({ name: text(length), description: 'x' });

describe('the judge', () => {
  const judge = (): Judge => {
    const found = judgeOf(FILE);
    if (found === undefined) throw new Error(`${FILE} is gone.`);
    return found;
  };

  it.each<readonly [string, string, string, Body, Body]>([
    ['content of 2,001 characters', CALLBACK, 'data/content', answer({ content: text(2_000) }), answer({ content: text(2_001) })],
    [
      'a description of 4,097 characters',
      CALLBACK,
      'data/embeds/0/description',
      answer({ embeds: [{ description: text(4_096) }] }),
      answer({ embeds: [{ description: text(4_097) }] }),
    ],
    ['11 embeds', CALLBACK, 'data/embeds', answer({ embeds: titles(10) }), answer({ embeds: titles(11) })],
    ['a text of components V2 of 4,001 characters', CALLBACK, 'data/components/0/content', display(4_000), display(4_001)],
    ['a custom id of 101 characters', CALLBACK, 'data/components/0/components/0/custom_id', button(100), button(101)],
    ['a command’s name of 33 characters', COMMANDS, 'name', named(32), named(33)],
  ])('catches %s, and says where', (_, route, at, good, bad) => {
    expect(judge().checkRequest('POST', route, good)).toEqual([]);
    const found = judge().checkRequest('POST', route, bad);
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${at} must NOT have more than`, 'u'))]);
  });

  it('catches a field of the wrong type', () => {
    expect(judge().checkRequest('POST', MESSAGES, { content: 7 })).toEqual(['content must be string,null']);
    expect(judge().checkRequest('POST', CALLBACK, { type: 4, data: { tts: 'no' } })).toEqual(['data/tts must be boolean,null']);
  });

  it('catches several faults at once, each where it is', () => {
    const row = { type: ComponentType.ActionRow, components: [{ type: 2, style: 1, label: text(81), custom_id: text(101) }] };
    const body = answer({ content: text(2_001), components: [row, { type: 99 }] });
    expect(judge().checkRequest('POST', CALLBACK, body).sort()).toEqual([
      'data/components/0/components/0/custom_id must NOT have more than 100 characters',
      'data/components/0/components/0/label must NOT have more than 80 characters',
      'data/components/1/type must be equal to one of the allowed values',
      'data/content must NOT have more than 2000 characters',
    ]);
  });

  it('takes permissions as texts, in one command and in a list', () => {
    const body = { ...named(3), default_member_permissions: '8192' };
    expect(judge().checkRequest('POST', COMMANDS, body)).toEqual([]);
    expect(judge().checkRequest('PUT', COMMANDS, [body])).toEqual([]);
    expect(judge().checkRequest('POST', COMMANDS, { ...body, default_member_permissions: 'none' })).not.toEqual([]);
  });

  it('catches an answer that Discord would not give', () => {
    expect(judge().checkAnswer('GET', '/gateway', 200, { url: 'ws://127.0.0.1' })).toEqual([]);
    expect(judge().checkAnswer('GET', '/gateway', 200, {})).toEqual(["body must have required property 'url'"]);
  });

  it('says nothing of what the file does not know', () => {
    expect(judge().checkRequest('POST', '/nowhere', { content: 7 })).toEqual([]);
    expect(judge().checkAnswer('GET', '/gateway', 418, {})).toEqual([]);
  });

  it('is one for each file', () => {
    expect(judgeOf(FILE)).toBe(judgeOf(FILE));
  });

  it('knows every route of the loopback Discord', async () => {
    const { paths } = JSON.parse(readFileSync(FILE, 'utf8')) as { readonly paths: Readonly<Record<string, Body>> };
    const { world, stop } = await startDiscord();
    const account = accountRoutes(world, { gatewayUrl: () => '', identifiesLeft: () => 0 });
    const routes = [...account, ...channelRoutes(world), ...commandRoutes(world), ...interactionRoutes(world)];
    await stop();
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter(({ method, path }) => paths[path]?.[method.toLowerCase()] === undefined).map(({ path }) => path)).toEqual([]);
  });
});

describe('the loopback Discord', () => {
  let here: Loopback | undefined;

  afterEach(async () => {
    await here?.stop();
    here = undefined;
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  const send = ({ rest, general }: Loopback, body: Body) => rest.post(Routes.channelMessages(general.id), { body });
  const violations = ({ discord }: Loopback) => discord.requests.map((request) => request.violations);

  it('writes down what the file forbids of a request, and answers it all the same', async () => {
    here = await openLoopback();
    await send(here, { content: 'x', tts: 'no' });
    await send(here, { content: 'x' });
    expect(violations(here)).toEqual([['tts must be boolean,null'], []]);
  });

  it('writes down what it refuses itself, which the file does not know', async () => {
    here = await openLoopback();
    const { rest, world } = here;
    const rows = Array.from({ length: 6 }, (_, index) => ({
      type: ComponentType.ActionRow,
      components: [{ type: 2, style: 1, label: 'x', custom_id: `${index}` }],
    }));
    const texts = Array.from({ length: 2 }, () => ({ type: ComponentType.TextDisplay, content: text(2_001) }));
    const bodies: readonly Body[] = [
      { embeds: [{ description: text(3_001) }, { description: text(3_000) }] },
      { flags: MessageFlags.IsComponentsV2, components: texts },
      { content: 'x', components: rows },
    ];
    for (const body of bodies) await refusalOf(send(here, body));
    await refusalOf(rest.post(Routes.applicationCommands(world.application.id), { body: { name: 'two words', description: 'x' } }));
    expect(violations(here)).toEqual([
      ['embeds: Embed size exceeds maximum size of 6000'],
      ['components: The total length of text of all components must be 4000 or fewer.'],
      ['components: Must be 5 or fewer in length.'],
      ['name: Command name is invalid'],
    ]);
  });

  it('without the file says so once, and checks everything else', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const absent = '/nowhere/openapi.json';
    const first = await openLoopback({ openApi: absent });
    await first.stop();
    here = await openLoopback({ openApi: absent });
    await send(here, { content: 'x', tts: 'no' });
    expect(await refusalOf(send(here, { content: text(2_001) }))).toMatchObject({ code: 50035 });
    expect(violations(here)).toEqual([[], ['content: Must be 2000 or fewer in length.']]);
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/\/nowhere\/openapi\.json is absent/u)]]);
  });

  it('that shall not use the file says nothing', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    here = await openLoopback({ openApi: undefined });
    await send(here, { content: 'x', tts: 'no' });
    expect(violations(here)).toEqual([[]]);
    expect(warn).not.toHaveBeenCalled();
  });

  it('looks for the file where the environment says', () => {
    vi.stubEnv('DISCORD_OPENAPI', '/somewhere/openapi.json');
    expect(openApiFile()).toBe('/somewhere/openapi.json');
  });

  it('gives of itself what the file says', async () => {
    here = await openLoopback();
    const { rest, world, guild, general, direct, reader } = here;
    const { application } = world;
    const thread = addThread(world, general, reader, 'talk');
    await rest.put(Routes.applicationCommands(application.id), { body: [named(3)] });
    const places = [
      Routes.gateway(),
      Routes.gatewayBot(),
      Routes.currentApplication(),
      Routes.user(),
      Routes.guild(guild.id),
      Routes.guildMember(guild.id, reader.id),
      Routes.applicationCommands(application.id),
      Routes.applicationCommand(application.id, [...world.commands.keys()][0] ?? ''),
      ...[general, direct, thread].flatMap(({ id }) => [Routes.channel(id), Routes.channelMessages(id)]),
    ];
    for (const channel of [general, direct, thread]) post(world, { user: reader, channel, content: 'x' });
    for (const place of places) expect(await rest.get(place)).toBeDefined();
    expect(here.discord.badAnswers).toEqual([]);
  });

  it('checks its own answers', async () => {
    const loopback = await openLoopback();
    // No act can make a guild whose name is a number.
    Object.assign(loopback.guild, { name: 7 });
    await loopback.rest.get(Routes.guild(loopback.guild.id));
    await loopback.discord.stop();
    expect(loopback.discord.badAnswers).toEqual(['GET /guilds/{guild_id} 200: name must be string']);
  });
});
