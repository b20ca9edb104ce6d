// /forget-me: removes a person from everything stored, after a few days in which they can cancel.

import { describeSlash } from '../src/discord/kit/describe.js';
import { savedReply } from '../src/discord/kit/reply.js';
import { translator } from '../src/i18n/translator.js';
import type { Command } from './command.js';

const forgetMe: Command = {
  data: describeSlash({ name: 'command.forget', description: 'command.forget.description' }),
  isPrivate: () => true,
  isAlwaysAllowed: true,
  cost: 'change',
  execute: async ({ userId, language }, bot) => {
    const dueAt = await bot.forgetting.askedBy(userId);
    const t = translator(language);
    if (dueAt === undefined) return savedReply(t('forget.cancelled'));
    return savedReply(t('forget.scheduled', { when: `<t:${Math.floor(dueAt / 1000)}:F>` }));
  },
};

export default forgetMe;
