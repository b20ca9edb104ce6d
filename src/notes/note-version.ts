// The version of a note's words: equal if readers see the same.

import { createHash } from 'node:crypto';
import type { Note } from './note.js';

const DIGITS = 12;

const known = new WeakMap<Note, string>();

/** Equal for notes that look the same to readers, whoever wrote them and whenever: a change and its reversal give the earlier version. */
export function versionOf(note: Note): string {
  const version = known.get(note) ?? digestOf(note);
  known.set(note, version);
  return version;
}

/** Leaves out keywords: they only help to find a note. */
function digestOf({ keywords: _, ...seen }: Note): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(seen)))
    .digest('hex')
    .slice(0, DIGITS);
}

/** The same value with object fields in a fixed order, since forms and files write them in different orders. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, inOrder(one)]));
}
