// Tests of comparing the notes that a message was sent with to the present notes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesBetween, stateOf, updateOf, type Versions } from '../../src/curation/changes-since.js';
import { runs } from '../tier.js';

const SENT: Versions = { a: '1', b: '1', c: '1' };

describe('the notes of a message', () => {
  it('are told apart by what became of each', () => {
    expect([...changesBetween(SENT, { a: '1', b: '2', d: '1' })]).toEqual([
      ['b', 'changed'],
      ['c', 'retracted'],
      ['d', 'added'],
    ]);
  });

  it('are in the state that they were sent in exactly where nothing became of any, whatever their order', () => {
    const versions = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('1', '2'));
    fc.assert(
      fc.property(versions, versions, (sent, now) => {
        const turned = Object.fromEntries(Object.entries(now).reverse());
        expect(stateOf(turned, undefined)).toBe(stateOf(now, undefined));
        expect(stateOf(sent, undefined) === stateOf(now, undefined)).toBe(changesBetween(sent, now).size === 0);
      }),
      runs(500),
    );
  });
});

describe('the last change', () => {
  it('is a part of what a message shows, also where its notes are the same again', () => {
    const states = [undefined, { change: 'changed', at: 1 }, { change: 'changed', at: 2 }, { change: 'added', at: 2 }] as const;
    expect(new Set(states.map((update) => stateOf(SENT, update))).size).toBe(4);
  });

  const changes = changesBetween(SENT, { a: '1', b: '2', d: '1' });

  it('is that of the note that was changed last, though others were before', () => {
    const at = (b: number, c: number, d: number) => updateOf(changes, new Map(Object.entries({ b, c, d })), 0);
    expect([at(3, 2, 1), at(1, 3, 2), at(1, 2, 3)]).toEqual([
      { change: 'changed', at: 3 },
      { change: 'retracted', at: 3 },
      { change: 'added', at: 3 },
    ]);
  });

  it('came when it was noticed where nobody on the server made it', () => {
    expect(updateOf(changes, new Map([['b', 3]]), 9)).toEqual({ change: 'retracted', at: 9 });
  });

  it('is none where the notes are as they were', () => {
    expect(updateOf(changesBetween(SENT, { ...SENT }), new Map([['a', 3]]), 9)).toBeUndefined();
  });
});
