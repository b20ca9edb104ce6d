// The gateway: hello, identify, ready, heartbeats, resume with replay, dispatches, and injected faults in all of these.

import type { Server } from 'node:http';
import { GatewayCloseCodes, GatewayDispatchEvents, GatewayIntentBits, GatewayOpcodes } from 'discord.js';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { isFromProgram } from './hosts.js';
import { isFields } from './limits.js';
import { guildCreatePayload, userPayload } from './payloads.js';
import type { GatewayEvent, World } from './state.js';

/** Number of events that a session keeps for a resume. */
const MOST_KEPT = 10_000;
const MOST_SENDS_PER_MINUTE = 120;
const MOST_BYTES = 4_096;
const PRIVILEGED = GatewayIntentBits.GuildMembers | GatewayIntentBits.GuildPresences | GatewayIntentBits.MessageContent;
const KNOWN_INTENTS = Object.values(GatewayIntentBits).reduce((all: number, bit) => (typeof bit === 'number' ? all | bit : all), 0);
/** Close codes that end the session. */
const FATAL_CLOSES: readonly number[] = [1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014];

interface Sent {
  readonly seq: number;
  readonly name: string;
  readonly data: unknown;
}

interface Session {
  readonly id: string;
  readonly intents: number;
  /** The last events, in the order of their numbers. */
  readonly sent: Sent[];
  seq: number;
  connection: Connection | undefined;
}

interface Connection {
  readonly socket: WebSocket;
  session: Session | undefined;
  acknowledges: boolean;
  /** Times of the client's payloads. */
  received: number[];
}

/** The gateway's reason for closing a connection. */
class Refusal extends Error {
  constructor(
    readonly code: number,
    reason: string,
  ) {
    super(reason);
  }
}

export interface GatewayControl {
  /** Number of open, identified connections. */
  readonly connected: number;
  /** Number of times that clients identified, and that they resumed. */
  readonly identifies: number;
  readonly resumes: number;
  /** Codes of closed connections, by us or by the client, in order. */
  readonly closes: readonly number[];
  /** Closes every connection; sessions can be resumed unless the code forbids it. */
  close(code?: number): void;
  /** Breaks every connection without a close frame, like a lost network. */
  cut(): void;
  /** Tells every client that its session is invalid. */
  invalidSession(resumable: boolean): void;
  /** Asks every client to reconnect. */
  reconnect(): void;
  /** Sends the next dispatches, of one event or of any, twice. */
  sendTwice(next?: number, event?: string): void;
  /** After the next resume, repeats the last `count` events in addition to the missed ones. */
  replayOnResume(count: number): void;
  /** Stops acknowledging heartbeats on the connections that are open now. */
  stopHeartbeatAcks(): void;
  /** Refuses new connections until called with false. */
  refuseConnections(refuses: boolean): void;
  /** Accepts new connections but sends nothing on them until called with false. */
  withholdHello(withholds: boolean): void;
  /** Closes every connection that identifies with a code, until called without one. */
  refuseIdentify(code?: number): void;
}

export interface Gateway {
  readonly control: GatewayControl;
  readonly url: () => string;
  stop(): void;
}

export interface GatewayOptions {
  readonly heartbeatMs: number;
  readonly keepsEarlyMessages: boolean;
}

/** Opens the gateway on an HTTP server; sends the world's events to its sessions. */
export function openGateway(world: World, server: Server, url: () => string, options: GatewayOptions): Gateway {
  const { heartbeatMs, keepsEarlyMessages } = options;
  const sockets = new WebSocketServer({ noServer: true });
  const connections = new Set<Connection>();
  const sessions = new Map<string, Session>();
  const closes: number[] = [];
  const counts = { identifies: 0, resumes: 0 };
  let twice = { left: 0, event: undefined as string | undefined };
  let replays = 0;
  let refuses = false;
  let isSilent = false;
  let identifyRefusal: number | undefined;
  /** Message events from before any session existed. */
  let early: GatewayEvent[] = [];

  server.on('upgrade', (request, socket, head) => {
    if (!isFromProgram(server, { host: request.headers.host, origin: request.headers.origin })) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    if (refuses) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => accept(client));
  });

  function accept(socket: WebSocket): void {
    const connection: Connection = { socket, session: undefined, acknowledges: true, received: [] };
    connections.add(connection);
    socket.on('message', (data) => {
      try {
        receive(connection, data);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        closeOne(connection, error.code, error.message);
      }
    });
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      connections.delete(connection);
      closes.push(code);
      leave(connection, code);
      world.change({ kind: 'gateway', what: 'closed' });
    });
    if (!isSilent) send(connection, { op: GatewayOpcodes.Hello, d: { heartbeat_interval: heartbeatMs, _trace: [] } });
    world.change({ kind: 'gateway', what: 'connected' });
  }

  function leave(connection: Connection, code: number): void {
    const { session } = connection;
    connection.session = undefined;
    if (session === undefined) return;
    if (session.connection === connection) session.connection = undefined;
    if (FATAL_CLOSES.includes(code)) sessions.delete(session.id);
  }

  function closeOne(connection: Connection, code: number, reason = ''): void {
    leave(connection, code);
    connection.socket.close(code, reason);
  }

  function send(
    { socket }: Connection,
    payload: { readonly op: number; readonly d: unknown; readonly s?: number; readonly t?: string },
  ): void {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ s: null, t: null, ...payload }));
  }

  function receive(connection: Connection, data: RawData): void {
    const text = String(data);
    const now = world.clock.now();
    connection.received = [...connection.received.filter((at) => now - at < 60_000), now];
    if (connection.received.length > MOST_SENDS_PER_MINUTE) throw new Refusal(GatewayCloseCodes.RateLimited, 'Rate limited.');
    if (Buffer.byteLength(text) > MOST_BYTES) throw new Refusal(GatewayCloseCodes.DecodeError, 'Payload too large.');
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      throw new Refusal(GatewayCloseCodes.DecodeError, 'Error while decoding payload.');
    }
    if (!isFields(message)) throw new Refusal(GatewayCloseCodes.DecodeError, 'Error while decoding payload.');
    const fields = isFields(message.d) ? message.d : {};
    switch (message.op) {
      case GatewayOpcodes.Heartbeat:
        if (connection.acknowledges) send(connection, { op: GatewayOpcodes.HeartbeatAck, d: null });
        return;
      case GatewayOpcodes.Identify:
        identify(connection, fields);
        return;
      case GatewayOpcodes.Resume:
        resume(connection, fields);
        return;
      case GatewayOpcodes.PresenceUpdate:
      case GatewayOpcodes.VoiceStateUpdate:
      case GatewayOpcodes.RequestGuildMembers:
        if (connection.session === undefined) throw new Refusal(GatewayCloseCodes.NotAuthenticated, 'Not authenticated.');
        return;
      default:
        throw new Refusal(GatewayCloseCodes.UnknownOpcode, 'Unknown opcode.');
    }
  }

  function identify(connection: Connection, { token, intents, shard }: Readonly<Record<string, unknown>>): void {
    const { application } = world;
    counts.identifies += 1;
    if (identifyRefusal !== undefined) throw new Refusal(identifyRefusal, 'Fault on demand.');
    if (token !== application.token) throw new Refusal(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
    if (connection.session !== undefined) throw new Refusal(GatewayCloseCodes.AlreadyAuthenticated, 'Already authenticated.');
    // Bits beyond the 32nd would be lost in the mask.
    if (typeof intents !== 'number' || !(intents >= 0 && intents <= KNOWN_INTENTS) || (intents & ~KNOWN_INTENTS) !== 0) {
      throw new Refusal(GatewayCloseCodes.InvalidIntents, 'Invalid intent(s).');
    }
    if ((intents & PRIVILEGED & ~application.privilegedIntents) !== 0) {
      throw new Refusal(GatewayCloseCodes.DisallowedIntents, 'Disallowed intent(s).');
    }
    // A client that identifies again has given up its old session.
    for (const old of sessions.values()) if (old.connection === undefined) sessions.delete(old.id);
    const session: Session = { id: `session${world.nextId()}`, intents, sent: [], seq: 0, connection };
    sessions.set(session.id, session);
    connection.session = session;
    const guilds = [...world.guilds.values()].filter(({ members }) => members.has(application.bot.id));
    deliver(session, GatewayDispatchEvents.Ready, {
      v: 10,
      user: { ...userPayload(application.bot), verified: true, mfa_enabled: false, email: null },
      user_settings: {},
      guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
      private_channels: [],
      relationships: [],
      presences: [],
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: url(),
      shard: Array.isArray(shard) ? shard : [0, 1],
      application: { id: application.id, flags: 0 },
      geo_ordered_rtc_regions: [],
      _trace: [],
    });
    if ((intents & GatewayIntentBits.Guilds) !== 0) {
      for (const guild of guilds) deliver(session, GatewayDispatchEvents.GuildCreate, guildCreatePayload(world, guild, intents));
    }
    const missed = early;
    early = [];
    for (const event of missed) deliverIfWanted(session, event);
    world.change({ kind: 'gateway', what: 'ready' });
  }

  function resume(connection: Connection, { token, session_id: id, seq }: Readonly<Record<string, unknown>>): void {
    counts.resumes += 1;
    if (token !== world.application.token) throw new Refusal(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
    const session = sessions.get(String(id));
    if (session === undefined) {
      send(connection, { op: GatewayOpcodes.InvalidSession, d: false });
      return;
    }
    if (typeof seq !== 'number' || seq > session.seq) throw new Refusal(GatewayCloseCodes.InvalidSeq, 'Invalid seq.');
    const old = session.connection;
    if (old !== undefined && old !== connection) {
      old.session = undefined;
      old.socket.close(GatewayCloseCodes.UnknownError);
    }
    session.connection = connection;
    connection.session = session;
    const from = replays === 0 ? seq : Math.max(0, seq - replays);
    replays = 0;
    for (const sent of session.sent) if (sent.seq > from) push(session, sent);
    deliver(session, GatewayDispatchEvents.Resumed, { _trace: [] });
    world.change({ kind: 'gateway', what: 'resumed' });
  }

  /** Numbers an event, keeps it for a resume, and sends it if the session is connected. */
  function deliver(session: Session, name: string, data: unknown): void {
    session.seq += 1;
    const sent = { seq: session.seq, name, data };
    // Ready and Resumed belong to their connection only.
    const isKept = name !== GatewayDispatchEvents.Ready && name !== GatewayDispatchEvents.Resumed;
    if (isKept) session.sent.push(sent);
    if (session.sent.length > MOST_KEPT) session.sent.shift();
    push(session, sent);
  }

  function push({ connection }: Session, { seq, name, data }: Sent): void {
    if (connection !== undefined) send(connection, { op: GatewayOpcodes.Dispatch, t: name, s: seq, d: data });
  }

  function deliverIfWanted(session: Session, event: GatewayEvent): boolean {
    if (event.intents !== 0 && (session.intents & event.intents) === 0) return false;
    deliver(session, event.name, event.data(session.intents));
    return true;
  }

  world.dispatch = (event: GatewayEvent) => {
    if (keepsEarlyMessages && counts.identifies === 0 && event.name.startsWith('MESSAGE_')) early = [...early, event].slice(-MOST_KEPT);
    const isTwice = twice.left > 0 && (twice.event === undefined || twice.event === event.name);
    if (isTwice) twice.left -= 1;
    for (const session of sessions.values()) {
      if (!deliverIfWanted(session, event)) continue;
      const sent = session.sent.at(-1);
      if (isTwice && sent !== undefined) push(session, sent);
    }
  };

  const control: GatewayControl = {
    get connected() {
      return [...connections].filter(({ session }) => session !== undefined).length;
    },
    get identifies() {
      return counts.identifies;
    },
    get resumes() {
      return counts.resumes;
    },
    closes,
    close: (code = GatewayCloseCodes.UnknownError) => {
      for (const connection of connections) closeOne(connection, code);
    },
    cut: () => {
      for (const { socket } of connections) socket.terminate();
    },
    invalidSession: (resumable) => {
      for (const connection of connections) {
        leave(connection, resumable ? GatewayCloseCodes.UnknownError : GatewayCloseCodes.SessionTimedOut);
        send(connection, { op: GatewayOpcodes.InvalidSession, d: resumable });
      }
    },
    reconnect: () => {
      for (const connection of connections) send(connection, { op: GatewayOpcodes.Reconnect, d: null });
    },
    sendTwice: (next = 1, event = undefined) => {
      twice = { left: next, event };
    },
    replayOnResume: (count) => {
      replays = count;
    },
    stopHeartbeatAcks: () => {
      for (const connection of connections) connection.acknowledges = false;
    },
    refuseConnections: (now) => {
      refuses = now;
    },
    withholdHello: (now) => {
      isSilent = now;
    },
    refuseIdentify: (code) => {
      identifyRefusal = code;
    },
  };
  return {
    control,
    url,
    stop: () => {
      sockets.close();
      for (const { socket } of connections) socket.terminate();
    },
  };
}
