// "More": the next passages after those of an answer.

import { defineButton } from '../../kit/handler.js';
import { content, firstOf, whole } from '../../kit/id-fields.js';

export const more = defineButton(
  'm',
  { content, sentences: firstOf(whole) },
  {
    allow: 'anyone',
    ack: 'private',
    cost: 'light',
    run: ({ sentences }, click, { answers }) => answers.showFurther('more', sentences, click),
  },
);
