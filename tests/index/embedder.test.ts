// Tests of the embedder with the real model: the same numbers every time, and the relevant tokens.

import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Embedder, type Embedding } from '../../index/embedder.js';
import { InputError } from '../../src/input-error.js';
import { sized } from '../tier.js';

const ROOT = resolve(import.meta.dirname, '../..');
const MODELS = join(ROOT, 'models');
const DIMENSIONS = 384;
/** Token ids in the vocabulary of e5-small-v2, which is BERT's. */
const ID = {
  unknown: 100,
  fullStop: 1012,
  comma: 1010,
  questionMark: 1029,
  query: 23032,
  passage: 6019,
  election: 2602,
  won: 2180,
  who: 2040,
  the: 1996,
};

const TEXTS = [
  'Who won the election?',
  'venezuela',
  'Was the hack traced to North Macedonia, and who says so?',
  '¿Quién ganó las elecciones en Venezuela?',
  'The sanctions cost the country 99 % of its income, she writes — “the most extreme in the world”.',
  '',
  'Who won the election',
  'a',
];

let embedder: Embedder;

beforeAll(async () => {
  embedder = await Embedder.start({ model: 'Xenova/e5-small-v2', modelsDirectory: MODELS });
});

afterAll(() => embedder.close());

function rows(tokens: Int16Array): Float32Array[] {
  const numbers = Float32Array.from(tokens, (value) => value / 32_767);
  return Array.from({ length: tokens.length / DIMENSIONS }, (_, i) => numbers.subarray(i * DIMENSIONS, (i + 1) * DIMENSIONS));
}

const length = (vector: Float32Array) => Math.hypot(...vector);
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

function expectSameNumbers(a: Embedding, b: Embedding, text: string): void {
  expect(Buffer.from(a.vector.buffer).equals(Buffer.from(b.vector.buffer)), `vector of "${text}"`).toBe(true);
  expect(Buffer.from(a.tokens.buffer).equals(Buffer.from(b.tokens.buffer)), `tokens of "${text}"`).toBe(true);
  expect(a.tokenIds, text).toEqual(b.tokenIds);
  expect(a.topical, text).toEqual(b.topical);
}

describe('a text', () => {
  it('gets the same numbers, bit for bit, alone, again, and among many that are asked at once in another order', async () => {
    const alone: Embedding[] = [];
    for (const text of TEXTS) alone.push(await embedder.embed(text, 'query'));
    const again = await embedder.embed(TEXTS[0] ?? '', 'query');
    const together = await Promise.all(TEXTS.toReversed().map((text) => embedder.embed(text, 'query')));
    TEXTS.forEach((text, i) => {
      const [a, b] = [alone[i], together.toReversed()[i]];
      if (a === undefined || b === undefined) throw new Error(`"${text}" was not embedded.`);
      expectSameNumbers(a, b, text);
    });
    if (alone[0] !== undefined) expectSameNumbers(alone[0], again, TEXTS[0] ?? '');
  });

  it('gets another vector as a question than as a passage', async () => {
    const [query, passage] = await Promise.all([embedder.embed('Who won?', 'query'), embedder.embed('Who won?', 'passage')]);
    expect([...query.vector]).not.toEqual([...passage.vector]);
  });

  it('has a vector and token vectors of length 1', async () => {
    for (const text of TEXTS) {
      const { vector, tokens } = await embedder.embed(text, 'passage');
      expect(vector).toHaveLength(DIMENSIONS);
      expect(length(vector), text).toBeCloseTo(1, 3);
      for (const row of rows(tokens)) expect(length(row), text).toBeCloseTo(1, 3);
    }
  });

  it('has an id and a mark of topic for each token vector', async () => {
    for (const text of TEXTS) {
      const { tokens, tokenIds, topical } = await embedder.embed(text, 'query');
      expect(tokens.length, text).toBe(tokenIds.length * DIMENSIONS);
      expect(topical.length, text).toBe(tokenIds.length);
      expect([...topical].every((mark) => mark === 0 || mark === 1)).toBe(true);
    }
  });

  it('has no token vectors of punctuation, of the prefix and of the special tokens', async () => {
    for (const role of ['query', 'passage'] as const) {
      const { tokenIds } = await embedder.embed('Who won the election?!', role);
      expect([...tokenIds], role).toEqual([ID.who, ID.won, ID.the, ID.election]);
    }
  });

  it('keeps the words of the prefix where they are its own', async () => {
    const { tokenIds } = await embedder.embed('query passage: query', 'query');
    expect([...tokenIds]).toEqual([ID.query, ID.passage, ID.query]);
  });

  it('is marked where its words may carry a topic', async () => {
    const { tokenIds, topical } = await embedder.embed('the election of the won.', 'query');
    const marks = [...tokenIds].map((id, i) => [id, topical[i]]);
    expect(marks).toContainEqual([ID.election, 1]);
    expect(marks).toContainEqual([ID.won, 1]);
    expect(marks.filter(([id]) => id === ID.the)).toEqual([
      [ID.the, 0],
      [ID.the, 0],
    ]);
  });

  it('of punctuation only keeps that, since it has nothing else', async () => {
    const { tokenIds, topical } = await embedder.embed('., ?', 'query');
    expect([...tokenIds]).toEqual([ID.fullStop, ID.comma, ID.questionMark]);
    expect([...topical]).toEqual([0, 0, 0]);
  });

  it.each(['', ' ', '\n\t', '\u200b', '\ud800', '\u0000', '\u202e'])(
    'without a single character to read has a vector and no tokens: %j',
    async (text) => {
      const { vector, tokens, tokenIds, truncated } = await embedder.embed(text, 'query');
      expect(length(vector)).toBeCloseTo(1, 4);
      expect([tokens.length, tokenIds.length, truncated]).toEqual([0, 0, false]);
    },
  );

  it.each(['😀', '🎉🎉🎉', '👩‍👩‍👧‍👦 🏳️‍🌈'])('of emoji only has finite numbers: %s', async (text) => {
    const { vector, tokens, tokenIds } = await embedder.embed(text, 'query');
    expect(length(vector)).toBeCloseTo(1, 4);
    expect([...tokenIds].every((id) => id === ID.unknown)).toBe(true);
    expect(tokens.every(Number.isFinite)).toBe(true);
  });

  it('of 3,000 words is read in part and marked so; one of 300 is read whole', async () => {
    const long = await embedder.embed('election '.repeat(3000), 'passage');
    expect(long.truncated).toBe(true);
    expect(long.tokenIds.length).toBeLessThanOrEqual(512);
    expect(length(long.vector)).toBeCloseTo(1, 4);
    const short = await embedder.embed('election '.repeat(300), 'passage');
    expect([short.truncated, short.tokenIds.length]).toEqual([false, 300]);
  });

  it('is nearer to one of the same meaning than to one of another', async () => {
    const [question, answer, other] = await Promise.all([
      embedder.embed('Who won the election?', 'query'),
      embedder.embed('Nicolás Maduro was declared the winner of the vote.', 'passage'),
      embedder.embed('The oil price fell to thirty dollars.', 'passage'),
    ]);
    expect(dot(question.vector, answer.vector)).toBeGreaterThan(dot(question.vector, other.vector) + 0.02);
  });
});

describe('a text that is read within others', () => {
  const NOTHING = { place: '', before: [], after: [] };
  const joined = (parts: readonly Embedding[]) => parts.flatMap(({ tokens }) => [...tokens]);
  /** Each of some texts as it is read within the others. */
  const embedEach = (parts: readonly string[], place = '') =>
    Promise.all(parts.map((text, i) => embedder.embed(text, 'passage', { place, before: parts.slice(0, i), after: parts.slice(i + 1) })));

  it.each([
    ['sentences', ['The ferry was built in Bergen.', 'It carries forty cars, a captain (and two mates).', 'In winter it sails twice.']],
    ['other scripts', ['¿Quién ganó?', '日本語の文。', 'Ελληνικά και Русский!', 'שלום עולם']],
    ['emoji and marks among words', ['The ferry 😀 sails.', 'It — so they say — is 🎉🎉 late…', 'i\u0307 e\u0301\u200b o']],
  ])('has the token vectors that it has in one forward pass over all: %s', async (_, parts) => {
    const whole = await embedder.embed(parts.join(' '), 'passage');
    const each = await embedEach(parts);
    expect(each.flatMap(({ tokenIds }) => [...tokenIds])).toEqual([...whole.tokenIds]);
    expect(joined(each)).toEqual([...whole.tokens]);
    const [first] = each;
    expect([...(first?.tokens ?? [])]).not.toEqual([...(await embedder.embed(parts[0] ?? '', 'passage')).tokens]);
  });

  it('has those of the headings too, which are read once', async () => {
    const parts = ['Big ones pay nine euros.', 'Small ones pay five.'];
    const whole = await embedder.embed(`Fares of cars: ${parts.join(' ')}`, 'passage');
    const [first, second] = await embedEach(parts, 'Fares of cars:');
    const headings = 3 * DIMENSIONS;
    expect([...(first?.tokens ?? [])]).toEqual([...whole.tokens.subarray(0, first?.tokens.length)]);
    expect([...(second?.tokens ?? [])]).toEqual([
      ...whole.tokens.subarray(0, headings),
      ...whole.tokens.subarray(headings - (second?.tokens.length ?? 0)),
    ]);
  });

  it('without neighbours has its own', async () => {
    const text = 'Who won the election?';
    expect((await embedder.embed(text, 'passage', NOTHING)).tokens).toEqual((await embedder.embed(text, 'passage')).tokens);
  });

  it('has the mean of its token vectors as its vector', async () => {
    const [one] = await embedEach(['The ferry was built in Bergen.', 'It carries forty cars.']);
    const mean = new Float32Array(DIMENSIONS);
    for (const row of rows(one?.tokens ?? new Int16Array()))
      row.forEach((value, d) => {
        mean[d] = (mean[d] ?? 0) + value;
      });
    expect(length(one?.vector ?? mean)).toBeCloseTo(1, 3);
    expect(dot(one?.vector ?? mean, mean) / length(mean)).toBeCloseTo(1, 3);
  });

  it('is read with as many neighbours on both sides as the model takes, and is not cut', async () => {
    const parts = Array.from({ length: 41 }, () => 'election '.repeat(29).trim());
    const at = 20;
    const within = (count: number) => ({ place: '', before: parts.slice(at - count, at), after: parts.slice(at + 1, at + 1 + count) });
    const [wide, fitting, narrow] = await Promise.all([20, 8, 7].map((count) => embedder.embed(parts[at] ?? '', 'passage', within(count))));
    expect([wide?.tokenIds.length, wide?.truncated]).toEqual([29, false]);
    // 17 texts of 29 tokens fit into the 508 that the prefix leaves.
    expect([...(wide?.tokens ?? [])]).toEqual([...(fitting?.tokens ?? [])]);
    expect([...(wide?.tokens ?? [])]).not.toEqual([...(narrow?.tokens ?? [])]);
  });

  it.each(['election '.repeat(600), '', ' \u200b'])('has no token vectors where it does not fit, or is nothing to read', async (text) => {
    const { vector, tokens, tokenIds, topical, truncated } = await embedder.embed(text, 'passage', { ...NOTHING, after: ['It sails.'] });
    expect([tokens.length, tokenIds.length, topical.length, truncated]).toEqual([0, 0, 0, false]);
    expect(vector.every((value) => value === 0)).toBe(true);
  });

  it('gets the same numbers whatever is asked for in between', async () => {
    const parts = ['The ferry was built in Bergen.', 'It carries forty cars.'];
    const [first, second] = await embedEach(parts);
    const others = await Promise.all([
      embedder.embed(parts[1] ?? '', 'passage', { ...NOTHING, before: parts.slice(0, 1) }),
      embedder.embed('Who won?', 'query'),
      embedder.embed(parts[0] ?? '', 'passage', { ...NOTHING, after: ['It sinks.'] }),
      embedder.embed(parts[0] ?? '', 'passage', { ...NOTHING, after: parts.slice(1) }),
    ]);
    expectSameNumbers(others[3] as Embedding, first as Embedding, parts[0] ?? '');
    expectSameNumbers(others[0] as Embedding, second as Embedding, parts[1] ?? '');
  });
});

describe('a question', () => {
  it('comes back with its text', async () => {
    const text = '  ¿Quién ganó?  ';
    const question = await embedder.embedQuestion(text);
    expect(question.text).toBe(text);
    expect(question.vector).toEqual((await embedder.embed(text, 'query')).vector);
  });
});

describe('the words that the model knows', () => {
  it('are whole words of letters', () => {
    expect(embedder.knownWords.size).toBeGreaterThan(10_000);
    for (const word of ['election', 'venezuela', 'nicaragua', 'sanctions']) expect(embedder.knownWords.has(word), word).toBe(true);
    for (const word of ['venzuela', '##zuela', '[CLS]', '[UNK]', '2024', '.', 'a', ''])
      expect(embedder.knownWords.has(word), word).toBe(false);
  });
});

describe('the thread that asks', () => {
  it('stays free while many texts are embedded', async () => {
    const text = `${'The electoral council announced the results of the election. '.repeat(4)}`;
    const loop = performance.eventLoopUtilization();
    await Promise.all(Array.from({ length: sized(50, 12) }, (_, i) => embedder.embed(`${i} ${text}`, 'passage')));
    // On the same thread, the work would take all of the loop's time.
    expect(performance.eventLoopUtilization(loop).utilization).toBeLessThan(0.7);
  });
});

describe('a model that is not known', () => {
  it('is refused, with those that are and what an entry needs', async () => {
    const start = Embedder.start({ model: 'Owner/unheard-of', modelsDirectory: MODELS });
    await expect(start).rejects.toBeInstanceOf(InputError);
    const message = await start.catch((error: Error) => error.message);
    for (const part of [
      'Owner/unheard-of',
      'Xenova/e5-small-v2',
      'Xenova/multilingual-e5-small',
      'index/models.ts',
      'pooling',
      'prefixes',
      'dimensions',
      'calibrate',
    ]) {
      expect(message).toContain(part);
    }
  });
});
