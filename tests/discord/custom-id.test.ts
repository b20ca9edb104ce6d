// Tests of custom ids: all data comes back, within a hundred characters, to the handler that wrote it, and nothing else is read; ids
// on messages already sent to Discord are read as before.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { more } from '../../src/discord/answers/components/more.js';
import { share } from '../../src/discord/answers/components/share.js';
import { findHandler } from '../../src/discord/core/handle.js';
import { handlers } from '../../src/discord/handlers.js';
import type { Handler } from '../../src/discord/kit/handler.js';
import { noteMark } from '../../src/discord/kit/id-fields.js';
import { LIMITS } from '../../src/discord/kit/limits.js';
import { context } from '../../src/discord/lookups/components/context.js';
import { notes } from '../../src/discord/lookups/components/notes.js';
import { turnPage } from '../../src/discord/lookups/components/turn-page.js';
import { runs } from '../tier.js';
import { DATA, LARGEST_SNOWFLAKE, nameOf } from './examples-of-ids.js';
import { readId } from './ids.js';

const ASKER = '123456789012345678';
const CONTENT = 'abc123';
const DISCORD = join(import.meta.dirname, '..', '..', 'src', 'discord');

/** A custom id of any handler, and its data. */
const anyId = fc
  .constantFrom(...handlers)
  .chain((handler) => (DATA[nameOf(handler)] ?? fc.constant({})).map((data) => ({ handler, data, text: handler.encode(data as never) })));

/** Names of the handlers by the file that defines them. */
const defined = await Promise.all(
  readdirSync(DISCORD, { recursive: true, encoding: 'utf8' })
    .filter((name) => /components[\\/][\w-]+\.ts$/u.test(name))
    .map(async (name) => [name, Object.entries((await import(join(DISCORD, name))) as object).filter(isHandler)] as const),
);
const names = new Map(defined.flatMap(([, found]) => found.map(([name, handler]) => [handler, name] as const)));

function isHandler(entry: [name: string, value: unknown]): entry is [string, Handler] {
  return typeof entry[1] === 'object' && entry[1] !== null && 'sign' in entry[1];
}

describe('the registry', () => {
  it('holds every handler that a file defines, each in a file of its own', () => {
    for (const [file, found] of defined) expect(found, file).toHaveLength(1);
    expect(new Set(handlers)).toEqual(new Set(names.keys()));
  });

  it('has one handler for each sign, of components and of modals, and no two for one id', () => {
    const signs = handlers.map(({ kind, sign }) => `${kind === 'modal' ? 'modal' : 'component'} ${sign}`);
    expect(new Set(signs).size).toBe(signs.length);
    fc.assert(
      fc.property(anyId, ({ handler, text }) => {
        const readers = handlers.filter((one) => (one.kind === 'modal') === (handler.kind === 'modal') && one.decode(text) !== undefined);
        expect(readers).toEqual([handler]);
      }),
      runs(1_000),
    );
  });

  it('is the table that the properties below are about', () => {
    expect(handlers.map(nameOf).toSorted()).toEqual(Object.keys(DATA).toSorted());
  });
});

describe('an id that stands on Discord already', () => {
  const lines = readFileSync(join(import.meta.dirname, 'fixtures', 'custom-ids.jsonl'), 'utf8')
    .trim()
    .split('\n');
  const known = lines.map((line) => JSON.parse(line) as { readonly id: string; readonly handler: string; readonly data: object });

  it.each(known)('is read as before: $id ($handler)', ({ id, handler: name, data }) => {
    const isModal = name.endsWith('Modal');
    const found = findHandler(id, isModal, handlers);
    expect({ name: found && names.get(found.handler), data: found?.data }).toEqual({ name, data });
    expect(found?.handler.encode(data as never)).toBe(id);
  });
});

describe('an id', () => {
  it('comes back as it was, whatever its handler', () => {
    fc.assert(
      fc.property(anyId, ({ handler, data, text }) => {
        expect(handler.decode(text)).toEqual(data);
      }),
      runs(1_000),
    );
  });

  it('has 1 to 100 characters that Discord takes as they are', () => {
    fc.assert(
      fc.property(anyId, ({ text }) => {
        expect(text).toMatch(/^[!-~]+$/u);
        expect(text.length).toBeLessThanOrEqual(LIMITS.customId);
      }),
      runs(1_000),
    );
  });

  it('of a page without a status is another than that of a page with one', () => {
    const page = { list: 'claims', asker: ASKER, page: 2 } as const;
    expect(turnPage.decode(turnPage.encode({ ...page, status: undefined }))).toStrictEqual(page);
    expect(turnPage.decode(turnPage.encode({ ...page, status: 'disputed' }))).toStrictEqual({ ...page, status: 'disputed' });
  });

  it('keeps ids of messages beyond what a number can hold', () => {
    for (const asker of ['9007199254740993', '18446744073709551615', '0']) {
      expect(share.decode(share.encode({ asker }))).toEqual({ asker });
    }
  });

  it('with more than a hundred characters is never made', () => {
    expect(() => context.encode({ content: 'x'.repeat(LIMITS.customId), paragraph: 1, part: 0 })).toThrow(RangeError);
  });
});

describe('the id of further passages', () => {
  const sentencesIn = (text: string) => {
    const id = more.decode(text);
    if (id === undefined) throw new Error(`No id of further passages: ${text}`);
    return id.sentences;
  };

  it('holds the first sentences, as many as fit, and no half number', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(2_000_000), fc.maxSafeNat()), { minLength: 10, maxLength: 300 }), (sentences) => {
        const text = more.encode({ content: CONTENT, sentences });
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
    expect(sentencesIn(more.encode({ content: CONTENT, sentences }))).toEqual(sentences);
  });

  it('fills a hundred characters to the last', () => {
    const text = more.encode({ content: CONTENT, sentences: new Array(100).fill(36) });
    // The sign, the content and their separators take 9 characters; thirty two-digit numbers and 29 hyphens take 89.
    expect(text).toHaveLength(98);
    expect(sentencesIn(text)).toHaveLength(30);
    expect(more.encode({ content: CONTENT, sentences: [...new Array(30).fill(36), 1] })).toHaveLength(100);
  });

  it('may be of none', () => {
    expect(sentencesIn(more.encode({ content: CONTENT, sentences: [] }))).toEqual([]);
  });
});

describe('the order of many notes', () => {
  const ranges = Array.from({ length: 3 }, () => ({ start: 1_999_998, end: 1_999_999 }));

  it('is that of the first, as many as fit', () => {
    const order = Array.from({ length: 40 }, (_, i) => noteMark(`note-${i}`));
    const read = notes.decode(notes.encode({ content: CONTENT, ranges, order, related: [], page: 0 }))?.order ?? [];
    expect(read.length).toBeGreaterThan(10);
    expect(order.slice(0, read.length)).toEqual(read);
  });

  it('is left out where there is none, as in ids from before there was one', () => {
    expect(notes.encode({ content: CONTENT, ranges: [], order: [], related: [], page: 0 })).toBe(`n.${CONTENT}...0`);
    expect(notes.decode(`n.${CONTENT}...0.`)).toBeUndefined();
  });
});

describe('reading an id', () => {
  const shared = share.encode({ asker: ASKER });
  const page = turnPage.encode({ list: 'claims', asker: ASKER, page: 2 });
  const around = context.encode({ content: CONTENT, paragraph: 3, part: 0 });
  const noted = notes.encode({ content: CONTENT, ranges: [{ start: 10, end: 20 }], related: [], page: 0, order: [] });
  const further = more.encode({ content: CONTENT, sentences: [1, 2] });
  const asker = shared.split('.')[1] ?? '';

  it('reads what the table below changes', () => {
    for (const text of [shared, page, around, noted, further]) expect(readId(text)).toBeDefined();
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
    ['one field too many', `${shared}.1`],
    ['an empty field too many', `${shared}.`],
    ['a space at the end', `${shared} `],
    ['a line break at the end', `${shared}\n`],
    ['content of five characters', around.replace(CONTENT, 'abc12')],
    ['content of seven characters', around.replace(CONTENT, 'abc1234')],
    ['content in capitals', around.replace(CONTENT, 'ABC123')],
    ['content of other characters', around.replace(CONTENT, 'abc_12')],
    ['a paragraph without its part', `c.${CONTENT}.3`],
    ['a number with a leading zero', `c.${CONTENT}.03.0`],
    ['a negative number', `c.${CONTENT}.-3.0`],
    ['a fraction', `c.${CONTENT}.3,5.0`],
    ['a number that is too large to be exact', `c.${CONTENT}.${(2 ** 53).toString(36)}.0`],
    ['a number of twelve digits', `c.${CONTENT}.${'1'.repeat(12)}.0`],
    ['ranges without a page', `n.${CONTENT}.a_k.`],
    ['ranges with one field too many', `${noted}.0`],
    ['a range of one number', `n.${CONTENT}.a..0`],
    ['a range of three numbers', `n.${CONTENT}.a_k_l..0`],
    ['a button for notes of an earlier version', `n.${CONTENT}.a.k.0`],
    ['an unknown list', page.replace('p.c.', 'p.x.')],
    ['an unknown status', `${page}.x`],
    ['an empty status', `${page}.`],
    ['a status by its name', `${page}.disputed`],
    ['a hyphen at the end of sentences', `${further}-`],
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
    expect(readId(text)).toBeUndefined();
  });

  it('reads in a changed id nothing, or just what is written so', () => {
    const change = fc.record({ at: fc.nat(100), remove: fc.nat(2), insert: fc.stringMatching(/^[0-9a-zA-Z.\-_ ]{0,2}$/u) });
    fc.assert(
      fc.property(anyId, change, ({ handler, text }, { at, remove, insert }) => {
        const start = at % (text.length + 1);
        expectExact(`${text.slice(0, start)}${insert}${text.slice(start + remove)}`, handler.kind === 'modal');
      }),
      runs(2_000),
    );
  });

  it('reads in any text nothing, or just what is written so, and never throws', () => {
    const signs = handlers.map(({ sign }) => sign);
    const signed = fc.tuple(fc.constantFrom(...signs), fc.array(fc.string({ maxLength: 8 }), { maxLength: 5 }));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 120 }),
          signed.map(([sign, rest]) => [sign, ...rest].join('.')),
        ),
        fc.boolean(),
        expectExact,
      ),
      runs(2_000),
    );
  });
});

/** Expects that a text is not read, or is exactly what its handler would write. */
function expectExact(text: string, isSent: boolean): void {
  const found = findHandler(text, isSent, handlers);
  if (found !== undefined) expect(found.handler.encode(found.data as never)).toBe(text);
}
