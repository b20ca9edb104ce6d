// Every note of a server with its places, looked up in slices: to find thousands of anchors for the first time takes long.

import { TimeSlices } from '../work/time-slices.js';
import type { NoteShelf, NoteState } from './note-catalog.js';

/** Every note on a shelf, the withdrawn ones too, in its order. */
export async function statesOn(shelf: NoteShelf): Promise<readonly NoteState[]> {
  const slices = new TimeSlices();
  const states: NoteState[] = [];
  for (const [id] of shelf.items()) {
    const state = shelf.state(id);
    if (state !== undefined) states.push(state);
    await slices.next();
  }
  return states;
}
