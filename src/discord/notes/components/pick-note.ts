// The select of a list of notes: opens a note's card. Each option's value is a note's id.

import { defineSelect } from '../../kit/handler.js';
import { whole } from '../../kit/id-fields.js';

export const pickNote = defineSelect(
  'k',
  { page: whole },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'light',
    run: async (_, { guildId, language, values }, { notes }) => notes.showCard(await notes.note(guildId, values[0] ?? ''), language),
  },
);
