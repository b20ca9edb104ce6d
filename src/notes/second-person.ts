// Decides whether a change for readers needs a second moderator. Nothing else decides this.

import { isContested } from './note.js';
import type { Change, NoteContent, Proposal, Revision } from './revision.js';

/** For this long after a note became contested or uncontested, one moderator alone cannot reverse that. */
export const COOLING_MS = 24 * 60 * 60 * 1_000;
/** For this long, a moderator may alone undo a change that they made alone. */
const UNDO_MS = 15 * 60 * 1_000;

/**
 * The reason why one person is not enough.
 * - suggestion: a reader's words need a moderator's agreement
 * - rule: the guild requires two people for every change
 * - cooling: the change would reverse whether the claim is contested, less than a day after that changed
 */
export type SecondPersonReason = 'suggestion' | 'rule' | 'cooling';

interface Rules {
  readonly settings: { readonly isTwoPerson: boolean };
  /** Milliseconds since 1970. */
  readonly now: number;
}

type PastState = Pick<Revision, 'isRetracted' | 'content' | 'at'> & Partial<Pick<Revision, 'authorId' | 'approverId'>>;

/** A change of one note with its context. */
export interface ChangeInContext {
  readonly change: Pick<Change, 'action' | 'content'> & Partial<Pick<Change, 'authorId'>>;
  /** The note's revisions, oldest first. */
  readonly history: readonly PastState[];
  /** The shipped note; undefined for one of the guild's own. */
  readonly shipped: NoteContent | undefined;
}

export interface Judged extends Rules {
  readonly proposal: Pick<Proposal, 'state' | 'origin' | 'authorId' | 'coauthorIds'>;
  /** The person who applies the proposal: its author, or a moderator. */
  readonly by: string;
  /** Its note changes; none for a training proposal. */
  readonly changes: readonly ChangeInContext[];
}

/** The reason why a person cannot apply a proposal alone; undefined if they can, or are the second person. */
export function whyNotAlone({ proposal, by, changes, settings, now }: Judged): SecondPersonReason | undefined {
  const { state, origin, authorId, coauthorIds = [] } = proposal;
  if (state === 'waiting' && authorId !== by) return undefined;
  // A suggestion reworded by a moderator counts as the moderator's.
  if (origin === 'reader' && coauthorIds.length === 0) return 'suggestion';
  if (settings.isTwoPerson) return 'rule';
  return changes.map((one) => needsSecondPerson({ ...one, settings, now })).find((why) => why !== undefined);
}

/** The reason why a change of one note needs a second moderator; undefined if it needs none. */
export function needsSecondPerson({
  settings,
  now,
  ...one
}: ChangeInContext & Rules): Exclude<SecondPersonReason, 'suggestion'> | undefined {
  if (settings.isTwoPerson) return 'rule';
  return isTurnedBack(one, now) && !isFreeUndo(one, now) ? 'cooling' : undefined;
}

/** Whether a change reverses a switch between contested and uncontested that is less than a day old. */
function isTurnedBack({ change, history, shipped }: ChangeInContext, now: number): boolean {
  const contests = (content: NoteContent | undefined, isRetracted: boolean): boolean => {
    const shown = isRetracted ? undefined : (content ?? shipped);
    return shown !== undefined && isContested(shown.status);
  };
  const wanted = contests(change.content, change.action === 'withdraw');
  // A guild's own note had no status before its first revision.
  const [first, ...later] = history.map(({ content, isRetracted, at }) => ({ isContested: contests(content, isRetracted), at }));
  let before = shipped === undefined ? first?.isContested : contests(undefined, false);
  let turnedAt: number | undefined;
  for (const state of first === undefined ? [] : [first, ...later]) {
    if (state.isContested !== before) turnedAt = state.at;
    before = state.isContested;
  }
  return before !== undefined && wanted !== before && turnedAt !== undefined && now - turnedAt < COOLING_MS;
}

/** Whether a change undoes what its author did alone a moment ago, and that was not itself an undo. */
function isFreeUndo({ change, history, shipped }: ChangeInContext, now: number): boolean {
  const last = history.at(-1);
  const { authorId, action, content } = change;
  if (last === undefined || authorId === undefined || !isAlone(last, authorId) || now - last.at >= UNDO_MS) return false;
  const before = history.at(-2) ?? { isRetracted: shipped === undefined, content: undefined };
  const isRetracted = action === 'withdraw';
  const isAsBefore = isRetracted ? before.isRetracted : !before.isRetracted && isSameContent(before.content ?? shipped, content ?? shipped);
  if (!isAsBefore) return false;
  // An undo by the same person is exempt only once.
  const wasFree = isTurnedBack(
    { change: { ...last, action: last.isRetracted ? 'withdraw' : 'restore' }, history: history.slice(0, -1), shipped },
    last.at,
  );
  return !wasFree;
}

function isAlone({ authorId, approverId }: PastState, who: string): boolean {
  return authorId === who && (approverId === undefined || approverId === who);
}

function isSameContent(a: NoteContent | undefined, b: NoteContent | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
