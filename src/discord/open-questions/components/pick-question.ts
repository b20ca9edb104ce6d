// The select of groups of open questions: opens one. Each option's value is a question's id.

import { defineSelect } from '../../kit/handler.js';
import { whole } from '../../kit/id-fields.js';

export const pickQuestion = defineSelect(
  'q',
  { page: whole },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'background',
    run: (_, click, { openQuestions }) => openQuestions.showGroup(click.values[0] ?? '', click),
  },
);
