// Rows of buttons under replies, and the buttons that turn pages.

import { type APIActionRowComponent, type APIButtonComponent, ComponentType } from 'discord.js';
import { translator } from '../../i18n/translator.js';
import type { Reader } from './embeds.js';
import type { ButtonHandler } from './handler.js';
import { LIMITS } from './limits.js';

type Row = APIActionRowComponent<APIButtonComponent>;

/** Rows of buttons: each group begins a row, and continues in another when the row is full. */
export function rows(...groups: readonly (readonly APIButtonComponent[])[]): Row[] {
  return groups.flatMap((buttons) =>
    Array.from({ length: Math.ceil(buttons.length / LIMITS.buttonsInRow) }, (_, i) => ({
      type: ComponentType.ActionRow as const,
      components: buttons.slice(i * LIMITS.buttonsInRow, (i + 1) * LIMITS.buttonsInRow),
    })),
  );
}

/** Buttons to the previous and the next page, disabled at the ends; none for a single page. */
export function pageButtons<Data>(
  { page, pages }: { readonly page: number; readonly pages: number },
  { language }: Pick<Reader, 'language'>,
  { button }: Pick<ButtonHandler<Data>, 'button'>,
  dataOf: (page: number) => Data,
): APIButtonComponent[] {
  if (pages < 2) return [];
  const t = translator(language);
  return [
    button(t('button.previous'), dataOf(page - 1 < 0 ? pages : page - 1), { isDisabled: page === 0 }),
    button(t('button.next'), dataOf(page + 1), { isDisabled: page === pages - 1 }),
  ];
}
