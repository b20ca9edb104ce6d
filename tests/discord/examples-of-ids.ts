// An arbitrary for each handler: the data that its custom ids may carry.

import fc from 'fast-check';
import type { Handler } from '../../src/discord/kit/handler.js';
import { noteDigest, noteMark } from '../../src/discord/kit/id-fields.js';
import { NOTE_STATUSES } from '../../src/notes/note.js';

export const LARGEST_SNOWFLAKE = 2n ** 64n - 1n;

const content = fc.stringMatching(/^[0-9a-z]{6}$/u);
const number = fc.oneof(fc.nat(2_000_000), fc.maxSafeNat());
/** An offset in an article of two million characters. */
const offset = fc.nat(2_000_000);
const snowflake = fc.bigInt({ min: 0n, max: LARGEST_SNOWFLAKE }).map(String);
const note = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,63}$/u);
const key = fc.stringMatching(/^[0-9A-Za-z_-]{1,32}$/u);
const part = fc.constantFrom('note', 'keywords', 'spanish');

const asked = fc.record({ asker: snowflake });
const further = fc.record({ content, sentences: fc.array(fc.nat(20_000), { maxLength: 10 }) });
const onSentence = fc.record({ content, sentence: number });
const ofProposal = fc.record({ proposal: key });
const ofNote = fc.record({ note });
const ofVersion = fc.record({ note, version: number });
const ofPage = fc.record({ page: number });
const ofQuestion = fc.record({ question: key });

/** By the handler's kind and sign. Each id contains all of its data. */
export const DATA: Readonly<Record<string, fc.Arbitrary<object>>> = {
  'button s': asked,
  'button d': asked,
  'button f': fc.record({ asker: snowflake, made: content, sentence: number }, { requiredKeys: ['asker'] }),
  'button j': fc.record({
    asker: snowflake,
    message: snowflake,
    verdict: fc.constantFrom('helpful', 'wrong-passage', 'no-answer', 'note'),
  }),
  'button m': further,
  'button mn': further,
  'button c': fc.record({ content, paragraph: number, part: number }),
  'button n': fc.record({
    content,
    ranges: fc.array(fc.record({ start: offset, end: offset }), { maxLength: 3 }),
    related: fc.array(note.map(noteDigest), { maxLength: 3 }),
    page: fc.nat(999),
    order: fc.array(note.map(noteMark), { maxLength: 4 }),
  }),
  'select b': fc.record({ content }),
  'button u': fc.constant({}),
  'button p': fc.record(
    { list: fc.constantFrom('claims', 'sources'), asker: snowflake, page: number, status: fc.constantFrom(...NOTE_STATUSES) },
    { requiredKeys: ['list', 'asker', 'page'] },
  ),
  'button g': onSentence,
  'modal g': onSentence,
  'modal fa': onSentence,
  'button fm': fc.record({ draft: key }),
  'modal fe': fc.record({ note, version: number, part }),
  'modal fp': fc.record({ proposal: key, part }),
  'modal fw': ofProposal,
  'modal fr': ofProposal,
  'button o': fc.record({ part, proposal: key }),
  ...Object.fromEntries(['p', 'w', 's', 'y', 'd', 'a', 'r', 'm'].map((act) => [`button o.${act}`, ofProposal])),
  'button t': fc.record({ part, note }),
  ...Object.fromEntries(['s', 'w', 'r', 'p'].map((act) => [`button t.${act}`, ofNote])),
  'button y': ofVersion,
  'button v': ofVersion,
  'button l': fc.record(
    {
      page: number,
      status: fc.constantFrom(...NOTE_STATUSES),
      state: fc.constantFrom('shipped', 'own', 'overridden', 'withdrawn', 'orphan'),
    },
    { requiredKeys: ['page'] },
  ),
  'select k': ofPage,
  'button a': ofPage,
  'select q': ofPage,
  'select e': ofQuestion,
  'button x': ofQuestion,
  'button z': ofQuestion,
  'button w': fc.record({ example: key }),
};

/** A handler's key in the table. */
export const nameOf = ({ kind, sign }: Pick<Handler, 'kind' | 'sign'>) => `${kind} ${sign}`;
