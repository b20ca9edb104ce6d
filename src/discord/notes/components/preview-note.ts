// "What depends on it": a note as readers see it, and the effect on answers of retracting it.

import { defineButton } from '../../kit/handler.js';
import { noteId } from '../../kit/id-fields.js';

export const previewNote = defineButton(
  't.p',
  { note: noteId },
  {
    allow: 'moderator',
    ack: 'private',
    cost: 'background',
    run: async ({ note }, click, { notes }) => notes.preview(click.guildId, await notes.note(click.guildId, note), click),
  },
);
