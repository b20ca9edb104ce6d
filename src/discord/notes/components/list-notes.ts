// "Previous" and "Next" under a list of notes.

import { defineButton } from '../../kit/handler.js';
import { oneOf, optional, status, whole } from '../../kit/id-fields.js';

export const listNotes = defineButton(
  'l',
  {
    page: whole,
    status: optional(status),
    state: optional(oneOf({ shipped: 's', own: 'o', overridden: 'c', withdrawn: 'w', orphan: 'n' })),
  },
  {
    allow: 'moderator',
    ack: 'update',
    cost: 'light',
    run: ({ page, ...filter }, { guildId, language }, { notes }) => notes.showList(guildId, filter, page, language),
  },
);
