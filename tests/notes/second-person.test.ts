// Tests of when a change needs a second moderator: by the guild's rule, or because it would reverse a change less than a day old.

import { describe, expect, it } from 'vitest';
import type { NoteStatus } from '../../src/notes/note.js';
import type { NoteAction, NoteContent } from '../../src/notes/revision.js';
import { COOLING_MS, type Judged, needsSecondPerson, whyNotAlone } from '../../src/notes/second-person.js';

const NOW = Date.parse('2026-03-31T12:00:00Z');
const HOUR = 60 * 60 * 1_000;

/** The state of a note: a status, retracted, or as shipped. */
type State = NoteStatus | 'withdrawn' | 'shipped';

function contentOf(state: State): NoteContent | undefined {
  if (state === 'shipped') return undefined;
  return { status: state === 'withdrawn' ? 'disputed' : state, quotes: [], note: 'N', keywords: [], sources: [] };
}

/** @param history states with their age in hours, oldest first */
function reason(history: readonly (readonly [State, number])[], wanted: State, shippedAs: NoteStatus | undefined, isTwoPerson = false) {
  const action: NoteAction = wanted === 'withdrawn' ? 'withdraw' : wanted === 'shipped' ? 'restore' : 'edit';
  return needsSecondPerson({
    change: { action, content: contentOf(wanted) },
    history: history.map(([state, hours]) => ({ isRetracted: state === 'withdrawn', content: contentOf(state), at: NOW - hours * HOUR })),
    shipped: shippedAs === undefined ? undefined : contentOf(shippedAs),
    settings: { isTwoPerson },
    now: NOW,
  });
}

describe('needsSecondPerson', () => {
  it.each<State>(['disputed', 'context', 'withdrawn', 'shipped'])(
    'asks for one by rule where the server wants two, to %s as to anything',
    (wanted) => {
      expect(reason([], wanted, 'disputed', true)).toBe('rule');
      expect(reason([['context', 1]], wanted, 'disputed', true)).toBe('rule');
    },
  );

  describe.each<[string, readonly (readonly [State, number])[], State, NoteStatus | undefined, 'cooling' | undefined]>([
    ['a shipped note, contested no more', [], 'context', 'disputed', undefined],
    ['a shipped note, contested from now on', [], 'disputed', 'context', undefined],
    ['a shipped note, withdrawn', [], 'withdrawn', 'disputed', undefined],
    ['a new note of the server’s own', [], 'disputed', undefined, undefined],
    ['one contested again after an hour', [['context', 1]], 'disputed', 'disputed', 'cooling'],
    ['one contested no more again after an hour', [['disputed', 1]], 'supported', 'context', 'cooling'],
    ['one contested otherwise after it ceased to be', [['context', 1]], 'inaccurate', 'disputed', 'cooling'],
    ['one contested otherwise all along', [['inaccurate', 1]], 'unverified', 'disputed', undefined],
    ['one that stays contested no more', [['context', 1]], 'supported', 'disputed', undefined],
    ['one restored as shipped after an hour', [['context', 1]], 'shipped', 'disputed', 'cooling'],
    ['one restored an hour after it was withdrawn', [['withdrawn', 1]], 'disputed', 'disputed', 'cooling'],
    ['one restored that was not contested when it was withdrawn', [['withdrawn', 1]], 'context', 'context', undefined],
    ['one withdrawn an hour after it became contested', [['disputed', 1]], 'withdrawn', 'context', 'cooling'],
    ['one restored otherwise, as not contested', [['withdrawn', 1]], 'context', 'disputed', undefined],
    ['one turned back just before a day is over', [['context', 24 - 1 / 3600]], 'disputed', 'disputed', 'cooling'],
    ['one turned back after a day', [['context', 24]], 'disputed', 'disputed', undefined],
    [
      'one turned long ago and edited today',
      [
        ['context', 50],
        ['supported', 1],
      ],
      'disputed',
      'disputed',
      undefined,
    ],
    [
      'one turned twice, the second time today',
      [
        ['context', 50],
        ['disputed', 1],
      ],
      'context',
      'disputed',
      'cooling',
    ],
    ['an own note, contested since it was made an hour ago, mended', [['disputed', 1]], 'context', undefined, undefined],
    ['an own note, made an hour ago, withdrawn', [['disputed', 1]], 'withdrawn', undefined, undefined],
    [
      'an own note, restored after that',
      [
        ['disputed', 2],
        ['withdrawn', 1],
      ],
      'disputed',
      undefined,
      'cooling',
    ],
    ['one that a clock ahead of ours turned', [['context', -1]], 'disputed', 'disputed', 'cooling'],
  ])('for %s', (_name, history, wanted, shippedAs, expected) => {
    it(`says ${expected ?? 'that one is enough'}`, () => {
      expect(reason(history, wanted, shippedAs)).toBe(expected);
    });
  });

  it('lets nobody turn a note back and forth alone, however often they try within a day', () => {
    const history: [State, number][] = [];
    const alone = Array.from({ length: 20 }, (_, i) => {
      const wanted: State = i % 2 === 0 ? 'context' : 'disputed';
      const isFree =
        reason(
          history.map(([state, hours]) => [state, hours]),
          wanted,
          'disputed',
        ) === undefined;
      if (isFree) history.push([wanted, 1]);
      return isFree && (history.length === 1 || history.at(-2)?.[0] !== wanted);
    });
    expect(alone.filter((isTurned) => isTurned)).toHaveLength(1);
  });

  it('cools for a day', () => {
    expect(COOLING_MS).toBe(24 * HOUR);
  });
});

const MINUTE = 60 * 1_000;

/** @param history states with their authors, alone or together, and their age in minutes */
function afterwards(
  history: readonly (readonly [State, string, number, string?])[],
  wanted: State,
  by: string,
  { shippedAs = 'disputed', isTwoPerson = false }: { shippedAs?: NoteStatus | undefined; isTwoPerson?: boolean } = {},
) {
  const action: NoteAction = wanted === 'withdrawn' ? 'withdraw' : 'restore';
  return needsSecondPerson({
    change: { action, content: contentOf(wanted), authorId: by },
    history: history.map(([state, authorId, minutes, approverId]) => ({
      isRetracted: state === 'withdrawn',
      content: state === 'withdrawn' ? undefined : contentOf(state),
      ...{ authorId, approverId, at: NOW - minutes * MINUTE },
    })),
    shipped: contentOf(shippedAs),
    settings: { isTwoPerson },
    now: NOW,
  });
}

describe('taking back one’s own last change', () => {
  it.each<[string, Parameters<typeof afterwards>, 'cooling' | 'rule' | undefined]>([
    ['is free within a quarter of an hour', [[['withdrawn', 'ana', 14]], 'shipped', 'ana'], undefined],
    ['is free for another status too', [[['context', 'ana', 1]], 'shipped', 'ana'], undefined],
    ['is not free after it', [[['withdrawn', 'ana', 15]], 'shipped', 'ana'], 'cooling'],
    ['is not free for another moderator', [[['withdrawn', 'ana', 1]], 'shipped', 'ben'], 'cooling'],
    ['is not free where it would say something else', [[['withdrawn', 'ana', 1]], 'inaccurate', 'ana'], 'cooling'],
    [
      'is not free where somebody else changed the note since',
      [
        [
          ['withdrawn', 'ana', 5],
          ['supported', 'ben', 1],
        ],
        'shipped',
        'ana',
      ],
      'cooling',
    ],
    ['is not free where another one had to agree to it', [[['withdrawn', 'ana', 1, 'ben']], 'shipped', 'ana'], 'cooling'],
    [
      'is not free twice',
      [
        [
          ['withdrawn', 'ana', 5],
          ['shipped', 'ana', 3],
        ],
        'withdrawn',
        'ana',
      ],
      'cooling',
    ],
    [
      'is not free after it was free, whatever came between',
      [
        [
          ['withdrawn', 'ana', 9],
          ['shipped', 'ana', 8],
          ['withdrawn', 'ana', 7, 'ben'],
          ['shipped', 'ben', 6, 'ana'],
        ],
        'withdrawn',
        'ana',
      ],
      'cooling',
    ],
    [
      'needs another one where the server wants two for everything',
      [[['withdrawn', 'ana', 1]], 'shipped', 'ana', { isTwoPerson: true }],
      'rule',
    ],
  ])('%s', (_, [history, wanted, by, options], expected) => {
    expect(afterwards(history, wanted, by, options)).toBe(expected);
  });
});

describe('whyNotAlone', () => {
  const judge = (proposal: Partial<Judged['proposal']>, by: string, isTwoPerson: boolean) =>
    whyNotAlone({
      proposal: { state: 'waiting', origin: 'moderator', authorId: 'ana', ...proposal },
      ...{ by, changes: [], settings: { isTwoPerson }, now: NOW },
    });

  it.each<[string, Partial<Judged['proposal']>, string, (string | undefined)[]]>([
    ['somebody else may agree to what waits', {}, 'ben', [undefined, undefined]],
    ['its author may not where the server wants two', {}, 'ana', [undefined, 'rule']],
    ['a draft is its author’s to save where one is enough', { state: 'draft' }, 'ana', [undefined, 'rule']],
    ['a reader’s suggestion is not the reader’s to agree to', { origin: 'reader' }, 'ana', ['suggestion', 'suggestion']],
    ['nor to save', { origin: 'reader', state: 'draft' }, 'ana', ['suggestion', 'suggestion']],
    [
      'who put a suggestion into other words may where one is enough',
      { origin: 'reader', coauthorIds: ['rita'] },
      'ana',
      [undefined, 'rule'],
    ],
  ])('%s', (_, proposal, by, [alone, ofTwo]) => {
    expect([judge(proposal, by, false), judge(proposal, by, true)]).toEqual([alone, ofTwo]);
  });
});
