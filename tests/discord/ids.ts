// Reads custom ids in tests, as the dispatcher does.

import { findHandler } from '../../src/discord/core/handle.js';
import { handlers } from '../../src/discord/handlers.js';

/** A custom id as its handler reads it. */
export type ReadId = { readonly sign: string } & Readonly<Record<string, unknown>>;

/** The data of a button, a select or, if `isSent`, a modal; undefined for an id that no handler writes. */
export function readId(customId: string, isSent = false): ReadId | undefined {
  const found = findHandler(customId, isSent, handlers);
  return found && { sign: found.handler.sign, ...found.data };
}
