// Every note of a server with its places, looked up in slices: to find thousands of anchors for the first time takes long.

import { TimeSlices } from '../work/time-slices.js';
import type { NoteCatalog, NoteState } from './note-catalog.js';

/** Every note of a catalog, the retracted ones too, in its order. */
export async function statesOn(catalog: NoteCatalog): Promise<readonly NoteState[]> {
  const slices = new TimeSlices();
  const states: NoteState[] = [];
  for (const [id] of catalog.items()) {
    const state = catalog.state(id);
    if (state !== undefined) states.push(state);
    await slices.next();
  }
  return states;
}
