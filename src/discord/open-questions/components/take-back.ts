// "Take that back": takes back what was taught about a question.

import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';

export const takeBack = defineButton(
  'w',
  { example: key },
  {
    allow: 'moderator',
    ack: 'update',
    cost: 'change',
    run: ({ example }, click, { openQuestions }) => openQuestions.takeBack(example, click),
  },
);
