// Buttons and selects under replies.

import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIButtonComponentWithCustomId,
  type APISelectMenuOption,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { AnswerNote } from '../answer/answer.js';
import { words } from '../words/words.js';
import { type CustomId, encodeId, noteDigest } from './custom-id.js';
import { type HeldBack, placeName, type Reader } from './embeds.js';
import { LIMITS } from './limits.js';

type Row = APIActionRowComponent<APIButtonComponent>;

export function button(label: string, id: CustomId, { isDisabled = false } = {}): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label,
    custom_id: encodeId(id),
    ...(isDisabled ? { disabled: true } : {}),
  };
}

/** Rows of buttons: each group begins a row, and goes on in another where it is full. */
export function rows(...groups: readonly (readonly APIButtonComponent[])[]): Row[] {
  return groups.flatMap((buttons) =>
    Array.from({ length: Math.ceil(buttons.length / LIMITS.buttonsInRow) }, (_, i) => ({
      type: ComponentType.ActionRow as const,
      components: buttons.slice(i * LIMITS.buttonsInRow, (i + 1) * LIMITS.buttonsInRow),
    })),
  );
}

/** A select in a row of its own. */
export function selectRow(
  id: CustomId,
  placeholder: string,
  options: readonly APISelectMenuOption[],
): APIActionRowComponent<APIStringSelectComponent> {
  const select = { type: ComponentType.StringSelect as const, custom_id: encodeId(id), placeholder, options: [...options] };
  return { type: ComponentType.ActionRow, components: [select] };
}

/** Opens a paragraph with what stands around it. */
export function contextButton(paragraph: number, { language, content }: Reader): APIButtonComponent {
  return button(words(language)('button.context'), { kind: 'context', content, paragraph, part: 0 });
}

/** One button for each passage whose notes are not all in full. */
export function notesButtons(heldBack: readonly HeldBack[], { language, content }: Reader): APIButtonComponent[] {
  return heldBack.map(({ start, end, count, ...passage }) =>
    button(words(language)('button.notes', { place: placeName(passage, language), count }), {
      kind: 'notes',
      content,
      start,
      end,
      page: 0,
    }),
  );
}

/** Opens the related notes that there was no room for; none where all are shown. */
export function relatedButton(left: readonly Pick<AnswerNote, 'id'>[], { language }: Pick<Reader, 'language'>): APIButtonComponent[] {
  if (left.length === 0) return [];
  const label = words(language)('moreRelated', { count: left.length });
  return [button(label, { kind: 'related', notes: left.map(({ id }) => noteDigest(id)), page: 0 })];
}

/** Turns pages back and forth, a button that leads nowhere switched off; none for one page. */
export function pageButtons(
  { page, pages }: { readonly page: number; readonly pages: number },
  { language }: Pick<Reader, 'language'>,
  idOf: (page: number) => CustomId,
): APIButtonComponent[] {
  if (pages < 2) return [];
  const say = words(language);
  return [
    button(say('button.previous'), idOf(page - 1 < 0 ? pages : page - 1), { isDisabled: page === 0 }),
    button(say('button.next'), idOf(page + 1), { isDisabled: page === pages - 1 }),
  ];
}
