// Tests of the notes that a guild's readers see: the shipped ones with its moderators' changes, then its own.

import { describe, expect, it } from 'vitest';
import { effectiveNotes } from '../../src/notes/effective.js';
import type { Note } from '../../src/notes/note.js';
import type { KeptNote, NoteContent } from '../../src/notes/revision.js';

const content = (note: string): NoteContent => ({ status: 'context', quotes: [], note, keywords: [], sources: [] });
const base: readonly Note[] = ['c', 'a', 'b'].map((id) => ({ id, ...content(`shipped ${id}`) }));

function kept(noteId: string, what: NoteContent | undefined, isRetracted = false): KeptNote {
  return { guildId: '1', noteId, version: 1, isRetracted, content: what };
}

const seen = (...some: readonly KeptNote[]) => effectiveNotes(base, some).map(({ id, note }) => `${id}: ${note}`);

describe('effectiveNotes', () => {
  it('are the shipped notes, in their order, where a server keeps none', () => {
    expect(effectiveNotes(base, [])).toEqual(base);
    expect(effectiveNotes([], [])).toEqual([]);
  });

  it('have the content that a server gave to a shipped note', () => {
    expect(seen(kept('a', content('ours')))).toEqual(['c: shipped c', 'a: ours', 'b: shipped b']);
  });

  it('leave out what was withdrawn, with content of its own or not', () => {
    expect(seen(kept('a', undefined, true), kept('b', content('ours'), true))).toEqual(['c: shipped c']);
    expect(seen(kept('z', content('own'), true))).toHaveLength(3);
  });

  it('have a shipped note as it was shipped once it is restored so', () => {
    expect(seen(kept('a', undefined))).toEqual(['c: shipped c', 'a: shipped a', 'b: shipped b']);
  });

  it('end in the server’s own, by id', () => {
    expect(seen(kept('z', content('own z')), kept('b2', content('own b2')), kept('ab', content('own ab'))).slice(3)).toEqual([
      'ab: own ab',
      'b2: own b2',
      'z: own z',
    ]);
  });

  it('leave out one of its own that has no content', () => {
    expect(seen(kept('z', undefined))).toHaveLength(3);
  });

  it('are whole notes with their ids', () => {
    expect(effectiveNotes([], [kept('z', content('own'))])).toEqual([{ id: 'z', ...content('own') }]);
  });
});
