// Decides whether a change of what readers see needs a second moderator. Nothing else decides it.

import { isContested } from './note.js';
import type { Change, NoteContent, Proposal, Revision } from './revision.js';

/** After a note became contested, or ceased to be, one moderator alone cannot undo it for this long. */
export const COOLING_MS = 24 * 60 * 60 * 1_000;
/** A moderator who changed a note alone may undo that alone for this long. */
const UNDO_MS = 15 * 60 * 1_000;

/**
 * Why one person is not enough.
 * - suggestion: a reader's words, which a moderator must agree to
 * - rule: the guild wants two for every change
 * - cooling: it would turn back whether the claim is contested, which was turned less than a day ago
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
  /** Of the note, oldest first. */
  readonly history: readonly PastState[];
  /** The note as it was shipped; undefined for one of the guild's own. */
  readonly shipped: NoteContent | undefined;
}

export interface Judged extends Rules {
  readonly proposal: Pick<Proposal, 'state' | 'origin' | 'authorId' | 'coauthorIds'>;
  /** The person who applies it: its author, or a moderator. */
  readonly by: string;
  /** The notes that it changes; none for what is taught about a question. */
  readonly changes: readonly ChangeInContext[];
}

/** Why a person cannot apply a proposal alone; undefined if they can, or are the second person. */
export function whyNotAlone({ proposal, by, changes, settings, now }: Judged): SecondPersonReason | undefined {
  const { state, origin, authorId, coauthorIds = [] } = proposal;
  if (state === 'waiting' && authorId !== by) return undefined;
  // A suggestion that a moderator put into other words is the moderator's.
  if (origin === 'reader' && coauthorIds.length === 0) return 'suggestion';
  if (settings.isTwoPerson) return 'rule';
  return changes.map((one) => needsSecondPerson({ ...one, settings, now })).find((why) => why !== undefined);
}

/** Why a change of one note needs a second moderator; undefined where it needs none. */
export function needsSecondPerson({
  settings,
  now,
  ...one
}: ChangeInContext & Rules): Exclude<SecondPersonReason, 'suggestion'> | undefined {
  if (settings.isTwoPerson) return 'rule';
  return isTurnedBack(one, now) && !isFreeUndo(one, now) ? 'cooling' : undefined;
}

/** Whether a change undoes a switch between contested and not that is less than a day old. */
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

/** Whether a change takes back what its author did alone a moment ago, and was no taking back itself. */
function isFreeUndo({ change, history, shipped }: ChangeInContext, now: number): boolean {
  const last = history.at(-1);
  const { authorId, action, content } = change;
  if (last === undefined || authorId === undefined || !isAlone(last, authorId) || now - last.at >= UNDO_MS) return false;
  const before = history.at(-2) ?? { isRetracted: shipped === undefined, content: undefined };
  const isRetracted = action === 'withdraw';
  const isAsBefore = isRetracted ? before.isRetracted : !before.isRetracted && isSameContent(before.content ?? shipped, content ?? shipped);
  if (!isAsBefore) return false;
  // An undo by the same person is free only once.
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
