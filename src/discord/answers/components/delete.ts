// "Delete": removes a public answer, for the person who asked or anybody who may manage messages in the channel.

import { defineButton } from '../../kit/handler.js';
import { snowflake } from '../../kit/id-fields.js';

export const deleteAnswer = defineButton(
  'd',
  { asker: snowflake },
  {
    allow: 'asker-or-channel-moderator',
    ack: 'update',
    cost: 'light',
    run: async (_data, _click, _bot, responder) => {
      await responder.deleteOriginal();
      return undefined;
    },
  },
);
