// Open questions, and what is taught about them: what commands, buttons and selects have shown and done with them.

import type { Bot, OpenQuestions } from '../core/bot.js';
import { renderGaps } from './render-open-questions.js';
import { openGap, putAside, takeBack, teachSentence } from './teach.js';

export function createOpenQuestions(bot: () => Bot): OpenQuestions {
  return {
    showList: async (guildId, page, language) => renderGaps(await bot().curation.gaps(guildId), bot().app.article, page, language),
    showGroup: (questionId, actor) => openGap(questionId, actor, bot()),
    teach: (questionId, sentence, actor) => teachSentence(questionId, sentence, actor, bot()),
    putAside: (questionId, actor) => putAside(questionId, actor, bot()),
    takeBack: (lessonId, actor) => takeBack(lessonId, actor, bot()),
  };
}
