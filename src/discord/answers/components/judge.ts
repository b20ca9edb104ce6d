// "Helpful", "Wrong passage" and the others: the asker's judgement of an answer.

import { translator } from '../../../i18n/translator.js';
import { defineButton } from '../../kit/handler.js';
import { oneOf, snowflake } from '../../kit/id-fields.js';
import { textReply } from '../../kit/reply.js';

export const judge = defineButton(
  'j',
  {
    asker: snowflake,
    message: snowflake,
    verdict: oneOf({ helpful: 'h', 'wrong-passage': 'w', 'no-answer': 'a', note: 'n' }),
  },
  {
    allow: 'asker',
    ack: 'update',
    cost: 'feedback',
    run: async ({ message: messageId, verdict }, click, { answers }) => {
      await answers.judge(click, verdict === 'helpful' ? { messageId, verdict } : { messageId, verdict: 'not-helpful', reason: verdict });
      return textReply(translator(click.language)('feedback.thanks'));
    },
  },
);
