// The consequences of changed settings: immediate actions, and the report in the log channel.

import { onceSaved } from '../../curation/saved-error.js';
import { translator } from '../../i18n/translator.js';
import { UserError } from '../../i18n/user-error.js';
import type { GuildSettings } from '../../store/store.js';
import type { Bot } from '../core/bot.js';
import type { Actor } from '../core/input.js';
import { type Reply, savedReply } from '../kit/reply.js';
import { queueWaiting } from '../notes/proposals.js';
import { describeSetting } from './render-settings.js';

/**
 * Changes a guild's settings, takes the immediate actions, and reports them in the log channel. Throws UserError if the person
 * lacks a right that the change needs.
 */
export async function changeSettings(
  guildId: string,
  changes: Partial<GuildSettings>,
  { userId, language, rights }: Pick<Actor, 'userId' | 'language' | 'rights'>,
  bot: Bot,
): Promise<Reply> {
  const t = translator(language);
  const before = bot.settings.of(guildId);
  if (!rights.mayManageServer && isForManagers(before, changes)) throw new UserError('deny.manageServer');
  const settings = await bot.settings.change(guildId, changes);
  const isQueueOpen = changes.queueChannel === undefined || (await bot.moderation.openQueue(guildId));
  if (changes.queueChannel !== undefined) bot.moderation.later(() => queueWaiting(guildId, bot));
  // Data that the new setting no longer allows is deleted at once.
  if (changes.keepQuestionsDays !== undefined) await onceSaved(() => bot.forgetting.work());
  const names = Object.keys(changes) as (keyof GuildSettings)[];
  const ours = bot.moderation.languageOf(guildId);
  const lines = names.map((name) => describeSetting(name, settings, ours));
  const announcement = translator(ours)('log.settings', { who: `<@${userId}>`, what: lines.join(', ') });
  const isAnnounced = await bot.moderation.announce(guildId, announcement);
  // The old log channel gets the report too when the log moves or ends.
  if (before.logChannel !== undefined && before.logChannel !== settings.logChannel) {
    await bot.moderation.announce(guildId, announcement, [], before.logChannel);
  }
  return savedReply(
    [
      t('settings.changed'),
      ...names.map((name) => describeSetting(name, settings, language)),
      ...(changes.moderatorRole === undefined ? [] : [t('settings.moderatorRole.hint')]),
      ...(isQueueOpen ? [] : [t('queue.failed')]),
      ...(isAnnounced ? [] : [t('log.failed')]),
    ].join('\n'),
  );
}

/**
 * Whether a change needs the right to manage the guild: it decides who moderates, or ends or moves a safeguard against one moderator
 * acting alone or unseen.
 */
function isForManagers(before: GuildSettings, changes: Partial<GuildSettings>): boolean {
  const isTaken = (name: 'logChannel' | 'queueChannel') => name in changes && before[name] !== undefined && changes[name] !== before[name];
  return (
    'moderatorRole' in changes || (before.isTwoPerson && changes.isTwoPerson === false) || isTaken('logChannel') || isTaken('queueChannel')
  );
}
