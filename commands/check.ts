// "Check against the article" on the context menu of messages: passages that a message repeats or contradicts.

import { messageOf } from '../src/discord/answers/message-of.js';
import { describeMessageMenu } from '../src/discord/kit/describe.js';
import { shownOfCheck, wordsChecked } from '../src/discord/kit/shown.js';
import { UserError } from '../src/i18n/user-error.js';
import type { Command } from './command.js';

const check: Command = {
  data: describeMessageMenu('command.check'),
  // The author of the message did not ask for it.
  isPrivate: () => true,
  cost: 'question',
  execute: async (input, bot) => {
    const { target, language, guildId } = input;
    if (target?.isOwn) throw new UserError('command.check.own');
    if (target === undefined || target.words === '') throw new UserError('command.check.empty');
    const view = await bot.view(guildId);
    const checked = await view.check(target.words);
    const shown = shownOfCheck(checked, { language, form: 'embeds' });
    return messageOf(shown, view, { ...bot.contextOf(input), isPrivate: true, about: wordsChecked(checked) });
  },
};

export default check;
