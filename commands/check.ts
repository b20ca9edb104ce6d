// "Check against the article", on the context menu of messages: the passages that a message resembles or contradicts.

import { describeMessageMenu } from '../src/discord/describe.js';
import { renderCheck } from '../src/discord/render-check.js';
import { textReply } from '../src/discord/reply.js';
import { InputError } from '../src/input-error.js';
import { words } from '../src/words/words.js';
import type { Command } from './command.js';

const check: Command = {
  name: 'check',
  discord: {
    data: describeMessageMenu('command.check'),
    // Who wrote the message did not ask for it.
    isPrivate: () => true,
    cost: 'question',
    execute: async ({ target, language, userId, guildId }, bot) => {
      if (target?.isOwn) return textReply(words(language)('command.check.own'));
      if (target === undefined || target.words === '') throw new InputError(words(language)('command.check.empty'));
      const reading = bot.reading(guildId);
      const checked = await reading.check(target.words);
      return renderCheck(checked, reading.article, { language, asker: userId, content: bot.content, isPrivate: true });
    },
  },
};

export default check;
