// "Save, with a reason": opens the modal that asks for the reason.

import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { openSaveReason } from './save-reason-modal.js';

export const saveWithReason = defineButton(
  'o.y',
  { proposal: key },
  {
    allow: 'moderator',
    ack: 'modal',
    cost: 'light',
    run: ({ proposal }, { language }) => openSaveReason(proposal, language),
  },
);
