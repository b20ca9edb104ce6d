// /sources: all sources of the notes, by publisher.

import { describeSlash } from '../src/discord/kit/describe.js';
import type { Command } from './command.js';

const sources: Command = {
  data: describeSlash({ name: 'command.sources', description: 'command.sources.description' }),
  isPrivate: () => false,
  cost: 'light',
  execute: (input, bot) => bot.lookups.showSources(0, input),
};

export default sources;
