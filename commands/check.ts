// "Check against the article", on the context menu of messages: the passages that a message resembles or contradicts.

import { describeMessageMenu } from '../src/discord/describe.js';
import { renderCheck } from '../src/discord/render-check.js';
import { InputError } from '../src/input-error.js';
import { words } from '../src/words/words.js';
import type { Command } from './command.js';

const check: Command = {
  name: 'check',
  discord: {
    data: describeMessageMenu('command.check'),
    // Who wrote the message did not ask for it.
    isPrivate: () => true,
    asksModel: true,
    execute: async ({ target, language, userId }, { app, content }) => {
      if (target === undefined || target.content.trim() === '') throw new InputError(words(language)('command.check.empty'));
      return renderCheck(await app.check(target.content), app.article, { language, asker: userId, content });
    },
  },
};

export default check;
