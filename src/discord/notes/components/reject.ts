// "Reject": opens the modal that asks why.

import { defineButton } from '../../kit/handler.js';
import { key } from '../../kit/id-fields.js';
import { openReject } from './reject-modal.js';

export const reject = defineButton(
  'o.r',
  { proposal: key },
  {
    allow: 'moderator',
    ack: 'modal',
    cost: 'light',
    run: ({ proposal }, { language }) => openReject(proposal, language),
  },
);
