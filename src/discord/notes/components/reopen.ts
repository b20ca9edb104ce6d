// "Fix it" and "Open the form again": reopens a modal with the values that the same person filled in.

import { translator } from '../../../i18n/translator.js';
import { UserError } from '../../../i18n/user-error.js';
import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { noteFields } from '../note-modals.js';

export const reopen = defineButton(
  'fm',
  { draft: key },
  {
    // The stored form knows its author and is given to nobody else.
    allow: 'anyone',
    ack: 'modal',
    cost: 'light',
    run: ({ draft }, click, { notes }) => {
      const unfinished = notes.unfinished.get(draft, click);
      if (unfinished === undefined) throw new UserError('form.forgotten');
      const { customId, layout, fields } = unfinished;
      return { customId, title: translator(click.language)('form.fix'), fields: noteFields(fields, layout, click.language) };
    },
  },
);
