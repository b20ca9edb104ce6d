// "Context", and the pages of a long paragraph: a paragraph with its neighbours.

import type { APIButtonComponent } from 'discord.js';
import { translator } from '../../../i18n/translator.js';
import type { Reader } from '../../kit/embeds.js';
import { defineButton } from '../../kit/handler.js';
import { content, whole } from '../../kit/id-fields.js';

export const context = defineButton(
  'c',
  // `part` is the part of a paragraph that is too long for a message, from 0.
  { content, paragraph: whole, part: whole },
  {
    allow: 'anyone',
    ack: 'private',
    cost: 'light',
    isThere: ({ paragraph }, { paragraphs }) => paragraph >= 1 && paragraph <= paragraphs.length,
    run: ({ paragraph, part }, click, { lookups }) => lookups.showContext(paragraph, part, click),
  },
);

/** Button that opens a paragraph with its neighbours. */
export function contextButton(paragraph: number, { language, content: made }: Reader): APIButtonComponent {
  return context.button(translator(language)('button.context'), { content: made, paragraph, part: 0 });
}
