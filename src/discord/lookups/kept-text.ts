// The text on what is stored about readers and guilds, and for how long. It is only here, so that it can be checked against the store.

import { GUILD_GRACE_MS, USER_GRACE_MS } from '../../curation/forgetting.js';
import { translator, type UiLanguage } from '../../i18n/translator.js';
import { ANSWERS_KEPT_MS, FEEDBACK_KEPT_MS } from '../notes/moderation.js';

const DAY_MS = 24 * 60 * 60_000;

/** @param keptDays days for which the guild keeps unanswered questions; 0 if it does not, and in direct messages */
export function keptText(keptDays: number, language: UiLanguage): string {
  return translator(language)('about.kept.text', {
    feedbackDays: FEEDBACK_KEPT_MS / DAY_MS,
    answerDays: ANSWERS_KEPT_MS / DAY_MS,
    keptDays,
    userGrace: USER_GRACE_MS / DAY_MS,
    guildGrace: GUILD_GRACE_MS / DAY_MS,
  });
}
