// "Link" under a passage: answers privately with the message's link. A message that only one person sees has none.

import { translator } from '../../../i18n/translator.js';
import { defineButton } from '../../kit/handler.js';
import { textReply } from '../../kit/reply.js';

export const link = defineButton(
  'u',
  {},
  {
    allow: 'anyone',
    ack: 'private',
    cost: 'light',
    offer: ({ kind }, { isPrivate }) => (kind === 'passage' && !isPrivate ? { label: 'button.link', data: {} } : undefined),
    run: (_, { guildId, channelId, message, language }) => {
      const t = translator(language);
      // Nobody else can open a direct message, or a reply that became private because the bot may not speak there.
      if (guildId === undefined || message.isPrivate) return textReply(t('link.none'));
      return textReply(t('link', { url: `https://discord.com/channels/${guildId}/${channelId}/${message.id}` }));
    },
  },
);
