// "Suggest a note": opens the modal in which a reader suggests one on a sentence.

import { translator } from '../../../words/words.js';
import { defineButton } from '../../kit/handler.js';
import { content, whole } from '../../kit/id-fields.js';
import { textReply } from '../../reply.js';
import { openSuggestion } from './suggest-modal.js';

export const suggest = defineButton(
  'g',
  { content, sentence: whole },
  {
    allow: 'anyone',
    ack: 'modal',
    cost: 'light',
    isThere: ({ sentence }, { sentences }) => sentence < sentences.length,
    run: (on, { guildId, language }, { app, notes }) =>
      notes.takesSuggestions(guildId) ? openSuggestion(app.article, on, language) : textReply(translator(language)('suggest.off')),
  },
);
