// Tests of the loopback Discord's gateway: frame by frame with a plain socket, and through discord.js's client.

import { once } from 'node:events';
import {
  Client,
  type ClientOptions,
  GatewayCloseCodes,
  GatewayIntentBits,
  GatewayOpcodes,
  InteractionResponseType,
  Partials,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { react } from '../../../sandbox/discord/messages.js';
import { deletePost, editPost, post } from '../../../sandbox/discord/people.js';
import {
  addChannel,
  addGuild,
  addMember,
  addRole,
  addThread,
  addUser,
  directMessages,
  installBot,
  kickBot,
  setOverwrite,
} from '../../../sandbox/discord/places.js';
import type { Channel, Message } from '../../../sandbox/discord/state.js';
import { until } from '../../../sandbox/discord/until.js';
import { createClient } from '../../../src/discord/core/client.js';
import { SOON } from '../../store/databases.js';
import { TOKEN } from './checked-discord.js';
import { command, type Loopback, openLoopback } from './loopback.js';

let here: Loopback;
const open: { close(): unknown }[] = [];

beforeEach(async () => {
  here = await openLoopback({ heartbeatMs: 41_250 });
});

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await here.stop();
});

const { Dispatch, Heartbeat, HeartbeatAck, Hello, Identify, InvalidSession, PresenceUpdate, Reconnect, Resume } = GatewayOpcodes;
const { Guilds, GuildMessages, DirectMessages, GuildMembers, GuildPresences, MessageContent } = GatewayIntentBits;
const PRIVILEGED = GuildMembers | GuildPresences | MessageContent;

interface Frame {
  readonly op: number;
  readonly d: unknown;
  readonly s: number | null;
  readonly t: string | null;
}

/** A connection with all its frames visible. */
interface Line {
  readonly frames: readonly Frame[];
  /** The code with which it was closed. */
  readonly closed: Promise<number>;
  say(op: number, d?: unknown): void;
  sayRaw(text: string): void;
  /** The first matching frame, as soon as it arrives. */
  next(isMeant: (frame: Frame) => boolean): Promise<Frame>;
  /** All events so far: requests a heartbeat's acknowledgement and waits for it. */
  events(): Promise<readonly Frame[]>;
  close(code?: number): void;
}

async function connect({ world }: Loopback = here): Promise<Line> {
  const socket = new WebSocket(`${world.origin.replace('http', 'ws')}/?v=10&encoding=json`);
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)) as Frame);
    for (const look of waiting) look();
  });
  const closed = new Promise<number>((resolve) => {
    socket.on('close', resolve);
  });
  // A refused connection closes, too.
  socket.on('error', () => undefined);
  const next = (isMeant: (frame: Frame) => boolean, from = 0) =>
    new Promise<Frame>((resolve, reject) => {
      const look = () => {
        const found = frames.slice(from).find(isMeant);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      void closed.then((code) => reject(new Error(`The gateway closed the connection with ${code}.`)));
      look();
    });
  const say = (op: number, d: unknown = null) => socket.send(JSON.stringify({ op, d }));
  const line: Line = {
    frames,
    closed,
    say,
    sayRaw: (text) => socket.send(text),
    next,
    events: async () => {
      const from = frames.length;
      say(Heartbeat);
      await next(({ op }) => op === HeartbeatAck, from);
      return frames.filter(({ op }) => op === Dispatch);
    },
    close: (code = 1000) => socket.close(code),
  };
  open.push({ close: () => socket.terminate() });
  await line.next(({ op }) => op === Hello);
  return line;
}

const identity = (intents: unknown, token = TOKEN) => ({ token, intents, properties: { os: 'linux', browser: 'test', device: 'test' } });

interface Ready {
  readonly session_id: string;
  readonly resume_gateway_url: string;
}

interface Session {
  readonly line: Line;
  readonly id: string;
}

/** An identified connection. */
async function identified(intents: number = Guilds, loopback = here): Promise<Session> {
  const line = await connect(loopback);
  line.say(Identify, identity(intents));
  const ready = await line.next(({ t }) => t === 'READY');
  return { line, id: (ready.d as Ready).session_id };
}

/** A new connection that resumes a session after an event number. */
async function resumed(id: string, seq: unknown, token = TOKEN): Promise<Line> {
  const line = await connect();
  line.say(Resume, { token, session_id: id, seq });
  return line;
}

const names = (frames: readonly Frame[]) => frames.map(({ t }) => t);
const numbers = (frames: readonly Frame[]) => frames.map(({ s }) => s);

function write(content = 'Hello', channel: Channel = here.general): Message {
  return post(here.world, { user: here.reader, channel, content });
}

/** The message contents in order of arrival. */
function contents(frames: readonly Frame[]): unknown[] {
  return frames.filter(({ t }) => t === 'MESSAGE_CREATE').map(({ d }) => (d as { content: unknown }).content);
}

describe('a connection', () => {
  it('begins with the interval of heartbeats, and answers each of them', async () => {
    const line = await connect();
    expect(line.frames).toEqual([{ op: Hello, d: { heartbeat_interval: 41_250, _trace: [] }, s: null, t: null }]);
    line.say(Heartbeat, 0);
    expect(await line.next(({ op }) => op === HeartbeatAck)).toMatchObject({ d: null });
  });

  it('that identifies is told who it is, then its servers', async () => {
    const thread = addThread(here.world, here.general, here.reader, 'talk');
    const { line } = await identified(Guilds);
    const [ready, guild] = await line.events();
    expect(ready).toMatchObject({
      t: 'READY',
      s: 1,
      d: {
        v: 10,
        user: { id: here.bot.id, bot: true },
        guilds: [{ id: here.guild.id, unavailable: true }],
        session_id: expect.any(String),
        resume_gateway_url: here.world.origin.replace('http', 'ws'),
        application: { id: here.world.application.id },
      },
    });
    expect(guild).toMatchObject({
      t: 'GUILD_CREATE',
      s: 2,
      d: {
        id: here.guild.id,
        unavailable: false,
        member_count: 4,
        members: [{ user: { id: here.bot.id } }],
        channels: [{ id: here.general.id, name: 'general' }],
        threads: [{ id: thread.id, parent_id: here.general.id }],
      },
    });
  });

  it('is counted', async () => {
    const { gateway } = here.discord;
    const { line, id } = await identified();
    expect([gateway.connected, gateway.identifies, gateway.resumes]).toEqual([1, 1, 0]);
    gateway.close(4000);
    await line.closed;
    const again = await resumed(id, 1);
    await again.next(({ t }) => t === 'RESUMED');
    expect([gateway.connected, gateway.identifies, gateway.resumes]).toEqual([1, 1, 1]);
    expect(gateway.closes).toEqual([4000]);
  });

  it.each<readonly [number, string, (line: Line) => void]>([
    [4004, 'a wrong token', (line) => line.say(Identify, identity(Guilds, 'wrong'))],
    [4013, 'an intent that there is not', (line) => line.say(Identify, identity(1 << 30))],
    [4013, 'an intent beyond 32 bits', (line) => line.say(Identify, identity(2 ** 40))],
    [4013, 'intents below nothing', (line) => line.say(Identify, identity(-1))],
    [4013, 'no intents', (line) => line.say(Identify, identity(undefined))],
    [4014, 'the intent for members', (line) => line.say(Identify, identity(GuildMembers))],
    [4014, 'the intent for presences', (line) => line.say(Identify, identity(GuildPresences))],
    [4014, 'the intent for message content', (line) => line.say(Identify, identity(GuildMessages | MessageContent))],
    [4003, 'a presence before it identified', (line) => line.say(PresenceUpdate, {})],
    [4001, 'what the gateway does not know', (line) => line.say(99)],
    [4002, 'no JSON', (line) => line.sayRaw('{"op": ')],
    [4002, 'no object', (line) => line.sayRaw('7')],
    [4004, 'a wrong token to resume with', (line) => line.say(Resume, { token: 'wrong', session_id: 'x', seq: 0 })],
  ])('is closed with %i for %s', async (code, _, say) => {
    const line = await connect();
    say(line);
    expect(await line.closed).toBe(code);
    expect(names(line.frames)).toEqual([null]);
  });

  it('is closed when it identifies twice', async () => {
    const { line } = await identified();
    line.say(Identify, identity(Guilds));
    expect(await line.closed).toBe(GatewayCloseCodes.AlreadyAuthenticated);
  });

  it('takes 4,096 bytes at once and no more, counted as UTF-8', async () => {
    const line = await connect();
    const padded = (bytes: number) => JSON.stringify({ op: Heartbeat, d: `${'é'.repeat(2_000)}${'x'.repeat(bytes - 4_015)}` });
    const [atLimit, over] = [padded(4_096), padded(4_097)];
    expect([atLimit, over].map((text) => Buffer.byteLength(text))).toEqual([4_096, 4_097]);
    line.sayRaw(atLimit);
    await line.next(({ op }) => op === HeartbeatAck);
    line.sayRaw(over);
    expect(await line.closed).toBe(GatewayCloseCodes.DecodeError);
  });

  it('takes 120 sends a minute and no more', async () => {
    const line = await connect();
    const beat = async (count: number) => {
      const before = line.frames.length;
      for (let sent = 0; sent < count; sent += 1) line.say(Heartbeat);
      await line.next(() => line.frames.length === before + count);
    };
    await beat(120);
    here.world.clock.advance(60_000);
    await beat(120);
    line.say(Heartbeat);
    expect(await line.closed).toBe(GatewayCloseCodes.RateLimited);
  });

  it('can be refused for a while', async () => {
    here.discord.gateway.refuseConnections(true);
    await expect(connect()).rejects.toThrow();
    here.discord.gateway.refuseConnections(false);
    expect((await connect()).frames).toHaveLength(1);
  });

  it('goes without answers to its heartbeats where these are stopped, and a new one has them again', async () => {
    const line = await connect();
    here.discord.gateway.stopHeartbeatAcks();
    line.say(Heartbeat);
    const other = await connect();
    await other.events();
    expect(line.frames).toHaveLength(1);
  });

  it('can be asked to begin anew', async () => {
    const { line } = await identified();
    here.discord.gateway.reconnect();
    await line.next(({ op }) => op === Reconnect);
  });
});

describe('events', () => {
  const GUILD_REACTIONS = GatewayIntentBits.GuildMessageReactions;
  const DM_REACTIONS = GatewayIntentBits.DirectMessageReactions;

  it.each<readonly [string, number, string, () => unknown]>([
    ['a message in a server', GuildMessages, 'MESSAGE_CREATE', () => write()],
    ['an edit of one', GuildMessages, 'MESSAGE_UPDATE', () => editPost(here.world, write(), 'x')],
    ['the end of one', GuildMessages, 'MESSAGE_DELETE', () => deletePost(here.world, here.reader, write())],
    ['a message in a thread', GuildMessages, 'MESSAGE_CREATE', () => write('x', addThread(here.world, here.general, here.reader, 'talk'))],
    ['a direct message', DirectMessages, 'MESSAGE_CREATE', () => write('x', here.direct)],
    ['a reaction in a server', GUILD_REACTIONS, 'MESSAGE_REACTION_ADD', () => react(here.world, write(), here.reader, '👍', true)],
    [
      'a reaction to a direct message',
      DM_REACTIONS,
      'MESSAGE_REACTION_ADD',
      () => react(here.world, write('x', here.direct), here.reader, '👍', true),
    ],
    ['a new channel', Guilds, 'CHANNEL_CREATE', () => addChannel(here.world, here.guild, { name: 'new' })],
    ['a new thread', Guilds, 'THREAD_CREATE', () => addThread(here.world, here.general, here.reader, 'talk')],
    ['a new role', Guilds, 'GUILD_ROLE_CREATE', () => addRole(here.world, here.guild, { name: 'new' })],
    [
      'a changed channel',
      Guilds,
      'CHANNEL_UPDATE',
      () => setOverwrite(here.world, here.general, here.reader.id, { kind: 'member', allow: 0n, deny: 0n }),
    ],
    ['the end of its stay in a server', Guilds, 'GUILD_DELETE', () => kickBot(here.world, here.guild)],
  ])('of %s need their intent', async (_, intent, name, happen) => {
    const everything = Object.values(GatewayIntentBits).reduce((all: number, bit) => (typeof bit === 'number' ? all | bit : all), 0);
    const [having, lacking] = [await identified(intent), await identified(everything & ~PRIVILEGED & ~intent)];
    happen();
    expect(names(await having.line.events())).toContain(name);
    expect(names(await lacking.line.events())).not.toContain(name);
  });

  it('of interactions need no intent', async () => {
    const { line } = await identified(0);
    write();
    const { id } = command(here);
    expect(await line.events()).toMatchObject([{ t: 'READY' }, { t: 'INTERACTION_CREATE', d: { id } }]);
  });

  it('of members need a privileged intent, and bring all members with it', async () => {
    const other = await openLoopback({ privilegedIntents: PRIVILEGED });
    const { line } = await identified(Guilds | GuildMembers, other);
    addMember(other.world, other.guild, addUser(other.world, { name: 'new' }));
    const [, guild, joined] = await line.events();
    expect(guild).toMatchObject({ d: { members: [{}, {}, {}, {}] } });
    expect(joined).toMatchObject({ t: 'GUILD_MEMBER_ADD', d: { guild_id: other.guild.id, user: { username: 'new' } } });
    await other.stop();
  });

  it('of messages say where and by whom they were written', async () => {
    const { line } = await identified(GuildMessages | DirectMessages);
    write('x');
    write('y', here.direct);
    const [, inGuild, direct] = await line.events();
    expect(inGuild?.d).toMatchObject({ guild_id: here.guild.id, author: { id: here.reader.id }, member: { roles: [] } });
    expect(direct?.d).toMatchObject({ channel_type: 1, author: { id: here.reader.id } });
    expect(direct?.d).not.toHaveProperty('guild_id');
    expect(direct?.d).not.toHaveProperty('member');
  });

  it('leave out what people say to each other, and bring what mentions the bot', async () => {
    const { line } = await identified(GuildMessages | DirectMessages);
    write('secret');
    write(`<@${here.bot.id}> said`);
    write('said', here.direct);
    expect(contents(await line.events())).toEqual(['', `<@${here.bot.id}> said`, 'said']);
  });

  it('bring what people say with the message content intent', async () => {
    const other = await openLoopback({ privilegedIntents: PRIVILEGED });
    const [having, lacking] = [await identified(GuildMessages | MessageContent, other), await identified(GuildMessages, other)];
    post(other.world, { user: other.reader, channel: other.general, content: 'said' });
    expect(contents(await having.line.events())).toEqual(['said']);
    expect(contents(await lacking.line.events())).toEqual(['']);
    await other.stop();
  });

  it('say what was so when they happened', async () => {
    const { line, id } = await identified(DirectMessages);
    here.discord.gateway.close(4000);
    await line.closed;
    const message = write('First', here.direct);
    editPost(here.world, message, 'Second');
    const again = await resumed(id, 1);
    expect((await again.events()).map(({ t, d }) => [t, (d as { content?: string }).content])).toEqual([
      ['MESSAGE_CREATE', 'First'],
      ['MESSAGE_UPDATE', 'Second'],
      ['RESUMED', undefined],
    ]);
  });

  it('do not come from where the bot is not, and not from channels that it does not see', async () => {
    const { line } = await identified(Guilds | GuildMessages | DirectMessages);
    const before = (await line.events()).length;
    const foreign = addGuild(here.world, { name: 'Others', owner: here.reader });
    write('x', addChannel(here.world, foreign, { name: 'elsewhere' }));
    write('x', directMessages(here.world, here.reader, here.moderator));
    setOverwrite(here.world, here.general, here.bot.id, { kind: 'member', allow: 0n, deny: PermissionFlagsBits.ViewChannel });
    write('x');
    expect(names((await line.events()).slice(before))).toEqual(['CHANNEL_UPDATE']);
  });

  it('do not tell of answers for one user alone', async () => {
    const { line } = await identified(GuildMessages);
    const { id, token } = command(here);
    const body = { type: InteractionResponseType.ChannelMessageWithSource, data: { content: 'x', flags: 64 } };
    await here.rest.post(Routes.interactionCallback(id, token), { body, auth: false });
    expect(names(await line.events())).toEqual(['READY', 'INTERACTION_CREATE']);
  });

  it('tell of a server that the bot is invited to', async () => {
    const { line } = await identified(Guilds);
    const guild = addGuild(here.world, { name: 'Others', owner: here.reader });
    installBot(here.world, guild);
    expect((await line.events()).at(-1)).toMatchObject({ t: 'GUILD_CREATE', d: { id: guild.id, name: 'Others' } });
  });

  it('have numbers without a gap', async () => {
    const { line } = await identified(Guilds | GuildMessages);
    for (let sent = 0; sent < 5; sent += 1) write();
    expect(numbers(await line.events())).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('come twice on demand, with the same number, the next ones or those of one name', async () => {
    const { line } = await identified(GuildMessages);
    here.discord.gateway.sendTwice();
    write();
    write();
    here.discord.gateway.sendTwice(1, 'INTERACTION_CREATE');
    write();
    command(here);
    command(here);
    expect(numbers(await line.events())).toEqual([1, 2, 2, 3, 4, 5, 5, 6]);
  });
});

describe('a session', () => {
  it('that is resumed gets what it missed, once and in order, and goes on', async () => {
    const { line, id } = await identified(GuildMessages);
    write();
    expect(numbers(await line.events())).toEqual([1, 2]);
    here.discord.gateway.close(4000);
    expect(await line.closed).toBe(4000);
    command(here);
    write();
    const again = await resumed(id, 2);
    expect((await again.events()).map(({ s, t }) => [s, t])).toEqual([
      [3, 'INTERACTION_CREATE'],
      [4, 'MESSAGE_CREATE'],
      [5, 'RESUMED'],
    ]);
    write();
    expect(numbers(await again.events())).toEqual([3, 4, 5, 6]);
  });

  it('gets again what its client did not hear before it broke', async () => {
    const { line, id } = await identified(GuildMessages);
    for (let sent = 0; sent < 3; sent += 1) write();
    await line.events();
    here.discord.gateway.cut();
    expect(await line.closed).toBe(1006);
    const again = await resumed(id, 2);
    expect(numbers(await again.events())).toEqual([3, 4, 5]);
  });

  it('gets more than it missed on demand', async () => {
    const { line, id } = await identified(GuildMessages);
    for (let sent = 0; sent < 3; sent += 1) write();
    await line.events();
    here.discord.gateway.replayOnResume(2);
    here.discord.gateway.close(4000);
    await line.closed;
    const again = await resumed(id, 4);
    expect(numbers(await again.events())).toEqual([3, 4, 5]);
  });

  it.each([1000, 1001])('that its client ends with %i is over', async (code) => {
    const { line, id } = await identified();
    line.close(code);
    await line.closed;
    await until(here.world, () => (here.discord.gateway.closes.includes(code) ? true : undefined), { describe: () => 'it stays open' });
    const again = await resumed(id, 1);
    expect(await again.next(({ op }) => op === InvalidSession)).toMatchObject({ d: false });
  });

  it('that there is not is invalid, and its connection can identify', async () => {
    const line = await resumed('none', 1);
    expect(await line.next(({ op }) => op === InvalidSession)).toMatchObject({ d: false });
    line.say(Identify, identity(0));
    await line.next(({ t }) => t === 'READY');
  });

  it('cannot be resumed after an event that it never had', async () => {
    const { line, id } = await identified();
    const { length } = await line.events();
    for (const seq of [length + 1, undefined]) expect(await (await resumed(id, seq)).closed).toBe(GatewayCloseCodes.InvalidSeq);
  });

  it('is taken over from the connection that had it', async () => {
    const { line, id } = await identified(GuildMessages);
    const again = await resumed(id, 1);
    await again.next(({ t }) => t === 'RESUMED');
    write();
    expect(names(await again.events())).toEqual(['RESUMED', 'MESSAGE_CREATE']);
    expect(await line.closed).toBe(GatewayCloseCodes.UnknownError);
    expect(names(line.frames)).not.toContain('MESSAGE_CREATE');
  });

  it('that is called invalid is over, and its connection can identify', async () => {
    const { line, id } = await identified();
    here.discord.gateway.invalidSession(false);
    expect(await line.next(({ op }) => op === InvalidSession)).toMatchObject({ d: false });
    expect(here.discord.gateway.connected).toBe(0);
    const other = await resumed(id, 1);
    expect(await other.next(({ op }) => op === InvalidSession)).toMatchObject({ d: false });
    line.say(Identify, identity(Guilds));
    await line.next(({ t, s }) => t === 'READY' && s === 1);
  });

  it('that is called invalid for now can be resumed', async () => {
    const { line, id } = await identified();
    here.discord.gateway.invalidSession(true);
    expect(await line.next(({ op }) => op === InvalidSession)).toMatchObject({ d: true });
    const again = await resumed(id, 1);
    await again.next(({ t }) => t === 'RESUMED');
  });
});

describe('discord.js', () => {
  /** Logs a client in. */
  async function login(client: Client): Promise<Client<true>> {
    open.push({ close: () => client.destroy() });
    client.on('error', () => undefined);
    const ready = once(client, 'clientReady');
    await client.login(TOKEN);
    await ready;
    return client as Client<true>;
  }

  /** The bot's own client. */
  const bot = (loopback = here) => login(createClient(loopback.discord.apiUrl, 'The Bees of Arcadia'));

  it('logs in and knows its servers, channels and permissions', async () => {
    const client = await bot();
    expect(client.user.id).toBe(here.bot.id);
    const guild = client.guilds.cache.get(here.guild.id);
    const channel = guild?.channels.cache.get(here.general.id);
    expect(channel?.name).toBe('general');
    expect(guild?.members.me?.permissionsIn(here.general.id).has('SendMessages')).toBe(true);
    expect(guild?.members.me?.permissionsIn(here.general.id).has('ManageMessages')).toBe(false);
  });

  it('shows what it answers from under its name, as long as Discord takes it', () => {
    const statusOf = (title: string) => createClient(here.discord.apiUrl, title).options.presence?.activities?.[0]?.state;
    expect(statusOf('The Bees of Arcadia')).toBe('The Bees of Arcadia');
    expect(statusOf('Bees and hives '.repeat(20))).toMatch(/^Bees and hives .{60,112}…$/u);
  });

  it('hears a message, replies to it, and answers an interaction', async () => {
    const client = await bot();
    client.on('messageCreate', async (message) => {
      if (!message.author.bot) await message.reply(`You said ${message.content}`);
    });
    client.on('interactionCreate', async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      await interaction.editReply(`You asked ${interaction.options.getString('question')}`);
    });
    const message = write('so', here.direct);
    const said = await until(here.world, () => [...here.direct.messages.values()][1], { describe: () => 'no reply' });
    expect(said).toMatchObject({ content: 'You said so', author: here.bot, replyTo: { messageId: message.id } });
    const options = [{ type: 3, name: 'question', value: 'why' }];
    const interaction = command(here, { data: { id: '100000000000000009', name: 'ask', type: 1, options } });
    const settled = () => (interaction.original?.content === 'You asked why' ? true : undefined);
    await until(here.world, settled, { describe: () => 'no answer' });
  });

  it.each<readonly [string, ClientOptions, boolean, boolean]>([
    ['direct messages alone', { intents: DirectMessages }, false, false],
    ['direct messages and partial channels', { intents: DirectMessages, partials: [Partials.Channel] }, true, false],
    ['messages of servers alone', { intents: GuildMessages }, false, false],
    // Ready names the guilds, so the partial channel has one; discord-facts.md measured this with a Ready that named none.
    ['messages of servers and partial channels', { intents: GuildMessages, partials: [Partials.Channel] }, false, true],
    ['servers and their messages', { intents: Guilds | GuildMessages }, false, true],
  ])('with intents for %s hears what it would hear', async (_, options, hearsDirect, hearsGuild) => {
    const client = await login(new Client({ ...options, rest: { api: here.discord.apiUrl } }));
    const heard: string[] = [];
    client.on('messageCreate', ({ channelId }) => heard.push(channelId));
    const done = once(client, 'interactionCreate');
    write('x', here.direct);
    write('x');
    command(here);
    await done;
    expect(heard).toEqual([...(hearsDirect ? [here.direct.id] : []), ...(hearsGuild ? [here.general.id] : [])]);
  });

  it.each<readonly [string, () => void]>([
    ['the gateway closed with 4000', () => here.discord.gateway.close(4000)],
    ['the network broke', () => here.discord.gateway.cut()],
    ['the gateway asked it to', () => here.discord.gateway.reconnect()],
    ['its session was called invalid for now', () => here.discord.gateway.invalidSession(true)],
  ])('resumes after %s, and hears what it missed', async (_, happen) => {
    const client = await bot();
    const resumes = once(client, 'shardResume');
    const heard: string[] = [];
    client.on('messageCreate', ({ content }) => heard.push(content));
    happen();
    write('missed', here.direct);
    await resumes;
    const last = once(client, 'interactionCreate');
    write('heard', here.direct);
    command(here);
    await last;
    expect(heard).toEqual(['missed', 'heard']);
    expect([here.discord.gateway.identifies, here.discord.gateway.resumes]).toEqual([1, 1]);
  });

  it('hears an event twice where it comes twice', async () => {
    const client = await bot();
    const ids: string[] = [];
    client.on('interactionCreate', ({ id }) => ids.push(id));
    here.discord.gateway.sendTwice(1, 'INTERACTION_CREATE');
    const [first, second] = [command(here), command(here)];
    await vi.waitFor(() => expect(ids).toEqual([first.id, first.id, second.id]), SOON);
  });

  it('drops a connection that answers no heartbeats, and resumes', async () => {
    const quick = await openLoopback({ heartbeatMs: 150 });
    const client = await bot(quick);
    const resumes = once(client, 'shardResume');
    quick.discord.gateway.stopHeartbeatAcks();
    await resumes;
    expect([quick.discord.gateway.identifies, quick.discord.gateway.resumes]).toEqual([1, 1]);
    await client.destroy();
    await quick.stop();
  });

  it('gives up for intents that are not switched on', async () => {
    const client = new Client({ intents: Guilds | MessageContent, rest: { api: here.discord.apiUrl } });
    open.push({ close: () => client.destroy() });
    const disconnected = once(client, 'shardDisconnect');
    const failed = once(client, 'shardError');
    client.login(TOKEN).catch(() => undefined);
    expect(await disconnected).toMatchObject([{ code: GatewayCloseCodes.DisallowedIntents }, 0]);
    expect(await failed).toMatchObject([{ message: 'Used disallowed intents' }, 0]);
    expect(here.discord.gateway.identifies).toBe(1);
  });

  it('is refused with a wrong token', async () => {
    const client = createClient(here.discord.apiUrl, 'The Bees of Arcadia');
    open.push({ close: () => client.destroy() });
    await expect(client.login(TOKEN.replace(/.$/u, 'x'))).rejects.toMatchObject({ code: 'TokenInvalid' });
    expect(here.discord.gateway.identifies).toBe(0);
  });
});

describe('the gateway’s address', () => {
  it('comes with how many more times a client may identify', async () => {
    await identified();
    expect(await here.rest.get(Routes.gatewayBot())).toEqual({
      url: here.world.origin.replace('http', 'ws'),
      shards: 1,
      session_start_limit: { total: 1_000, remaining: 999, reset_after: 86_400_000, max_concurrency: 1 },
    });
  });
});
