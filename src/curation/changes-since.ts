// Compares the notes that a message was sent with to the same notes now.

import { createHash } from 'node:crypto';
import type { Note } from '../notes/note.js';
import { versionOf } from '../notes/note-version.js';

/** Versions of notes, by their ids. */
export type Versions = Readonly<Record<string, string>>;

/** The kind of change of a note since a message was sent. */
export type Change = 'added' | 'changed' | 'retracted';

/** The last change, as a rendered message reports it. */
export interface Update {
  readonly change: Change;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export function versionsOf(notes: Iterable<Note>): Versions {
  return Object.fromEntries([...notes].map((note) => [note.id, versionOf(note)]));
}

/** A digest of what a message shows: equal for the same versions of notes in any order and the same reported change. */
export function stateOf(versions: Versions, update: Update | undefined): string {
  const all = Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([all, update?.change, update?.at]))
    .digest('hex')
    .slice(0, 16);
}

/** The change of each note between two states. */
export function changesBetween(sent: Versions, now: Versions): ReadonlyMap<string, Change> {
  const changes = new Map<string, Change>();
  for (const [id, version] of Object.entries(sent)) {
    if (now[id] === undefined) changes.set(id, 'retracted');
    else if (now[id] !== version) changes.set(id, 'changed');
  }
  for (const id of Object.keys(now)) if (sent[id] === undefined) changes.set(id, 'added');
  return changes;
}

/**
 * The latest of some changes; undefined if there is none.
 * @param changedAt when a guild's moderators last changed each note
 * @param noticedAt the time for notes that no moderator changed: when a new edition of the shipped notes was noticed
 */
export function updateOf(
  changes: ReadonlyMap<string, Change>,
  changedAt: ReadonlyMap<string, number>,
  noticedAt: number,
): Update | undefined {
  const updates = [...changes].map(([id, change]): Update => ({ change, at: changedAt.get(id) ?? noticedAt }));
  return updates.reduce<Update | undefined>((last, update) => (last === undefined || update.at > last.at ? update : last), undefined);
}
