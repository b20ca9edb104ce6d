// Tests of which changes to a list's notes affect one page of it.

import { describe, expect, it } from 'vitest';
import { changesOnPage } from '../../src/discord/answers/notes-shown.js';

const SENT = ['c', 'd'];

/** The ids on the second page of a list that some changes touch. */
const touching = (
  changes: Readonly<Record<string, 'added' | 'changed' | 'retracted'>>,
  page: readonly string[],
  all: readonly string[],
) => [...changesOnPage(new Map(Object.entries(changes)), { sent: SENT, page, all }).keys()];

describe('a page of a list is touched', () => {
  it.each([
    ['a note on it that is changed', { c: 'changed' }, ['c', 'd'], ['a', 'b', 'c', 'd', 'e']],
    ['a note that is added to it', { cc: 'added' }, ['c', 'cc'], ['a', 'b', 'c', 'cc', 'd', 'e']],
    ['a note that is retracted on it', { d: 'retracted' }, ['c', 'e'], ['a', 'b', 'c', 'e']],
    ['a note that is added before it', { aa: 'added' }, ['b', 'c'], ['a', 'aa', 'b', 'c', 'd', 'e']],
    ['a note that is retracted before it', { a: 'retracted' }, ['d', 'e'], ['b', 'c', 'd', 'e']],
  ] as const)('by %s', (_, changes, page, all) => {
    expect(touching(changes, page, all)).toEqual(Object.keys(changes));
  });
});

describe('a page of a list is not touched', () => {
  it.each([
    ['a note that is changed before it', { a: 'changed' }, ['a', 'b', 'c', 'd', 'e']],
    ['a note that is changed after it', { e: 'changed' }, ['a', 'b', 'c', 'd', 'e']],
    ['a note that is added after it', { ee: 'added' }, ['a', 'b', 'c', 'd', 'e', 'ee']],
    ['a note that is retracted after it', { e: 'retracted' }, ['a', 'b', 'c', 'd']],
  ] as const)('by %s', (_, changes, all) => {
    expect(touching(changes, SENT, all)).toEqual([]);
  });

  it('by a change elsewhere, though another one moved what stands on it', () => {
    const changes = { a: 'changed', aa: 'added', e: 'changed', ee: 'added' } as const;
    expect(touching(changes, ['b', 'c'], ['a', 'aa', 'b', 'c', 'd', 'e', 'ee'])).toEqual(['aa']);
  });
});
