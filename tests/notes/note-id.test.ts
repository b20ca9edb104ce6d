// Tests of new notes' ids: readable, safe in every context, and unique.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteSchema } from '../../src/notes/note.js';
import { createNoteId } from '../../src/notes/note-id.js';
import { runs } from '../tier.js';

const idOf = (keywords: readonly string[], note = '', taken: readonly string[] = []) =>
  createNoteId({ keywords, note }, 'x7k2', new Set(taken));

describe('createNoteId', () => {
  it.each([
    ['three words of the keywords', ['coup attempt', 'UN panel'], '', 'coup-attempt-panel-x7k2'],
    ['words of the text after those of the keywords', ['Chávez'], 'The vote was held in Mérida.', 'chavez-vote-held-x7k2'],
    ['a word once', ['vote', 'Vote', 'votes'], '', 'vote-votes-x7k2'],
    ['letters a to z alone', ['Łódź', 'straße', 'Ærø', 'año'], '', 'lodz-strasse-aero-x7k2'],
    ['numbers', ['2002', '635 witnesses'], '', '2002-witnesses-x7k2'],
    ['short words where there are no others', ['UN', 'EU'], '', 'un-eu-x7k2'],
    ['words of at most 16 letters', ['x'.repeat(40)], '', 'xxxxxxxxxxxxxxxx-x7k2'],
    ['no words of other alphabets', ['委内瑞拉', 'голос'], '👍', 'note-x7k2'],
  ])('takes %s', (_name, keywords, note, id) => {
    expect(idOf(keywords, note)).toBe(id);
  });

  it('adds a number where the id is taken', () => {
    expect(idOf(['vote'], '', ['vote-x7k2'])).toBe('vote-x7k2-2');
    expect(idOf(['vote'], '', ['vote-x7k2', 'vote-x7k2-2'])).toBe('vote-x7k2-3');
  });

  it('is an id of a note, whatever the texts', () => {
    const { id } = noteSchema.unwrap().shape;
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.string({ unit: 'grapheme' }), (keywords, note) => {
        expect(id.safeParse(idOf(keywords, note)).success).toBe(true);
      }),
      runs(500),
    );
  });

  it.each(['', 'abc', 'abcde', 'ABCD', 'a-bc', '../a'])('refuses %j for a suffix', (suffix) => {
    expect(() => createNoteId({ keywords: [], note: '' }, suffix, new Set())).toThrow(RangeError);
  });
});
