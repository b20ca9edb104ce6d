// Open questions and teaching: the feature that commands, buttons and selects call.

import type { Bot, OpenQuestions } from '../core/bot.js';
import { renderGroups } from './render-open-questions.js';
import { putAside, showGroup, takeBack, teachSentence } from './teach.js';

export function createOpenQuestions(bot: () => Bot): OpenQuestions {
  return {
    showList: async (guildId, page, language) =>
      renderGroups(await bot().curation.teaching.questionGroups(guildId), bot().app.article, page, language),
    showGroup: (questionId, actor) => showGroup(questionId, actor, bot()),
    teach: (questionId, sentence, actor) => teachSentence(questionId, sentence, actor, bot()),
    putAside: (questionId, actor) => putAside(questionId, actor, bot()),
    takeBack: (exampleId, actor) => takeBack(exampleId, actor, bot()),
  };
}
