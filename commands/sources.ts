// /sources: every source behind the notes, by publisher.

import { describeSlash } from '../src/discord/describe.js';
import { renderSources } from '../src/discord/render-sources.js';
import type { Command } from './command.js';

const sources: Command = {
  name: 'sources',
  discord: {
    data: describeSlash({ name: 'command.sources', description: 'command.sources.description' }),
    isPrivate: () => false,
    cost: 'light',
    execute: async ({ language, userId, guildId }, bot) => {
      const { notes } = await bot.reading(guildId);
      return renderSources(notes, { language, asker: userId, content: bot.content, page: 0 });
    },
  },
};

export default sources;
