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
import { overlaps, type Span } from '../article/article.js';
import { words } from '../words/words.js';
import { type CustomId, encodeId, noteDigest, noteMark } from './custom-id.js';
import type { Flag, Reader } from './embeds.js';
import { LIMITS } from './limits.js';

/** In one custom id there is room for so many ranges and notes. */
const MOST_RANGES = 3;
const MOST_RELATED = 3;

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

/**
 * Opens all notes at what a message quotes, and related ones; none where there are none.
 * @param ranges what is quoted, of which the first few count
 * @param at the notes there, in the order in which the message tells of them
 */
export function notesButton(
  ranges: readonly Span[],
  { at, related }: { readonly at: readonly Flag[]; readonly related: readonly Flag[] },
  { language, content }: Reader,
): APIButtonComponent[] {
  const say = words(language);
  const count = new Set([...at, ...related].map(({ note }) => note.id)).size;
  if (count === 0) return [];
  const noted = ranges.filter((range) => at.some(({ spans }) => spans.length === 0 || spans.some((span) => overlaps(span, range))));
  return [
    button(count === 1 ? say('button.note') : say('button.notes', { count }), {
      kind: 'notes',
      content,
      ranges: noted.slice(0, MOST_RANGES).map(({ start, end }) => ({ start, end })),
      order: at.map(({ note }) => noteMark(note.id)),
      related: related.slice(0, MOST_RELATED).map(({ note }) => noteDigest(note.id)),
      page: 0,
    }),
  ];
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
