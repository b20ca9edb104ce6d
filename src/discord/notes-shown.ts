// Which notes bear on what a message shows: where one of them changes, the message must.

import { listClaims } from '../answer/claims.js';
import { paragraphNumbered, type Span } from '../article/article.js';
import type { Note } from '../notes/note.js';
import type { Reading } from '../reading.js';
import type { Shown } from './shown.js';

/** The notes at the places that a message quotes and those that it names beside, as readers see them now; without those that are gone. */
export function notesShown(shown: Shown, reading: Reading): readonly Note[] {
  switch (shown.kind) {
    case 'answer':
    case 'check': {
      const at = shown.quotes.flatMap((quote) => notesAt(quote, reading));
      return [...new Set([...at, ...notesNamed(shown.related, reading)])];
    }
    case 'claim':
      return notesNamed([shown.note], reading);
    case 'passage':
      return notesAt(paragraphNumbered(reading.article, shown.paragraph), reading);
    case 'claims':
      return listClaims(reading.article, reading.notes, shown.status).map(({ note }) => note);
  }
}

function notesAt(span: Span, reading: Reading): Note[] {
  return reading.notesAt(span).map(({ note }) => note);
}

function notesNamed(ids: readonly string[], { notes }: Reading): Note[] {
  return notes.flatMap(({ note }) => (ids.includes(note.id) ? note : []));
}
