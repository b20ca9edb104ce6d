// "Suggest a note": opens the modal for a reader's suggestion on a sentence.

import { UserError } from '../../../i18n/user-error.js';
import { defineButton } from '../../kit/handler.js';
import { content, whole } from '../../kit/id-fields.js';
import { openSuggestion } from './suggest-modal.js';

export const suggest = defineButton(
  'g',
  { content, sentence: whole },
  {
    allow: 'anyone',
    ack: 'modal',
    cost: 'light',
    isThere: ({ sentence }, { sentences }) => sentence < sentences.length,
    run: (on, { guildId, language }, { app, notes }) => {
      if (!notes.takesSuggestions(guildId)) throw new UserError('suggest.off');
      return openSuggestion(app.article, on, language);
    },
  },
);
