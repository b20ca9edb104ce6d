// The whole state of a loopback Discord: plain objects, which a page or a test may read at any time.

import { EventEmitter, setMaxListeners } from 'node:events';
import type { Clock } from './clock.js';
import type { ErrorBody } from './errors.js';
import { createSnowflakes } from './snowflake.js';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
  /** The language of the user's client. */
  locale: string;
  /** Whether the user accepts messages from the app. */
  acceptsDms: boolean;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  permissions: bigint;
  readonly position: number;
  readonly mentionable: boolean;
  /** Whether it is the app's own role. */
  readonly managed: boolean;
}

export interface Member {
  readonly user: User;
  readonly roles: string[];
  readonly joinedAt: number;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly owner: User;
  readonly locale: string;
  /** By id; the role @everyone has the guild's id. */
  readonly roles: Map<string, Role>;
  /** By user id. */
  readonly members: Map<string, Member>;
  /** Channels and threads by id. */
  readonly channels: Map<string, Channel>;
}

export interface Overwrite {
  readonly kind: 'role' | 'member';
  readonly allow: bigint;
  readonly deny: bigint;
}

export interface Channel {
  readonly id: string;
  /** Discord's number for the channel type. */
  readonly type: number;
  readonly name: string;
  /** Undefined for direct messages. */
  readonly guild: Guild | undefined;
  /** The channel that a thread belongs to. */
  readonly parent: Channel | undefined;
  /** The user who opened a thread. */
  readonly owner: User | undefined;
  /** By role or user id. */
  readonly overwrites: Map<string, Overwrite>;
  /** The people of a direct message, including the app's bot if it takes part. */
  readonly recipients: readonly User[];
  /** By id, oldest first, without deleted ones. */
  readonly messages: Map<string, Message>;
  /** Messages by enforced nonce. */
  readonly nonces: Map<string, Message>;
  archived: boolean;
  locked: boolean;
}

export interface SelectOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly default?: boolean;
  readonly emoji?: unknown;
}

/** A component as sent; its fields depend on its type. */
export interface Component {
  readonly type: number;
  readonly id?: number;
  readonly custom_id?: string;
  readonly style?: number;
  readonly label?: string;
  readonly description?: string;
  readonly emoji?: { readonly name?: string };
  readonly url?: string;
  readonly value?: string;
  readonly default?: boolean;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly options?: readonly SelectOption[];
  readonly min_values?: number;
  readonly max_values?: number;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly required?: boolean;
  readonly content?: string;
  readonly components?: readonly Component[];
  readonly accessory?: Component;
  /** The input inside a modal's label. */
  readonly component?: Component;
}

export interface EmbedField {
  readonly name: string;
  readonly value: string;
  readonly inline?: boolean;
}

/** An embed as Discord stores it, with trimmed texts. */
export interface Embed {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly url?: string;
  readonly color?: number;
  readonly timestamp?: string;
  readonly author?: { readonly name: string; readonly url?: string };
  readonly footer?: { readonly text: string };
  readonly fields?: readonly EmbedField[];
  readonly image?: { readonly url: string };
}

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly url: string;
}

/** The mentions of a message, and so the people it would ping. */
export interface Mentions {
  readonly users: readonly User[];
  readonly roles: readonly Role[];
  readonly everyone: boolean;
  /** The author of the replied-to message, if the reply pings. */
  readonly repliedUser: User | undefined;
}

export interface Message {
  readonly id: string;
  readonly channel: Channel;
  readonly author: User;
  readonly type: number;
  content: string;
  embeds: readonly Embed[];
  components: readonly Component[];
  attachments: readonly Attachment[];
  flags: number;
  mentions: Mentions;
  readonly createdAt: number;
  editedAt: number | undefined;
  /** The replied-to message, which may be deleted. */
  readonly replyTo: { readonly channelId: string; readonly messageId: string } | undefined;
  /** The forwarded message, as it was at that time. */
  readonly forwarded: Forwarded | undefined;
  /** The interaction that this message answers. */
  readonly interaction: Interaction | undefined;
  readonly isFollowUp: boolean;
  readonly webhook: { readonly id: string; readonly name: string } | undefined;
  readonly nonce: string | number | undefined;
  /** The only person who sees an ephemeral message. */
  readonly onlyFor: User | undefined;
  /** Users by emoji. */
  readonly reactions: Map<string, Set<User>>;
  deleted: boolean;
}

export interface Forwarded
  extends Readonly<Pick<Message, 'id' | 'channel' | 'type' | 'content' | 'embeds' | 'components' | 'flags' | 'createdAt'>> {}

export interface Choice {
  readonly name: string;
  readonly value: string | number;
}

export interface Modal {
  readonly custom_id: string;
  readonly title: string;
  readonly components: readonly Component[];
}

/** An error sent to the client. */
export interface SentError extends ErrorBody {
  readonly status: number;
  readonly method: string;
  readonly path: string;
}

export interface Interaction {
  readonly id: string;
  readonly token: string;
  /** Discord's number: 2 command, 3 component, 4 autocomplete, 5 modal. */
  readonly type: number;
  readonly user: User;
  readonly channel: Channel;
  readonly installed: 'guild' | 'user';
  readonly createdAt: number;
  /** The payload for the client. */
  readonly raw: RawInteraction;
  /** Type of the answering message. */
  readonly responseType: number;
  /** The message of the component, or the target of the menu command. */
  readonly message: Message | undefined;
  /** The interaction that showed the submitted modal. */
  readonly triggeredBy: Interaction | undefined;
  acknowledgement: { readonly type: number; readonly at: number } | undefined;
  /** The message that `@original` refers to. */
  original: Message | undefined;
  /** Whether @original was edited or deleted after the acknowledgement. */
  updated: boolean;
  readonly followUps: Message[];
  choices: readonly Choice[] | undefined;
  modal: Modal | undefined;
  readonly errors: SentError[];
}

/** An interaction as sent to the client; the fields that we read are typed. */
export interface RawInteraction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly app_permissions: string;
  readonly authorizing_integration_owners: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

export interface RequestFile {
  readonly name: string;
  readonly contentType: string;
  readonly data: Uint8Array;
}

/** A request of the client and its answer. */
export interface RequestRecord {
  readonly method: string;
  /** The path without `/api/v10` and query. */
  readonly path: string;
  /** The route as written in Discord's OpenAPI file; undefined for an unknown one. */
  route: string | undefined;
  readonly query: Readonly<Record<string, string>>;
  body: unknown;
  files: readonly RequestFile[];
  /** Undefined until the request is answered, and forever if the answer was lost. */
  status: number | undefined;
  /** Discord's error code of a refusal. */
  code: number | undefined;
  readonly startedAt: number;
  /** Duration of an answered request. */
  ms: number | undefined;
  readonly violations: string[];
}

export interface Application {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly bot: User;
  readonly installs: readonly ('guild' | 'user')[];
  /** Bits of the privileged intents enabled in the portal. */
  readonly privilegedIntents: number;
  /** Whether a message's text is withheld from the app if only an edit added the mention. Discord's documentation leaves this open. */
  readonly withholdsEdits: boolean;
}

/** A change that affects the page. */
export type Change =
  | { readonly kind: 'message-created' | 'message-updated' | 'message-deleted'; readonly message: Message }
  | { readonly kind: 'interaction'; readonly interaction: Interaction }
  | { readonly kind: 'request'; readonly request: RequestRecord }
  | { readonly kind: 'typing'; readonly channel: Channel; readonly user: User }
  | { readonly kind: 'guilds' }
  | { readonly kind: 'commands' }
  | { readonly kind: 'gateway'; readonly what: 'connected' | 'ready' | 'resumed' | 'closed' };

/** An event for the gateway. */
export interface GatewayEvent {
  readonly name: string;
  /** Any one of these intents suffices; 0: every session receives it. */
  readonly intents: number;
  /** The event's data for a session with the given intents. */
  data(intents: number): unknown;
}

/** An option of a registered command. */
export interface CommandOption {
  readonly type: number;
  readonly name: string;
  readonly name_localizations?: Readonly<Record<string, string>> | null;
  readonly description?: string;
  readonly description_localizations?: Readonly<Record<string, string>> | null;
  readonly required?: boolean;
  readonly autocomplete?: boolean;
  readonly choices?: readonly (Choice & { readonly name_localizations?: Readonly<Record<string, string>> | null })[];
  readonly options?: readonly CommandOption[];
  readonly min_value?: number;
  readonly max_value?: number;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly channel_types?: readonly number[];
}

/** The fields of a command that an app may set. */
export interface CommandFields {
  readonly name: string;
  readonly name_localizations?: Readonly<Record<string, string>> | null;
  readonly description?: string | null;
  readonly description_localizations?: Readonly<Record<string, string>> | null;
  readonly options?: readonly CommandOption[] | null;
  readonly default_member_permissions?: string | number | null;
  readonly contexts?: readonly number[] | null;
  readonly integration_types?: readonly number[] | null;
  readonly nsfw?: boolean | null;
  readonly type?: number | null;
}

/** A registered command. */
export interface Command {
  readonly id: string;
  /** Changes with every change of the command. */
  readonly version: string;
  readonly guildId: string | undefined;
  readonly type: number;
  readonly fields: CommandFields;
}

/**
 * The event that pinged somebody.
 * - message: the message was sent with the mention
 * - deferred: it filled the "thinking" placeholder
 * - edit: the mention was edited in, which notifies nobody
 */
export type PingCause = 'message' | 'deferred' | 'edit';

/** A message of the app that pings somebody. */
export interface Ping extends Mentions {
  readonly message: Message;
  readonly cause: PingCause;
  /** Whether the request set its allowed mentions. */
  readonly saidWhom: boolean;
}

export interface World {
  readonly clock: Clock;
  readonly application: Application;
  readonly users: Map<string, User>;
  readonly guilds: Map<string, Guild>;
  /** Every channel, thread and direct message by id. */
  readonly channels: Map<string, Channel>;
  /** By token. */
  readonly interactions: Map<string, Interaction>;
  /** By id. */
  readonly commands: Map<string, Command>;
  /** Creation times by guild id, or `global`. */
  readonly commandsCreated: Map<string, number[]>;
  /** Files of messages and of commands, by id. */
  readonly attachments: Map<string, Attachment>;
  readonly pings: Ping[];
  readonly changes: EventEmitter<{ change: [Change] }>;
  /** Aborted when the server stops. */
  readonly ended: AbortController;
  /** Base URL of attachments. */
  origin: string;
  nextId(): string;
  change(change: Change): void;
  dispatch(event: GatewayEvent): void;
}

export interface ApplicationOptions {
  readonly name: string;
  readonly token: string;
  readonly installs: readonly ('guild' | 'user')[];
  readonly privilegedIntents: number;
  readonly withholdsEdits: boolean;
}

/** Makes a Discord without guilds; the gateway sets `dispatch`. */
export function createWorld(clock: Clock, options: ApplicationOptions): World {
  const changes = new EventEmitter<{ change: [Change] }>();
  const ended = new AbortController();
  // Any number of waiters may listen.
  setMaxListeners(0, changes, ended.signal);
  const nextId = createSnowflakes(() => clock.now());
  const id = nextId();
  const bot: User = { id, name: options.name, bot: true, locale: 'en-US', acceptsDms: false };
  return {
    clock,
    application: { ...options, id, bot },
    users: new Map([[id, bot]]),
    guilds: new Map(),
    channels: new Map(),
    interactions: new Map(),
    commands: new Map(),
    commandsCreated: new Map(),
    attachments: new Map(),
    pings: [],
    changes,
    ended,
    origin: '',
    nextId,
    change: (change) => {
      changes.emit('change', change);
    },
    dispatch: () => undefined,
  };
}

/** Whether the app's bot takes part in a channel: it is in the guild, or in the direct message. */
export function hasBot({ application }: World, channel: Channel): boolean {
  return channel.guild === undefined ? channel.recipients.includes(application.bot) : channel.guild.members.has(application.bot.id);
}
