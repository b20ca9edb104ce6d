// Decides whether a change of a note needs a second moderator.

import { isContested } from './note.js';
import type { Change, NoteContent, Revision } from './revision.js';

/** For so long after a note became contested, or ceased to be, one moderator alone cannot undo it. */
export const COOLING_MS = 24 * 60 * 60 * 1_000;

/**
 * Why one moderator is not enough.
 * - rule: the server wants two for every change
 * - cooling: it would turn back whether the claim is contested, which was turned less than a day ago
 */
export type SecondPersonReason = 'rule' | 'cooling';

export interface SecondPersonContext {
  readonly change: Pick<Change, 'action' | 'content'>;
  /** Of the note, oldest first. */
  readonly history: readonly Pick<Revision, 'isWithdrawn' | 'content' | 'at'>[];
  /** The note as it was shipped; undefined for one of the server's own. */
  readonly shipped: NoteContent | undefined;
  readonly settings: { readonly isTwoPerson: boolean };
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The reason why a change needs a second moderator; undefined where it needs none. */
export function needsSecondPerson({ change, history, shipped, settings, now }: SecondPersonContext): SecondPersonReason | undefined {
  if (settings.isTwoPerson) return 'rule';
  const contests = (content: NoteContent | undefined, isWithdrawn: boolean): boolean => {
    const shown = isWithdrawn ? undefined : (content ?? shipped);
    return shown !== undefined && isContested(shown.status);
  };
  const wanted = contests(change.content, change.action === 'withdraw');
  // Before a note of the server's own there was nothing that could have been turned.
  const [first, ...later] = history.map(({ content, isWithdrawn, at }) => ({ isContested: contests(content, isWithdrawn), at }));
  let before = shipped === undefined ? first?.isContested : contests(undefined, false);
  let turnedAt: number | undefined;
  for (const state of first === undefined ? [] : [first, ...later]) {
    if (state.isContested !== before) turnedAt = state.at;
    before = state.isContested;
  }
  const turnsBack = before !== undefined && wanted !== before && turnedAt !== undefined;
  return turnsBack && now - (turnedAt ?? 0) < COOLING_MS ? 'cooling' : undefined;
}
