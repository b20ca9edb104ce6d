// "Not in the article": teaches that the article does not answer an open question.

import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';

export const notInArticle = defineButton(
  'x',
  { question: key },
  {
    allow: 'moderator',
    ack: 'update',
    cost: 'background',
    run: ({ question }, click, { openQuestions }) => openQuestions.teach(question, undefined, click),
  },
);
