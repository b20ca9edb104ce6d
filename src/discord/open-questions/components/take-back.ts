// "Take that back": takes back what was taught about a question.

import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';

export const takeBack = defineButton(
  'w',
  { lesson: key },
  {
    allow: 'moderator',
    ack: 'update',
    cost: 'change',
    run: ({ lesson }, click, { openQuestions }) => openQuestions.takeBack(lesson, click),
  },
);
