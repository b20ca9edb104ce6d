// Tests of the list of claims: its notes, their order and their sentences.

import { describe, expect, it } from 'vitest';
import { everyClaim, listClaims } from '../../src/answer/claims.js';
import { parseArticle } from '../../src/article/parse.js';
import type { AnchoredNote } from '../../src/notes/anchored-note.js';
import { type NoteStatus, noteSchema } from '../../src/notes/note.js';

const article = parseArticle('One stands here. Two stands here. Three stands here.\n\nFour stands here.', {
  title: 'A Test',
  language: 'en',
});

function noteAt(id: string, status: NoteStatus, ...places: readonly string[]): AnchoredNote {
  const note = noteSchema.parse({ id, status, quotes: [], note: `About ${id}.`, sources: [{ publisher: 'Paper', title: 'Report' }] });
  return { note, spans: places.map((text) => ({ start: article.body.indexOf(text), end: article.body.indexOf(text) + text.length })) };
}

const notes = [
  noteAt('late', 'disputed', 'Four'),
  noteAt('twice', 'unverified', 'Three', 'One'),
  noteAt('across', 'inaccurate', 'here. Three'),
  noteAt('background', 'context', 'Two'),
  noteAt('right', 'supported', 'One'),
  noteAt('nowhere', 'disputed'),
];
const ids = (claims: ReturnType<typeof listClaims>) => claims.map(({ note }) => note.id);

describe('listClaims', () => {
  it('gives the contested claims in order of the article', () => {
    expect(ids(listClaims(article, notes))).toEqual(['twice', 'across', 'late']);
  });

  it.each([
    ['context', ['background']],
    ['supported', ['right']],
    ['disputed', ['late']],
  ] as const)('gives those of the status %s', (status, expected) => {
    expect(ids(listClaims(article, notes, status))).toEqual(expected);
  });

  it('gives each the sentences and places it stands at, in order', () => {
    const [twice, across] = listClaims(article, notes);
    expect(twice?.sentences.map(({ index }) => index)).toEqual([0, 2]);
    expect(twice?.spans.map(({ start, end }) => article.body.slice(start, end))).toEqual(['One', 'Three']);
    expect(across?.sentences.map(({ index }) => index)).toEqual([1, 2]);
  });

  it('gives nothing where there are no notes', () => {
    expect(listClaims(article, [])).toEqual([]);
  });
});

describe('everyClaim', () => {
  it('gives those of any status that stand somewhere', () => {
    expect(ids(everyClaim(article, notes)).toSorted()).toEqual(['across', 'background', 'late', 'right', 'twice']);
  });
});
