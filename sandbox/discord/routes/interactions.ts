// Routes that answer interactions: the callback, @original and follow-ups.

import { callBack, deleteResponse, editResponse, followUp, messageOf, openInteraction, type WebhookBody } from '../interactions.js';
import { fullMessagePayload } from '../payloads.js';
import type { Interaction, Message, World } from '../state.js';
import { type Call, NO_CONTENT, ok, type Route } from './route.js';

const WEBHOOK = '/webhooks/{webhook_id}/{webhook_token}';

export function interactionRoutes(world: World): Route[] {
  const interactionOf = ({ param }: Call): Interaction =>
    openInteraction(world, { webhookId: param('webhook_id'), token: param('webhook_token') });
  const bodyOf = ({ fields, files, note }: Call): WebhookBody => ({ body: fields, files, note });
  const messageRoutes = (path: string, idOf: (call: Call) => string): Route[] => {
    const found = (call: Call): [Interaction, Message] => {
      const interaction = interactionOf(call);
      return [interaction, messageOf(interaction, idOf(call))];
    };
    return [
      { method: 'GET', path, isOpen: true, handle: (call) => ok(fullMessagePayload(world, found(call)[1])) },
      {
        method: 'PATCH',
        path,
        isOpen: true,
        handle: (call) => {
          const [interaction, message] = found(call);
          editResponse(world, interaction, message, bodyOf(call));
          return ok(fullMessagePayload(world, message));
        },
      },
      {
        method: 'DELETE',
        path,
        isOpen: true,
        handle: (call) => {
          deleteResponse(world, ...found(call));
          return NO_CONTENT;
        },
      },
    ];
  };
  return [
    {
      method: 'POST',
      path: '/interactions/{interaction_id}/{interaction_token}/callback',
      isOpen: true,
      handle: ({ param, fields, files, query, note }) => {
        const body = callBack(world, {
          id: param('interaction_id'),
          token: param('interaction_token'),
          body: fields,
          files,
          withResponse: query.with_response === 'true',
          note,
        });
        // With a content type and no content, discord.js would try to parse the body.
        return body === undefined ? NO_CONTENT : ok(body);
      },
    },
    {
      method: 'POST',
      path: WEBHOOK,
      isOpen: true,
      handle: (call) => ok(fullMessagePayload(world, followUp(world, interactionOf(call), bodyOf(call)))),
    },
    ...messageRoutes(`${WEBHOOK}/messages/@original`, () => '@original'),
    ...messageRoutes(`${WEBHOOK}/messages/{message_id}`, ({ param }) => param('message_id')),
  ];
}
