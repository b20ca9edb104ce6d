// The select of a page of claims: opens a claim in full. Each option's value is a note's id.

import { defineSelect } from '../../kit/handler.js';
import { content } from '../../kit/id-fields.js';

export const pickClaim = defineSelect(
  'b',
  { content },
  {
    allow: 'anyone',
    ack: 'private',
    cost: 'light',
    run: (_, click, { lookups }) => lookups.showClaim(click.values[0] ?? '', click),
  },
);
