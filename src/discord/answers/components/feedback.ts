// "Feedback": asks for a judgement of an answer. The asker can judge it; anybody may suggest a note, if the guild takes suggestions.

import { translator } from '../../../i18n/translator.js';
import { rows } from '../../kit/components.js';
import { defineButton } from '../../kit/handler.js';
import { content, optional, snowflake, whole } from '../../kit/id-fields.js';
import { textReply } from '../../kit/reply.js';
import { suggest } from '../../notes/components/suggest.js';
import { judge } from './judge.js';

export const feedback = defineButton(
  'f',
  // The content when the answer was made, and the sentence to suggest a note on. An answer from an earlier article can still be judged.
  { asker: snowflake, made: optional(content), sentence: optional(whole) },
  {
    allow: 'anyone',
    ack: 'private',
    cost: 'light',
    isThere: ({ sentence = 0 }, { sentences }) => sentence < sentences.length,
    run: ({ asker, made, sentence }, { language, userId, guildId, message }, bot) => {
      const t = translator(language);
      const judgement = { asker, message: message.id };
      const suggestion =
        made !== undefined && sentence !== undefined && bot.notes.takesSuggestions(guildId)
          ? [suggest.button(t('button.suggest'), { content: made, sentence })]
          : [];
      if (asker !== userId) {
        return { ...textReply(t(suggestion.length > 0 ? 'feedback.others' : 'deny.asker')), components: rows(suggestion) };
      }
      return {
        ...textReply(t('feedback.how')),
        components: rows([
          judge.button(t('button.helpful'), { ...judgement, verdict: 'helpful' }),
          judge.button(t('button.wrong-passage'), { ...judgement, verdict: 'wrong-passage' }),
          judge.button(t('button.no-answer'), { ...judgement, verdict: 'no-answer' }),
          judge.button(t('button.note-wrong'), { ...judgement, verdict: 'note' }),
          ...suggestion,
        ]),
      };
    },
  },
);
