// "Mend it" and "Open the form again": opens a modal with what was filled in, for the person who did.

import { translator } from '../../../words/words.js';
import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { noteFields } from '../../moderation/note-forms.js';
import { textReply } from '../../reply.js';

export const mend = defineButton(
  'fm',
  { draft: key },
  {
    // The memory alone knows whose it is, and gives it to nobody else.
    allow: 'anyone',
    ack: 'modal',
    cost: 'light',
    run: ({ draft }, click, { notes }) => {
      const t = translator(click.language);
      const unfinished = notes.unfinished.get(draft, click);
      if (unfinished === undefined) return textReply(t('form.forgotten'));
      const { customId, layout, fields } = unfinished;
      return { customId, title: t('form.mend'), fields: noteFields(fields, layout, click.language) };
    },
  },
);
