// "Previous" and "Next" under claims and sources: turns the page for the asker.

import { defineButton } from '../../kit/handler.js';
import { oneOf, optional, snowflake, status, whole } from '../../kit/id-fields.js';

export const turnPage = defineButton(
  'p',
  { list: oneOf({ claims: 'c', sources: 's' }), asker: snowflake, page: whole, status: optional(status) },
  {
    allow: 'asker',
    ack: 'update',
    cost: 'light',
    run: ({ list, page, status: chosen }, click, { lookups }) =>
      list === 'claims' ? lookups.showClaims(page, chosen, click) : lookups.showSources(page, click),
  },
);
