// Tests of explanations, assembled from the retrieval results of each part of a question. Without a model.

import { describe, expect, it } from 'vitest';
import { type AskContext, find } from '../../src/answer/ask.js';
import { explain } from '../../src/answer/explain.js';
import type { Attribution, Candidate, Retriever } from '../../src/answer/ports.js';
import { parseArticle } from '../../src/article/parse.js';
import { likeFrom } from './relation-model.js';

const article = parseArticle(Array.from({ length: 8 }, (_, i) => `Sentence number ${i + 1} stands here.`).join('\n\n'), {
  title: 'A Test',
  language: 'en',
});
const even = (value: number) => ({ coverage: value, coverageGap: value, margin: value, ownMargin: value, neighbourhood: value });
const evenAdded = (value: number) => ({ coverage: value, addedCoverage: value, addedMargin: value });
const followUps = {
  ...{ intercept: 0, weights: evenAdded(1), mean: evenAdded(0), deviation: evenAdded(1) },
  thresholds: { answered: 0.8, notCovered: 0.3 },
};
const decision = {
  intercept: 0,
  weights: even(1),
  mean: even(0),
  deviation: even(1),
  thresholds: { answered: 0.8, notCovered: 0.3 },
};

/** A context in which each text finds the sentences in a table. Attributions name their text. */
function contextOf(table: Readonly<Record<string, readonly number[]>>) {
  const embedded: string[] = [];
  const signals = { readerQuestions: [0, 0, 0] as const, sentence: 0, expanded: 0, words: 0, paragraphWords: 0 };
  const candidates = (text: string): Candidate[] =>
    (table[text] ?? []).map((sentence, rank) => ({ sentence, score: 1 - rank / 10, signals }));
  const retriever: Retriever = {
    matchWords: () => ({ sentences: new Map(), notes: new Map() }),
    retrieve: ({ text }) => ({
      candidates: candidates(text),
      features: { bySentences: even(0.1), byQuestions: undefined, isWellKnown: false },
      notes: [],
    }),
    rateNotes: () => new Map(),
    resemble: () => [],
    explain: ({ text }, sentences): Attribution => ({
      sentences: new Map(
        sentences.map((sentence) => [
          sentence,
          { words: [text], readerQuestions: [3, 2, 1].map((score) => ({ question: `${text} ${score}`, score })) },
        ]),
      ),
      decoys: [
        { question: 'the same', score: 0.5 },
        { question: text, score: text.length / 100 },
      ],
    }),
  };
  const none = new Float32Array();
  const context: AskContext = {
    article,
    notes: [],
    embedder: {
      embedQuestion: async (text) => {
        embedded.push(text);
        return { text, vector: none, tokens: new Int16Array(), tokenIds: new Uint32Array(), topical: new Uint8Array() };
      },
    },
    retriever,
    measured: {
      decisions: { bySentences: decision, byQuestions: decision },
      followUps: { bySentences: followUps, byQuestions: followUps },
      relation: likeFrom(0.5),
    },
    relatedNotesThreshold: 1,
    correctSpelling: (text) => text.replace('teh', 'the'),
    isWhole: () => true,
    now: () => 0,
  };
  return { context, embedded };
}

const ask = (text: string) => ({ kind: 'question', text }) as const;

describe('an explanation', () => {
  it('gives four candidates at most, best first, with words and the two nearest questions of each', async () => {
    const { context } = contextOf({ 'who won': [4, 2, 7, 0, 1] });
    const { candidates, features: evidence, thresholds, outcome } = await explain(ask('who won'), context);
    expect(candidates.map(({ sentence }) => sentence.index)).toEqual([4, 2, 7, 0]);
    expect(candidates[0]?.words).toEqual(['who won']);
    expect(candidates[0]?.readerQuestions.map(({ score }) => score)).toEqual([3, 2]);
    expect({ evidence, thresholds, outcome }).toEqual({ evidence: even(0.1), thresholds: decision.thresholds, outcome: 'unsure' });
  });

  it('gives each candidate the grounds of the part that it answers', async () => {
    const { context } = contextOf({ 'who won': [0, 3, 5], 'who was blamed': [6, 3, 0] });
    const { candidates } = await explain(ask('who won and who was blamed'), context);
    expect(candidates.map(({ sentence, words }) => [sentence.index, words[0]])).toEqual([
      [0, 'who won'],
      [6, 'who was blamed'],
      [3, 'who won'],
      [5, 'who won'],
    ]);
  });

  it('gives the two nearest decoys of all parts, each once', async () => {
    const { context } = contextOf({ 'who won': [0], 'who was blamed': [6] });
    const { decoys } = await explain(ask('who won and who was blamed'), context);
    expect(decoys.map(({ question }) => question)).toEqual(['the same', 'who was blamed']);
  });

  it('tells what was searched, and searches a follow-up as one text with the question before, then alone for the decision', async () => {
    const { context, embedded } = contextOf({ 'Who won the vote and who said that and why': [0] });
    const { question, asked } = await explain(ask('and who said that, and why?'), context, { previous: 'Who won teh vote?' });
    expect({ question, asked }).toEqual({
      question: 'and who said that, and why?',
      asked: 'Who won the vote? and who said that, and why?',
    });
    expect(embedded).toEqual(['Who won the vote and who said that and why', 'and who said that and why']);
  });

  it('of what holds no words is empty', async () => {
    const { context, embedded } = contextOf({});
    const explained = await explain({ kind: 'wordless', text: '😂' }, context);
    expect(explained).toMatchObject({ question: '😂', asked: '😂', outcome: 'not_covered', confidence: 0, candidates: [], decoys: [] });
    expect(embedded).toEqual([]);
  });
});

describe('find', () => {
  it('asks several things in parts, but a follow-up whole', async () => {
    const { context, embedded } = contextOf({});
    await find('who said that? and who denied it?', context);
    await find('who said that? and who denied it?', context, 'Who won?');
    expect(embedded).toEqual([
      'who said that',
      'and who denied it',
      'who said that and who denied it',
      'Who won who said that and who denied it',
      'who said that and who denied it',
    ]);
  });
});
