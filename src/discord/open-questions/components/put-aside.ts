// "Put aside": closes a group of open questions without teaching anything.

import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';

export const putAside = defineButton(
  'z',
  { question: key },
  {
    allow: 'moderator',
    ack: 'update',
    cost: 'background',
    run: ({ question }, click, { openQuestions }) => openQuestions.putAside(question, click),
  },
);
