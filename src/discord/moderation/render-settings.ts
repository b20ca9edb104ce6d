// A server's settings as a message, and what changed in them.

import type { GuildSettings } from '../../store/store.js';
import { type WordsLanguage, words } from '../../words/words.js';
import { COLOURS } from '../embeds.js';
import type { Reply } from '../reply.js';

/** Renders all settings of a server. */
export function renderSettings(settings: GuildSettings, language: WordsLanguage): Reply {
  const lines = (Object.keys(settings) as (keyof GuildSettings)[]).map((name) => describeSetting(name, settings, language));
  return {
    content: words(language)('settings.header'),
    embeds: [{ description: lines.join('\n'), color: COLOURS.notes }],
    components: [],
  };
}

/** One setting and its value, in words. */
export function describeSetting(name: keyof GuildSettings, settings: GuildSettings, language: WordsLanguage): string {
  const say = words(language);
  return `**${say(`settings.${name}`)}**: ${valueInWords(name, settings, language)}`;
}

function valueInWords(name: keyof GuildSettings, settings: GuildSettings, language: WordsLanguage): string {
  const say = words(language);
  switch (name) {
    case 'moderatorRole':
      return settings.moderatorRole === undefined ? say('settings.none') : `<@&${settings.moderatorRole}>`;
    case 'logChannel':
    case 'queueChannel':
      return settings[name] === undefined ? say('settings.none') : `<#${settings[name]}>`;
    case 'allowedChannels':
      return settings.allowedChannels.length === 0 ? say('settings.everywhere') : channels(settings.allowedChannels);
    case 'deniedChannels':
      return settings.deniedChannels.length === 0 ? say('settings.none') : channels(settings.deniedChannels);
    case 'questionsPerWindow':
      return say('settings.questions', { count: settings.questionsPerWindow });
    case 'isTwoPerson':
      return say(settings.isTwoPerson ? 'settings.on' : 'settings.offRule');
    case 'keepQuestionsDays':
      return settings.keepQuestionsDays === 0 ? say('settings.off') : say('settings.days', { count: settings.keepQuestionsDays });
    case 'language':
      return say(settings.language === undefined ? 'settings.language.server' : `settings.language.${settings.language}`);
  }
}

function channels(ids: readonly string[]): string {
  return ids.map((id) => `<#${id}>`).join(' ');
}
