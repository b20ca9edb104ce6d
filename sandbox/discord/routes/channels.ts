// Routes of a channel: reading, sending, editing and deleting messages, reactions, typing.

import { GatewayIntentBits } from 'discord.js';
import { apiError, invalidForm } from '../errors.js';
import { checkedBody, editAsApp, type MessageReference, react, removeMessage, sendAsApp } from '../messages.js';
import { appMessagePayload, isPublic, type Json } from '../payloads.js';
import { may, mayWrite, type PermissionName } from '../permissions.js';
import { type Channel, hasBot, type Message, type World } from '../state.js';
import { type Call, NO_CONTENT, ok, type Route } from './route.js';

const MOST_MESSAGES = 100;
const USUAL_MESSAGES = 50;

export function channelRoutes(world: World): Route[] {
  const { bot, privilegedIntents } = world.application;
  const readsContent = (privilegedIntents & GatewayIntentBits.MessageContent) !== 0;
  /** The channel of a call; the app must see it. */
  const seen = ({ param }: Call): Channel => {
    const channel = world.channels.get(param('channel_id'));
    if (channel === undefined) throw apiError('unknownChannel');
    if (!hasBot(world, channel) || !may(bot, channel, 'ViewChannel')) throw apiError('missingAccess');
    return channel;
  };
  const demand = (channel: Channel, ...names: readonly PermissionName[]): void => {
    if (!may(bot, channel, ...names)) throw apiError('missingPermissions');
  };
  const messageIn = (channel: Channel, id: string): Message => {
    const message = channel.messages.get(id);
    if (message === undefined || !isPublic(message)) throw apiError('unknownMessage');
    return message;
  };
  const read = (message: Message): Json => appMessagePayload(world, message, readsContent);
  return [
    {
      method: 'GET',
      path: '/channels/{channel_id}/messages',
      handle: (call) => {
        const channel = seen(call);
        if (!may(bot, channel, 'ReadMessageHistory')) return ok([]);
        const { limit = String(USUAL_MESSAGES), before, after } = call.query;
        const count = Math.min(Math.max(1, Number(limit) || USUAL_MESSAGES), MOST_MESSAGES);
        const found = [...channel.messages.values()]
          .filter((message) => isPublic(message))
          .filter(({ id }) => before === undefined || BigInt(id) < BigInt(before))
          .filter(({ id }) => after === undefined || BigInt(id) > BigInt(after));
        return ok(found.reverse().slice(0, count).map(read));
      },
    },
    {
      method: 'GET',
      path: '/channels/{channel_id}/messages/{message_id}',
      handle: (call) => {
        const channel = seen(call);
        demand(channel, 'ReadMessageHistory');
        return ok(read(messageIn(channel, call.param('message_id'))));
      },
    },
    {
      method: 'POST',
      path: '/channels/{channel_id}/messages',
      handle: (call) => {
        const channel = seen(call);
        return ok(read(send(world, channel, call)));
      },
    },
    {
      method: 'PATCH',
      path: '/channels/{channel_id}/messages/{message_id}',
      handle: (call) => {
        const message = messageIn(seen(call), call.param('message_id'));
        if (message.author !== bot) throw apiError('notTheAuthor');
        if (message.channel.archived) throw apiError('archivedThread');
        editAsApp(world, message, checkedBody(call.fields, message), call.files);
        return ok(read(message));
      },
    },
    {
      method: 'DELETE',
      path: '/channels/{channel_id}/messages/{message_id}',
      handle: (call) => {
        const channel = seen(call);
        const message = messageIn(channel, call.param('message_id'));
        if (message.author !== bot) demand(channel, 'ManageMessages');
        removeMessage(world, message);
        return NO_CONTENT;
      },
    },
    {
      method: 'POST',
      path: '/channels/{channel_id}/typing',
      handle: (call) => {
        const channel = seen(call);
        if (!mayWrite(bot, channel)) throw apiError('missingPermissions');
        world.change({ kind: 'typing', channel, user: bot });
        return NO_CONTENT;
      },
    },
    ...(['PUT', 'DELETE'] as const).map(
      (method): Route => ({
        method,
        path: '/channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me',
        handle: (call) => {
          const channel = seen(call);
          demand(channel, 'ReadMessageHistory', ...(method === 'PUT' ? (['AddReactions'] as const) : []));
          const emoji = decodeURIComponent(call.param('emoji_name'));
          if (!/\p{Emoji}/u.test(emoji)) throw apiError('unknownEmoji');
          react(world, messageIn(channel, call.param('message_id')), bot, emoji, method === 'PUT');
          return NO_CONTENT;
        },
      }),
    ),
  ];
}

function send(world: World, channel: Channel, { fields, files }: Call): Message {
  const { bot } = world.application;
  if (channel.recipients.some((user) => user !== bot && !user.acceptsDms)) throw apiError('cannotDm');
  if (!mayWrite(bot, channel)) throw apiError('missingPermissions');
  if (channel.locked) throw apiError('threadLocked');
  const body = checkedBody(fields);
  if ((body.embeds ?? []).length > 0 && !may(bot, channel, 'EmbedLinks')) throw apiError('missingPermissions');
  if (files.length > 0 && !may(bot, channel, 'AttachFiles')) throw apiError('missingPermissions');
  const { nonce } = body;
  const isEnforced = body.enforce_nonce === true && nonce !== undefined && nonce !== null;
  const sent = isEnforced ? channel.nonces.get(String(nonce)) : undefined;
  if (sent !== undefined) return sent;
  const replyTo = body.message_reference ? referenced(channel, body.message_reference, may(bot, channel, 'ReadMessageHistory')) : undefined;
  const message = sendAsApp(world, { channel, body, files, replyTo });
  if (isEnforced) channel.nonces.set(String(nonce), message);
  return message;
}

/** The replied-to message; undefined if it is gone and the reference allows that. */
function referenced(channel: Channel, reference: MessageReference, mayRead: boolean): Message | undefined {
  if (!mayRead) throw apiError('noHistory');
  const message = channel.messages.get(reference.message_id);
  if (message !== undefined && isPublic(message)) return message;
  if (reference.fail_if_not_exists === false) return undefined;
  throw invalidForm([{ path: ['message_reference'], code: 'REPLIES_UNKNOWN_MESSAGE', message: 'Unknown message' }]);
}
