// Tests of what buttons carry: everything comes back, within a hundred characters, and nothing else is read.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CustomId, decodeId, encodeId, noteDigest, noteMark } from '../../src/discord/custom-id.js';
import { LIMITS } from '../../src/discord/limits.js';
import { NOTE_STATUSES } from '../../src/notes/note.js';
import { runs } from '../tier.js';

const LARGEST_SNOWFLAKE = 2n ** 64n - 1n;
const ASKER = '123456789012345678';
const CONTENT = 'abc123';

const content = fc.stringMatching(/^[0-9a-z]{6}$/u);
const number = fc.oneof(fc.nat(2_000_000), fc.maxSafeNat());
/** In an article of two million characters. */
const offset = fc.nat(2_000_000);
const snowflake = fc.bigInt({ min: 0n, max: LARGEST_SNOWFLAKE }).map(String);
const fewSentences = fc.array(fc.nat(20_000), { maxLength: 10 });
const note = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,63}$/u);
const key = fc.stringMatching(/^[0-9A-Za-z_-]{1,32}$/u);

const form = fc.constantFrom('note' as const, 'keywords' as const, 'spanish' as const);

/** Ids of every kind, each of which holds all that it is given. */
const buttonId: fc.Arbitrary<CustomId> = fc.oneof(
  fc.record({ kind: fc.constant('context' as const), content, paragraph: number, part: number }),
  fc.record({ kind: fc.constantFrom('more' as const, 'nearest' as const), content, sentences: fewSentences }),
  fc.record({
    kind: fc.constant('notes' as const),
    content,
    ranges: fc.array(fc.record({ start: offset, end: offset }), { maxLength: 3 }),
    order: fc.array(note.map(noteMark), { maxLength: 4 }),
    related: fc.array(note.map(noteDigest), { maxLength: 3 }),
    page: fc.nat(999),
  }),
  fc.record({ kind: fc.constantFrom('share' as const, 'delete' as const), asker: snowflake }),
  fc.record(
    { kind: fc.constant('feedback' as const), asker: snowflake, made: content, sentence: number },
    { requiredKeys: ['kind', 'asker'] },
  ),
  fc.record({
    kind: fc.constant('judge' as const),
    asker: snowflake,
    message: snowflake,
    verdict: fc.constantFrom('helpful' as const, 'wrong-passage' as const, 'no-answer' as const, 'note' as const),
  }),
  fc.record({ kind: fc.constant('claimPick' as const), content }),
  fc.record(
    {
      kind: fc.constant('page' as const),
      list: fc.constantFrom('claims' as const, 'sources' as const),
      asker: snowflake,
      page: number,
      status: fc.constantFrom(...NOTE_STATUSES),
    },
    { requiredKeys: ['kind', 'list', 'asker', 'page'] },
  ),
  fc.record({ kind: fc.constantFrom('suggest' as const, 'noteForm' as const), content, sentence: number }),
  fc.record({ kind: fc.constantFrom('history' as const, 'revert' as const), note, version: number }),
  fc.record({ kind: fc.constant('editForm' as const), note, version: number, form }),
  fc.record({ kind: fc.constant('proposalForm' as const), proposal: key, form }),
  fc.record({ kind: fc.constantFrom('whyForm' as const, 'rejectForm' as const), proposal: key }),
  fc.record({ kind: fc.constant('mend' as const), draft: key }),
  fc.record({
    kind: fc.constant('proposal' as const),
    act: fc.constantFrom(
      ...(['preview', 'which', 'save', 'edit', 'keywords', 'spanish', 'discard', 'why', 'approve', 'reject', 'mine'] as const),
    ),
    proposal: key,
  }),
  fc.record({
    kind: fc.constant('note' as const),
    act: fc.constantFrom(...(['show', 'edit', 'keywords', 'spanish', 'withdraw', 'restore', 'preview'] as const)),
    note,
  }),
  fc.record(
    {
      kind: fc.constant('noteList' as const),
      page: number,
      status: fc.constantFrom(...NOTE_STATUSES),
      state: fc.constantFrom(...(['shipped', 'own', 'overridden', 'withdrawn'] as const)),
    },
    { requiredKeys: ['kind', 'page'] },
  ),
  fc.record({ kind: fc.constantFrom('notePick' as const, 'gaps' as const, 'gapPick' as const), page: number }),
  fc.record({ kind: fc.constantFrom('teach' as const, 'decoy' as const, 'drop' as const), question: key }),
  fc.record({ kind: fc.constant('unteach' as const), lesson: key }),
);

describe('an id', () => {
  it('comes back as it was, whatever its kind', () => {
    fc.assert(
      fc.property(buttonId, (id) => {
        expect(decodeId(encodeId(id))).toEqual(id);
      }),
      runs(1_000),
    );
  });

  it('has 1 to 100 characters that Discord takes as they are', () => {
    fc.assert(
      fc.property(buttonId, (id) => {
        const text = encodeId(id);
        expect(text).toMatch(/^[!-~]+$/u);
        expect(text.length).toBeLessThanOrEqual(LIMITS.customId);
      }),
      runs(1_000),
    );
  });

  it('of a page without a status is another than that of a page with one', () => {
    const page = { kind: 'page', list: 'claims', asker: ASKER, page: 2 } as const;
    expect(decodeId(encodeId({ ...page, status: undefined }))).toStrictEqual(page);
    expect(decodeId(encodeId({ ...page, status: 'disputed' }))).toStrictEqual({ ...page, status: 'disputed' });
  });

  it('keeps ids of messages beyond what a number can hold', () => {
    for (const asker of ['9007199254740993', '18446744073709551615', '0']) {
      expect(decodeId(encodeId({ kind: 'share', asker }))).toEqual({ kind: 'share', asker });
    }
  });
});

describe('the id of further passages', () => {
  const sentencesIn = (text: string) => {
    const id = decodeId(text);
    if (id?.kind !== 'more') throw new Error(`No id of further passages: ${text}`);
    return id.sentences;
  };

  it('holds the first sentences, as many as fit, and no half number', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 10, maxLength: 300 }), (sentences) => {
        const text = encodeId({ kind: 'more', content: CONTENT, sentences });
        const kept = sentencesIn(text);
        expect(text.length).toBeLessThanOrEqual(LIMITS.customId);
        expect(kept).toEqual(sentences.slice(0, kept.length));
        const next = sentences[kept.length];
        if (next !== undefined) expect(`${text}-${next.toString(36)}`.length).toBeGreaterThan(LIMITS.customId);
      }),
    );
  });

  it('keeps their order, and one that stands there twice', () => {
    const sentences = [7, 3, 40_000, 3, 0];
    expect(sentencesIn(encodeId({ kind: 'more', content: CONTENT, sentences }))).toEqual(sentences);
  });

  it('fills a hundred characters to the last', () => {
    const text = encodeId({ kind: 'more', content: CONTENT, sentences: new Array(100).fill(36) });
    // The sign, the content and their separators take 9; thirty numbers of two digits and 29 hyphens take 89.
    expect(text).toHaveLength(98);
    expect(sentencesIn(text)).toHaveLength(30);
    expect(encodeId({ kind: 'more', content: CONTENT, sentences: [...new Array(30).fill(36), 1] })).toHaveLength(100);
  });

  it('may be of none', () => {
    expect(sentencesIn(encodeId({ kind: 'more', content: CONTENT, sentences: [] }))).toEqual([]);
  });
});

describe('the order of many notes', () => {
  it('is that of the first, as many as fit', () => {
    const ranges = Array.from({ length: 3 }, () => ({ start: 1_999_998, end: 1_999_999 }));
    const order = Array.from({ length: 40 }, (_, i) => noteMark(`note-${i}`));
    const read = decodeId(encodeId({ kind: 'notes', content: CONTENT, ranges, order, related: [], page: 0 }));
    if (read?.kind !== 'notes') throw new Error('It is read as something else.');
    expect(read.order.length).toBeGreaterThan(10);
    expect(order.slice(0, read.order.length)).toEqual(read.order);
  });
});

describe('decodeId', () => {
  const share = encodeId({ kind: 'share', asker: ASKER });
  const page = encodeId({ kind: 'page', list: 'claims', asker: ASKER, page: 2 });
  const context = encodeId({ kind: 'context', content: CONTENT, paragraph: 3, part: 0 });
  const notes = encodeId({ kind: 'notes', content: CONTENT, ranges: [{ start: 10, end: 20 }], order: [], related: [], page: 0 });
  const more = encodeId({ kind: 'more', content: CONTENT, sentences: [1, 2] });
  const asker = share.split('.')[1] ?? '';

  it('reads what the table below changes', () => {
    for (const text of [share, page, context, notes, more]) expect(decodeId(text)).toBeDefined();
  });

  it.each([
    ['nothing', ''],
    ['separators', '....'],
    ['a sign alone', 's'],
    ['no sign', asker],
    ['an unknown sign', `i.${asker}`],
    ['a name that every object has', `constructor.${asker}`],
    ['a kind instead of its sign', `share.${asker}`],
    ['a sign in capitals', `S.${asker}`],
    ['no snowflake', 's.'],
    ['a snowflake with a leading zero', `s.0${asker}`],
    ['a snowflake in capitals', `s.${asker.toUpperCase()}`],
    ['a snowflake with a sign', `s.-${asker}`],
    ['a snowflake with a space', `s. ${asker}`],
    ['a snowflake of more than 64 bits', `s.${(LARGEST_SNOWFLAKE + 1n).toString(36)}`],
    ['a snowflake of fourteen digits', `s.${'1'.repeat(14)}`],
    ['one field too many', `${share}.1`],
    ['an empty field too many', `${share}.`],
    ['a space at the end', `${share} `],
    ['a line break at the end', `${share}\n`],
    ['content of five characters', context.replace(CONTENT, 'abc12')],
    ['content of seven characters', context.replace(CONTENT, 'abc1234')],
    ['content in capitals', context.replace(CONTENT, 'ABC123')],
    ['content of other characters', context.replace(CONTENT, 'abc_12')],
    ['a paragraph without its part', `c.${CONTENT}.3`],
    ['a number with a leading zero', `c.${CONTENT}.03.0`],
    ['a negative number', `c.${CONTENT}.-3.0`],
    ['a fraction', `c.${CONTENT}.3,5.0`],
    ['a number that is too large to be exact', `c.${CONTENT}.${(2 ** 53).toString(36)}.0`],
    ['a number of twelve digits', `c.${CONTENT}.${'1'.repeat(12)}.0`],
    ['ranges without a page', `n.${CONTENT}.a_k.`],
    ['ranges with one field too many', `${notes}.0`],
    ['a range of one number', `n.${CONTENT}.a..0`],
    ['a range of three numbers', `n.${CONTENT}.a_k_l..0`],
    ['a button for notes of an earlier version', `n.${CONTENT}.a.k.0`],
    ['an unknown list', page.replace('p.c.', 'p.x.')],
    ['an unknown status', `${page}.x`],
    ['an empty status', `${page}.`],
    ['a status by its name', `${page}.disputed`],
    ['a hyphen at the end of sentences', `${more}-`],
    ['a hyphen before sentences', `m.${CONTENT}.-1`],
    ['an empty place among sentences', `m.${CONTENT}.1--2`],
    ['a sentence with a leading zero', `m.${CONTENT}.01`],
    ['no field for sentences', `m.${CONTENT}`],
    ['more sentences than fit', `m.${CONTENT}.${new Array(31).fill('11').join('-')}`],
    ['a judgement without its message', `j.${asker}`],
    ['the id of a note in capitals', 't.s.Some-note'],
    ['the id of a note that begins with a hyphen', 't.s.-note'],
    ['an unknown act', 'o.x.abc'],
    ['a proposal without an id', 'o.s.'],
    ['a key with a slash', 'fm.a/b'],
    ['a key of thirty-three characters', `fm.${'a'.repeat(33)}`],
  ])('reads nothing in %s', (_, text) => {
    expect(decodeId(text)).toBeUndefined();
  });

  it('reads in a changed id nothing, or just what is written so', () => {
    const change = fc.record({ at: fc.nat(100), remove: fc.nat(2), insert: fc.stringMatching(/^[0-9a-zA-Z.\-_ ]{0,2}$/u) });
    fc.assert(
      fc.property(buttonId, change, (id, { at, remove, insert }) => {
        const text = encodeId(id);
        const start = at % (text.length + 1);
        const changed = `${text.slice(0, start)}${insert}${text.slice(start + remove)}`;
        const read = decodeId(changed);
        if (read !== undefined) expect(encodeId(read)).toBe(changed);
      }),
      runs(2_000),
    );
  });

  it('reads in any text nothing, or just what is written so, and never throws', () => {
    const signed = fc.tuple(
      fc.constantFrom(...'cmnfjbsdpgotyvlkaqexzw', 'fa', 'fe', 'fp', 'fw', 'fr', 'fm'),
      fc.array(fc.string({ maxLength: 8 }), { maxLength: 5 }),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 120 }),
          signed.map(([sign, rest]) => [sign, ...rest].join('.')),
        ),
        (text) => {
          const read = decodeId(text);
          if (read !== undefined) expect(encodeId(read)).toBe(text);
        },
      ),
      runs(2_000),
    );
  });
});
