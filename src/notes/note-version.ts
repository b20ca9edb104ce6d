// The version of a note's words: equal when readers would see the same.

import { createHash } from 'node:crypto';
import type { Note } from './note.js';

const DIGITS = 12;

const known = new WeakMap<Note, string>();

/** The same for two notes of which readers are shown the same, whoever wrote them and whenever: what was changed and changed back is as it was. */
export function versionOf(note: Note): string {
  const version = known.get(note) ?? digestOf(note);
  known.set(note, version);
  return version;
}

/** Keywords only help to find a note. */
function digestOf({ keywords: _, ...seen }: Note): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(seen)))
    .digest('hex')
    .slice(0, DIGITS);
}

/** The same value with the fields of its objects in one order: forms and files write them in different ones. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, inOrder(one)]));
}
