// A guild's settings as a message, and single settings in words.

import { translator, type UiLanguage } from '../../i18n/translator.js';
import type { GuildSettings } from '../../store/store.js';
import { COLOURS } from '../kit/embeds.js';
import type { Reply } from '../kit/reply.js';

/** Renders all settings of a guild. */
export function renderSettings(settings: GuildSettings, language: UiLanguage): Reply {
  const lines = (Object.keys(settings) as (keyof GuildSettings)[]).map((name) => describeSetting(name, settings, language));
  return {
    content: translator(language)('settings.header'),
    embeds: [{ description: lines.join('\n'), color: COLOURS.notes }],
    components: [],
  };
}

/** One setting and its value, in words. */
export function describeSetting(name: keyof GuildSettings, settings: GuildSettings, language: UiLanguage): string {
  const t = translator(language);
  return `**${t(`settings.${name}`)}**: ${valueInWords(name, settings, language)}`;
}

function valueInWords(name: keyof GuildSettings, settings: GuildSettings, language: UiLanguage): string {
  const t = translator(language);
  switch (name) {
    case 'moderatorRole':
      return settings.moderatorRole === undefined ? t('settings.none') : `<@&${settings.moderatorRole}>`;
    case 'logChannel':
    case 'queueChannel':
      return settings[name] === undefined ? t('settings.none') : `<#${settings[name]}>`;
    case 'allowedChannels':
      return settings.allowedChannels.length === 0 ? t('settings.everywhere') : channels(settings.allowedChannels);
    case 'deniedChannels':
      return settings.deniedChannels.length === 0 ? t('settings.none') : channels(settings.deniedChannels);
    case 'questionsPerWindow':
      return t('settings.questions', { count: settings.questionsPerWindow });
    case 'isTwoPerson':
      return t(settings.isTwoPerson ? 'settings.on' : 'settings.offRule');
    case 'keepQuestionsDays':
      return settings.keepQuestionsDays === 0 ? t('settings.off') : t('settings.days', { count: settings.keepQuestionsDays });
    case 'language':
      return t(settings.language === undefined ? 'settings.language.server' : `settings.language.${settings.language}`);
  }
}

function channels(ids: readonly string[]): string {
  return ids.map((id) => `<#${id}>`).join(' ');
}
