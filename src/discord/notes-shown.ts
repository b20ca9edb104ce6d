// Which notes bear on what a message shows: where one of them changes, the message must.

import { listClaims } from '../answer/claims.js';
import { paragraphNumbered, type Span } from '../article/article.js';
import type { Note } from '../notes/note.js';
import type { NotesSeen } from '../reading.js';
import type { Shown } from './shown.js';

/** The notes at the places that a message quotes and those that it names beside, as readers see them now; without those that are gone. */
export function notesShown(shown: Shown, seen: NotesSeen): readonly Note[] {
  switch (shown.kind) {
    case 'answer':
    case 'check': {
      const at = shown.quotes.flatMap((quote) => notesAt(quote, seen));
      return [...new Set([...at, ...notesNamed(shown.related, seen)])];
    }
    case 'claim':
      return notesNamed([shown.note], seen);
    case 'passage':
      return notesAt(paragraphNumbered(seen.article, shown.paragraph), seen);
    case 'claims':
      return listClaims(seen.article, seen.notes, shown.status).map(({ note }) => note);
  }
}

function notesAt(span: Span, seen: NotesSeen): Note[] {
  return seen.notesAt(span).map(({ note }) => note);
}

function notesNamed(ids: readonly string[], { notes }: NotesSeen): Note[] {
  return notes.flatMap(({ note }) => (ids.includes(note.id) ? note : []));
}
