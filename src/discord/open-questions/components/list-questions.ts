// "Previous" and "Next" under the groups of open questions.

import { defineButton } from '../../kit/handler.js';
import { whole } from '../../kit/id-fields.js';

export const listQuestions = defineButton(
  'a',
  { page: whole },
  {
    allow: 'moderator',
    ack: 'update',
    cost: 'background',
    run: ({ page }, { guildId, language }, { openQuestions }) => openQuestions.showList(guildId, page, language),
  },
);
