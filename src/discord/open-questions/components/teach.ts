// The select of sentences under an open question: teaches that one of them answers it. Each option's value is a sentence's index.

import { defineSelect } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';

export const teach = defineSelect(
  'e',
  { question: key },
  {
    allow: 'moderator',
    ack: 'update',
    cost: 'background',
    run: ({ question }, click, { openQuestions }) => openQuestions.teach(question, Number(click.values[0]), click),
  },
);
