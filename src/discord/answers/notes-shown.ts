// The notes relevant to a message: when one of them changes, so must the message.

import { listClaims } from '../../answer/claims.js';
import { paragraphNumbered, type Span } from '../../article/article.js';
import type { Change } from '../../curation/changes-since.js';
import type { Note } from '../../notes/note.js';
import type { NotesSeen } from '../../views/article-view.js';
import type { Shown } from '../kit/shown.js';

/** The notes on a message's quotes and its related notes, as readers see them now; missing notes are left out. */
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

/**
 * The changes that affect one page of a list of notes. A change on another page usually does not. It does if it moves notes of this page: a
 * note added before the page, or retracted before or on it, shifts others onto or off the page. The former place of a retracted note is
 * unknown, so a retraction counts whenever something moved.
 * @param sent ids of the notes on the page when it was sent
 * @param page ids of the notes on it now
 * @param all ids of the notes of the whole list now, in order
 */
export function changesOnPage(
  changes: ReadonlyMap<string, Change>,
  { sent, page, all }: { readonly sent: readonly string[]; readonly page: readonly string[]; readonly all: readonly string[] },
): ReadonlyMap<string, Change> {
  const here = new Set([...sent, ...page]);
  const [stayed, found] = [sent.filter((id) => changes.get(id) !== 'retracted'), page.filter((id) => changes.get(id) !== 'added')];
  const isMoved = stayed.join() !== found.join();
  const before = new Set(all.slice(0, Math.max(0, all.indexOf(page[0] ?? ''))));
  const moves = (id: string, change: Change) => isMoved && (change === 'retracted' || (change === 'added' && before.has(id)));
  return new Map([...changes].filter(([id, change]) => here.has(id) || moves(id, change)));
}

function notesAt(span: Span, seen: NotesSeen): Note[] {
  return seen.notesAt(span).map(({ note }) => note);
}

function notesNamed(ids: readonly string[], { notes }: NotesSeen): Note[] {
  return notes.flatMap(({ note }) => (ids.includes(note.id) ? note : []));
}
