// Interactions from the app's side: the callback, @original, follow-ups, and their deadlines.

import { InteractionResponseType, InteractionType, MessageFlags, MessageType } from 'discord.js';
import { ApiError, apiError, type Issue, invalidForm } from './errors.js';
import { checkModal, checkSuggestions, type Fields, isFields } from './limits.js';
import { addMessage, checkedBody, editAsApp, removeMessage, type SentFile, sendAsApp } from './messages.js';
import { channelPayload, fullMessagePayload, type Json, memberPayload, userPayload } from './payloads.js';
import { channelPermissions, may, mayWrite } from './permissions.js';
import type { Channel, Choice, Interaction, Message, Modal, RawInteraction, User, World } from './state.js';

const ACKNOWLEDGE_MS = 3_000;
const TOKEN_MS = 15 * 60_000;
const MOST_FOLLOW_UPS_WITHOUT_APP = 5;
const ATTACHMENT_BYTES = 10 * 1024 * 1024;

const { ChannelMessageWithSource, DeferredChannelMessageWithSource, DeferredMessageUpdate, UpdateMessage } = InteractionResponseType;
const { ApplicationCommandAutocompleteResult, Modal: ShowModal } = InteractionResponseType;

export interface NewInteraction {
  readonly type: InteractionType;
  readonly user: User;
  readonly channel: Channel;
  readonly installed: 'guild' | 'user';
  readonly data: Json;
  readonly locale: string;
  /** The message of the component, or the target of the menu command. */
  readonly message?: Message | undefined;
  readonly responseType?: MessageType;
  /** The interaction that showed the submitted modal. */
  readonly triggeredBy?: Interaction | undefined;
}

/** Sends the app an interaction. */
export function interact(
  world: World,
  { type, user, channel, installed, data, locale, message, responseType, triggeredBy }: NewInteraction,
): Interaction {
  const { application, clock } = world;
  const { guild } = channel;
  const id = world.nextId();
  const token = tokenFor(id);
  const member = guild?.members.get(user.id);
  const permissions = channelPermissions(channel, user);
  const { permission_overwrites: _overwrites, ...partialChannel } = channelPayload(channel);
  const actor = installed === 'guild' ? application.bot : user;
  const raw: RawInteraction = {
    id,
    application_id: application.id,
    type,
    token,
    version: 1,
    data,
    channel: { ...partialChannel, permissions: String(permissions) },
    channel_id: channel.id,
    ...(guild === undefined || member === undefined
      ? { user: userPayload(user) }
      : {
          guild_id: guild.id,
          guild: { id: guild.id, locale: guild.locale, features: [] },
          guild_locale: guild.locale,
          member: { ...memberPayload(member), user: userPayload(user), permissions: String(permissions) },
        }),
    locale,
    app_permissions: String(channelPermissions(channel, actor)),
    context: guild !== undefined ? 0 : channel.recipients.includes(application.bot) ? 1 : 2,
    authorizing_integration_owners: installed === 'guild' ? { 0: guild?.id ?? '0' } : { 1: user.id },
    entitlements: [],
    entitlement_sku_ids: [],
    attachment_size_limit: ATTACHMENT_BYTES,
    ...(type !== InteractionType.ApplicationCommand && message !== undefined ? { message: fullMessagePayload(world, message) } : {}),
  };
  const interaction: Interaction = {
    id,
    token,
    type,
    user,
    channel,
    installed,
    createdAt: clock.now(),
    raw,
    triggeredBy,
    responseType: responseType ?? (message === undefined ? MessageType.Default : MessageType.Reply),
    message,
    acknowledgement: undefined,
    original: undefined,
    updated: false,
    followUps: [],
    choices: undefined,
    modal: undefined,
    errors: [],
  };
  world.interactions.set(token, interaction);
  world.change({ kind: 'interaction', interaction });
  world.dispatch({ name: 'INTERACTION_CREATE', intents: 0, data: () => raw });
  return interaction;
}

function tokenFor(id: string): string {
  return Buffer.from(`interaction:${id}:${'loopback'.repeat(12)}`).toString('base64url');
}

export interface Callback {
  readonly id: string;
  readonly token: string;
  readonly body: Fields;
  readonly files: readonly SentFile[];
  readonly withResponse: boolean;
  /** Called for fields and values that Discord would ignore. */
  readonly note: (what: string) => void;
}

/** Allowed callback types by interaction type. */
const FITTING: Readonly<Record<number, readonly number[]>> = {
  [InteractionType.ApplicationCommand]: [ChannelMessageWithSource, DeferredChannelMessageWithSource, ShowModal],
  [InteractionType.MessageComponent]: [
    ChannelMessageWithSource,
    DeferredChannelMessageWithSource,
    DeferredMessageUpdate,
    UpdateMessage,
    ShowModal,
  ],
  [InteractionType.ApplicationCommandAutocomplete]: [ApplicationCommandAutocompleteResult],
  [InteractionType.ModalSubmit]: [ChannelMessageWithSource, DeferredChannelMessageWithSource, DeferredMessageUpdate, UpdateMessage],
};

/** Processes the first answer to an interaction. Returns the response body if one was requested. */
export function callBack(world: World, { id, token, body, files, withResponse, note }: Callback): Json | undefined {
  const interaction = world.interactions.get(token);
  if (interaction === undefined || interaction.id !== id) throw apiError('unknownInteraction');
  if (interaction.acknowledgement !== undefined) throw apiError('acknowledged');
  if (ageOf(world, interaction) > ACKNOWLEDGE_MS) throw apiError('unknownInteraction');

  const { type, data } = body;
  const fitting = FITTING[interaction.type] ?? [];
  const needsMessage = type === DeferredMessageUpdate || type === UpdateMessage;
  if (typeof type !== 'number' || !fitting.includes(type) || (needsMessage && interaction.message === undefined)) {
    throw invalidForm([{ path: ['type'], code: 'BASE_TYPE_CHOICES', message: `Value must be one of {${fitting.join(', ')}}.` }]);
  }
  const fields = isFields(data) ? data : {};
  answer(world, interaction, { type, data: fields, files, note });
  interaction.acknowledgement = { type, at: world.clock.now() };
  world.change({ kind: 'interaction', interaction });
  return withResponse ? callbackPayload(world, interaction, type) : undefined;
}

interface CallbackData {
  readonly type: number;
  readonly data: Fields;
  readonly files: readonly SentFile[];
  readonly note: (what: string) => void;
}

function answer(world: World, interaction: Interaction, { type, data, files, note }: CallbackData): void {
  const { channel, message } = interaction;
  const flags = typeof data.flags === 'number' ? data.flags : 0;
  switch (type) {
    case ChannelMessageWithSource: {
      interaction.original = atData(() =>
        sendAsApp(world, {
          channel,
          body: checkedBody(data),
          files,
          interaction,
          type: interaction.responseType,
          replyTo: message,
          onlyFor: audience(world, interaction, flags),
        }),
      );
      return;
    }
    case DeferredChannelMessageWithSource: {
      if ((flags & ~MessageFlags.Ephemeral) !== 0) note(`data.flags: a deferred answer keeps EPHEMERAL only, not ${flags}`);
      const onlyFor = audience(world, interaction, flags);
      interaction.original = addMessage(world, {
        channel,
        author: world.application.bot,
        flags: MessageFlags.Loading | (onlyFor === undefined ? 0 : MessageFlags.Ephemeral),
        type: interaction.responseType,
        interaction,
        replyTo: message,
        onlyFor,
      });
      return;
    }
    case DeferredMessageUpdate:
      interaction.original = message;
      return;
    case UpdateMessage:
      if (message === undefined || message.deleted) throw apiError('unknownMessage');
      atData(() => editAsApp(world, message, checkedBody(data, message), files));
      interaction.original = message;
      interaction.updated = true;
      return;
    case ApplicationCommandAutocompleteResult:
      refuse(checkSuggestions(data));
      interaction.choices = data.choices as readonly Choice[];
      return;
    default:
      refuse(checkModal(data));
      interaction.modal = data as unknown as Modal;
  }
}

/** Prefixes a fault's path with `data`, as Discord does for callbacks. */
function atData<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof ApiError) || error.issues.length === 0) throw error;
    throw invalidForm(error.issues.map((issue) => ({ ...issue, path: ['data', ...issue.path] })));
  }
}

function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) throw invalidForm(issues);
}

/** The only person who sees an answer, if it is private. User-installed apps answer privately where members may not use external apps. */
function audience({ application }: World, { user, channel, installed }: Interaction, flags: number): User | undefined {
  const isForced =
    installed === 'user' &&
    channel.guild !== undefined &&
    !channel.guild.members.has(application.bot.id) &&
    !(may(user, channel, 'UseExternalApps') && mayWrite(user, channel));
  return isForced || (flags & MessageFlags.Ephemeral) !== 0 ? user : undefined;
}

function callbackPayload(world: World, interaction: Interaction, type: number): Json {
  const { original, channel } = interaction;
  const hasMessage = original !== undefined && type !== DeferredMessageUpdate;
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      channel_id: channel.id,
      ...(channel.guild === undefined ? {} : { guild_id: channel.guild.id }),
      ...(hasMessage
        ? {
            response_message_id: original.id,
            response_message_loading: (original.flags & MessageFlags.Loading) !== 0,
            response_message_ephemeral: original.onlyFor !== undefined,
          }
        : {}),
    },
    ...(hasMessage ? { resource: { type, message: fullMessagePayload(world, original) } } : {}),
  };
}

export interface WebhookCall {
  readonly webhookId: string;
  readonly token: string;
}

/** The interaction of a token that is still valid. */
export function openInteraction(world: World, { webhookId, token }: WebhookCall): Interaction {
  if (webhookId !== world.application.id) throw apiError('unknownWebhook');
  const interaction = world.interactions.get(token);
  if (interaction === undefined || ageOf(world, interaction) > TOKEN_MS) throw apiError('invalidWebhookToken');
  if (interaction.acknowledgement === undefined || interaction.choices !== undefined) throw apiError('unknownWebhook');
  return interaction;
}

/** A message of an interaction, by its id or `@original`. */
export function messageOf(interaction: Interaction, id: string): Message {
  const { original, followUps } = interaction;
  const message = id === '@original' ? original : [original, ...followUps].find((one) => one?.id === id);
  if (message === undefined || message.deleted) throw apiError('unknownMessage');
  return message;
}

export interface WebhookBody {
  readonly body: Fields;
  readonly files: readonly SentFile[];
  readonly note: (what: string) => void;
}

/** Changes @original or a follow-up. */
export function editResponse(world: World, interaction: Interaction, message: Message, { body, files, note }: WebhookBody): void {
  const flags = typeof body.flags === 'number' ? body.flags : 0;
  if ((flags & MessageFlags.Ephemeral) !== 0 && message.onlyFor === undefined) note('flags: an edit cannot make a message ephemeral');
  editAsApp(world, message, checkedBody(body, message), files);
  if (message === interaction.original) interaction.updated = true;
  world.change({ kind: 'interaction', interaction });
}

/** Posts another message; directly after a deferred answer it fills the placeholder instead. */
export function followUp(world: World, interaction: Interaction, { body, files, note }: WebhookBody): Message {
  const { original, channel, installed, followUps } = interaction;
  if (original !== undefined && !original.deleted && (original.flags & MessageFlags.Loading) !== 0) {
    note('a follow-up straight after a deferred answer edits it');
    editResponse(world, interaction, original, { body, files, note: () => undefined });
    return original;
  }
  const checked = checkedBody(body);
  const isForeign = installed === 'user' && channel.guild !== undefined && !channel.guild.members.has(world.application.bot.id);
  if (isForeign && followUps.length >= MOST_FOLLOW_UPS_WITHOUT_APP) throw apiError('followUpCap');
  const message = sendAsApp(world, {
    channel,
    body: checked,
    files,
    interaction,
    isFollowUp: true,
    type: MessageType.Reply,
    replyTo: original ?? interaction.message,
    onlyFor: audience(world, interaction, checked.flags ?? 0),
  });
  followUps.push(message);
  world.change({ kind: 'interaction', interaction });
  return message;
}

/** Deletes @original or a follow-up. */
export function deleteResponse(world: World, interaction: Interaction, message: Message): void {
  if (message === interaction.original) interaction.updated = true;
  removeMessage(world, message);
  world.change({ kind: 'interaction', interaction });
}

/** Whether the person sees an answer, and not only a pending state. */
export function isSettled({ acknowledgement, original, updated, followUps }: Interaction): boolean {
  switch (acknowledgement?.type) {
    case undefined:
      return false;
    case DeferredMessageUpdate:
      return updated || followUps.length > 0;
    case DeferredChannelMessageWithSource:
      return original === undefined || original.deleted || (original.flags & MessageFlags.Loading) === 0;
    default:
      return true;
  }
}

function ageOf({ clock }: World, { createdAt }: Interaction): number {
  return clock.now() - createdAt;
}
