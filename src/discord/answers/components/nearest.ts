// "Nearest passages": the passages nearest to a question that the article does not cover.

import { defineButton } from '../../kit/handler.js';
import { content, firstOf, whole } from '../../kit/id-fields.js';

export const nearest = defineButton(
  'mn',
  { content, sentences: firstOf(whole) },
  {
    allow: 'anyone',
    ack: 'private',
    cost: 'light',
    run: ({ sentences }, click, { answers }) => answers.showFurther('nearest', sentences, click),
  },
);
