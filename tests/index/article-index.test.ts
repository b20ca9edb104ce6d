// Tests of retrieval with the real model on a small article: the right sentence first, and finite evidence in every case.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArticleIndex } from '../../index/article-index.js';
import { createCorpus, type Sources } from '../../index/corpus.js';
import type { Embedder } from '../../index/embedder.js';
import { modelEntry, type Weights } from '../../index/models.js';
import { openIndex } from '../../index/open-index.js';
import { expectedLead } from '../../index/overlay-retriever.js';
import type { EmbeddedQuestion, Features, Retrieval } from '../../src/answer/ports.js';
import { sharedEmbedder } from '../model.js';
import { makeArticle, smallSources } from './fixtures/small-article.js';

const MODEL = { id: 'Xenova/e5-small-v2', hash: 'a'.repeat(64) };
const WEIGHTS = modelEntry(MODEL.id).weights;
const ZERO: Weights = { readerQuestions: [0, 0, 0], sentence: 0, inContext: 0, rarity: 1, expanded: 0, words: 0, paragraphWords: 0 };

const sources = smallSources();
const { article } = sources;

/** Paraphrases of reader questions, with the beginning of the sentence that answers them. */
const PARAPHRASES = [
  ['In which city did they construct the ferry?', 'The ferry to Halden Island was'],
  ['Who steers the ferry?', 'Captain Ingrid Møller'],
  ['What is the price of the new bridge?', 'The bridge would cost'],
  ['What share of the islanders was against the plan?', 'The islanders voted'],
  ['When was the lighthouse built?', 'A lighthouse from 1871'],
] as const;
const OFF_TOPIC = [
  'What is the capital of Australia?',
  'how do I fix a flat tyre',
  'Recommend me a film for tonight',
  'hi',
  'Write a poem about love',
];
const ODD = ['the of to', 'is it', 'what', '', '   ', '😀🎉', '?!', '\u200b', '\ud800', '日本語', 'xqzv', `ferry ${'bridge '.repeat(600)}`];

let embedder: Embedder;
let folder = '';
let index: ArticleIndex;

/** All use one folder, so that a text is embedded only once. */
async function open(from: Sources, weights = WEIGHTS): Promise<ArticleIndex> {
  const { index: opened, whole } = await openIndex(from, {
    file: join(folder, 'index.pack'),
    shipped: {},
    model: MODEL,
    weights,
    embedder: Promise.resolve(embedder),
    progress: { start: () => undefined, step: () => undefined, stop: () => undefined },
    log: { info: () => undefined, warn: () => undefined },
  });
  await whole;
  return opened;
}

const embedded = new Map<string, Promise<EmbeddedQuestion>>();

async function ask(question: string, of = index): Promise<Retrieval> {
  const embedding = embedded.get(question) ?? embedder.embedQuestion(question);
  embedded.set(question, embedding);
  return of.retrieve(await embedding, of.matchWords(question));
}

function textOf(candidate: Retrieval['candidates'][number] | undefined, of = article): string {
  const sentence = of.sentences[candidate?.sentence ?? -1];
  return sentence === undefined ? '' : of.body.slice(sentence.start, sentence.end);
}

/** Properties of every retrieval, for any question and article. */
function expectSound({ candidates, features, notes }: Retrieval, from: Sources, question: string): void {
  const sentences = candidates.map(({ sentence }) => sentence);
  expect(candidates.length, question).toBeGreaterThan(0);
  expect(new Set(sentences).size, question).toBe(sentences.length);
  for (const sentence of sentences) expect(from.article.sentences[sentence], question).toBeDefined();
  for (const list of [candidates, notes]) {
    const scores = list.map(({ score }) => score);
    expect(scores.every(Number.isFinite), question).toBe(true);
    expect(scores, question).toEqual(scores.toSorted((a, b) => b - a));
  }
  for (const { signals } of candidates) expect(Object.values(signals).flat().every(Number.isFinite), question).toBe(true);
  for (const set of [features.bySentences, features.byQuestions ?? features.bySentences]) {
    for (const [name, value] of Object.entries(set)) expect(Number.isFinite(value), `${name} of "${question}"`).toBe(true);
    expect(set.coverage, question).toBeLessThanOrEqual(1.00001);
    expect(set.neighbourhood, question).toBeGreaterThanOrEqual(0);
    expect(set.neighbourhood, question).toBeLessThanOrEqual(1);
  }
}

beforeAll(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'marginalia-retrieval-')), 'index');
  embedder = await sharedEmbedder();
  index = await open(sources);
});

afterAll(async () => {
  rmSync(join(folder, '..'), { recursive: true });
});

describe('a question that the article answers', () => {
  it.each(sources.readerQuestions.map(({ question, answer }) => [question, answer] as const))(
    'as a reader question finds its sentence first: %s',
    async (question, answer) => {
      const { candidates, features } = await ask(question);
      const sentence = article.sentences[candidates[0]?.sentence ?? -1];
      expect(sentence?.start).toBeLessThanOrEqual(answer.start);
      expect(sentence?.end).toBeGreaterThanOrEqual(answer.end);
      expect(candidates[0]?.signals.readerQuestions[0]).toBeCloseTo(1, 4);
      expect(features.byQuestions?.coverage).toBeCloseTo(1, 4);
    },
  );

  it.each(PARAPHRASES)('in other words finds its sentence first: %s', async (question, beginning) => {
    const { candidates } = await ask(question);
    expect(textOf(candidates[0])).toMatch(new RegExp(`^${beginning}`, 'u'));
  });

  it('gives the same retrieval every time', async () => {
    const first = await ask('Who steers the ferry?');
    await ask('hi');
    expect(await ask('Who steers the ferry?')).toEqual(first);
  });

  it('finds names without their accents', async () => {
    const { candidates } = await ask('ingrid moller captain');
    expect(textOf(candidates[0])).toContain('Møller');
  });
});

describe('evidence', () => {
  const SIGNS = ['coverage', 'coverageGap', 'margin', 'ownMargin', 'neighbourhood'] as const satisfies readonly (keyof Features)[];

  it('of an off-topic question is lower than that of one that the article answers, in every sign on average', async () => {
    const evidenceOf = async (questions: readonly string[]) =>
      (await Promise.all(questions.map((question) => ask(question)))).map((one) => one.features.byQuestions ?? expect.fail());
    const [answerable, offTopic] = await Promise.all([evidenceOf(PARAPHRASES.map(([question]) => question)), evidenceOf(OFF_TOPIC)]);
    const mean = (list: readonly Features[], sign: keyof Features) => list.reduce((sum, features) => sum + features[sign], 0) / list.length;
    for (const sign of SIGNS) expect(mean(offTopic, sign), sign).toBeLessThan(mean(answerable, sign) - 0.02);
    const coverages = (list: readonly Features[]) => list.map(({ coverage }) => coverage);
    expect(Math.max(...coverages(offTopic))).toBeLessThan(Math.min(...coverages(answerable)));
  });

  it('speaks against a question that is a decoy, in every sign that decoys bear on', async () => {
    for (const { question } of sources.decoys) {
      const { byQuestions: features = expect.fail() } = (await ask(question)).features;
      expect(features.coverageGap, question).toBeLessThan(0);
      expect(features.neighbourhood, question).toBeLessThan(0.5);
    }
  });

  it('is lowered by decoys, and coverage is not', async () => {
    const bare = await open({ ...sources, decoys: [] });
    for (const question of ['How much is a ticket for children?', 'Who designed the new bridge?']) {
      const [without, withDecoys] = [(await ask(question, bare)).features, (await ask(question)).features].map(
        (one) => one.byQuestions ?? expect.fail(),
      ) as [Features, Features];
      expect(withDecoys.coverage).toBe(without.coverage);
      for (const sign of ['coverageGap', 'margin', 'ownMargin', 'neighbourhood'] as const) {
        expect(withDecoys[sign], `${sign} of "${question}"`).toBeLessThan(without[sign]);
      }
    }
  });
});

describe('whatever is asked', () => {
  const one = makeArticle('The ferry was built in Bergen.');
  const twins = makeArticle('It rained.\n\nIt rained.\n\nIt rained.');
  const blank = { question: '\u200b', answer: { start: 0, end: 5 } };
  const none = { notes: [], readerQuestions: [], decoys: [] };

  const CASES: readonly (readonly [string, Sources])[] = [
    ['with everything', sources],
    ['without reader questions', { ...sources, readerQuestions: [] }],
    ['without notes', { ...sources, notes: [] }],
    ['without decoys', { ...sources, decoys: [] }],
    ['with nothing beside it', { article, ...none }],
    ['of one sentence', { article: one, ...none }],
    ['of one sentence and one decoy', { article: one, ...none, decoys: sources.decoys.slice(0, 1) }],
    ['of equal sentences', { article: twins, ...none }],
    [
      'whose reader question and decoy have no readable character',
      { article: one, ...none, readerQuestions: [blank], decoys: [{ question: '\u200b', kind: 'near' }] },
    ],
  ];

  it.each(CASES)('of an article %s, every number is finite and every list in order', async (_name, from) => {
    const opened = await open(from);
    for (const question of [...ODD, ...OFF_TOPIC, PARAPHRASES[0][0]]) expectSound(await ask(question, opened), from, question);
  });

  it('of an article without reader questions, the sentence that shares meaning and words comes first', async () => {
    const opened = await open({ ...sources, readerQuestions: [] });
    for (const [question, beginning] of PARAPHRASES) {
      const { candidates } = await ask(question, opened);
      expect(textOf(candidates[0]), question).toMatch(new RegExp(`^${beginning}`, 'u'));
      expect(candidates[0]?.signals.readerQuestions).toEqual([0, 0, 0]);
    }
  });

  it('of an article of one sentence, that sentence comes first', async () => {
    const { candidates } = await ask('Where was it built?', await open({ article: one, ...none }));
    expect(candidates.map((candidate) => textOf(candidate, one))).toEqual([one.body]);
  });

  it('of equal sentences, all are candidates with equal scores', async () => {
    const { candidates } = await ask('Did it rain?', await open({ article: twins, ...none }));
    expect(candidates.map(({ sentence }) => sentence).toSorted()).toEqual([0, 1, 2]);
    expect(new Set(candidates.map(({ score }) => score)).size).toBe(1);
  });

  it('in function words only, no word is matched', async () => {
    for (const question of ['the of to', 'is it', '']) {
      const { candidates } = await ask(question);
      for (const { signals } of candidates) expect([signals.words, signals.paragraphWords], question).toEqual([0, 0]);
    }
  });
});

describe('a sentence', () => {
  const scoreOf = ({ candidates }: Retrieval, at: number) => candidates.find(({ sentence }) => sentence === at)?.signals.sentence ?? 0;

  it('is scored half as it is read alone and half as it is read with its neighbours', async () => {
    const question = 'How much would the bridge cost?';
    const [alone, half, within] = await Promise.all(
      [0, 0.5, 1].map(async (inContext) => ask(question, await open(sources, { ...WEIGHTS, inContext }))),
    );
    if (alone === undefined || half === undefined || within === undefined) throw new Error('Nothing was asked.');
    const both = half.candidates.map(
      ({ sentence }) => [scoreOf(alone, sentence), scoreOf(half, sentence), scoreOf(within, sentence)] as const,
    );
    for (const [one, mean, other] of both) expect(mean).toBeCloseTo((one + other) / 2, 6);
    expect(both.some(([one, , other]) => Math.abs(one - other) > 0.005)).toBe(true);
  });

  it('is found by what only its paragraph says', async () => {
    const bare: Sources = { ...sources, notes: [], readerQuestions: [], decoys: [] };
    const question = 'Was the lighthouse there when someone drowned?';
    const neighbour = article.sentences.length - 1;
    const [alone, within] = await Promise.all([0, 1].map(async (inContext) => ask(question, await open(bare, { ...WEIGHTS, inContext }))));
    if (alone === undefined || within === undefined) throw new Error('Nothing was asked.');
    expect(scoreOf(within, neighbour)).toBeGreaterThan(scoreOf(alone, neighbour));
  });

  it('that has no neighbours is scored as it is read alone', async () => {
    const lonely: Sources = {
      ...sources,
      article: makeArticle('The ferry was built in Bergen.\n\nIt carries forty cars.\n'),
      notes: [],
      readerQuestions: [],
    };
    const [half, alone] = await Promise.all(
      [0.5, 0].map(async (inContext) => ask('Where was the ferry built?', await open(lonely, { ...WEIGHTS, inContext }))),
    );
    expect(half).toEqual(alone);
  });
});

describe('a score', () => {
  it('counts the rare words of a question for more, the higher the power of their rarity', async () => {
    const leads: number[] = [];
    for (const rarity of [0, 1, 2]) {
      const { candidates } = await ask('ferry and lighthouse', await open(sources, { ...ZERO, rarity, sentence: 1 }));
      const of = (beginning: string) =>
        candidates.find(({ sentence }) => article.body.startsWith(beginning, article.sentences[sentence]?.start))?.signals.sentence ?? 0;
      leads.push(of('A lighthouse from 1871') - of('The ferry to Halden Island was'));
    }
    expect(leads).toEqual([...leads].sort((a, b) => a - b));
    expect(leads[2]).toBeGreaterThan(leads[0] ?? 0);
  });

  it('is the weighted sum of the signals, for any weights', async () => {
    const all: readonly Weights[] = [
      WEIGHTS,
      { readerQuestions: [1, 2, 4], sentence: 8, inContext: 1, rarity: 2, expanded: 16, words: 32, paragraphWords: 64 },
      { ...ZERO, sentence: 1 },
      { ...ZERO, words: 1 },
      ZERO,
    ];
    for (const weights of all) {
      const { candidates } = await ask('How much would the bridge cost?', await open(sources, weights));
      for (const { sentence: at, score, signals } of candidates) {
        const expected = signals.sentence + expectedLead(index.overlay().questionsOf(at).length);
        const readers = signals.readerQuestions.reduce(
          (sum, leg, i) => sum + Math.max(leg, expected) * (weights.readerQuestions[i] ?? 0),
          0,
        );
        const { sentence, expanded, words, paragraphWords } = weights;
        const rest =
          sentence * signals.sentence + expanded * signals.expanded + words * signals.words + paragraphWords * signals.paragraphWords;
        expect(score).toBeCloseTo(readers + rest, 8);
      }
    }
  });

  it('has the best reader questions of its sentence in order, and words as shares of the best', async () => {
    const { candidates } = await ask('How many cars fit on the boat to the island?');
    for (const { signals } of candidates) {
      const [first, second, third] = signals.readerQuestions;
      expect([first, second, third]).toEqual([first, second, third].toSorted((a, b) => b - a));
      for (const share of [signals.words, signals.paragraphWords]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    }
    expect(Math.max(...candidates.map(({ signals }) => signals.words))).toBe(1);
  });
});

describe('notes', () => {
  it.each([
    ['How many of the islanders took part in the vote?', 'turnout-of-the-vote'],
    ['Did two sailors drown?', 'drowned-in-1951'],
    ['What did the road authority estimate?', 'cost-of-the-bridge'],
  ])('are matched with what is asked: %s', async (question, id) => {
    const { notes } = await ask(question);
    expect(notes[0]?.id).toBe(id);
  });

  it('score lower for an off-topic question than for their own', async () => {
    const own = (await ask('How many of the islanders took part in the vote?')).notes[0]?.score ?? 0;
    for (const question of OFF_TOPIC) expect((await ask(question)).notes[0]?.score, question).toBeLessThan(own - 0.1);
  });

  it('are none where there are none', async () => {
    expect((await ask('turnout', await open({ ...sources, notes: [] }))).notes).toEqual([]);
  });
});

describe('the grounds of an answer', () => {
  const question = 'How much would the new bridge cost?';
  const explain = async (text: string, sentences: readonly number[], of = index) =>
    of.explain(await embedder.embedQuestion(text), sentences);

  it('are the words shared, the nearest questions of the sentence, and the nearest decoys', async () => {
    const { candidates } = await ask(question);
    const [best = -1, second = -1] = candidates.map(({ sentence }) => sentence);
    const { sentences, decoys } = await explain(question, [best, second]);
    expect([...sentences.keys()]).toEqual([best, second]);
    expect(sentences.get(best)?.words).toEqual(['bridge', 'cost']);
    expect(sentences.get(best)?.readerQuestions.map((reader) => reader.question)).toEqual(['What does the bridge cost?']);
    expect(decoys.map((decoy) => decoy.question).toSorted()).toEqual(sources.decoys.map((decoy) => decoy.question).toSorted());
    expect(decoys.map(({ score }) => score)).toEqual(decoys.map(({ score }) => score).toSorted((a, b) => b - a));
  });

  it('have the scores that the retrieval went by', async () => {
    const { candidates } = await ask(question);
    const { sentences } = await explain(question, [candidates[0]?.sentence ?? -1]);
    const scores = [...sentences.values()].flatMap(({ readerQuestions }) => readerQuestions.map(({ score }) => score));
    expect(scores[0]).toBeCloseTo(candidates[0]?.signals.readerQuestions[0] ?? 0, 6);
  });

  it('are few where there is little', async () => {
    const { sentences, decoys } = await explain('zzxq', [0], await open({ ...sources, readerQuestions: [], decoys: [] }));
    expect(sentences.get(0)).toEqual({ words: [], readerQuestions: [] });
    expect(decoys).toEqual([]);
  });
});

describe('a statement', () => {
  const resemble = async (text: string, of = index) => of.resemble(await embedder.embedQuestion(text), of.matchWords(text));
  const firstOf = async (text: string, of = index) => {
    const [first] = await resemble(text, of);
    return textOf(first as Retrieval['candidates'][number] | undefined);
  };

  it.each([
    ['They built the ferry in Bergen back in the sixties.', 'The ferry to Halden Island was'],
    ['The ferry was never built in Bergen.', 'The ferry to Halden Island was'],
    ['Almost two thirds of the people on the island voted no.', 'The islanders voted'],
    ['Two sailors drowned on the crossing last year.', 'Nobody has drowned'],
  ])('is like the sentence that says or denies it: %s', async (statement, beginning) => {
    expect(await firstOf(statement)).toMatch(new RegExp(`^${beginning}`, 'u'));
    expect(await firstOf(statement, await open({ ...sources, readerQuestions: [] }))).toMatch(new RegExp(`^${beginning}`, 'u'));
  });

  it('is more like what the article says than one about something else, whatever it is', async () => {
    const like = (await resemble('Almost two thirds of the people on the island voted no.'))[0]?.score ?? 0;
    for (const other of ['I left the dough in the fridge overnight.', 'hello there, how are you all?', 'The train to Hamburg was late.']) {
      expect((await resemble(other))[0]?.score, other).toBeLessThan(like - 0.1);
    }
  });

  it('is like each sentence once, best first, with finite scores', async () => {
    for (const statement of [...ODD, 'The bridge would cost ninety million kroner.']) {
      const found = await resemble(statement);
      expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).toSorted((a, b) => b - a));
      expect(found.every(({ score }) => Number.isFinite(score))).toBe(true);
      expect(new Set(found.map(({ sentence }) => sentence)).size).toBe(found.length);
    }
  });
});

it('is known by the hash of its content', () => {
  expect(index.contentHash).toBe(createCorpus(sources).hash);
});
