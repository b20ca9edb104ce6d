// Checks that the databases can store a text: PostgreSQL refuses U+0000, and UTF-8 has no lone surrogates.

import { InputError } from '../input-error.js';
import { TimeSlices } from '../work/time-slices.js';

const UNSTORABLE = /[\0\p{Surrogate}]/u;
/** Texts checked without a pause: all texts of most changes, so that these reach the database in the order of their requests. */
const AT_ONCE = 500;

/**
 * Rejects with InputError at the first text in `given` that cannot be stored unchanged; the error uses the names in `given`. Works in time
 * slices, since an import has thousands of texts.
 */
export async function requireStorable(given: Readonly<Record<string, unknown>>): Promise<void> {
  const slices = new TimeSlices();
  let looked = 0;
  for (const [path, text] of textsIn(given, [])) {
    looked += 1;
    if (looked % AT_ONCE === 0) await slices.next();
    const at = text.search(UNSTORABLE);
    if (at < 0) continue;
    const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
    throw new InputError(`${path.join('.')} holds the character U+${code} at position ${at + 1}, which cannot be kept: take it out.`);
  }
}

function* textsIn(value: unknown, path: readonly string[]): Generator<readonly [readonly string[], string]> {
  if (typeof value === 'string') yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) yield* textsIn(inner, [...path, name]);
}
