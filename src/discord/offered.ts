// Adds the buttons that handlers offer to a message: after the renderer's own, if they fit.

import { type APIActionRowComponent, type APIButtonComponent, type APIComponentInMessageActionRow, ComponentType } from 'discord.js';
import { handlers } from './handlers.js';
import { rows } from './kit/components.js';
import type { Handler, MessageOn } from './kit/handler.js';
import { LIMITS } from './kit/limits.js';
import type { Reply } from './kit/reply.js';
import type { Shown } from './kit/shown.js';

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** A message with the buttons that handlers offer under it. */
export function withOffered(
  reply: Reply,
  shown: Shown,
  message: Pick<MessageOn, 'isPrivate'>,
  from: readonly Pick<Handler, 'offered'>[] = handlers,
): Reply {
  const buttons = from.flatMap((handler) => handler.offered?.(shown, message) ?? []);
  return buttons.length === 0 ? reply : { ...reply, components: buttons.reduce<readonly Row[]>(withButton, reply.components) };
}

/** Rows with one more button, in the first row with room for it; a full message is unchanged. */
function withButton(all: readonly Row[], button: APIButtonComponent): readonly Row[] {
  const at = all.findIndex(
    ({ components }) => components.length < LIMITS.buttonsInRow && components.every(({ type }) => type === ComponentType.Button),
  );
  if (at < 0) return all.length < LIMITS.rows ? [...all, ...rows([button])] : all;
  return all.map((row, i) => (i === at ? { ...row, components: [...row.components, button] } : row));
}
