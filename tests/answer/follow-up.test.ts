// Tests of follow-ups: which questions make no sense alone, and what is asked together with them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFollowUps, readQuestions } from '../../eval/dev-set.js';
import { isElliptical, topicFor } from '../../src/answer/follow-up.js';

const GOLDEN = join(import.meta.dirname, '..', 'golden');

const ELLIPTICAL = [
  'and who said that?',
  'And who said that, and when?',
  'why?',
  'why not',
  'what about Colombia?',
  'how about the other one',
  'and Colombia?',
  'how much?',
  'by how much',
  'when was this?',
  'where is she now',
  'were they paid',
  'who did it?',
  'what did he do next',
  "who's that",
  'so why?',
  'who paid for this?',
  'ok, and Colombia?',
  'any proof?',
  'tell me more',
  '… and then?',
  '¿y quién lo dijo?',
  '¿por qué?',
  '¿y Colombia?',
  '¿cuándo fue eso?',
  'y cuanto les pagaron',
  '¿qué hay de Colombia?',
  '¿Y dónde está ahora?',
];
const STANDALONE = [
  'Who won the election?',
  'who won',
  'so who won the vote and by how much',
  'and how many elections has Venezuela had since 1999?',
  'What is this article about?',
  'who wrote this?',
  'when was it published?',
  '¿Quién escribió esto?',
  'Who planned that attack?',
  'Is it true that Maduro won?',
  'How many people have been arrested and will they go to trial?',
  'guarimbas',
  '537 votes',
  'Elon Musk',
  'what about the other leaders on the ballot, how did they do?',
  '¿Quién es Luisa Ortega?',
  '¿Qué países apoyan a Venezuela?',
  'el ciberataque',
];

describe('isElliptical', () => {
  it.each(ELLIPTICAL)('says yes to: %s', (question) => {
    expect(isElliptical(question)).toBe(true);
  });

  it.each(STANDALONE)('says no to: %s', (question) => {
    expect(isElliptical(question)).toBe(false);
  });

  it('tells the development pairs apart', async () => {
    const pairs = await readFollowUps(join(GOLDEN, 'follow-ups.jsonl'));
    expect(pairs.filter(({ elliptical }) => elliptical)).toHaveLength(56);
    for (const { question, elliptical } of pairs) expect(isElliptical(question), question).toBe(elliptical);
  });

  it('takes no development question with words for a follow-up, nor more than a few reader questions', async () => {
    const questions = await readQuestions(join(GOLDEN, 'dev-questions.jsonl'));
    expect(questions.filter(({ question }) => /\p{L}/u.test(question) && isElliptical(question))).toEqual([]);
    const readerQuestions = [...readFileSync(join(GOLDEN, '../../content/questions.yaml'), 'utf8').matchAll(/^ {6}- "?(.+?)"?$/gmu)];
    expect(readerQuestions.length).toBeGreaterThan(2_000);
    const taken = readerQuestions.filter(([, question = '']) => isElliptical(question));
    expect(taken.length / readerQuestions.length).toBeLessThan(0.02);
  });

  it('says something about any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => typeof isElliptical(text) === 'boolean'));
  });
});

describe('topicFor', () => {
  it('is the question before, for an elliptical one only', () => {
    expect(topicFor('and who said that?', 'Where was the hack traced to?')).toBe('Where was the hack traced to?');
    expect(topicFor('Who won the election?', 'Where was the hack traced to?')).toBeUndefined();
    expect(topicFor('and who said that?', undefined)).toBeUndefined();
  });
});
